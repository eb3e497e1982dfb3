"""Settings of which there are many: the list at the left, the form of one at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_NEW, _KNOWN, _NOBODY = 0, 1, 2
_LEAST, _LOW_BELOW = 112, 330
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One of them: its cells, its answers, and whether this worker may change it."""

    id: UUID
    title: str
    cells: tuple[Cell, ...]
    answers: Answers
    may_change: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWords:
    """What the pane calls things; `key` ends the object names: `add_route`, `save_route`."""

    key: str
    name: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    note: str
    add: str
    new_title: str
    saved: str
    end: str = ""
    end_warning: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """What an office usually has: offered while something of it is lacking."""

    act: str
    lacking: Callable[[], int]
    install: Callable[[], int]
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedActs:
    """The verbs; `fixed` names the questions that are asked of a new one only."""

    fetch: Callable[[], Sequence[Listed]]
    add: Callable[[Answers], UUID]
    save: Callable[[UUID, Answers], object]
    end: Callable[[UUID], object] | None
    fields: Sequence[Field]
    fixed: frozenset[str]
    new_answers: Answers
    context: FormContext
    watched: str
    may_add: bool
    said: Callable[[str], None]
    usual: Usual | None = None


class ListedPane(SettingsPane):
    """The list at the left, one of it at the right."""

    def __init__(self, words: ListedWords, acts: ListedActs) -> None:
        super().__init__()
        self._words, self._acts = words, acts
        self._rows: dict[UUID, Listed] = {}
        self._model = PlainModel(words.headings)
        self._table = TableView(name=words.name)
        self._told = Told()
        self._add = Button(words.add, icon=Icon.ADD, key="Ctrl+Shift+N")
        self._usual = Button(acts.usual.act if acts.usual else "", icon=Icon.REVIEW, key="Alt+U")
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+S")
        self._end = Button(words.end or "やめる", kind=ButtonKind.QUIET, tone=Role.DANGER)
        self._new_form = FormPage(
            acts.fields, self._on_new_saved, acts.context, act="登録", kind=acts.watched
        )
        known = [field for field in acts.fields if field.key not in acts.fixed]
        self._known_form = FormPage(known, self._on_known_saved, acts.context, kind=acts.watched)
        self._title = Label("", Type.HEADING, bold=True)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._show_rows()
        self._table.choose_row(0)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the list anew, unless something is being typed here."""
        if self._acts.watched in kinds and not self.form().is_dirty:
            self._show_rows()

    def take_focus(self) -> None:
        """Stand in the list."""
        self._table.setFocus()

    def form(self) -> FormPage:
        """Return the form that is shown."""
        return self._new_form if self._stack.currentIndex() == _NEW else self._known_form

    def begin_adding(self) -> None:
        """Ask for a new one."""
        self._new_form.set_answers(self._acts.new_answers)
        self._show_side(_NEW)
        self._new_form.show_question(self._acts.fields[0].key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the note to the button's tooltip in a low window: the list comes first."""
        super().resizeEvent(event)
        is_low = self.height() * 100 / theme.zoom < _LOW_BELOW
        self._note.setHidden(is_low)
        self._add.setToolTip(self._words.note if is_low else "")

    # --- building ---

    def _build(self) -> None:
        key = self._words.key
        for widget, name in (
            (self._add, f"add_{key}"),
            (self._usual, f"install_{key}"),
            (self._save, f"save_{key}"),
            (self._end, f"end_{key}"),
            (self._table, f"{key}_list"),
        ):
            widget.setObjectName(name)
        self._table.setModel(self._model)
        widths = self._words.widths
        self._table.set_widths(widths, least=[min(width, _LEAST) for width in widths])
        for form in (self._new_form, self._known_form):
            self._stack.addWidget(form)
        self._stack.addWidget(layouts.panel(layouts.column(layouts.STRETCH)))
        self._note = DocumentLabel(self._words.note, Type.SMALL, Role.MUTED)
        self._table.setAccessibleDescription(self._words.note)
        head = layouts.row(layouts.STRETCH, self._usual, self._add)
        box = layouts.column((self._table, 1), spacing=0, margins=(1, 1, 1, 1))
        left = layouts.column(head, (layouts.panel(box, "well"), 1), self._note, spacing=10)
        right = layouts.column(self._title, (self._stack, 1), spacing=8)
        sides = layouts.row((left, 5), (right, 6), spacing=32)
        inside = layouts.column(self._told, (sides, 1), spacing=10, margins=(24, 12, 24, 14))
        self._foot = ActionBar(self._save, far=[self._end])
        self.setLayout(layouts.column((inside, 1), self._foot, spacing=0))
        self._add.setVisible(self._acts.may_add)  # not before: without a parent it is a window

    def _connect(self) -> None:
        self._table.chosen.connect(lambda _index: self._on_row_chosen())
        self._add.clicked.connect(self.begin_adding)
        self._usual.clicked.connect(self._on_usual_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._end.clicked.connect(self._on_end_clicked)
        for button in (self._add, self._usual, self._save):
            bind_button(self, button)

    # --- showing ---

    def _show_rows(self, current: UUID | None = None) -> None:
        rows = self._acts.fetch()
        self._rows = {row.id: row for row in rows}
        shown = [PlainRow(row.id, row.cells) for row in rows]
        show_anew(self._table, self._model, shown, current)
        self._usual.setVisible(bool(self._acts.usual and self._acts.usual.lacking()))
        self._on_row_chosen()

    def _current(self) -> Listed | None:
        return self._rows.get(self._model.key_at(self._table.currentIndex()))

    def _on_row_chosen(self) -> None:
        row = self._current()
        if row is None:
            self._show_side(_NOBODY)
            return
        self._known_form.set_answers(row.answers)
        self._show_side(_KNOWN)

    def _show_side(self, side: int) -> None:
        row = self._current() if side == _KNOWN else None
        may_change = side == _NEW or (row is not None and row.may_change)
        self._stack.setCurrentIndex(side)
        self._stack.setEnabled(may_change)
        self._title.setText(self._words.new_title if side == _NEW else row.title if row else "")
        self._save.setText("登録する" if side == _NEW else "保存")
        self._save.setVisible(may_change)
        self._end.setVisible(bool(self._acts.end and row is not None and row.may_change))
        self._foot.setVisible(not (self._save.isHidden() and self._end.isHidden()))

    # --- acts ---

    def _on_save_clicked(self) -> None:
        self._told.hide()
        form = self.form()
        if form.save():
            self._acts.said(self._words.saved)

    def _on_new_saved(self, answers: Answers) -> None:
        self._show_rows(self._acts.add(answers))

    def _on_known_saved(self, answers: Answers) -> None:
        row = self._current()
        assert row is not None
        self._acts.save(row.id, answers)
        self._show_rows(row.id)

    def _on_usual_clicked(self) -> None:
        usual = self._acts.usual
        assert usual is not None
        try:
            count = usual.install()
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
        else:
            self._show_rows()
            self._acts.said(usual.done.format(count))

    def _on_end_clicked(self) -> None:
        row = self._current()
        end = self._acts.end
        if row is None or end is None:
            return
        if not confirm_dangerous(self, self._words.end, 1, self._words.end_warning):
            return
        try:
            end(row.id)
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
        else:
            self._show_rows()
