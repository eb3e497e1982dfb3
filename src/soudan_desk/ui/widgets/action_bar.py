"""The bar at the foot of a page: the filled button first at the left, the dangerous one far right.

ActionBar(save, promote, far=[void], note="名前がなくても保存できます")
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import ElidedLabel, Line


class ActionBar(QWidget):
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
        self._note = ElidedLabel(note, Type.SMALL, Role.MUTED)
        inside = layouts.row(
            *buttons, layouts.STRETCH, self._note, *far, margins=(margin, 9, margin, 9)
        )
        self.setLayout(layouts.column(Line(), inside, spacing=0))
        layouts.set_surface(self, surface)
        layouts.fix_size(self, height=51)

    def say(self, note: str) -> None:
        """Show a muted word at the right."""
        self._note.setText(note)
