"""Layouts and sizes that follow the zoom: write sizes as drawn at 100 %.

    column(title, row(save_button, STRETCH, hint, spacing=8), spacing=12, margins=(24, 14, 24, 10))
    fix_size(rail, width=176)
    panel(column(...), surface="card")

What was given is kept on the object itself (a dynamic property) and put in force again when the
zoom changes, so that no page listens to the theme.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from soudan_desk.ui.theme import Type, theme

STRETCH = "stretch"
Margins: TypeAlias = tuple[int, int, int, int]
Part: TypeAlias = "QWidget | QLayout | int | str | tuple[QWidget | QLayout, int] | None"

_SPACE, _SIZE, _TYPE = "kept_space", "kept_size", "kept_type"


class _Gap(QSpacerItem):
    """Empty room between two parts, added to the spacing there is."""

    def __init__(self, size: int, *, across: bool) -> None:
        super().__init__(0, 0)
        self._size, self._across = size, across
        self.put()

    def put(self) -> None:
        """Take the size at the present zoom."""
        fixed, loose = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum
        size = theme.px(self._size)
        if self._across:
            self.changeSize(size, 0, fixed, loose)
        else:
            self.changeSize(0, size, loose, fixed)


def row(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Set parts side by side: widgets, layouts, gaps (int), `STRETCH` or (part, stretch)."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def column(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Set parts below one another; parts as in `row`."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def form_grid(*cells: tuple[QWidget, int], columns: int = 12, spacing: int = 12) -> QGridLayout:
    """Set editors on a grid of equal columns; each cell says how many it takes."""
    grid = QGridLayout()
    set_space(grid, spacing, rows=8)
    for index in range(columns):
        grid.setColumnStretch(index, 1)
        grid.setColumnMinimumWidth(index, 1)
    line = taken = 0
    for widget, width in cells:
        if taken + width > columns:
            line, taken = line + 1, 0
        widget.setMinimumWidth(1)
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
        grid.addWidget(widget, line, taken, 1, width)
        taken += width
    return grid


def panel(
    layout: QLayout, surface: str = "", *, width: int | None = None, height: int | None = None
) -> QWidget:
    """Give a layout a ground of its own."""
    widget = QWidget()
    widget.setLayout(layout)
    if surface:
        set_surface(widget, surface)
    fix_size(widget, width, height)
    return widget


def set_surface(widget: QWidget, surface: str) -> None:
    """Lay a ground under a widget: `raised`, `sunken`, `card`, `danger` and so on."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_property(widget, "surface", surface)


def set_property(widget: QWidget, name: str, value: Any) -> None:
    """Set a dynamic property that the style sheet reads."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else Qt looks when it shows
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    _put_type(widget)  # Qt took the font from before
    widget.update()


def set_space(
    layout: QLayout, spacing: int, margins: Margins = (0, 0, 0, 0), *, rows: int | None = None
) -> None:
    """Set gaps and margins that follow the zoom; `rows` is a grid's gap between rows.

    The same ones again do nothing: Qt would lay everything out anew, and ask anew who is laid out.
    """
    kept = [spacing, *margins, spacing if rows is None else rows]
    if layout.property(_SPACE) == kept:
        return
    layout.setProperty(_SPACE, kept)
    _put_space(layout)


def fix_size(widget: QWidget, width: int | None = None, height: int | None = None) -> None:
    """Fix width or height (or both) at a size that follows the zoom."""
    if width is not None or height is not None:
        widget.setProperty(_SIZE, [width or 0, height or 0])
        _put_size(widget)


def set_type(
    label: QLabel, size: Type = Type.BODY, *, bold: bool = False, figures: bool = False
) -> None:
    """Set a label's font by role; it follows the zoom."""
    label.setProperty(_TYPE, [str(size), bold, figures])
    _put_type(label)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], spacing: int, margins: Margins) -> None:
    set_space(layout, spacing, margins)
    add(layout, *parts)


def add(layout: QBoxLayout, *parts: Part) -> None:
    """Append parts to a row or column."""
    for part in parts:
        if part is None:
            continue
        if part == STRETCH:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacerItem(_Gap(part, across=isinstance(layout, QHBoxLayout)))
        elif isinstance(part, tuple):
            _add(layout, part[0], part[1])
        else:
            _add(layout, part, 0)


def _add(layout: QBoxLayout, part: Any, stretch: int) -> None:
    if isinstance(part, QLayout):
        layout.addLayout(part, stretch)
    else:
        layout.addWidget(part, stretch)


def _put_space(layout: QObject) -> None:
    kept = layout.property(_SPACE)
    if kept is None or not isinstance(layout, QLayout):
        return
    spacing, left, top, right, bottom, between_rows = map(theme.px, kept)
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(spacing)
    if isinstance(layout, QGridLayout):
        layout.setVerticalSpacing(between_rows)
    for index in range(layout.count()):
        gap = layout.itemAt(index)
        if isinstance(gap, _Gap):
            gap.put()


def _put_size(widget: QWidget) -> None:
    kept = widget.property(_SIZE)
    if kept is None:
        return
    if kept[0]:
        widget.setFixedWidth(theme.px(kept[0]))
    if kept[1]:
        widget.setFixedHeight(theme.px(kept[1]))


def _put_type(label: QWidget) -> None:
    kept = label.property(_TYPE)
    if kept is not None:
        if label.testAttribute(Qt.WidgetAttribute.WA_SetFont):
            label.ensurePolished()  # or Qt takes the first font back when it is first shown
        label.setFont(theme.font(Type(kept[0]), bold=kept[1], figures=kept[2]))


def _rescale() -> None:
    for widget in QApplication.allWidgets():
        _put_size(widget)
        _put_type(widget)
        layout = widget.layout()
        if layout is not None:
            _put_space(layout)
            for inner in layout.findChildren(QLayout):
                _put_space(inner)


theme.theme_changed.connect(_rescale)
