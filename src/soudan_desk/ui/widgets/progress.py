"""Long work: what is happening, how far, and the way to stop it.

bar = Progress("取り込んでいます");  bar.cancelled.connect(task.cancel);  bar.show_step(30, 200)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED, Label
from soudan_desk.ui.widgets.painting import draw_box


class _Track(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setSizePolicy(EXPANDING, FIXED)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        draw_box(painter, rect, Role.SUNKEN, Role.LINE_STRONG, 1, 3)
        rect.setWidth(rect.width() * self.share)
        draw_box(painter, rect, Role.ACCENT, None, 1, 3)


class Progress(QWidget):
    """A bar that counts and can be cancelled."""

    cancelled = Signal()

    def __init__(self, doing: str = "", *, can_cancel: bool = True) -> None:
        super().__init__()
        self._doing = Label(doing, Type.LABEL)
        self._count = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._track = _Track()
        self._cancel = Button("やめる", kind=ButtonKind.QUIET, key="Esc", height=28)
        self._cancel.setObjectName("cancel_work")
        if not can_cancel:
            self._cancel.hide()
        self._cancel.clicked.connect(self._on_cancel_clicked)
        words = layouts.row(self._doing, layouts.STRETCH, self._count, self._cancel)
        self.setLayout(layouts.column(words, self._track, spacing=6))
        self.setAccessibleName(doing)

    def say(self, doing: str) -> None:
        """Say what is happening now."""
        self._doing.setText(doing)
        self.setAccessibleName(doing)

    def show_step(self, done: int, total: int) -> None:
        """Show how far it is; a total of 0 means that nobody knows yet."""
        self._track.share = min(done / total, 1.0) if total else 0.0
        self._count.setText(f"{done:,} / {total:,}" if total else f"{done:,}" if done else "")
        self.setAccessibleDescription(f"{self._track.share:.0%}")
        self._track.update()

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self.say("やめています…")
        self.cancelled.emit()
