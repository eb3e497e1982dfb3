"""定型文: one's own sentences and the office's; what two letters insert while one writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.phrases import PhraseRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.check_grid import CheckGrid, Mark, Topic
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.widgets.told import Told

_HOW = "書いているときに Ctrl+; を押して2文字を打つと、文が入ります。"
_LETTERS, _KEYS_FROM = 2, 760


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPhrases:
    """The verbs over phrases, bound to a worker."""

    fetch: Callable[[], Sequence[PhraseRow]]
    add: Callable[..., Any]
    change: Callable[..., Any]
    drop: Callable[[UUID], Any]
    kinds: Sequence[tuple[str, str]]
    """Where a phrase may be offered: code and label."""
    placeholders: Sequence[str]
    may_share: bool
    may_own: bool


class PhrasesPane(SettingsPane):
    """The list at the left, one phrase at the right."""

    def __init__(self, acts: SettingPhrases) -> None:
        super().__init__()
        self._acts = acts
        self._rows: dict[UUID, PhraseRow] = {}
        self._shown: PhraseRow | None = None
        self._model = PlainModel(("キー", "名前", "だれの"))
        self._table = TableView(name="定型文")
        self._told = Told()
        self._new = Button("定型文を足す", icon=Icon.ADD, key="Ctrl+Shift+N")
        self._key, self._title = LineEdit(), LineEdit()
        self._text = RecordTextEdit(name="文", lines=6)
        self._office = CheckBox("事務所のみんなで使う")
        self._kinds = CheckGrid([Topic(code, label) for code, label in acts.kinds], name="使う記録")
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+S")
        self._drop = Button("使わない", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)
        self._frames = {
            "key": LabelledEditor("2文字のキー", self._key, required=True),
            "title": LabelledEditor("名前", self._title),
            "text": LabelledEditor("文", self._text, required=True),
            "kinds": LabelledEditor("使う記録（選ばなければどこでも）", self._kinds),
        }
        self._name()
        self._build()
        self._connect()
        self._show_rows()
        self._show_first()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the list anew."""
        if "phrase" in kinds:
            self._show_rows()

    def take_focus(self) -> None:
        """Stand in the list, or begin the first phrase."""
        (self._table if self._rows else self._key).setFocus()

    def begin(self) -> None:
        """Ask for a new phrase."""
        self._edit(None)
        self._key.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the key where room is short."""
        super().resizeEvent(event)
        self._new.show_key(self.width() * 100 / theme.zoom >= _KEYS_FROM)

    # --- building ---

    def _name(self) -> None:
        for widget, name in (
            (self._table, "phrases"),
            (self._new, "new_phrase"),
            (self._key, "phrase_key"),
            (self._title, "phrase_title"),
            (self._text, "phrase_text"),
            (self._office, "phrase_for_office"),
            (self._kinds, "phrase_kinds"),
            (self._save, "save_phrase"),
            (self._drop, "drop_phrase"),
        ):
            widget.setObjectName(name)

    def _build(self) -> None:
        self._key.setMaxLength(_LETTERS)
        self._table.setModel(self._model)
        self._table.set_widths((56, 210, 84))
        head = layouts.row(layouts.STRETCH, self._new)
        box = layouts.column((self._table, 1), spacing=0, margins=(1, 1, 1, 1))
        left = layouts.column(head, (layouts.panel(box, "well"), 1), spacing=10)
        names = "・".join(self._acts.placeholders)
        asked = layouts.column(
            DocumentLabel(_HOW, Type.SMALL, Role.MUTED),
            self._told,
            layouts.form_grid((self._frames["key"], 4), (self._frames["title"], 8)),
            (self._frames["text"], 1),
            DocumentLabel(f"{names} は、入れるときに中身に変わります。", Type.SMALL, Role.MUTED),
            self._frames["kinds"],
            spacing=10,
            margins=(2, 0, 2, 0),
        )
        right = layouts.column((scrolled(asked), 1), self._foot(), spacing=10)
        self.setLayout(layouts.row((left, 3), (right, 7), spacing=20, margins=(24, 14, 20, 20)))

    def _foot(self) -> QWidget:
        row = layouts.row(self._save, self._office, layouts.STRETCH, self._drop, spacing=16)
        return layouts.panel(row)

    def _connect(self) -> None:
        self._table.chosen.connect(lambda _index: self._on_row_chosen())
        self._table.opened.connect(lambda _index: self._text.setFocus())
        self._new.clicked.connect(self.begin)
        self._save.clicked.connect(self._on_save_clicked)
        self._drop.clicked.connect(self._on_drop_clicked)
        bind_button(self, self._new)
        bind_button(self, self._save)

    # --- showing ---

    def _show_rows(self) -> None:
        here = self._shown.id if self._shown is not None else None
        rows = self._acts.fetch()
        self._rows = {row.id: row for row in rows}
        self._model.show_rows([PlainRow(row.id, _cells(row), row.text) for row in rows])
        if here in self._rows:
            self._table.choose_row(self._model.row_of(here))

    def _show_first(self) -> None:
        if self._rows:
            self._table.choose_row(0)
        else:
            self._edit(None)

    def _on_row_chosen(self) -> None:
        row = self._rows.get(self._model.key_at(self._table.currentIndex()))
        if row is not None:
            self._edit(row)

    def _edit(self, row: PhraseRow | None) -> None:
        self._shown = row
        self._told.hide()
        self._clear_problems()
        self._key.setText(row.key if row else "")
        self._title.setText(row.title if row else "")
        self._text.set_text(row.text if row else "")
        self._kinds.set_marks(dict.fromkeys(row.kinds, Mark.APPLIES) if row else {})
        is_office = row is not None and not row.is_own
        self._office.setChecked(is_office or not self._acts.may_own)
        self._office.setEnabled(row is None and self._acts.may_share and self._acts.may_own)
        may_write = self._acts.may_share if is_office else True
        for widget in (self._key, self._title, self._text):
            widget.setReadOnly(not may_write)
        self._kinds.setEnabled(may_write)
        self._save.setEnabled(may_write)
        self._drop.setVisible(row is not None and may_write)

    # --- acts ---

    def _on_save_clicked(self) -> None:
        about = {
            "key": self._key.text().strip(),
            "title": self._title.text().strip(),
            "text": self._text.text(),
            "kinds": self._kinds.codes(),
        }
        if self._shown is None:
            shared = self._office.isChecked()
            self._try(lambda: self._acts.add(**about, for_office=shared), "足しました。")
        else:
            which, lock = self._shown.id, self._shown.lock_version
            change = self._acts.change
            self._try(lambda: change(which, **about, lock_version=lock), "直しました。")

    def _on_drop_clicked(self) -> None:
        row = self._shown
        if row is None or not confirm_dangerous(self, "使わないことにする", 1, row.text):
            return
        if self._try(lambda: self._acts.drop(row.id), ""):
            self._shown = None
            self._show_rows()
            self._show_first()

    def _try(self, act: Callable[[], Any], said: str) -> bool:
        self._clear_problems()
        try:
            saved = act()
        except InvalidEntriesError as error:
            for key, sentence in error.problems.items():
                self._frames.get(key, self._frames["text"]).show_problem(sentence)
            return False
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
            return False
        self._show_rows()
        if said:
            self._table.choose_row(self._model.row_of(saved.id))
            self._edit(self._rows[saved.id])
            self._told.tell(Role.OK, said)
        return True

    def _clear_problems(self) -> None:
        for frame in self._frames.values():
            frame.clear_problem()


def _cells(row: PhraseRow) -> tuple[Cell, ...]:
    whose = Cell("自分", role=Role.ACCENT) if row.is_own else Cell("事務所", role=Role.MUTED)
    return Cell(row.key, bold=True), Cell(row.title), whose
