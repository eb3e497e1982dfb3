"""The bar above 今日: for whom one stands in, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal

from soudan_desk.services.standing_in import Absent
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice


class StandingInBar(Notice):
    """Hidden unless one is somebody's deputy today."""

    go = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__(Role.INFO, Icon.PERSON, "", act="申し送り票", key="F9")
        self.setObjectName("standing_in")
        self.button.setObjectName("go_to_handover")
        self.acted.connect(self._on_acted)
        self._whose: UUID | None = None
        self.hide()

    def show_absent(self, absent: Sequence[Absent]) -> None:
        """Name those for whom one stands in; the sheet is the first one's."""
        self.setVisible(bool(absent))
        if absent:
            self._whose = absent[0].staff_id
            self.say(
                f"{'、'.join(map(_named, absent))}の代理をしています。"
                "期限・予定・返事待ちに、その分も出ます。"
            )

    def _on_acted(self) -> None:
        self.go.emit(Place("handover", {"staff": self._whose}))


def _named(each: Absent) -> str:
    return f"{each.name}さん（{each.until.month}/{each.until.day}まで）"
