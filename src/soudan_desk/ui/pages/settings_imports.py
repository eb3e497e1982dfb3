"""取込み: the way to the import page, and the files that were taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.import_history import Import
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

Otherwise = Callable[[SoudanError], object]
_WORDS = (
    "ExcelやCSVの相談台帳を、見出しを読み取って取り込みます。はじめに調べるだけで、"
    "何になるかを1行ずつ確かめてから入れます。取り込んだ分は、まとめて取り消せます。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsActs:
    """The verbs over files that were taken in."""

    fetch: Callable[[], Sequence[Import]]
    undo: Callable[[UUID, Callable[[int], object], Otherwise], object]
    open_page: Callable[[], object]


class ImportsPane(SettingsPane):
    """One way in, and every file with the way back."""

    def __init__(self, acts: ImportsActs) -> None:
        super().__init__()
        self._acts = acts
        self._imports: dict[UUID, Import] = {}
        self._model = PlainModel(("日時", "ファイル", "記録", "件数", "した人", "状態"))
        self._table = TableView(name="取り込んだファイル")
        self._open = Button("台帳を取り込む", kind=ButtonKind.FILLED, icon=Icon.IMPORT)
        self._undo = Button("この取込みを取り消す", kind=ButtonKind.DANGER, icon=Icon.UNDO)
        self._told = Told()
        self._empty = EmptyState("取り込んだ台帳が、ここに新しい順に並びます。")
        self._rows = QStackedWidget()
        self._build()
        self._open.clicked.connect(acts.open_page)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._table.chosen.connect(lambda _index: self._show_undo())
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the list anew: any kind may have come from a file."""
        self._show()

    def take_focus(self) -> None:
        """Begin with the way in."""
        self._open.setFocus()

    def _build(self) -> None:
        self._open.setObjectName("open_import_file")
        self._undo.setObjectName("undo_import")
        self._table.setObjectName("imports")
        self._table.setModel(self._model)
        self._table.set_widths((130, 380, 130, 80, 130, 100))
        for shown in (self._table, self._empty):
            self._rows.addWidget(shown)
        box = layouts.column((self._rows, 1), spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(
            layouts.column(
                DocumentLabel(_WORDS, Type.LABEL, Role.MUTED),
                layouts.row(self._open, layouts.STRETCH),
                6,
                self._told,
                layouts.row(
                    Label("取り込んだファイル", Type.HEADING, bold=True),
                    layouts.STRETCH,
                    self._undo,
                ),
                (layouts.panel(box, "well"), 1),
                spacing=10,
                margins=(24, 16, 24, 20),
            )
        )

    def _show(self) -> None:
        found = self._acts.fetch()
        self._imports = {each.id: each for each in found}
        self._model.show_rows([PlainRow(each.id, _cells(each)) for each in found])
        self._rows.setCurrentWidget(self._table if found else self._empty)
        self._undo.setVisible(bool(found))
        if found:
            self._table.choose_row(0)
        self._show_undo()

    def _current(self) -> Import | None:
        return self._imports.get(self._model.key_at(self._table.currentIndex()))

    def _show_undo(self) -> None:
        current = self._current()
        self._undo.setEnabled(current is not None and current.undone_at is None)

    def _on_undo_clicked(self) -> None:
        current = self._current()
        if current is None:
            return
        words = f"「{current.file_name}」から入った記録を取り消します。履歴には残ります。"
        if confirm_dangerous(self, "取り消す", current.row_count, words):
            self._undo.setEnabled(False)
            self._acts.undo(current.id, self._on_undone, self._on_refused)

    def _on_undone(self, count: int) -> None:
        self._show()
        self._told.tell(Role.OK, f"{count:,}件の記録を取り消しました。")

    def _on_refused(self, error: SoudanError) -> None:
        self._show_undo()
        self._told.tell(Role.DANGER, str(error))


def _cells(each: Import) -> tuple[Cell, ...]:
    made = each.made_at.astimezone()
    is_undone = each.undone_at is not None
    quiet = Role.MUTED if is_undone else Role.TEXT
    state = (
        Cell("取消済み", role=Role.MUTED, icon=Icon.UNDO)
        if is_undone
        else Cell("取込み済み", role=Role.OK, icon=Icon.CHECK)
    )
    return (
        Cell(f"{wareki_short(made.date())} {made:%H:%M}", figures=True, role=quiet),
        Cell(each.file_name, role=quiet),
        Cell(each.label, role=quiet),
        Cell(f"{each.row_count:,}", figures=True, right=True, role=quiet),
        Cell(each.made_by, role=quiet),
        state,
    )
