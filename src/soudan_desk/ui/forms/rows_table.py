"""The editor of a table inside a form, worked like a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
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
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.rows import Index
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.painting import draw_box, draw_focus

MakeEditor = Callable[[Field, FormContext, QWidget], Editor]
_HEADER, _TOOLS, _MOST_ROWS = 28, 32, 12
_OF_ONE_LINE = {
    Kind.LINE, Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.INSTANT, Kind.MINUTES, Kind.NUMBER,
    Kind.YEN, Kind.CHOICE, Kind.REFERENCE,
}  # fmt: skip
_WEIGHTS = {Kind.LINE: 3, Kind.TEXT: 5, Kind.REFERENCE: 3, Kind.CHOICES: 3, Kind.MARKS: 3}
_NARROW = {Kind.CHECK: 1, Kind.TIME: 1, Kind.NUMBER: 1}


class CellLine(TypedLine):
    """A cell of any kind that is typed as text, such as several options parted by 、."""

    figures = False


class _CellDelegate(QStyledItemDelegate):
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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw the words; red edge where they could not be read, ring where the focus is."""
        super().paint(painter, option, index)
        rect = QRectF(option.rect).adjusted(1, 1, -2, -2)  # type: ignore[attr-defined]
        view = cast("QTableView", self.parent())
        if index.data(UNREAD_ROLE):
            draw_box(painter, rect, None, Role.DANGER, theme.px(2), 3)
        if view.hasFocus() and view.currentIndex() == index:
            draw_focus(painter, rect, 3)


