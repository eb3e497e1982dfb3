"""Room for parts that may be taller than the page: they scroll inside their pane, bars never do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea

from soudan_desk.ui import layouts


def scrolled(layout: QLayout) -> QScrollArea:
    """Put a layout on the page's ground inside a scroll area."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(layouts.panel(layout, "surface"))
    return area
