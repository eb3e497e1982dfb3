"""The side of a person's page: cases, consultations, households, doubles, merged entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.households import HouseholdOf
from soudan_desk.services.likely_persons import Likely
from soudan_desk.services.lone_consultations import LoneRow
from soudan_desk.services.person_desk import Merged, PersonDesk
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import RECORD_CHIPS, dated, state_look
from soudan_desk.ui.pages.case_tables import ShortTable, TableRow
from soudan_desk.ui.pages.intake_cards import empty
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label, SectionTitle


class Listing(QWidget):
    """A heading with its count, and a short table, or a line saying that there is nothing."""

    opened = Signal(object)

    def __init__(
        self, title: str, headings: Sequence[str], widths: Sequence[int], none: str
    ) -> None:
        super().__init__()
        self._title = SectionTitle(title, size=Type.BODY)
        self._none = Label(none, Type.LABEL, Role.MUTED)
        self.table = ShortTable(title, headings, widths)
        self.setLayout(layouts.column(self._title, self._none, self.table, spacing=6))
        self.table.opened.connect(self._on_table_opened)

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows."""
        self._title.set_count(len(rows) or None)
        self._none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)

    def _on_table_opened(self, index: object) -> None:
        self.opened.emit(self.table.what_at(index))  # type: ignore[arg-type]


class Notices(QWidget):
    """Cards under a heading, each with a sentence or two and one act; hidden while empty."""

    acted = Signal(object)
    looked = Signal(object)

    def __init__(self, title: str, icon: Icon, role: Role, act: str, name: str) -> None:
        super().__init__()
        self._icon, self._role, self._act, self._name = icon, role, act, name
        self._title = SectionTitle(title, size=Type.BODY)
        self._cards = layouts.column(spacing=8)
        self.setLayout(layouts.column(self._title, self._cards, spacing=6))
        self.hide()

    def show_cards(self, cards: Sequence[tuple[object, str, str]]) -> None:
        """Show (what it stands for, its name, why)."""
        empty(self._cards)
        for number, (what, title, why) in enumerate(cards, 1):
            self._cards.addWidget(self._card(number, what, title, why))
        self._title.set_count(len(cards) or None)
        self.setVisible(bool(cards))

    def _card(self, number: int, what: object, title: str, why: str) -> QWidget:
        name = Button(title, kind=ButtonKind.LINK, height=24)
        act = Button(self._act, kind=ButtonKind.OUTLINE, height=28)
        act.setObjectName(f"{self._name}_{number}")
        act.setAccessibleName(f"{title}：{self._act}")
        name.clicked.connect(lambda: self.looked.emit(what))
        act.clicked.connect(lambda: self.acted.emit(what))
        head = layouts.row(IconLabel(self._icon, self._role, 14), name, layouts.STRETCH, spacing=4)
        words = DocumentLabel(why, Type.LABEL, Role.MUTED, line_height=1.45)
        foot = layouts.row(layouts.STRETCH, act)
        column = layouts.column(head, words, foot, spacing=4, margins=(10, 8, 10, 8))
        return layouts.panel(column, "card")


