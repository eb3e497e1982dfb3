"""The parts of the cockpit: the agenda in order, who is there, the brief of one case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.errors import SoudanError
from soudan_desk.services.conference_briefs import Brief
from soudan_desk.services.conference_sittings import PRESENT, ItemRow, Member, Sitting
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.table import TableView

_DONE = ChipLook("済", Role.OK, Icon.CHECK)
_NAMED = ChipLook("同意あり", Role.OK, Icon.CHECK)
_NOBODY = ChipLook("名前なし", Role.MUTED, Icon.EMPTY)
_HIDDEN = ChipLook("名前なし", Role.INFO, Icon.HIDE)
_NOT_NAMED = ChipLook("同意なし", Role.DANGER, Icon.PROTECTED)
_OUTSIDE = ChipLook("範囲外", Role.DANGER, Icon.PROTECTED)
_NEXT_PRESENCE = {"": "present", "present": "absent", "absent": "written", "written": "online"}
_PRESENCE_ICONS = {"present": Icon.DONE, "online": Icon.DONE, "written": Icon.MAIL}


class MovedTable(TableView):
    """A table whose current row goes up and down by Alt+↑ and Alt+↓."""

    moved = Signal(int)
    struck = Signal()
    """Space was pressed on a row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the row."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Space:
            self.struck.emit()
        else:
            super().keyPressEvent(event)


class AgendaPane(QWidget):
    """The cases of a meeting in their order; one of them is before it now."""

    chosen = Signal(object)  # UUID
    entered = Signal()
    moved = Signal(int)

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._is_showing = False
        self._title = Label("議題", Type.HEADING, bold=True)
        self._model = PlainModel(("番", "名前・議題", "状態"))
        self.table = MovedTable(name="議題")
        self.table.setObjectName("agenda")
        self.table.setModel(self._model)
        self.table.set_widths([32, 140, 88], least=[28, 130, 84])
        self.setLayout(layouts.column(self._title, (self.table, 1), spacing=6))
        self.table.chosen.connect(self._on_table_chosen)
        self.table.opened.connect(lambda _index: self.entered.emit())
        self.table.moved.connect(self.moved)

    def show_items(self, items: Sequence[ItemRow], now: UUID | None) -> None:
        """Show the agenda, one of its cases as the present one."""
        self._is_showing = True
        self._title.setText(f"議題 {len(items)}")
        self._model.show_rows([self._row(item) for item in items])
        row = self._model.row_of(now)
        if row >= 0:
            self.table.choose_row(row)
        self._is_showing = False

    def current(self) -> UUID | None:
        """Return the case that is before the meeting."""
        found: UUID | None = self._model.key_at(self.table.currentIndex())
        return found

    def _row(self, item: ItemRow) -> PlainRow:
        found = self._codes.find("agenda.type", item.agenda_type)
        words = f"{item.called}　{found.brief if found else item.agenda_type}"
        return PlainRow(
            item.id,
            (
                Cell(str(item.position), figures=True),
                Cell(words, bold=item.conclusion is None),
                Cell("", chips=(chip_of(item),)),
            ),
            tip=f"{words}　{item.naming.sentence}",
        )

    def _on_table_chosen(self, index: QModelIndex) -> None:
        if not self._is_showing and index.isValid():
            self.chosen.emit(self._model.key_at(index))


def chip_of(item: ItemRow) -> ChipLook:
    """Return where a case stands: a name that may not be said, done, or how it is named."""
    if item.case_id is not None and item.is_stopped:
        return _OUTSIDE if item.naming.outside else _NOT_NAMED
    if item.conclusion is not None:
        return _DONE
    if item.case_id is None:
        return _DONE if item.answers["discussion"] else _NOBODY
    return _HIDDEN if item.is_anonymous else _NAMED


