"""Ctrl+Z and Ctrl+Y in a form: one history over all its editors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from shiboken6 import isValid

from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.history import History, State, Step
from soudan_desk.ui.forms.rows_view import TableEditView
from soudan_desk.ui.forms.sheet import Answers, Sheet
from soudan_desk.ui.shortcuts import note

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_UNDO, _REDO = "undo", "redo"
_KEYS = {
    (_CONTROL, Qt.Key.Key_Z): _UNDO,
    (_CONTROL, Qt.Key.Key_Y): _REDO,
    (_CONTROL | _SHIFT, Qt.Key.Key_Z): _REDO,
}


class Undoing(QObject):
    """Notes what changes in a form's editors, and puts earlier states back.

    It listens to the body before the form does, while the sheet still has the answer as it was.
    """

    put_back = Signal(list)
    """The keys of the questions whose answers were put back."""

    def __init__(self, page: QWidget, body: FormBody, sheet: Sheet) -> None:
        super().__init__(page)
        self._page, self._body, self._sheet = page, body, sheet
        self._history = History()
        self._typed: dict[str, str] = {}
        self._watched: QWidget | None = None
        self._is_putting = False
        body.edited.connect(self._on_body_edited)
        body.settled.connect(self._on_body_settled)
        note(page, "Ctrl+Z", "入力を元に戻す")
        note(page, "Ctrl+Y", "入力をやり直す（Ctrl+Shift+Z も）")
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    def clear(self) -> None:
        """Forget all steps."""
        self._history.clear()
        self._typed = {}

    def note_all(self, before: Answers, keys: Iterable[str]) -> None:
        """Take changes that were put in together as one step."""
        self._history.close()
        for number, key in enumerate(keys):
            note = self._history.join if number else self._history.note
            note(key, (before.get(key), None), (self._sheet.answer(key), None))
        self._history.close()

    def join(self, before: Answers, keys: Iterable[str]) -> None:
        """Take changes that follow from the last one."""
        for key in keys:
            self._history.join(key, (before.get(key), None), (self._sheet.answer(key), None))

    def undo(self) -> None:
        """Take the last step back and stand where it was made."""
        self._history.close()
        if (step := self._history.undo()) is not None:
            self._put(step, step.before)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if (step := self._history.redo()) is not None:
            self._put(step, step.after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the editor that has the focus, and before the page around it."""
        if not isinstance(event, QKeyEvent) or "_page" not in self.__dict__:
            return False
        way = _KEYS.get((event.modifiers(), Qt.Key(event.key())))
        if way is None or _undoes_itself(watched):
            return False
        if event.type() is QEvent.Type.KeyPress:
            act = self.undo if way == _UNDO else self.redo
            act()
        event.accept()
        return True

    # slots

    def _on_body_edited(self, key: str) -> None:
        if self._is_putting:
            return
        editor = self._body.editor(key)
        before = (self._sheet.answer(key), self._typed.get(key))
        after = (editor.answer(), editor.typed())
        self._keep_typed(key, after)
        if self._history.is_fresh and self._follows(editor.widget()):
            self._history.join(key, before, after)
        else:
            self._history.note(key, before, after, editor.typing_place())

    def _on_body_settled(self, key: str) -> None:
        if not self._body.editor(key).widget().isAncestorOf(_focused(self._page)):
            self._history.close()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if "_page" not in self.__dict__ or new is self._watched:
            return  # Python has let go of it, Qt not yet; or nothing moved
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        is_inside = new is not None and self._page.isAncestorOf(new)
        self._watched = new if is_inside else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    # private

    def _follows(self, editor: QWidget) -> bool:
        """Whether an editor changed as a consequence of another one, in which the person is."""
        focus = _focused(self._page)
        if focus is editor or editor.isAncestorOf(focus):
            return False
        return self._page.isAncestorOf(focus) and isinstance(focus, QLineEdit | QTextEdit)

    def _keep_typed(self, key: str, state: State) -> None:
        self._typed.pop(key, None)
        if state[1] is not None:
            self._typed[key] = state[1]

    def _put(self, step: Step, states: dict[str, State]) -> None:
        self._is_putting = True
        for key, (answer, typed) in states.items():
            self._sheet.change(key, answer)
            self._keep_typed(key, (answer, typed))
            self._body.editor(key).put_back(answer, typed)
        self._is_putting = False
        self._body.show_question(step.lead)
        self.put_back.emit(list(states))


def _focused(otherwise: QWidget) -> QWidget:
    return QApplication.focusWidget() or otherwise


def _undoes_itself(widget: Any) -> bool:
    """Whether an open cell of a table has typing of its own to take back."""
    at = widget.parentWidget()
    while at is not None and not isinstance(at, TableEditView):
        at = at.parentWidget()
    if at is None:
        return False
    if isinstance(widget, QTextEdit):
        return widget.document().isUndoAvailable()
    return isinstance(widget, QLineEdit) and widget.isUndoAvailable()