class PersonSide(QScrollArea):
    """All that hangs on a person, one list below another."""

    case_opened = Signal(object)
    consultation_opened = Signal(object)
    person_opened = Signal(object)
    merge_wanted = Signal(object)
    unmerge_wanted = Signal(object)

    def __init__(self, codes: CodeBook, today: date, *, is_new: bool) -> None:
        super().__init__()
        self._codes, self._today, self._is_new = codes, today, is_new
        self.cases = Listing(
            "ケース", ("番号", "状態", "担当"), (92, 108, 56), "ケースはまだありません。"
        )
        self.consultations = Listing(
            "ケースにしていない相談",
            ("日", "内容"),
            (104, 150),
            "ケースにしていない相談はありません。",
        )
        self._households = layouts.column(spacing=6)
        self._house_title = SectionTitle("世帯", size=Type.BODY)
        act = ("この方を開く", "open") if is_new else ("同じ人としてまとめる", "merge")
        self.doubles = Notices("同じ人かもしれない登録", Icon.SIMILAR, Role.WARNING, *act)
        self.merged = Notices("まとめた登録", Icon.MERGE, Role.MUTED, "まとめを取り消す", "unmerge")
        self._build()
        self._connect()

    def show_desk(self, desk: PersonDesk) -> None:
        """Show what hangs on a person."""
        self.cases.show_rows([self._case(row) for row in desk.cases])
        self.consultations.show_rows([self._consultation(row) for row in desk.consultations])
        self._show_households(desk.households, desk.id)
        self.show_doubles(desk.doubles)
        self.merged.show_cards([_merged_card(merged) for merged in desk.merged])

    def show_doubles(self, doubles: Sequence[Likely]) -> None:
        """Show entries that are probably the same person."""
        self.doubles.show_cards([self._double_card(double) for double in doubles])

    # private

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        house = layouts.panel(layouts.column(self._house_title, self._households, spacing=6))
        parts = (self.doubles, self.cases, self.consultations, house, self.merged)
        inside = layouts.panel(
            layouts.column(*parts, layouts.STRETCH, spacing=20, margins=(20, 16, 20, 16)), "sunken"
        )
        for part in (self.cases, self.consultations, house):
            part.setHidden(self._is_new)
        self.setWidget(inside)
        layouts.set_surface(self, "sunken")

    def _connect(self) -> None:
        self.cases.opened.connect(self.case_opened)
        self.consultations.opened.connect(self.consultation_opened)
        self.doubles.looked.connect(self.person_opened)
        self.doubles.acted.connect(self.person_opened if self._is_new else self.merge_wanted)
        self.merged.acted.connect(self.unmerge_wanted)

    def _case(self, row: CaseRow) -> TableRow:
        chip = state_look(self._codes, row.centre, row.state)
        worker = row.workers[0].split(maxsplit=1)[0] if row.workers else ""
        role = Role.MUTED if row.closed_on else Role.TEXT
        cells = (
            Cell(row.case_no, role=role, figures=True),
            Cell(chips=(chip,)),
            Cell(worker, role=role),
        )
        return TableRow(row.id, cells)

    def _consultation(self, row: LoneRow) -> TableRow:
        chips = () if row.state == "final" else (RECORD_CHIPS[row.state],)
        cells = (
            Cell(dated(row.held_on, self._today), figures=True, right=True),
            Cell(row.line, chips=chips),
        )
        return TableRow(row.id, cells)

    def _show_households(self, households: Sequence[HouseholdOf], person_id: UUID) -> None:
        empty(self._households)
        for house in households:
            self._households.addWidget(ElidedLabel(house.name, Type.LABEL, bold=True))
            others = [each for each in house.members if each[2] != person_id]
            for name, relation, _known in others:
                label = self._codes.label("relation", relation) if relation else ""
                words = f"{name}（{label}）" if label else name
                self._households.addWidget(ElidedLabel(words, Type.LABEL, Role.MUTED))
        if not households:
            none = Label("世帯の登録はありません。", Type.LABEL, Role.MUTED)
            self._households.addWidget(none)
        self._house_title.set_count(len(households) or None)

    def _double_card(self, likely: Likely) -> tuple[object, str, str]:
        age = likely.birth_on.age_text(self._today) if likely.birth_on else ""
        title = " ".join(word for word in (likely.name, likely.kana, age) if word)
        numbers = "、".join(case[0] for case in likely.cases) or "ケースなし"
        return likely.person_id, title, f"{'、'.join(likely.reasons)}\n{numbers}"


def _merged_card(merged: Merged) -> tuple[object, str, str]:
    at = merged.made_at.astimezone()
    why = f"{wareki_short(at.date())} {merged.made_by}　{merged.reason}"
    return merged.merge_id, merged.name, why
