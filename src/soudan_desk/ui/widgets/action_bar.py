"""The bar at the foot of a page: the filled button first at the left, the dangerous one far right.

ActionBar(save, promote, far=[void], note="名前がなくても保存できます")

Where there is not room for all of it, the drawn keys go first; a button's tooltip still tells them.
"""

from __future__ import annotations

from collections.abc import Sequence

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

    def _fit(self) -> None:
        shown = [part for part in self._parts if not part.isHidden()]
        widths = [
            part.full_width() if isinstance(part, Button) else part.sizeHint().width()
            for part in shown
        ]
        if not self._note.isHidden():
            widths.append(self._note.minimumSizeHint().width())
        wanted = sum(widths) + theme.px(8) * len(widths) + 2 * theme.px(self._margin)
        for part in self._parts:
            if isinstance(part, Button):
                part.show_key(wanted <= self.width())

    def say(self, note: str) -> None:
        """Show a muted word at the right."""
        self._note.setText(note)
        self._note.setVisible(bool(note))
