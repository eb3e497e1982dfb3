"""会議の一覧: every meeting, and calling the next one with what is due on its agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt

from soudan_desk.codes import CodeBook
from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki
from soudan_desk.services.conference_lists import ConferenceRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView

_HEADINGS = ("開催日", "会議", "回", "場所", "議題", "状態", "次回")
_WATCHED = frozenset({"conference", "agenda_item", "attendance"})
_DRAFT = ChipLook("下書き", Role.INFO, Icon.EDIT)
_FINAL = ChipLook("確定", Role.OK, Icon.CHECK)


@dataclass(frozen=True, slots=True)
class ConferencesActs:
    """The verbs of the list; `call` asks for a new meeting and returns its id."""

    rows: Callable[[], Sequence[ConferenceRow]]
    call: Callable[[], UUID | None]
    codes: CodeBook
    may_write: bool


class ConferencesPage(Page):
    """The list, the newest first; Enter opens a meeting's cockpit."""

    name = "conferences"

    def __init__(self, acts: ConferencesActs) -> None:
        super().__init__()
        self._acts = acts
        self._new = Button("会議を開く", icon=Icon.CONFERENCES, key="Alt+N")
        self._new.setObjectName("call_conference")
        self._model = PlainModel(_HEADINGS)
        self.table = TableView(name="会議")
        self.table.setModel(self._model)
        widths = [190, 180, 120, 160, 70, 90, 120]
        self.table.set_widths(widths, least=[172, 112, 60, 80, 56, 84, 120])
        self._empty = EmptyState(
            "ここに、支援調整会議やケース会議が並びます。",
            act="会議を開く" if acts.may_write else "",
            icon=Icon.CONFERENCES,
        )
        self._build()
        self._new.clicked.connect(self._on_new_clicked)
        self._empty.acted.connect(self._on_new_clicked)
        self.table.opened.connect(self._on_table_opened)
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the rows anew."""
        if kinds & _WATCHED:
            self._show()

    def take_focus(self) -> None:
        """Stand in the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        head = layouts.row(Label("会議", Type.TITLE, bold=True), layouts.STRETCH, self._new)
        self.setLayout(
            layouts.column(
                head, (self.table, 1), (self._empty, 1), spacing=12, margins=(24, 14, 24, 14)
            )
        )
        bind_button(self, self._new)
        self._new.setVisible(self._acts.may_write)
        layouts.set_surface(self, "surface")

    def _show(self) -> None:
        rows = self._acts.rows()
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        show_anew(self.table, self._model, [self._row(row) for row in rows])

    def _row(self, row: ConferenceRow) -> PlainRow:
        kind = self._acts.codes.label("conference.kind", row.meeting_kind, centre=row.centre)
        at = f" {row.started_at:%H:%M}" if row.started_at else ""
        return PlainRow(
            row.id,
            (
                Cell(f"{wareki(row.held_on)}{at}", figures=True),
                Cell(row.title or kind, bold=True),
                Cell(row.serial),
                Cell(row.place),
                Cell(f"{row.concluded} / {row.items}", figures=True),
                Cell("", chips=(_DRAFT if row.state == "draft" else _FINAL,)),
                Cell(wareki(row.next_on) if row.next_on else "", figures=True),
            ),
        )

    def _on_table_opened(self, index: QModelIndex) -> None:
        self.go.emit(Place("conference", {"id": self._model.key_at(index)}))

    def _on_new_clicked(self) -> None:
        try:
            made = self._acts.call()
        except SoudanError as error:
            tell(self, "会議を開けませんでした", error)
            return
        if made is not None:
            self.go.emit(Place("conference", {"id": made}))
