"""Making a record while another one is being written: its form in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.theme import Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label, Line

_WIDTH, _HEIGHT = 640, 560


class NewRecordDialog(QDialog):
    """A form that ends by saving or by leaving; `result_of_save` is what `save` returned."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Mapping[str, Any]], Any],
        context: FormContext,
        given: Mapping[str, Any],
        act: str = "登録する",
    ) -> None:
        super().__init__(parent)
        self.result_of_save: Any = None
        self.setObjectName("new_record")
        self.setWindowTitle(title)
        self.form = FormPage(
            fields, lambda answers: save({**given, **answers}), context, act="登録"
        )
        self.form.set_answers(given)
        self._save = Button(act, kind=ButtonKind.FILLED, key="Ctrl+Enter")
        self._save.setObjectName("save_new_record")
        leave = Button("やめる", key="Esc")
        head = Label(title, Type.HEADING, bold=True)
        upper = layouts.column(head, (self.form, 1), spacing=12, margins=(24, 20, 16, 8))
        foot = layouts.row(self._save, leave, layouts.STRETCH, margins=(24, 10, 24, 10))
        self.setLayout(layouts.column((upper, 1), Line(), foot, spacing=0))
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self._save.clicked.connect(self.form.save)
        leave.clicked.connect(self.reject)
        self.form.saved.connect(self._on_form_saved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save by Ctrl+Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.form.save()
        elif not is_enter:
            super().keyPressEvent(event)

    def _on_form_saved(self, result: Any) -> None:
        self.result_of_save = result
        self.accept()


def ask_new_record(
    parent: QWidget | None,
    title: str,
    fields: Sequence[Field],
    save: Callable[[Mapping[str, Any]], Any],
    context: FormContext,
    given: Mapping[str, Any] | None = None,
    *,
    act: str = "登録する",
) -> Any:
    """Let the worker make a record; return what `save` returned, or None when left."""
    dialog = NewRecordDialog(parent, title, fields, save, context, given or {}, act)
    dialog.form.show_question(fields[0].key)
    run_dialog(dialog)
    return dialog.result_of_save
