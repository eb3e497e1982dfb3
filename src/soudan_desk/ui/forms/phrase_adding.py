"""Keeping a text as a phrase: its two letters, its name, for oneself or for the office."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.phrase_acts import PhraseActs
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.widgets.toggles import CheckBox

_MOST_LETTERS = 2


class PhraseForm(QWidget):
    """A small form in the list of phrases; Ctrl+Enter keeps, Esc goes back."""

    added = Signal()
    left = Signal()

    def __init__(self, acts: PhraseActs, text: str) -> None:
        super().__init__()
        self.setObjectName("phrase_form")
        self._acts = acts
        self._key, self._title = LineEdit(), LineEdit()
        self._text = RecordTextEdit(text, name="文", lines=3)
        self._office = CheckBox("事務所のみんなで使う")
        self._problem = Label("", Type.SMALL, Role.DANGER)
        self._go = Button("加える", kind=ButtonKind.FILLED, icon=Icon.ADD, key="Ctrl+Enter")
        self._back = Button("やめる", key="Esc")
        self._frames = {
            "key": LabelledEditor("2文字のキー", self._key, required=True),
            "title": LabelledEditor("名前", self._title),
            "text": LabelledEditor("文", self._text, required=True),
        }
        self._build()
        self._go.clicked.connect(self._on_go_clicked)
        self._back.clicked.connect(self.left)

    def take_focus(self) -> None:
        """Begin with the two letters."""
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Esc, keep by Enter; no key goes on to the list behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_go_clicked()
        event.accept()

    def _build(self) -> None:
        self._key.setMaxLength(_MOST_LETTERS)
        self._key.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        for widget, name in (
            (self._key, "phrase_key"),
            (self._title, "phrase_title"),
            (self._text, "phrase_text"),
            (self._office, "phrase_for_office"),
            (self._go, "add_phrase"),
            (self._back, "leave_phrase"),
        ):
            widget.setObjectName(name)
        frames = self._frames
        lines = layouts.form_grid((frames["key"], 3), (frames["title"], 9))
        foot = layouts.row(self._go, self._back, layouts.STRETCH, self._office)
        self._office.setVisible(self._acts.may_share)
        body = layouts.column(
            lines,
            (frames["text"], 1),
            self._problem,
            foot,
            spacing=8,
            margins=(16, 12, 16, 12),
        )
        self._problem.hide()
        self.setLayout(body)
        layouts.set_surface(self, "raised")

    def _on_go_clicked(self) -> None:
        for frame in self._frames.values():
            frame.clear_problem()
        try:
            self._acts.add(
                key=self._key.text(),
                title=self._title.text().strip(),
                text=self._text.text(),
                for_office=self._office.isChecked() and self._acts.may_share,
            )
        except InvalidEntriesError as error:
            for key, sentence in error.problems.items():
                self._frames.get(key, self._frames["text"]).show_problem(sentence)
        except SoudanError as error:
            self._problem.setText(str(error))
            self._problem.show()
        else:
            self.added.emit()
