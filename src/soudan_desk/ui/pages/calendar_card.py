"""The appointment one stands on, in words, with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.japanese.eras import wareki
from soudan_desk.japanese.holidays import closed_name
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import CANCELLED, DONE, NO_SHOW, PLANNED
from soudan_desk.services.appointment_warnings import when_words
from soudan_desk.services.due import DueItem
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_looks import Looks, kind_icon
from soudan_desk.ui.pages.case_looks import WEEKDAYS
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.wrapping import WrapRow

_STATES = {
    DONE: ("済", Role.OK, Icon.CHECK),
    CANCELLED: ("取りやめ", Role.MUTED, Icon.EXCLUDED),
    NO_SHOW: ("会えず", Role.WARNING, Icon.EXCLUDED),
}
_FORGOTTEN = ChipLook("記録がまだです", Role.WARNING, Icon.LATE)


class AppointmentCard(QWidget):
    """When, who, where; below it the acts that fit where it stands."""

    acted = Signal(str)
    """The name of the act asked for: open, write, finish, cancel, reopen, case."""

    def __init__(self, looks: Looks, *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("appointment_card")
        self.looks, self._may_write = looks, may_write
        self._title = ElidedLabel("", Type.HEADING, bold=True)
        self._chips = layouts.panel(layouts.row(layouts.STRETCH, spacing=6))
        self._facts = QScrollArea()
        self._facts.setFrameShape(QFrame.Shape.NoFrame)
        self._facts.setWidgetResizable(True)
        self._buttons = {
            "write": Button("記録を書く", icon=Icon.EDIT, key="R", height=28),
            "open": Button("開いて直す", icon=Icon.OPEN, key="Ctrl+E", height=28),
            "finish": Button("済みにする", icon=Icon.CHECK, key="S", height=28),
            "case": Button("ケースへ", icon=Icon.CASES, key="O", height=28),
            "reopen": Button("予定に戻す", icon=Icon.UNDO, key="U", height=28),
            "cancel": Button(
                "取りやめ", kind=ButtonKind.QUIET, icon=Icon.CLOSE, key="Delete", height=28
            ),
        }
        self._build()

    def show_row(self, row: AppointmentRow) -> None:
        """Show an appointment."""
        self._title.setText(self.looks.title(row))
        self._show_chips(row)
        self._show_facts(list(self._facts_of(row)))
        wanted = self._acts_of(row)
        for act, button in self._buttons.items():
            button.setVisible(act in wanted)
        self._buttons["open"].setText("会議を開く" if row.is_meeting else "開いて直す")
        self._buttons["case"].setText("ケースへ" if row.case_id else "相談者へ")
        self.setAccessibleDescription(self.looks.spoken(row))

    def show_day(self, day: date, count: int, due: Sequence[DueItem]) -> None:
        """Show a day: how much there is, and what falls due on it."""
        self._title.setText(f"{wareki(day)}（{WEEKDAYS[day.weekday()]}）")
        self._show_chips(None)
        facts = [("予定", f"{count}件" if count else "ありません。N で入れます。")]
        if name := closed_name(day):
            facts.insert(0, ("閉所日", name))
        facts += [("期限", f"{item.label}\n{item.person}　{item.case_no}") for item in due]
        self._show_facts(facts)
        for button in self._buttons.values():
            button.hide()

    def _build(self) -> None:
        for act, button in self._buttons.items():
            button.setObjectName(f"{act}_appointment")
            button.clicked.connect(lambda _checked=False, act=act: self.acted.emit(act))
            if act != "cancel":  # the calendar itself takes Delete
                bind_button(self, button)
            button.hide()
        acts = WrapRow(*self._buttons.values(), spacing=6)
        head = layouts.column(self._title, self._chips, spacing=6)
        self.setLayout(
            layouts.column(head, (self._facts, 1), acts, spacing=10, margins=(20, 14, 12, 12))
        )

    def _show_chips(self, row: AppointmentRow | None) -> None:
        holder = self._chips.layout()
        assert holder is not None
        while (item := holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._chips.setVisible(row is not None)
        if row is None:
            return
        looks = [ChipLook(self.looks.kind(row), self.looks.role(row), kind_icon(row.kind))]
        if row.is_forgotten(self.looks.today):
            looks.append(_FORGOTTEN)
        elif row.outcome in _STATES and not row.is_meeting:
            looks.append(ChipLook(*_STATES[row.outcome]))
        for look in looks:
            holder.addWidget(Chip(look))
        layouts.add(holder, layouts.STRETCH)  # type: ignore[arg-type]

    def _facts_of(self, row: AppointmentRow) -> Iterator[tuple[str, str]]:
        whole = "（終日）" if row.span.is_whole_day else ""
        yield "いつ", f"{when_words(row.span)}{whole}"
        if row.person:
            yield "だれ", "　".join(filter(None, (row.person, row.case_no)))
        if row.rules:
            yield "連絡の注意", row.rules
        if row.title and row.title != self.looks.title(row):
            yield "件名", row.title
        if row.place or row.agency:
            yield "どこ", "　".join(filter(None, (row.place, row.agency)))
        yield "担当", "、".join(filter(None, (row.worker, *row.co_workers)))

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        column = layouts.column(spacing=10)
        for title, text in facts:
            words = DocumentLabel(text, Type.BODY)
            part = layouts.column(Label(title, Type.SMALL, Role.MUTED), words, spacing=1)
            layouts.add(column, part)
        layouts.add(column, layouts.STRETCH)
        inside = layouts.panel(column)
        inside.setProperty("plain", True)
        self._facts.setWidget(inside)

    def _acts_of(self, row: AppointmentRow) -> set[str]:
        if row.is_meeting:
            return {"open"}
        acts = {"open"} if self._may_write else set()
        if row.case_id or row.person_id:
            acts.add("case")
        if not self._may_write:
            return acts
        has_passed = row.span.held_on <= self.looks.today
        if row.outcome == PLANNED:
            acts |= {"cancel"} | ({"finish"} if has_passed else set())
            acts |= {"write"} if row.takes_record and has_passed else set()
        elif row.consultation_id is None:
            acts.add("reopen")
        return acts
