"""The bar above 今日: an administrator is reminded of the quarter's restore drill."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice

_WORDS = (
    "復元の訓練の時期です。3か月に一度、控えから戻せるかを10分ほどで確かめます。"
    "外に置いている媒体を用意して始めてください。"
)


class DrillBar(Notice):
    """Hidden unless the drill is due, which is asked in the background."""

    go = Signal(object)  # Place

    def __init__(self, is_due: Callable[[], bool], run: Callable[..., object]) -> None:
        super().__init__(Role.WARNING, Icon.SAFE, _WORDS, act="控えのページへ", key="F7")
        self.setObjectName("drill_due")
        self.button.setObjectName("go_to_backup")
        self.acted.connect(lambda: self.go.emit(Place("backup")))
        self._is_due, self._run = is_due, run
        self.hide()

    def ask(self) -> None:
        """Ask whether the drill is due."""
        self._run(self._is_due, self.setVisible)
