"""The editor of a table inside a form, worked like a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.rows_blocks import Unread
from soudan_desk.ui.forms.rows_cells import MakeEditor, least_width
from soudan_desk.ui.forms.rows_model import Marks, TableModel
from soudan_desk.ui.forms.rows_view import TableEditView
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.painting import draw_box

_HEADER, _TOOLS, _MOST_ROWS = 28, 32, 12
FEWEST_ROWS = 3
"""How many lines a table shows room for, however few rows it has."""
_WEIGHTS = {Kind.LINE: 3, Kind.TEXT: 5, Kind.REFERENCE: 3, Kind.CHOICES: 3, Kind.MARKS: 3}
_NARROW = {Kind.CHECK: 1, Kind.TIME: 1, Kind.NUMBER: 1}
_LEAST = {
    Kind.TEXT: 150, Kind.LINE: 96, Kind.DATE: 122, Kind.PARTIAL_DATE: 110, Kind.CHOICE: 100,
    Kind.REFERENCE: 88, Kind.CHOICES: 120, Kind.MARKS: 120, Kind.INSTANT: 140,
}  # fmt: skip
_NARROWEST = 56


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
        self._frame_at = QRect()
        self._model = TableModel(field, context, self)
        self._view = TableEditView(self._model, make_editor, context)
        self._view.setParent(self)
        self._view.setAccessibleName(field.label)
        self._tools = self._build_tools()
        self.setFocusProxy(self._view)
        self._view.too_wide.connect(self._on_view_too_wide)
        self._model.changed.connect(self._on_model_changed)

    def answer(self) -> Any:
        """Return the rows as read; None when there are none."""
        rows = self._model.rows()
        if rows == self._clean_given():
            return self._given
        known = [{k: v for k, v in row.items() if not isinstance(v, Unread)} for row in rows]
        return known or None

    def set_answer(self, answer: Any) -> None:
        """Show stored rows."""
        self._given = answer
        self._too_wide = 0
        here = self._view.currentIndex()
        self._model.set_rows(answer or [])
        self._view.fit_rows()
        if here.isValid():
            self._view.stand_near(here.row(), here.column())

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

    def typed(self) -> str | None:
        """Return every cell's text when one of them could not be read."""
        return self._model.texts() if self._model.first_unread() else None

    def set_typed(self, text: str) -> None:
        """Show cells of which one could not be read when they were kept."""
        self._model.set_texts(text)
        self._view.fit_rows()

    def numbered_rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows with the numbers that stand beside them."""
        return self._model.numbered_rows()

    def refresh(self) -> None:
        """Draw the names of records anew; one that is meant may be called otherwise now."""
        self._view.viewport().update()

    def put_back(self, answer: Any, typed: str | None) -> None:
        """Show earlier rows, and stand in the first cell that changed."""
        before = self._model.texts()
        super().put_back(answer, typed)
        cell = self._model.first_difference(before)
        if cell is not None:
            self._view.stand_near(*cell)

    def typing_place(self) -> Any:
        """Let what is typed in an open cell be one change."""
        here = self._view.currentIndex()
        return (here.row(), here.column()) if self._view.is_typing else None

    def mark_cells(self, marks: Marks) -> None:
        """Mark cells that cannot be saved, each with its sentence, and stand in the first."""
        self._model.mark(marks)
        self.mark_problem(bool(marks))
        self._stand_at_problem()

    def mark_problem(self, has_problem: bool) -> None:
        """Draw the edge, and stand in the first cell that is to be looked at."""
        super().mark_problem(has_problem)
        focus = QApplication.focusWidget()
        if has_problem and (focus is None or not self.isAncestorOf(focus)):
            self._stand_at_problem()

    def _stand_at_problem(self) -> None:
        cell = self._model.first_problem()
        if cell is not None:
            self._view.stand_at(cell)

    def height_for(self, width: int) -> int:
        """Return room for header, rows (three lines at least, twelve at most) and tools."""
        room = width - theme.px(2) - self._view.verticalHeader().sizeHint().width()
        if width != self.width():
            self._share_width(room)
        line = theme.size("row")
        rows = min(max(self._rows_height(), FEWEST_ROWS * line), _MOST_ROWS * line)
        is_wide = sum(self._least_widths()) > room
        bar = self._view.horizontalScrollBar().sizeHint().height() if is_wide else 0
        return theme.px(_HEADER + _TOOLS) + rows + bar + 2 * theme.px(2) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge around the cells."""
        is_wrong = bool(self.property("problem"))
        edge = Role.DANGER if is_wrong else Role.LINE_STRONG
        draw_box(QPainter(self), self._frame_at, Role.RAISED, edge, theme.px(2) if is_wrong else 1)

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
            ("行を足す", Icon.ADD_ROW, "Ctrl+Shift+Enter", self._view.add_row),
            ("行を消す", Icon.DELETE, "Ctrl+Del", self._view.remove_chosen_rows),
            ("上へ", Icon.CHEVRON_UP, "Alt+↑", lambda: self._view.move_row(-1)),
            ("下へ", Icon.CHEVRON_DOWN, "Alt+↓", lambda: self._view.move_row(1)),
        )
        tools = []
        for words, icon, key, act in acts:
            tool = Button(words, icon=icon, kind=ButtonKind.QUIET, height=28, parent=self)
            tool.setToolTip(f"{words}（{key}）")
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tool.clicked.connect(act)
            tools.append(tool)
        return tools

    def _place(self) -> None:
        header, row = theme.px(_HEADER), theme.size("row")
        tools_top = self.height() - theme.px(28)
        self._frame_at = QRect(0, 0, self.width(), tools_top - theme.px(4))
        self._view.setGeometry(self._frame_at.adjusted(1, theme.px(2), -1, -theme.px(2)))
        self._view.horizontalHeader().setFixedHeight(header)
        self._view.verticalHeader().setDefaultSectionSize(row)
        left, gaps = 0, theme.px(4) * len(self._tools)
        wanted = sum(tool.sizeHint().width() for tool in self._tools) + gaps
        for tool in self._tools:
            width = tool.sizeHint().width()
            if wanted > self.width():
                width = min(width, (self.width() - gaps) // len(self._tools))
            tool.setGeometry(left, tools_top, width, theme.px(28))
            left += width + theme.px(4)
        self._share_width(self._view.viewport().width() or self.width())

    def _share_width(self, room: int) -> None:
        columns, least = self._model.columns, self._least_widths()
        weights = [_WEIGHTS.get(column.kind, _NARROW.get(column.kind, 2)) for column in columns]
        spare = max(0, room - sum(least))
        for number, weight in enumerate(weights):
            width = least[number] + spare * weight // sum(weights)
            self._view.setColumnWidth(number, width)
        self._view.fit_rows()

    def _least_widths(self) -> list[int]:
        return [_least_of(column) for column in self._model.columns]

    def _rows_height(self) -> int:
        return sum(self._view.rowHeight(row) for row in range(self._model.rowCount()))

    def _clean_given(self) -> list[dict[str, Any]]:
        clean = ({k: v for k, v in row.items() if v is not None} for row in self._given or [])
        return [row for row in clean if row]

    def _on_view_too_wide(self, columns: int) -> None:
        self._too_wide = columns
        self.settled.emit()

    def _on_model_changed(self) -> None:
        self._too_wide = 0
        self._view.fit_rows()
        self.edited.emit()
        if not self._view.is_typing:
            self.settled.emit()


def _least_of(column: Field) -> int:
    return max(theme.px(_LEAST.get(column.kind, _NARROWEST)), least_width(column.label))
