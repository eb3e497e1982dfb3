"""Adding a to-do: one row of three questions, and Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import insist
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labelled import LabelledEditor

_ASKED = {"title": ("すること", 6), "due_on": ("いつまで", 3), "case_id": ("ケース", 3)}


class AddTodo(QWidget):
    """What to do, until when, for which case; hidden until it is wanted."""

    added = Signal()
    left = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        context: FormContext,
        add: Callable[[Mapping[str, Any]], Any],
    ) -> None:
        super().__init__()
        self.setObjectName("adding_task")
        self._store = add
        known = {field.key: field for field in fields}
        self.editors = {key: editor_for(known[key], context, self) for key in _ASKED}
        self._frames = {
            key: LabelledEditor(words, self.editors[key].widget(), required=key == "title")
            for key, (words, _span) in _ASKED.items()
        }
        self._add = Button("入れる", kind=ButtonKind.FILLED, icon=Icon.ADD, key="Enter")
        self._leave = Button("やめる", key="Esc")
        self._build()
        self._add.clicked.connect(self.save)
        self._leave.clicked.connect(self.left)
        bind_button(self, self._leave, inside=True)
        self.hide()

    def begin(self) -> None:
        """Offer an empty line."""
        for key, editor in self.editors.items():
            editor.set_answer(None)
            self._frames[key].clear_problem()
        self.show()
        self.editors["title"].widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Add the to-do, or say what is wrong."""
        problems = {key: editor.problem() or "" for key, editor in self.editors.items()}
        answers = {key: editor.answer() for key, editor in self.editors.items()}
        if not any(problems.values()):
            problems = self._try(answers)
        for key, frame in self._frames.items():
            frame.clear_problem()
            if sentence := problems.get(key):
                frame.show_problem(sentence)
        wrong = [key for key in self._frames if problems.get(key)]
        if wrong:
            self.editors[wrong[0]].widget().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.hide()
            self.added.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in any of the editors add it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.save()
            return
        super().keyPressEvent(event)

    def _try(self, answers: Mapping[str, Any]) -> dict[str, str]:
        try:
            insist(self, partial(self._store, answers))
        except InvalidEntriesError as error:
            return error.problems
        except SoudanError as error:
            return {"title": str(error)}
        return {}

    def _build(self) -> None:
        self._add.setObjectName("add_task")
        self._leave.setObjectName("leave_task")
        cells = [(self._frames[key], span) for key, (_words, span) in _ASKED.items()]
        buttons = layouts.row(self._add, self._leave, layouts.STRETCH, spacing=8)
        inside = layouts.column(
            layouts.form_grid(*cells), buttons, spacing=12, margins=(12, 10, 12, 12)
        )
        self.setLayout(layouts.column(layouts.panel(inside, "card"), spacing=0))
