"""Where a phrase goes: the line, the text or the cell in which one was typing."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from soudan_desk.ui.forms.rows_view import TableEditView

_KEEP = QTextCursor.MoveMode.KeepAnchor


class Target:
    """Remembers editor, cursor and selection; a cell is opened again, for leaving closes it."""

    def __init__(self, editor: QLineEdit | QTextEdit) -> None:
        self._editor: QLineEdit | QTextEdit = editor
        self._view = _table_around(editor)
        index = self._view.currentIndex() if self._view is not None else None
        self._index = QPersistentModelIndex(index) if index is not None else None
        self._from, self._to = _range_of(editor)

    def selected(self) -> str:
        """Return the text that was chosen."""
        return _text_of(self._editor)[self._from : self._to]

    def before(self, count: int) -> str:
        """Return the letters before the cursor."""
        return _text_of(self._editor)[max(0, self._from - count) : self._from]

    def at(self, window: QWidget) -> QPoint:
        """Return the point below the cursor, in the window's pixels."""
        rect = self._editor.cursorRect()
        return self._editor.mapTo(window, rect.bottomLeft())

    def take_focus(self) -> None:
        """Stand there again, with what was chosen."""
        if self._view is not None and self._index is not None:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.setCurrentIndex(self._view.model().index(*self._cell()))
            self._view.edit(self._view.currentIndex())
            opened = QApplication.focusWidget()
            if isinstance(opened, QLineEdit | QTextEdit):
                self._editor = opened
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        _choose(self._editor, self._from, self._to)

    def insert(self, text: str, *, replacing: int = 0) -> None:
        """Put a text in place of what was chosen, and of letters before it."""
        self.take_focus()
        _choose(self._editor, self._from - replacing, self._to)
        if isinstance(self._editor, QLineEdit):
            self._editor.insert(" ".join(text.split("\n")))
        else:
            self._editor.textCursor().insertText(text)
            self._editor.ensureCursorVisible()

    def _cell(self) -> tuple[int, int]:
        assert self._index is not None
        return self._index.row(), self._index.column()


def target_in(owner: QWidget) -> Target | None:
    """Return where a phrase would go now; None where nothing can be typed."""
    editor = QApplication.focusWidget()
    if isinstance(editor, TableEditView):
        editor.edit(editor.currentIndex())
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit | QTextEdit):
            end = len(_text_of(editor))
            _choose(editor, end, end)
    if not isinstance(editor, QLineEdit | QTextEdit) or editor.isReadOnly():
        return None
    return Target(editor) if owner.isAncestorOf(editor) else None


def _table_around(widget: QWidget) -> TableEditView | None:
    at = widget.parentWidget()
    while at is not None and not isinstance(at, TableEditView):
        at = at.parentWidget()
    return at


def _text_of(editor: QLineEdit | QTextEdit) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _range_of(editor: QLineEdit | QTextEdit) -> tuple[int, int]:
    """Return what is chosen, in letters: Qt counts those beyond the first plane twice."""
    text = _text_of(editor)
    if isinstance(editor, QTextEdit):
        cursor = editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
    elif editor.hasSelectedText():
        start, end = editor.selectionStart(), editor.selectionEnd()
    else:
        start = end = editor.cursorPosition()
    return _letters(text, start), _letters(text, end)


def _choose(editor: QLineEdit | QTextEdit, start: int, end: int) -> None:
    text = _text_of(editor)
    first, last = _units(text, start), _units(text, end)
    if isinstance(editor, QLineEdit):
        editor.setCursorPosition(last)
        if last > first:
            editor.setSelection(first, last - first)
        return
    cursor = editor.textCursor()
    cursor.setPosition(first)
    cursor.setPosition(last, _KEEP)
    editor.setTextCursor(cursor)


def _units(text: str, letters: int) -> int:
    return len(text[: max(letters, 0)].encode("utf-16-le")) // 2


def _letters(text: str, units: int) -> int:
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))