class MembersPane(QWidget):
    """Who sits in the meeting; Space goes on from present to absent to a written opinion."""

    presence_changed = Signal(object, str)

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._members: dict[UUID, Member] = {}
        self._title = Label("出席", Type.HEADING, bold=True)
        self._model = PlainModel(("氏名", "所属・役割", "出欠"))
        self.table = MovedTable(name="出席者(スペースで出欠を変える)")
        self.table.setObjectName("members")
        self.table.setModel(self._model)
        self.table.set_widths([84, 84, 84], least=[60, 36, 76])
        self.setLayout(layouts.column(self._title, (self.table, 1), spacing=6))
        self.table.struck.connect(self._on_table_struck)
        self.table.opened.connect(lambda _index: self._on_table_struck())

    def show_members(self, sitting: Sitting) -> None:
        """Show everybody who was called."""
        here = self._model.key_at(self.table.currentIndex())
        self._members = {member.id: member for member in sitting.members}
        self._title.setText(f"出席 {sitting.present_count} / {len(sitting.members)}")
        self._model.show_rows([self._row(member) for member in sitting.members])
        if (row := self._model.row_of(here)) >= 0:
            self.table.choose_row(row)

    def _row(self, member: Member) -> PlainRow:
        code = self._codes.find("attendance.presence", member.presence)
        role = self._codes.find("attendance.role", member.role)
        about = "・".join(filter(None, (member.org, member.job, role.brief if role else "")))
        tone = Role.OK if member.presence in PRESENT else Role.MUTED
        icon = _PRESENCE_ICONS.get(member.presence, Icon.EXCLUDED if code else Icon.EMPTY)
        words = code.brief if code else "未確認"
        return PlainRow(
            member.id, (Cell(member.name), Cell(about), Cell(words, role=tone, icon=icon))
        )

    def _on_table_struck(self) -> None:
        member_id = self._model.key_at(self.table.currentIndex())
        if member_id is not None:
            presence = self._members[member_id].presence
            self.presence_changed.emit(member_id, _NEXT_PRESENCE.get(presence, "present"))


class BriefPane(QWidget):
    """One page about the case: what is printed is what stands here."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ElidedLabel("", Type.HEADING, bold=True)
        self._age = Label("", Type.SMALL, Role.MUTED)
        self._naming = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._texts = layouts.column(spacing=4)
        head = layouts.row((self._title, 1), self._age)
        inside = layouts.column(self._texts, layouts.STRETCH, spacing=0)
        self._area = scrolled(inside)
        if (ground := self._area.widget()) is not None:
            layouts.set_surface(ground, "raised")
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("資料")
        self.setLayout(layouts.column(head, self._naming, (self._area, 1), spacing=6))

    def take_focus(self) -> None:
        """Stand in it, to scroll it by keys."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_item(self, item: ItemRow | None, fetch: Callable[[UUID], Brief]) -> None:
        """Show what is known of an item's case, or why that cannot be shown."""
        if item is None:
            self.show_refusal("議題がありません", "議題を加えてください。")
            return
        try:
            self.show_brief(fetch(item.id))
        except SoudanError as error:
            self.show_refusal(item.called, str(error))

    def show_brief(self, brief: Brief) -> None:
        """Show a brief."""
        self._head(brief.title, brief.age, brief.naming)
        self._fill(brief.sections or (("", "まだ書かれたことがありません。"),))

    def show_refusal(self, title: str, sentence: str) -> None:
        """Say why there is none."""
        self._head(title, "", "")
        self._fill((("資料を出せません", sentence),))

    def _head(self, title: str, age: str, naming: str) -> None:
        self._title.setText(title)
        self._age.setText(age)
        self._naming.setText(naming)

    def _fill(self, sections: Sequence[tuple[str, str]]) -> None:
        while (held := self._texts.takeAt(0)) is not None:
            if (widget := held.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for label, text in sections:
            if label:
                self._texts.addWidget(Label(label, Type.LABEL, Role.MUTED))
            self._texts.addWidget(DocumentLabel(text, Type.BODY))
