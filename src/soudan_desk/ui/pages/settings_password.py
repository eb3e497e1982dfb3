"""パスワード: one's own, with what makes a new one good enough said while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.new_password import NewPassword
from soudan_desk.ui.widgets.scrolled import scrolled

_WIDTH = 440
Change = Callable[[str, str, Callable[[object], object], Callable[[SoudanError], object]], object]


class PasswordPane(SettingsPane):
    """The old password, the new one twice."""

    def __init__(
        self, problem_with: Callable[[str], str], change: Change, said: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._change, self._said = change, said
        self._old = LineEdit()
        self._old_frame = LabelledEditor("今のパスワード", self._old, required=True)
        self._new = NewPassword(problem_with)
        self._go = Button("パスワードを変える", kind=ButtonKind.FILLED, icon=Icon.KEY)
        self._build()
        self._new.judged.connect(self._go.setEnabled)
        self._go.clicked.connect(self._on_go_clicked)
        self._new.entered.connect(self._on_go_clicked)

    def take_focus(self) -> None:
        """Begin with the old password."""
        self._old.setFocus()

    def _build(self) -> None:
        self._old.setObjectName("old_password")
        self._go.setObjectName("change_password")
        self._old.setEchoMode(QLineEdit.EchoMode.Password)
        self._go.setEnabled(False)
        words = DocumentLabel(
            "変えても、記録はそのまま開けます。ほかの人のパスワードは変わりません。",
            Type.LABEL,
            Role.MUTED,
        )
        card = layouts.column(
            words, self._old_frame, self._new, layouts.row(self._go, layouts.STRETCH), spacing=12
        )
        inside = layouts.column(
            layouts.row(layouts.panel(card, width=_WIDTH), layouts.STRETCH),
            layouts.STRETCH,
            margins=(24, 20, 24, 20),
        )
        self.setLayout(layouts.column((scrolled(inside), 1)))

    def _on_go_clicked(self) -> None:
        if not self._go.isEnabled():
            return
        self._old_frame.clear_problem()
        self._go.setEnabled(False)
        self._change(self._old.text(), self._new.password(), self._on_changed, self._on_refused)

    def _on_changed(self, _nothing: object) -> None:
        self._old.clear()
        self._new.clear()
        self._said("パスワードを変えました")

    def _on_refused(self, error: SoudanError) -> None:
        self._go.setEnabled(True)
        self._old_frame.show_problem(str(error))
        self._old.setFocus()