class TableEditView(QTableView):
    """The cells; Tab goes on, Enter writes and goes down, Ctrl+V fills cells from a table."""

    left = Signal()
    pasted = Signal(int)

    def __init__(self, model: TableModel, make_editor: MakeEditor, context: FormContext) -> None:
        super().__init__()
        self._table = model
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(make_editor, context, self))
        self.setTabKeyNavigation(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(False)
        self._build_headers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work like a spreadsheet."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand in the first cell when the table is entered."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._table.index(0, 0))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's word
        """Leave the table from its blank row, or backwards from its first cell."""
        here = self.currentIndex()
        if next and here.row() == self._table.rowCount() - 1:
            return bool(QWidget.focusNextPrevChild(self, next))
        if not next and here.row() == 0 and here.column() == 0:
            return bool(QWidget.focusNextPrevChild(self, next))
        return bool(super().focusNextPrevChild(next))

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        """Go down after Enter, to the next cell after Tab."""
        super().closeEditor(editor, hint)
        if hint == QStyledItemDelegate.EndEditHint.SubmitModelCache:
            self._go(1, 0)

    def changed_rows(self) -> list[int]:
        """Return the rows that are chosen."""
        return sorted({index.row() for index in self.selectedIndexes()})

    # acts

    def remove_chosen_rows(self) -> None:
        """Take the chosen rows out."""
        here = self.currentIndex()
        self._table.remove_rows(self.changed_rows() or [here.row()])
        last = self._table.rowCount() - 1
        self.setCurrentIndex(self._table.index(min(here.row(), last), max(0, here.column())))

    def insert_row(self) -> None:
        """Put a blank row above."""
        here = self.currentIndex()
        self._table.insert_row(max(0, here.row()))
        self.setCurrentIndex(self._table.index(max(0, here.row()), 0))

    def move_row(self, step: int) -> None:
        """Move the row one up or down."""
        here = self.currentIndex()
        if self._table.move_row(here.row(), step):
            self.setCurrentIndex(self._table.index(here.row() + step, here.column()))

    def paste(self) -> None:
        """Fill cells from the clipboard, from the current one on."""
        here, text = self.currentIndex(), QGuiApplication.clipboard().text()
        if text and here.isValid():
            self.pasted.emit(self._table.paste(here.row(), here.column(), text))
            self.setCurrentIndex(self._table.index(here.row(), here.column()))

    def copy(self) -> None:
        """Put the chosen cells on the clipboard."""
        QGuiApplication.clipboard().setText(self._table.copied(self.selectedIndexes()))

    def clear_chosen(self) -> None:
        """Empty the chosen cells."""
        for index in self.selectedIndexes():
            self._table.setData(index, None)

    # private

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Delete:
                return self.remove_chosen_rows if control else self.clear_chosen
            case Qt.Key.Key_Insert:
                return self.insert_row
            case Qt.Key.Key_Up if alt:
                return lambda: self.move_row(-1)
            case Qt.Key.Key_Down if alt:
                return lambda: self.move_row(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not control:
                return lambda: self.edit(self.currentIndex())
        return None

    def _go(self, down: int, across: int) -> None:
        here = self.currentIndex()
        there = self._table.index(here.row() + down, here.column() + across)
        if there.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(there, flag)

    def _build_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setHighlightSections(False)
        across.setStretchLastSection(True)
        down.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        down.setMinimumWidth(theme.px(32))


class RowsEditor(Editor, QWidget):
    """A table inside a form: the cells, and the acts on whole rows below it."""

    def __init__(
        self,
        field: Field,
        context: FormContext,
        parent: QWidget | None = None,
        *,
        make_editor: MakeEditor,
    ) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._given: list[dict[str, Any]] | None = None
        self._too_wide = 0
        self._is_loading = False
        self._model = TableModel(field, context, self)
        self._view = TableEditView(self._model, make_editor, context)
        self._view.setParent(self)
        self._view.setAccessibleName(field.label)
        self._tools = self._build_tools()
        self.setFocusProxy(self._view)
        self._view.pasted.connect(self._on_view_pasted)
        for signal in (self._model.dataChanged, self._model.rowsInserted):
            signal.connect(self._on_model_changed)
        for signal in (self._model.rowsRemoved, self._model.rowsMoved, self._model.modelReset):
            signal.connect(self._on_model_changed)

    def answer(self) -> Any:
        """Return the rows as read; None when there are none."""
        rows = self._model.rows()
        if rows == self._clean_given():
            return self._given
        known = [{k: v for k, v in row.items() if not isinstance(v, Unread)} for row in rows]
        return known or None

    def set_answer(self, answer: Any) -> None:
        """Show stored rows."""
        self._is_loading = True
        self._given = answer
        self._too_wide = 0
        self._model.set_rows(answer or [])
        self._is_loading = False

    def problem(self) -> str | None:
        """Return what is wrong with the last paste, or with the first cell that was not read."""
        if self._too_wide:
            return (
                f"貼り付けた表は、ここから右の列より{self._too_wide}列多いため入れませんでした。"
                "左の列から貼り直してください。"
            )
        unread = self._model.first_unread()
        if unread is None:
            return None
        number, column, text = unread
        return f"{number}行目「{column.label}」の「{text[:20]}」を読み取れません。直してください。"

    def height_for(self, width: int) -> int:
        """Return room for header, rows (twelve at most) and tools."""
        rows = min(self._model.rowCount(), _MOST_ROWS)
        return theme.px(_HEADER + _TOOLS) + rows * theme.size("row") + theme.px(4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place cells and tools."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Follow the zoom."""
        if event.type() is QEvent.Type.StyleChange:
            self._place()
        return super().event(event)

    # private

    def _build_tools(self) -> list[Button]:
        acts: tuple[tuple[str, Icon, str, Callable[[], None]], ...] = (
            ("行を入れる", Icon.ADD_ROW, "Insert", self._view.insert_row),
            ("行を消す", Icon.DELETE, "Ctrl+Del", self._view.remove_chosen_rows),
            ("上へ", Icon.CHEVRON_UP, "Alt+↑", lambda: self._view.move_row(-1)),
            ("下へ", Icon.CHEVRON_DOWN, "Alt+↓", lambda: self._view.move_row(1)),
        )
        tools = []
        for words, icon, key, act in acts:
            tool = Button(words, icon=icon, kind=ButtonKind.QUIET, height=28, parent=self)
            tool.setToolTip(key)
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tool.clicked.connect(act)
            tools.append(tool)
        return tools

    def _place(self) -> None:
        header, row = theme.px(_HEADER), theme.size("row")
        tools_top = self.height() - theme.px(28)
        self._view.setGeometry(0, 0, self.width(), tools_top - theme.px(4))
        self._view.horizontalHeader().setFixedHeight(header)
        self._view.verticalHeader().setDefaultSectionSize(row)
        left = 0
        for tool in self._tools:
            width = tool.sizeHint().width()
            tool.setGeometry(left, tools_top, width, theme.px(28))
            left += width + theme.px(4)
        self._share_width()

    def _share_width(self) -> None:
        weights = [
            _WEIGHTS.get(column.kind, _NARROW.get(column.kind, 2)) for column in self._model.columns
        ]
        room = self._view.viewport().width() or self.width()
        for number, weight in enumerate(weights):
            self._view.setColumnWidth(number, room * weight // sum(weights))

    def _clean_given(self) -> list[dict[str, Any]]:
        clean = ({k: v for k, v in row.items() if v is not None} for row in self._given or [])
        return [row for row in clean if row]

    def _on_view_pasted(self, too_wide: int) -> None:
        self._too_wide = too_wide
        if too_wide:
            self.settled.emit()

    def _on_model_changed(self) -> None:
        if not self._is_loading:
            self._too_wide = 0
            self.edited.emit()
            self.settled.emit()
