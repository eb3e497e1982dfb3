"""At every zoom no page cuts words without telling them, nothing lies where one cannot get,
and a page that nobody touches does nothing.
"""

from collections import Counter
from itertools import groupby

import pytest
from desk_fixtures import told_office
from page_views import fill, go_to, views
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from soudan_desk.ui.theme import theme

__all__ = ["told_office"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ZOOMS = (80, 125, 200)
"""The further tabs of a page are gone to at the last of them, where there is least room."""
GROUPS = [list(group) for _key, group in groupby(views(), key=lambda v: (v.page, v.login))]
SLACK = 2


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0].page}_{group[0].login}")
def test_nothing_is_cut_or_out_of_reach_or_restless_at_any_zoom(group, desk_of):
    desk = desk_of(group[0].login, size=(1366, 768))
    ids = fill(desk.office.work("shunin"))
    found = []
    for view in group:
        page = go_to(desk, view, ids)
        for zoom in ZOOMS if view is group[0] else ZOOMS[-1:]:
            theme.set_zoom(zoom)
            desk.qtbot.wait(30)
            if wrong := problems(page):
                desk.qtbot.wait(50)  # words that changed in this moment find their room first
                wrong = problems(page)
            wrong += unrest(desk)
            found += [f"{view.name} at {zoom} %: {each}" for each in wrong]
    theme.set_zoom(100)
    assert not found, "\n".join(found)


def problems(page):
    return [*cut_words(page), *out_of_reach(page), *out_of_sight(page)]


def unrest(desk):
    """Parts that ask again and again to be laid out cost the PC a whole core all day."""
    requests = Requests()
    QApplication.instance().installEventFilter(requests)
    desk.qtbot.wait(40)
    QApplication.instance().removeEventFilter(requests)
    return [
        f"{name} was laid out {times} times" for name, times in requests.of.items() if times > 8
    ]


class Requests(QObject):
    """Counts who is asked to lay out its parts."""

    def __init__(self):
        super().__init__()
        self.of = Counter()

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() is QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            self.of[named(watched)] += 1
        return False


def cut_words(page):
    """Words in one line that have less room than they need have to be in a tooltip."""
    for each in page.findChildren(QWidget):
        if not isinstance(each, QLabel | QAbstractButton) or not each.isVisible():
            continue
        is_wrapped = isinstance(each, QLabel) and each.wordWrap()
        if not each.text() or is_wrapped or each.toolTip() or not each.width():
            continue
        if each.sizeHint().width() > each.width() + SLACK:
            yield f"「{each.text()}」 has {each.width()} of {each.sizeHint().width()} px"


def out_of_reach(page):
    """A control lies within what holds it, up to the page or to what scrolls."""
    for each in page.findChildren(QWidget):
        if not isinstance(each, QAbstractButton | QLineEdit) or not each.isVisible():
            continue
        inside = each
        while inside is not page:
            holder = inside.parentWidget()
            if _scrolls(holder):
                break
            at = QRect(each.mapTo(holder, QPoint(0, 0)), each.size())
            if not holder.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(at):
                yield f"{type(each).__name__} {each.objectName()!r} leaves {named(holder)}"
                break
            inside = holder


def out_of_sight(page):
    """What a page scrolls up and down only is not wider than the room it has."""
    for area in page.findChildren(QScrollArea):
        inside, room = area.widget(), area.viewport().width()
        never = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if never and area.isVisible() and inside and inside.width() > room + SLACK:
            yield f"{named(inside)} has {room} of {inside.width()} px"


def _scrolls(holder):
    area = holder.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is holder


def named(widget):
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()!r}"
