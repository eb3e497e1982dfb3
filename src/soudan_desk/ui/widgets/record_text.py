"""The editor in which records are written: lines of one height, plain text, Tab leaves it.

    text = RecordTextEdit(name="聞いたこと")
    text.set_text("…"); text.text(); text.edited.connect(...)

A line is 24 px high at 100 %, also where a letter comes from the second font; every new line
takes that over. Pasted text loses its looks.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from soudan_desk.ui.theme import theme

_LINE = 24
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class RecordTextEdit(QTextEdit):
    """Several lines of plain text."""

    edited = Signal()

    def __init__(
        self, text: str = "", *, name: str = "", lines: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._is_loading = False
        self.setProperty("editor", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(theme.px(4))
        self.document().contentsChanged.connect(self._on_contents_changed)
        self.set_text(text)

    def text(self) -> str:
        """Return what is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a stored text; it cannot be undone and sends no signal."""
        self._is_loading = True
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._set_line_height()
        self.document().setUndoRedoEnabled(True)
        self._is_loading = False

    def sizeHint(self) -> QSize:
        """Ask for the lines that usually suffice."""
        return QSize(theme.px(320), self._height_for(self._lines))

    def minimumSizeHint(self) -> QSize:
        """Two lines at least."""
        return QSize(theme.px(120), self._height_for(min(self._lines, 2)))

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.document().setDocumentMargin(theme.px(4))
            self._set_line_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a new line: in an empty one with a line height Qt would only drop that height."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_plain = event.modifiers() in (_NO_MODIFIER, Qt.KeyboardModifier.KeypadModifier)
        if is_enter and is_plain and not self.isReadOnly():
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the words alone."""
        self.insertPlainText(source.text())

    def _on_contents_changed(self) -> None:
        if self._is_loading:
            return
        if self._has_other_line_height():
            self._set_line_height()
        self.edited.emit()

    def _height_for(self, lines: int) -> int:
        return lines * theme.px(_LINE) + 2 * theme.px(4) + 2 * theme.px(3)

    def _has_other_line_height(self) -> bool:
        wanted = theme.px(_LINE)
        block = self.document().firstBlock()
        while block.isValid():
            if block.blockFormat().lineHeight() != wanted:
                return True
            block = block.next()
        return False

    def _set_line_height(self) -> None:
        was_loading, self._is_loading = self._is_loading, True
        height = QTextBlockFormat()
        height.setLineHeight(theme.px(_LINE), _FIXED)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.joinPreviousEditBlock()
        cursor.mergeBlockFormat(height)
        cursor.endEditBlock()
        self._is_loading = was_loading
