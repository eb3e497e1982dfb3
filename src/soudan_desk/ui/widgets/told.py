"""A notice a page puts up and takes down: what went well, what did not, and maybe one act.

told = Told(act="取り消す", name="undo_import")
told.tell(Role.OK, "128件を取り込みました。", with_act=True);  told.hide()
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice

_ICONS = {
    Role.OK: Icon.DONE,
    Role.INFO: Icon.INFO,
    Role.WARNING: Icon.LATE,
    Role.DANGER: Icon.PROBLEM,
}


class Told(QWidget):
    """One sentence in the colour of its role; hidden until there is something to say."""

    acted = Signal()

    def __init__(self, act: str = "", name: str = "") -> None:
        super().__init__()
        self._notices: dict[Role, Notice] = {}
        self._shown: Notice | None = None
        self._stack = QStackedLayout(self)  # its own from the start: else a notice is a window
        for role, icon in _ICONS.items():
            notice = Notice(role, icon, "", act=act, bold=False)
            notice.button.setObjectName(name)
            notice.acted.connect(self.acted)
            self._notices[role] = notice
            self._stack.addWidget(notice)
        self.hide()

    def tell(self, role: Role, sentence: str, *, with_act: bool = False) -> None:
        """Say a sentence."""
        self._shown = self._notices[role]
        self._shown.say(sentence)
        self._shown.button.setVisible(with_act)
        self._stack.setCurrentWidget(self._shown)
        self.setAccessibleName(sentence)
        self.show()

    def sentence(self) -> str:
        """Return what is said; blank when nothing is."""
        return self._shown.sentence() if self._shown and not self.isHidden() else ""

    def press(self) -> None:
        """Do the act."""
        if self._shown is not None:
            self._shown.button.click()
