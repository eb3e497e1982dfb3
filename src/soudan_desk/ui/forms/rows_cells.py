"""The cells of a table inside a form: how they are drawn, and the editor each one opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.rows_model import UNREAD_ROLE, TableModel, Unread
from soudan_desk.ui.forms.typed_lines import TypedLine
from soudan_desk.ui.lists.rows import Index
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.painting import RIGHT, draw_box, draw_focus, draw_text, draw_tick_box

MakeEditor = Callable[[Field, FormContext, QWidget], Editor]
_OF_ONE_LINE = {
    Kind.LINE, Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.INSTANT, Kind.MINUTES, Kind.NUMBER,
    Kind.YEN, Kind.CHOICE, Kind.REFERENCE,
}  # fmt: skip


class CellLine(TypedLine):
    """A cell of any kind that is typed as text, such as several options parted by 、."""

    figures = False


class CellDelegate(QStyledItemDelegate):
    """Opens the question's own editor in a cell, and draws the chosen cell."""

    def __init__(self, make_editor: MakeEditor, context: FormContext, parent: QTableView) -> None:
        super().__init__(parent)
        self._make_editor, self._context = make_editor, context

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        """Make the editor of the cell's question."""
        field = cast("TableModel", index.model()).columns[index.column()]
        if field.kind in _OF_ONE_LINE:
            return self._make_editor(field, self._context, parent).widget()
        return CellLine(field, self._context, parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's answer, or the text that could not be read."""
        value = index.data(Qt.ItemDataRole.EditRole)
        face = cast("Editor", editor)
        if isinstance(value, Unread):
            face.set_typed(str(value))
        else:
            face.set_answer(value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take over the answer, or the text that could not be read."""
        face = cast("Editor", editor)
        unread = face.typed()
        model.setData(index, Unread(unread) if unread is not None else face.answer())

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Any
    ) -> bool:
        """Turn a tick by a click anywhere in its cell, or by Space."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or not _turns(event):
            return False
        other = Qt.CheckState.Unchecked if state is Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw the words; red edge where they could not be read, ring where the focus is."""
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
        if index.data(UNREAD_ROLE):
            draw_box(painter, rect, None, Role.DANGER, theme.px(2), 3)
        if view.hasFocus() and view.currentIndex() == index:
            draw_focus(painter, rect, 3)


def _draw_words(painter: QPainter, room: QRectF, index: Any) -> None:
    align = index.data(Qt.ItemDataRole.TextAlignmentRole)
    is_figures = align == RIGHT
    words = str(index.data() or "").replace("\n", " ")
    draw_text(painter, room, words, figures=is_figures, align=align)


def _turns(event: QEvent) -> bool:
    if isinstance(event, QKeyEvent):
        return event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
    return event.type() is QEvent.Type.MouseButtonRelease
