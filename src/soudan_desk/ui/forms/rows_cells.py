"""The cells of a table inside a form: how they are drawn, and the editor each one opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.choices import CellPick
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.rows_blocks import Unread
from soudan_desk.ui.forms.rows_model import PROBLEM_ROLE, TableModel
from soudan_desk.ui.forms.texts import TextEditor
from soudan_desk.ui.forms.typed_lines import TypedLine
from soudan_desk.ui.lists.rows import Index
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import RIGHT, draw_box, draw_focus, draw_text, draw_tick_box

MakeEditor = Callable[[Field, FormContext, QWidget], Editor]
MOST_LINES = 4
"""How many lines of a cell are shown; the rest is in its tooltip and its editor."""
_LINE, _ABOVE, _LEFT, _RIGHT = 20, 6, 8, 7
_EDITOR_LINE, _EDITOR_EDGES, _EDITOR_LINES = 24, 14, 6
_OF_ONE_LINE = {
    Kind.LINE, Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.INSTANT, Kind.MINUTES, Kind.NUMBER,
    Kind.YEN, Kind.REFERENCE,
}  # fmt: skip
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ALT = Qt.KeyboardModifier.AltModifier
_ADDS_ROW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class CellLine(TypedLine):
    """A cell of any kind that is typed as text, such as several options parted by 、."""

    figures = False


class CellText(TextEditor):
    """A cell of many lines: Alt+Enter begins a new one, for Enter goes down the table."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a new line by Alt+Enter."""
        if event.key() in _ENTER and event.modifiers() == _ALT:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Opens the question's own editor in a cell, writes what is typed there at once, draws cells.

    So nothing typed is lost when the form is kept or saved with a cell open; Esc puts the cell back
    as it was when it was opened.
    """

    row_wanted = Signal()
    """Ctrl+Shift+Enter in an open cell."""

    def __init__(self, make_editor: MakeEditor, context: FormContext, parent: QTableView) -> None:
        super().__init__(parent)
        self._make_editor, self._context = make_editor, context
        self._writing: QWidget | None = None
        self._was: Any = None
        self._at = QPersistentModelIndex()

    @property
    def is_writing(self) -> bool:
        """Whether an open cell is just taking over what is typed."""
        return self._writing is not None

    @property
    def was(self) -> Any:
        """Return the answer that the open cell had when it was opened."""
        return self._was

    def open_at(self) -> QModelIndex:
        """Return where the cell opened last is now; none if its row is gone."""
        at: QModelIndex = QModelIndex(self._at)  # type: ignore[call-overload]
        return at

    # the editor of a cell

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        """Make the editor of the cell's question."""
        field = cast("TableModel", index.model()).columns[index.column()]
        editor = self._editor_of(field, parent)
        self._was = index.data(Qt.ItemDataRole.EditRole)
        self._at = QPersistentModelIndex(index)
        editor.edited.connect(partial(self._on_typed, editor.widget()))
        return editor.widget()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's answer, or the text that could not be read."""
        if self.is_writing:
            return
        value = index.data(Qt.ItemDataRole.EditRole)
        face = cast("Editor", editor)
        if isinstance(value, Unread):
            face.set_typed(str(value))
        else:
            face.set_answer(value)
        if isinstance(editor, CellText):
            editor.selectAll()  # as Qt does in a line, so that typing writes over the words

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take over the answer, or the text that could not be read."""
        face = cast("Editor", editor)
        unread = face.typed()
        model.setData(index, Unread(unread) if unread is not None else face.answer())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Any
    ) -> None:
        """Give an editor of many lines room for them, over the rows below."""
        room = QRect(option.rect)
        if isinstance(editor, CellText):
            lines = round(editor.document().size().height() / theme.px(_EDITOR_LINE))
            wanted = min(max(lines, 2), _EDITOR_LINES) * theme.px(_EDITOR_LINE)
            room.setHeight(max(room.height(), wanted + theme.px(_EDITOR_EDGES)))
            view = cast("QTableView", self.parent()).viewport().rect()
            room.moveTop(max(0, min(room.top(), view.height() - room.height())))
        editor.setGeometry(room)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Enter write at once, in a text of many lines too; Ctrl+Shift+Enter adds a row."""
        if isinstance(event, QKeyEvent) and event.key() in _ENTER:
            is_row = event.modifiers() == _ADDS_ROW
            if is_row and event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and event.modifiers() != _ALT:
                self._close(cast("QWidget", editor), adds_row=is_row)
                return True
        return bool(super().eventFilter(editor, event))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Any
    ) -> bool:
        """Turn a tick by a click anywhere in its cell, or by Space."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or not _turns(event):
            return False
        other = Qt.CheckState.Unchecked if state is Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)

    # looks

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw the words; red edge where there is a problem, ring where the focus is."""
        view = cast("QTableView", self.parent())
        rect = QRectF(option.rect).adjusted(1, 1, -2, -2)
        if view.selectionModel().isSelected(index):
            painter.fillRect(option.rect, theme.colour(Role.ACCENT_SOFT))
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            _draw_words(painter, rect.adjusted(theme.px(7), 0, -theme.px(6), 0), index)
        else:
            ticked = state is Qt.CheckState.Checked
            draw_tick_box(painter, rect.x() + theme.px(7), rect.center().y(), ticked=ticked)
        if index.data(PROBLEM_ROLE):
            draw_box(painter, rect, None, Role.DANGER, theme.px(2), 3)
        if view.hasFocus() and view.currentIndex() == index:
            draw_focus(painter, rect, 3)

    # private

    def _editor_of(self, field: Field, parent: QWidget) -> Editor:
        if field.kind is Kind.TEXT:
            return CellText(field, self._context, parent)
        if field.kind is Kind.CHOICE or (field.kind is Kind.NUMBER and field.codes is not None):
            return CellPick(field, self._context, parent)
        if field.kind in _OF_ONE_LINE:
            return self._make_editor(field, self._context, parent)
        return CellLine(field, self._context, parent)

    def _on_typed(self, editor: QWidget) -> None:
        self._writing = editor
        self.commitData.emit(editor)
        self._writing = None

    def _close(self, editor: QWidget, *, adds_row: bool) -> None:
        self.commitData.emit(editor)
        hints = QStyledItemDelegate.EndEditHint
        self.closeEditor.emit(editor, hints.NoHint if adds_row else hints.SubmitModelCache)
        if adds_row:
            self.row_wanted.emit()


