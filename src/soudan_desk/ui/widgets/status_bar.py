"""The line below every page: what is saved, how old the proven backup is, what day it is.

status = StatusBar();  status.set_saved("下書き保存 10:32");  status.say("つなぎを印刷しました")
status.set_backup("確認済みバックアップ 今日 9:05", Role.OK);  status.set_date(date.today())
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.japanese.eras import wareki
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label, Line

_SHOWN_MS = 8000
_WEEKDAYS = "月火水木金土日"


class _Way(ElidedLabel):
    """Words that lead somewhere when they are clicked; by key one goes there by the rail."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self.clicked.emit()
        super().mouseReleaseEvent(event)


class StatusBar(QWidget):
    """Success is said here and nowhere louder."""

    backup_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept = ""
        self._mark = IconLabel(Icon.CHECK, Role.OK, 14)
        self._said = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._light = IconLabel(Icon.BACKUP, Role.OK, 14)
        self._backup = _Way("", Type.SMALL, Role.MUTED)
        self._backup.setCursor(Qt.CursorShape.PointingHandCursor)
        self._backup.clicked.connect(self.backup_clicked)
        self._date = Label("", Type.SMALL, Role.MUTED)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._said.setObjectName("status_message")
        self._backup.setObjectName("backup_age")
        self._build()

    def set_saved(self, words: str) -> None:
        """Say what is saved; stays until something else is."""
        self._kept = words
        if not self._timer.isActive():
            self._show(words, Role.OK if words else None)

    def say(self, sentence: str, role: Role = Role.OK) -> None:
        """Say a sentence for some seconds."""
        self._show(sentence, role)
        self._timer.start()

    def message(self) -> str:
        """Return what is said now."""
        return self._said.text()

    def set_backup(self, words: str, role: Role) -> None:
        """Say how well the work is protected: ok, warning or danger."""
        icon = Icon.BACKUP if role is Role.OK else Icon.LATE
        self._light.set_icon(icon, role)
        self._light.setVisible(bool(words))
        self._backup.setText(words)
        self._backup.set_tone(Role.MUTED if role is Role.OK else role)

    def set_date(self, day: date) -> None:
        """Show the day as 令和8年11月24日（火）."""
        self._date.setText(f"{wareki(day)}（{_WEEKDAYS[day.weekday()]}）")

    def _build(self) -> None:
        self._saying = layouts.panel(layouts.row(self._mark, self._said, 9, spacing=5))
        inside = layouts.row(
            self._saying,
            self._light,
            self._backup,
            layouts.STRETCH,
            self._date,
            spacing=5,
            margins=(16, 0, 16, 0),
        )
        self.setLayout(layouts.column(Line(), (inside, 1), spacing=0))
        layouts.set_surface(self, "surface")
        layouts.fix_size(self, height=29)
        self._show("", None)
        self.set_backup("", Role.OK)

    def _show(self, words: str, role: Role | None) -> None:
        self._said.setText(words)
        self._saying.setVisible(bool(words))
        self._mark.setVisible(role is not None)
        if role is not None:
            self._mark.set_icon(Icon.CHECK if role is Role.OK else Icon.PROBLEM, role)

    def _on_timer_timeout(self) -> None:
        self._show(self._kept, Role.OK if self._kept else None)
