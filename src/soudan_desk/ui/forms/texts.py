"""Editors of words: one line, with a variant for readings, or many."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.fields import Field
from soudan_desk.fields.lines import Form, as_reading, form_of, in_order
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.record_text import RecordTextEdit

_LINE, _MARGIN = 24, 14
_MOST_LINES = 14


class LineEditor(Editor, QLineEdit):
    """A short answer."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._given: str | None = None
        self.textEdited.connect(self._on_text_edited)

    def answer(self) -> str | None:
        """Return the text without blanks at its ends, or None when blank."""
        text = self.text()
        if self._given is not None and text == self._given.replace("\n", " "):
            return self._given
        return text.strip() or None

    def set_answer(self, answer: str | None) -> None:
        """Show a stored answer."""
        self._given = answer
        self.setText((answer or "").replace("\n", " "))
        self.setCursorPosition(0)

    def put_back(self, answer: str | None, typed: str | None) -> None:
        """Show an earlier text, the cursor behind what changed."""
        before = self.text()
        super().put_back(answer, typed)
        self.setCursorPosition(end_of_change(before, self.text()))

    def typing_place(self) -> str:
        """Let a word be one change."""
        return "text"

    def in_order(self, text: str) -> str:
        """Return the text as it is kept."""
        return in_order(self.field, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the text in order when the person leaves it."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            return
        if self._given is None or self.text() != self._given:
            ordered = self.in_order(self.text())
            if ordered != self.text():
                self.setText(ordered)
                self.edited.emit()
        self.settled.emit()

    def _on_text_edited(self) -> None:
        self.edited.emit()


class ReadingEditor(LineEditor):
    """A フリガナ in katakana; one that nobody confirmed says so beside its label."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._is_offered = self._is_guess = False

    def set_answer(self, answer: str | None) -> None:
        """Show a stored reading."""
        self._is_offered = self._is_guess = False
        super().set_answer(answer)

    def offer(self, reading: str, *, guessed: bool) -> bool:
        """Put a reading in unless a person typed one; return whether it was taken."""
        if (self.text() and not self._is_offered) or reading == self.text():
            return False
        super().set_answer(reading or None)
        self._is_offered, self._is_guess = bool(reading), guessed and bool(reading)
        self.edited.emit()
        return True

    @property
    def is_offered(self) -> bool:
        """Whether the reading was offered and nobody typed over it."""
        return self._is_offered

    @property
    def is_guess(self) -> bool:
        """Whether the reading was guessed and nobody touched it."""
        return self._is_guess

    def notes(self) -> list[str]:
        """Say that a guess wants confirming."""
        return ["読み 未確認"] if self._is_guess else []

    def note_role(self) -> Role:
        """Warn that it is a guess."""
        return Role.WARNING

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Show hiragana that are put in as katakana."""
        commit = event.commitString()
        if commit:
            event.setCommitString(
                as_reading(commit) or commit,
                event.replacementStart(),
                event.replacementLength(),
            )
        super().inputMethodEvent(event)

    def _on_text_edited(self) -> None:
        self._is_offered = self._is_guess = False
        super()._on_text_edited()


class TextEditor(Editor, RecordTextEdit):
    """Text of many lines; grows with what is written, up to fourteen lines."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.ask(field, context)
        self._given: str | None = None
        self._given_text = ""

    def answer(self) -> str | None:
        """Return the text, or None when there are only blanks."""
        text = self.text()
        if text == self._given_text:
            return self._given
        return text if text.strip() else None

    def set_answer(self, answer: str | None) -> None:
        """Show a stored text."""
        self.set_text(answer or "")
        self._given, self._given_text = answer, self.text()

    def put_back(self, answer: str | None, typed: str | None) -> None:
        """Show an earlier text, the cursor behind what changed."""
        before = self.text()
        super().put_back(answer, typed)
        cursor = self.textCursor()
        cursor.setPosition(end_of_change(before, self.text()))
        self.setTextCursor(cursor)

    def typing_place(self) -> str:
        """Let a word be one change."""
        return "text"

    def notes(self) -> list[str]:
        """Count what is written."""
        count = self.document().characterCount() - 1
        return [f"{count:,}字"] if count else []

    def height_for(self, width: int) -> int:
        """Return room for the lines there are: four at least, fourteen at most."""
        lines = self.document().size().height() / theme.px(_LINE)
        return theme.px(_LINE * min(max(4, round(lines)), _MOST_LINES) + _MARGIN)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person left."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settled.emit()


def end_of_change(before: str, after: str) -> int:
    """Return where in a text that which differs from the earlier one ends (in UTF-16 units)."""
    same = 0
    while same < min(len(before), len(after)) and before[-1 - same] == after[-1 - same]:
        same += 1
    return len(after[: len(after) - same].encode("utf-16-le")) // 2


def line_editor(field: Field, context: FormContext, parent: QWidget | None = None) -> LineEditor:
    """Return the variant of a short answer that suits the question's key."""
    is_reading = form_of(field) is Form.READING
    return (ReadingEditor if is_reading else LineEditor)(field, context, parent)
