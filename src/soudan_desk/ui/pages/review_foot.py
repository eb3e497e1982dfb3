"""The foot of 供覧・決裁: approve, return, a word; the line in which a comment is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labels import IconLabel, KeyHint, Label, Line

RETURN, REMARK = "return", "remark"
_WORDS = {RETURN: "差し戻すわけ", REMARK: "ひとこと"}
_SEND = {RETURN: "差し戻す", REMARK: "書き添える"}
_HINTS = {
    RETURN: "どこを、どう直してほしいか",
    REMARK: "書いた人や次の人へのひとこと",
}
_MISSING = {
    RETURN: "差し戻すわけを書いてください。書いた人は、これを読んで直します。",
    REMARK: "ひとことを書いてから Enter を押してください。",
}


class CommentLine(QWidget):
    """One line in place; Enter sends it, Esc puts it away with what was typed."""

    sent = Signal(str, str)
    """What for, and the words."""
    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.act = RETURN
        self.is_touched = False
        self._label = Label("", Type.LABEL, bold=True)
        self.line = LineEdit(name="コメント")
        self._send = Button("", icon=Icon.SEND, key="Enter")
        self._leave = Button("閉じる", kind=ButtonKind.QUIET, key="Esc")
        self._problem = DocumentLabel("", Type.SMALL, Role.DANGER, line_height=1.35)
        self._build()
        self._send.clicked.connect(self._on_send)
        self._leave.clicked.connect(self.left)
        self.line.textEdited.connect(self._on_line_edited)
        self.hide()

    def open_for(self, act: str, text: str | None = None) -> None:
        """Show the line for an act; without a text what was typed stays."""
        self.act = act
        self._label.setText(_WORDS[act])
        self._send.setText(_SEND[act])
        self.line.setAccessibleName(_WORDS[act])
        self.line.setPlaceholderText(_HINTS[act])
        if text is not None:
            self.line.setText(text)
        self._tell("")
        self.show()

    def take_focus(self) -> None:
        """Stand at the end of the words."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.end(False)

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text().strip()

    def forget(self) -> None:
        """Empty the line and put it away."""
        self.line.clear()
        self.is_touched = False
        self.hide()

    def refuse(self, sentence: str) -> None:
        """Say below the line why it was not sent."""
        self._tell(sentence)
        self.show()
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send upon Enter, put away upon Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_send()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.line.setObjectName("comment")
        self._send.setObjectName("send_comment")
        self._leave.setObjectName("leave_comment")
        self._problem.setObjectName("problem")
        row = layouts.row(self._label, (self.line, 1), self._send, self._leave, spacing=10)
        below = layouts.row(IconLabel(Icon.PROBLEM, Role.DANGER, 14), (self._problem, 1), spacing=6)
        self._below = layouts.panel(below)
        inside = layouts.column(row, self._below, spacing=6, margins=(32, 9, 24, 9))
        self.setLayout(layouts.column(Line(), inside, spacing=0))
        layouts.set_surface(self, "raised")

    def _tell(self, sentence: str) -> None:
        self._problem.set_text(sentence)
        self._below.setVisible(bool(sentence))
        layouts.set_property(self.line, "problem", bool(sentence))
        self.line.setAccessibleDescription(sentence)

    def _on_line_edited(self) -> None:
        self._tell("")
        self.is_touched = True
        self.edited.emit()

    def _on_send(self) -> None:
        if self.text():
            self.sent.emit(self.act, self.text())
        else:
            self.refuse(_MISSING[self.act])


class ReviewFoot(QWidget):
    """What one can do with the record that is read."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.comment = CommentLine()
        self.take = Button("承認", kind=ButtonKind.FILLED, icon=Icon.REVIEW, key="A")
        self.send_back = Button("差し戻す", icon=Icon.UNDO, key="R")
        self.remark = Button("ひとこと", icon=Icon.INTERVIEW, key="C")
        self.correct = Button("直す", icon=Icon.EDIT, key="E")
        self.submit = Button("出し直す", icon=Icon.SEND, key="S")
        self.withdraw = Button("取り下げる", kind=ButtonKind.QUIET, tone=Role.DANGER, key="W")
        self.undo = Button("取り消す", kind=ButtonKind.QUIET, key="Z", height=28)
        self._hints = [KeyHint("J", "次へ"), KeyHint("K", "前へ")]
        self._why = DocumentLabel("", Type.SMALL, Role.MUTED, line_height=1.35)
        self._name(page)
        self._bar = ActionBar(
            self.take,
            self.send_back,
            self.remark,
            self.correct,
            self.submit,
            far=[self.withdraw, *self._hints, self.undo],
            surface="raised",
            margin=32,
        )
        why = layouts.row((self._why, 1), margins=(32, 6, 24, 6))
        self._reason = layouts.panel(layouts.column(Line(), why, spacing=0), "raised")
        self.setLayout(layouts.column(self._reason, self.comment, self._bar, spacing=0))
        for button in (self.correct, self.submit, self.withdraw):
            button.hide()

    def show_hints(self, shown: bool) -> None:
        """Show the keys that have no button, where there is room for them."""
        for hint in self._hints:
            hint.setVisible(shown)

    def explain(self, sentence: str) -> None:
        """Say in words why the record cannot be approved here; blank where it can."""
        self._why.set_text(sentence)
        self._reason.setVisible(bool(sentence))
        self.take.setToolTip(sentence)
        self.take.setAccessibleDescription(sentence or "キー A")

    def reason(self) -> str:
        """Return that sentence."""
        return self._why.text()

    def _name(self, page: QWidget) -> None:
        names = {
            "approve_review": self.take,
            "return_review": self.send_back,
            "remark_review": self.remark,
            "correct_record": self.correct,
            "submit_review": self.submit,
            "withdraw_review": self.withdraw,
            "undo_review": self.undo,
        }
        for name, button in names.items():
            button.setObjectName(name)
            bind_button(page, button)
