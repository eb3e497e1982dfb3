"""Two panes side by side, the letter and its paper; in a narrow window they take turns."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Line

_BOTH_FROM = 960
"""Logical pixels from which both panes stand side by side."""
_SHARES = (615, 385)
"""How the width is shared."""


class TwoPanes(QWidget):
    """Left what one writes, right what one looks at: the paper, or something over it.

    `to_paper` is a button for the left pane, shown where there is room for only one.
    """

    def __init__(
        self,
        left: QWidget,
        paper: QWidget,
        *,
        names: tuple[str, str] = ("手紙", "紙の見え方"),
        shares: tuple[int, int] = _SHARES,
    ) -> None:
        super().__init__()
        self._left, self._right = left, QWidget()
        self._over: QWidget | None = None
        self.to_paper = Button(names[1], kind=ButtonKind.QUIET, icon=Icon.DOCUMENT, key="Alt+2")
        self._to_left = Button(f"{names[0]}にもどる", kind=ButtonKind.QUIET, key="Alt+1", height=28)
        self._stack = QStackedWidget()  # a bare layout would show its widgets as windows
        self._stack.addWidget(paper)
        back = layouts.row(layouts.STRETCH, self._to_left, margins=(16, 4, 16, 0))
        self._back = layouts.panel(back)
        self._right.setLayout(layouts.column(self._back, self._stack, spacing=0))
        layouts.set_surface(self._right, "sunken")
        self._edge = Line(vertical=True)
        self._is_right_shown = False
        for pane in (left, self._right):
            pane.setMinimumWidth(1)
            pane.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setLayout(
            layouts.row((left, shares[0]), self._edge, (self._right, shares[1]), spacing=0)
        )
        self.to_paper.clicked.connect(lambda: self.turn(right=True))
        self._to_left.clicked.connect(lambda: self.turn(right=False))
        self.to_paper.setObjectName("show_paper")
        self._to_left.setObjectName("show_left")
        bind(self, "Alt+1", f"{names[0]}へ", lambda: self.turn(right=False))
        bind(self, "Alt+2", f"{names[1]}へ", lambda: self.turn(right=True))

    def lay_over(self, widget: QWidget) -> None:
        """Show something in place of the paper."""
        if self._over is not widget:
            if self._over is not None:
                self._stack.removeWidget(self._over)
            self._over = widget
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.turn(right=True)

    def show_paper(self) -> None:
        """Show the paper again."""
        self._stack.setCurrentIndex(0)
        self.turn(right=False)

    @property
    def is_paper_shown(self) -> bool:
        """Whether the paper is what stands at the right."""
        return self._stack.currentIndex() == 0

    def turn(self, *, right: bool) -> None:
        """Show one of the panes where there is room for only one, and stand in it."""
        self._is_right_shown = right
        self._place()
        target = self._right if right else self._left
        target.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() * 100 / theme.zoom
        has_both = room >= _BOTH_FROM
        self._left.setVisible(has_both or not self._is_right_shown)
        self._right.setVisible(has_both or self._is_right_shown)
        for part, is_shown in (
            (self._edge, has_both),
            (self.to_paper, not has_both),
            (self._back, not has_both),
        ):
            part.setVisible(is_shown)
