"""The bar that says on what ground a letter tells: the consent, or the law, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.services.consents import ConsentChoice
from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice


class GroundBar(QWidget):
    """One sentence in the colour of what it means; its button chooses another ground."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._holder = layouts.column(spacing=0)
        self.setLayout(self._holder)
        self.setObjectName("consent_id")
        self._notice: Notice | None = None
        self._shown: tuple[Role, Icon, str] | None = None
        bind(self, "Ctrl+U", "同意・根拠を選ぶ", self.asked.emit)

    @property
    def notice(self) -> Notice | None:
        """Return the bar as it stands."""
        return self._notice

    def show_ground(self, judged: Disclosing) -> None:
        """Say what the letter stands on."""
        look = ground_look(judged)
        if look == self._shown:
            return
        self._shown = look
        old, self._notice = self._notice, Notice(*look, act="同意書", key="")
        self._notice.button.set_icon(Icon.DOCUMENT)
        self._notice.button.setObjectName("choose_consent")
        self._notice.acted.connect(self.asked)
        self._holder.addWidget(self._notice)
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()


class GroundMenu(QMenu):
    """The person's consents, those that hold first, and the ways to another ground."""

    taken = Signal(object)
    new_asked = Signal()
    law_asked = Signal()

    def __init__(
        self, choices: Sequence[ConsentChoice], chosen: UUID | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("grounds")
        for choice in choices:
            words = choice.sentence if choice.holds else f"{choice.sentence}（{choice.why_not}）"
            action = self.addAction(words)
            action.setCheckable(True)
            action.setChecked(choice.id == chosen)
            action.setEnabled(choice.holds)
            action.triggered.connect(lambda _on, which=choice.id: self.taken.emit(which))
        if choices:
            self.addSeparator()
        self.addAction("新しい同意を記録…").triggered.connect(self.new_asked)
        law = self.addAction("同意のないときの根拠を選ぶ…")
        law.triggered.connect(self.law_asked)
        self.aboutToHide.connect(self.deleteLater)

    def open_below(self, bar: QWidget) -> None:
        """Come up under the bar that asked."""
        self.popup(bar.mapToGlobal(QPoint(0, bar.height())))


def ground_look(judged: Disclosing) -> tuple[Role, Icon, str]:
    """Return the role, the icon and the sentence for what a letter stands on."""
    consent = judged.consent
    if consent is not None and consent.holds:
        warning = f"　{consent.warning}" if consent.warning else ""
        role = Role.WARNING if consent.warning else Role.OK
        return role, Icon.CONSENT, consent.sentence + warning
    if judged.ground:
        return Role.INFO, Icon.RIGHTS, f"同意によらない根拠: {judged.ground}"
    if consent is not None:
        return Role.WARNING, Icon.LATE, f"この同意は使えません。{consent.why_not}"
    return Role.WARNING, Icon.LATE, "本人の同意も、同意のないときの根拠も選ばれていません。"
