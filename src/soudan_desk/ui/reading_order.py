"""Tab through the parts of a page in reading order, whenever their editors were made.

Qt puts a widget that is made late at the end of the focus chain: the editors of a form, which are
made as they come into view, would follow the buttons below them.

    def focusNextPrevChild(self, next):
        parts = [self.form, self.side, self.foot]
        return go_on(parts, forward=next) or super().focusNextPrevChild(next)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_on(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next place of a page's parts, beyond the last one to what is around.

    False where the focus is elsewhere.
    """
    stops = [stop for part in parts for stop in tab_stops(part)]
    here = QApplication.focusWidget()
    if here is None or here not in stops:
        return False
    there = stops.index(here) + (1 if forward else -1)
    if not 0 <= there < len(stops):
        stops = _around(parts, here.window()) or stops
        there = 0 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[there].setFocus(reason)
    return True


def enter(parts: Sequence[QWidget], *, forward: bool) -> None:
    """Stand in the first place of a page's parts, or the last, once the focus came to one."""
    stops = [stop for part in parts for stop in tab_stops(part)]
    if QApplication.focusWidget() in stops:
        reasons = Qt.FocusReason
        reason = reasons.TabFocusReason if forward else reasons.BacktabFocusReason
        stops[0 if forward else -1].setFocus(reason)


def _around(parts: Sequence[QWidget], window: QWidget) -> list[QWidget]:
    """Return where Tab stops in the window outside the parts: Qt alone would lead back inside."""
    found = tab_stops(window)
    return [stop for stop in found if not any(p is stop or p.isAncestorOf(stop) for p in parts)]


def tab_stops(part: QWidget) -> list[QWidget]:
    """Return where Tab stops within a part, in the order Qt has for them."""
    found = [part] if _stops(part) else []
    widget: QWidget | None = part.nextInFocusChain()
    while widget is not None and widget is not part:
        if part.isAncestorOf(widget) and _stops(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def _stops(widget: QWidget) -> bool:
    wants_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    is_there = widget.isEnabled() and widget.isVisible()
    return wants_tab and is_there and widget.focusProxy() is None