def height_of(text: str, width: int) -> int:
    """Return the height a cell of some width wants for its words, in pixels."""
    room = width - theme.px(_LEFT + _RIGHT)
    if "\n" not in text and theme.text_width(text) <= room:
        return theme.size("row")
    lines = min(len(_lines(text, room)), MOST_LINES)
    return max(theme.size("row"), theme.px(_LINE) * lines + 2 * theme.px(_ABOVE))


def _draw_words(painter: QPainter, room: QRectF, index: Any) -> None:
    align = index.data(Qt.ItemDataRole.TextAlignmentRole)
    words = str(index.data() or "")
    if align == RIGHT or (theme.text_width(words) <= room.width() and "\n" not in words):
        draw_text(painter, room, words, figures=align == RIGHT, align=align)
        return
    lines = _lines(words, round(room.width()))
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "".join(lines[MOST_LINES - 1 :])]
    at = QRectF(room.x(), room.y() + theme.px(_ABOVE) - 1, room.width(), theme.px(_LINE))
    for line in lines:
        draw_text(painter, at, line)
        at.translate(0, at.height())


def _lines(text: str, width: int) -> list[str]:
    """Break words into lines for a width in pixels."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    found = []
    for part in text.split("\n"):
        layout = QTextLayout(part, theme.font(Type.BODY))
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            found.append(part[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return found


def least_width(words: str) -> int:
    """Return the width in which a heading is not cut, in pixels."""
    metrics = QFontMetricsF(theme.font(Type.LABEL))
    return round(metrics.horizontalAdvance(words)) + theme.px(20)


def _turns(event: QEvent) -> bool:
    if isinstance(event, QKeyEvent):
        return event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
    return event.type() is QEvent.Type.MouseButtonRelease
