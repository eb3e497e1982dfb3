"""The scrolled body of a form: its sections, and editors that are made as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.forms.face import Editor, lead_on
from soudan_desk.ui.forms.section import Cell, Section
from soudan_desk.ui.forms.sheet import Sheet
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button, ButtonKind

_SECTION_GAP, _EDGE = 16, 3
_MADE_AT_ONCE = 6
"""How many editors out of sight are made at a time while nothing else happens."""


class FormBody(QScrollArea):
    """Shows the questions of a sheet; what is out of sight has no editor until it is needed."""

    edited = Signal(str)
    settled = Signal(str)
    made = Signal(str)
    widest = 1040
    """How wide the questions become at most, as at 100 %."""

    def __init__(self, fields: Sequence[Field], sheet: Sheet, context: FormContext) -> None:
        super().__init__()
        self._sheet, self._context = sheet, context
        self._inside = QWidget()
        self._inside.setProperty("plain", True)
        self._sections = [
            Section(title, list(group), context, self._inside)
            for title, group in groupby(fields, key=lambda field: field.section)
        ]
        self._cells = {c.field.key: (s, c) for s in self._sections for c in s.cells}
        self._filler = QTimer(self)
        self._filler.setInterval(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)
        self._filler.timeout.connect(self._on_filler_timeout)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # what is asked

    def cells(self) -> list[Cell]:
        """Return the questions in order."""
        return [cell for _section, cell in self._cells.values()]

    def typing_problems(self) -> dict[str, str]:
        """Return a sentence for each question asked whose text is no answer."""
        shown = [c for c in self.cells() if c.is_shown and c.editor is not None]
        found = {c.field.key: c.editor.problem() for c in shown if c.editor is not None}
        return {key: problem for key, problem in found.items() if problem}

    def unread(self) -> dict[str, str]:
        """Return the texts that are no answers yet."""
        found = {c.field.key: c.editor.typed() for c in self.cells() if c.editor is not None}
        return {key: text for key, text in found.items() if text is not None}

    def problem_count(self) -> int:
        """Count the questions asked that have a problem."""
        return sum(1 for cell in self.cells() if cell.problem and cell.is_shown)

    def cell(self, key: str) -> Cell:
        """Return where a question stands and what is said about it."""
        return self._cells[key][1]

    def editor(self, key: str) -> Editor:
        """Return a question's editor, made now if it was not needed yet."""
        section, cell = self._cells[key]
        return cell.editor or self._make(section, cell)

    def show_answer(self, key: str) -> None:
        """Show the sheet's answer in the question's editor, if it is made."""
        cell = self.cell(key)
        if cell.editor is not None:
            cell.editor.set_answer(self._sheet.answer(key))

    def show_typed(self, key: str, text: str) -> None:
        """Show a text that could not be read when it was kept."""
        self.editor(key).set_typed(text)

    def apply_conditions(self) -> None:
        """Ask what is to be asked under the answers as they stand."""
        known, has_moved = self._sheet.everything(), False
        for section, cell in self._cells.values():
            is_shown, is_needed = cell.field.shown(known), cell.field.needed(known)
            if is_needed != cell.is_needed:
                cell.is_needed = is_needed
                _name(cell)
                section.update()
            if is_shown != cell.is_shown:
                cell.is_shown, has_moved = is_shown, True
                section.put_in_place(cell)
        if has_moved:
            self.place()

    def set_problem(self, key: str, sentence: str) -> bool:
        """Say what is wrong with an answer; return whether anything changed."""
        cell = self.cell(key)
        if cell.problem == sentence:
            return False
        cell.problem = sentence
        if cell.editor is not None:
            cell.editor.mark_problem(bool(sentence))
            _name(cell)
        return True

    def set_warning(self, key: str, sentence: str) -> bool:
        """Say what is odd about an answer; return whether anything changed."""
        section, cell = self._cells[key]
        if cell.warning == sentence:
            return False
        cell.warning = sentence
        _name(cell)
        section.update()
        return True

    def set_cure(self, key: str, words: str, act: Callable[[], object] | None) -> None:
        """Offer a link that mends an answer below what is said about it; None takes it away."""
        section, cell = self._cells[key]
        if cell.cure is not None:
            cell.cure.hide()
            cell.cure.deleteLater()
            cell.cure = None
        if act is not None:
            link = Button(words, kind=ButtonKind.LINK, icon=Icon.CHECK, height=28, parent=section)
            link.setObjectName(f"cure_{key}")
            link.clicked.connect(act)
            cell.cure = link
            lead_on(self.editor(key).widget(), link)

    # where it stands

    def place(self) -> None:
        """Place all questions for the present width, and make the editors in view."""
        width = min(self.viewport().width() - 2 * theme.px(_EDGE), theme.px(self.widest))
        if width <= 0:
            return
        top = theme.px(_EDGE)
        for section in self._sections:
            height = section.place(width)
            section.setGeometry(theme.px(_EDGE), top, width, height)
            section.setVisible(height > 0)
            top += height + (theme.px(_SECTION_GAP) if height else 0)
        self._inside.resize(self.viewport().width(), top)
        if self._make_seen():
            self.place()

    def place_again_if_grown(self, key: str) -> None:
        """Place all anew when an editor wants another height."""
        section, cell = self._cells[key]
        if cell.editor is None:
            return
        if _wants_other_height(cell):
            self.place()
        else:
            section.update(cell.label_at)

    def show_question(self, key: str) -> None:
        """Scroll to a question and stand in its editor."""
        section, cell = self._cells[key]
        editor = self.editor(key).widget()
        whole = cell.label_at.united(cell.editor_at).united(cell.below_at)
        if cell.cure is not None:
            whole = whole.united(cell.cure.geometry())
        at = whole.translated(section.pos())
        self.ensureVisible(0, at.bottom(), 0, theme.px(16))
        self.ensureVisible(0, at.top(), 0, theme.px(16))
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place all anew for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.place()
        else:
            self._on_scrolled()
        self._filler.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._inside.width():
            for section in self._sections:
                section.measure_anew()
            self.place()

    # making editors

    def _on_scrolled(self) -> None:
        if self._make_seen():
            self.place()

    def _make_seen(self) -> bool:
        """Make the editors in view; return whether one wants another height than was kept."""
        has_other_height = False
        top = self.verticalScrollBar().value()
        for section, cell in self._cells_between(top, top + self.viewport().height()):
            if cell.is_shown and cell.editor is None:
                self._make(section, cell)
                has_other_height |= _wants_other_height(cell)
        return has_other_height

    def _cells_between(self, top: int, bottom: int) -> list[tuple[Section, Cell]]:
        near = [s for s in self._sections if not s.isHidden() and s.y() <= bottom]
        near = [section for section in near if section.y() + section.height() >= top]
        return [
            (section, cell)
            for section in near
            for cell in section.cells
            if cell.editor_at.top() + section.y() <= bottom
            and cell.editor_at.bottom() + section.y() >= top
        ]

    def _make(self, section: Section, cell: Cell) -> Editor:
        key = cell.field.key
        editor = cell.editor = editor_for(cell.field, self._context, section)
        editor.set_answer(self._sheet.answer(key))
        editor.edited.connect(partial(self.edited.emit, key))
        editor.settled.connect(partial(self.settled.emit, key))
        _name(cell)
        if cell.problem:
            editor.mark_problem(True)
        editor.height_for(max(1, cell.editor_at.width()))
        section.put_in_place(cell)
        self._lead_to(cell)
        self.made.emit(key)
        return editor

    def _on_filler_timeout(self) -> None:
        if not self.isVisible():
            return
        waiting = [(s, c) for s, c in self._cells.values() if c.is_shown and c.editor is None]
        for section, cell in waiting[:_MADE_AT_ONCE]:
            self._make(section, cell)
        if len(waiting) <= _MADE_AT_ONCE:
            self._filler.stop()
            self.place()

    def _lead_to(self, cell: Cell) -> None:
        """Let Tab come to a new editor from the one made for a question before it."""
        assert cell.editor is not None
        lead_on(self._stop_before(cell), cell.editor.widget())

    def _stop_before(self, cell: Cell) -> QWidget:
        """Return the last editor that is made for a question before this one."""
        before = self._inside
        for each in self.cells():
            if each is cell:
                break
            before = each.editor.widget() if each.editor is not None else before
        return before


def _name(cell: Cell) -> None:
    if cell.editor is None:
        return
    widget = cell.editor.widget()
    needed = " 必須" if cell.is_needed else ""
    widget.setAccessibleName(f"{cell.field.label}{needed}")
    widget.setAccessibleDescription(cell.below)


def _wants_other_height(cell: Cell) -> bool:
    if cell.editor is None:
        return False
    wanted = cell.editor.height_for(cell.editor_at.width())
    return wanted is not None and wanted != cell.editor_at.height()
