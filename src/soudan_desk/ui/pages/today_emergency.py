"""The bar above 今日: a restricted case was opened in an emergency; it stays until it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from soudan_desk.japanese.eras import wareki
from soudan_desk.services.emergencies import EmergencyNotice
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice


class EmergencyBar(Notice):
    """The oldest unread access; reading one brings the next."""

    def __init__(self, read: Callable[[UUID], None]) -> None:
        super().__init__(Role.DANGER, Icon.LOCKED, "", act="確かめました", key="F6")
        self._read = read
        self._notices: Sequence[EmergencyNotice] = ()
        self.setObjectName("emergency_notice")
        self.button.setObjectName("read_emergency")
        self.acted.connect(self._on_acted)
        self.hide()

    def show_notices(self, notices: Sequence[EmergencyNotice]) -> None:
        """Show the first of those that one has not read."""
        self._notices = notices
        if notices:
            self.say(sentence_of(notices[0], len(notices) - 1))
        self.setVisible(bool(notices))

    def _on_acted(self) -> None:
        if self._notices:
            first, *others = self._notices
            self._read(first.id)
            self.show_notices(others)


def sentence_of(notice: EmergencyNotice, others: int) -> str:
    """Say who opened which case, when and why."""
    at = notice.opened_at.astimezone()
    whose = f"{notice.case_no}({notice.person})" if notice.person else notice.case_no
    more = f"　ほかに{others}件" if others else ""
    return (
        f"緊急閲覧：{notice.staff}さんが{whose}を{wareki(at.date())} {at:%H:%M}に開きました。"
        f"理由：{notice.reason}{more}"
    )
