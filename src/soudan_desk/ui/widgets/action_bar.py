"""The bar at the foot of a page: the filled button first at the left, the dangerous one far right.

ActionBar(save, promote, far=[void], note="名前がなくても保存できます")

Where there is not room for all of it, the drawn keys go first; a button's tooltip still tells them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.fitting import Fitting
from soudan_desk.ui.widgets.labels import ElidedLabel, Line


class ActionBar(Fitting):
    """A hairline and below it what one can do with the page."""

    def __init__(
        self,
        *buttons: Button,
        far: Sequence[QWidget] = (),
        note: str = "",
        surface: str = "surface",
        margin: int = 24,
    ) -> None:
        super().__init__()
        self._parts, self._margin = [*buttons, *far], margin
        self._note = ElidedLabel(note, Type.SMALL, Role.MUTED)
        if not note:
            self._note.hide()
        inside = layouts.row(
            *buttons, layouts.STRETCH, self._note, *far, margins=(margin, 9, margin, 9)
        )
        self.setLayout(layouts.column(Line(), inside, spacing=0))
        layouts.set_surface(self, surface)
        layouts.fix_size(self, height=51)

    def minimumSizeHint(self) -> QSize:
        """Be content without the keys: a window does not grow for them."""
        return QSize(self._taken(with_keys=False), super().minimumSizeHint().height())

    def _fit(self) -> None:
        has_room = self._taken(with_keys=True) <= self.width()
        for part in self._parts:
            if isinstance(part, Button):
                part.show_key(has_room)

    def _taken(self, *, with_keys: bool) -> int:
        """Measure what is shown, in pixels."""
        shown = [part for part in self._parts if not part.isHidden()]
        widths = [_width_of(part, with_key=with_keys) for part in shown]
        if not self._note.isHidden():
            widths.append(self._note.minimumSizeHint().width())
        return sum(widths) + theme.px(8) * len(widths) + 2 * theme.px(self._margin)

    def say(self, note: str) -> None:
        """Show a muted word at the right."""
        self._note.setText(note)
        self._note.setVisible(bool(note))


def _width_of(part: QWidget, *, with_key: bool) -> int:
    if isinstance(part, Button):
        return part.full_width() if with_key else part.least_width()
    return part.sizeHint().width()
