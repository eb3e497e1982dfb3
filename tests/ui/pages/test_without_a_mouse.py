"""Every page, whatever pages there are, is worked by keys alone and tells what is what."""

from collections import Counter
from itertools import groupby, pairwise

import pytest
from desk_fixtures import told_office
from page_views import fill, go_to, views
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.reading_order import tab_stops
from soudan_desk.ui.shortcuts import shortcuts_of
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.wiring.pages import builders

__all__ = ["told_office"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
VIEWS = list(views())
GROUPS = [list(group) for _key, group in groupby(VIEWS, key=lambda v: (v.page, v.login))]
MOST = 500
_SPEAKING = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit)
_ARROWS = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}


def _name_of(group):
    return f"{group[0].page}_{group[0].login}"


@pytest.fixture(params=GROUPS, ids=_name_of)
def problems_of(request, desk_of):
    """Go to every view of a page in turn and gather what a check finds there."""
    group = request.param
    desk = desk_of(group[0].login)
    ids = fill(desk.office.work("shunin"))

    def gather(*checks):
        found = []
        for view in group:
            desk.page = go_to(desk, view, ids)
            desk.come_back()
            found += [f"{view.name}: {each}" for check in checks for each in check(desk)]
        return found

    return gather


def test_every_page_is_gone_to(qapp):
    assert {view.page for view in VIEWS} == set(builders())


def test_the_page_is_worked_without_a_mouse(problems_of):
    found = problems_of(tab_problems, order_problems)
    assert not found, "\n".join(found)


def test_the_page_says_what_is_what(problems_of):
    found = problems_of(nameless, unnamed_editors, lost_actions)
    assert not found, "\n".join(found)


def test_the_pages_keys_do_one_thing_each_and_are_listed(problems_of):
    found = problems_of(clashes, dead_keys, unlisted_keys)
    assert not found, "\n".join(found)


def test_the_rails_keys_open_its_pages(desk):
    fill(desk.work)
    for key, entry in desk.frame.rail._entries.items():
        sequence = QKeySequence(entry._shortcut)
        assert sequence.count() == 1, f"{entry._shortcut} is no key"
        desk.come_back()
        QTest.keyClick(desk.frame, sequence[0].key(), sequence[0].keyboardModifiers())
        desk.settle()
        assert desk.frame.here().page == key


# --- Tab ---


def tab_problems(desk):
    before = tab_stops(desk.frame)
    forward, trouble = walk(desk)
    backward, more = walk(desk, back=True)
    yield from (*trouble, *more)
    if trouble or more:
        return
    lasting = {*before} & {*tab_stops(desk.frame)}  # the rest comes and goes with the focus
    for stop in lasting - {*forward}:
        yield f"Tab never comes to {named(stop)}"
    for stop in lasting - {*backward}:
        yield f"Shift+Tab never comes to {named(stop)}"


def walk(desk, *, back=False):
    """Press Tab until the focus comes round; return where it was, in order, and what went wrong."""
    desk.page.take_focus()
    first = here = place()
    seen, places = [first[0]], [first]
    for _ in range(MOST):
        press_tab(back=back)
        if QApplication.focusWidget() is None:
            return seen, [f"the focus is lost after {named(here[0])}"]
        if place() == here:
            return seen, [f"the focus is caught in {named(here[0])}"]
        here = place()
        if here in places or (here[0] is first[0] and len(seen) > 1):
            missed = [] if here[0] is first[0] else [f"Tab never comes back to {named(first[0])}"]
            return seen, missed
        places.append(here)
        if here[0] not in seen:
            seen.append(here[0])
    return seen, [f"Tab does not come round: last in {named(here[0])}"]


def place():
    """Return where the focus is; tables and texts with links move inside themselves too."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QTextBrowser):
        return widget, widget.textCursor().position()
    if not isinstance(widget, QAbstractItemView) or not widget.tabKeyNavigation():
        return widget, None
    index = widget.currentIndex()
    return widget, (index.row(), index.column())


def press_tab(*, back):
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget(), key, shift)


def order_problems(desk):
    """Whoever stands in one box of the page together is to be met from the top down."""
    around = walk(desk)[0]
    outside = [n for n, each in enumerate(around) if not desk.page.isAncestorOf(each)]
    entered = max(outside, default=-1) + 1
    in_order = around[entered:] + around[:entered]
    seen = [each for each in in_order if desk.page.isAncestorOf(each)]
    for one, after in pairwise(seen):
        if one.parentWidget() is not after.parentWidget():
            continue
        end = after.mapTo(desk.page, QPoint(0, after.height())).y()
        start = one.mapTo(desk.page, QPoint(0, 0)).y()
        if end <= start and after.x() < one.x() + one.width():
            yield f"{named(after)}, which stands above, follows {named(one)}"


# --- names ---


def nameless(desk):
    for each in desk.frame.findChildren(QWidget):
        if not isinstance(each, _SPEAKING) or not each.isVisible() or _is_part(each):
            continue
        words = each.text() if isinstance(each, QAbstractButton) else ""
        if not each.accessibleName() and not words:
            yield f"{named(each)} in {named(each.parentWidget())} has no name"


def _is_part(widget):
    """Whether a widget belongs to one that speaks for it, as a header or the list of a box."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView | QComboBox) and parent.accessibleName():
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def unnamed_editors(desk):
    for each in desk.page.findChildren(QWidget):
        if isinstance(each, Editor) and not each.accessibleName():
            yield f"{named(each)} is not named by its question"


def lost_actions(desk):
    menus = [action for menu in desk.frame.findChildren(QMenu) for action in menu.actions()]
    for action in desk.frame.findChildren(QAction):
        of_qt = isinstance(action.parent(), QLineEdit | QTextEdit | QMenu)
        has_way = not action.shortcut().isEmpty() or action in menus or of_qt
        if action.text() and action.isVisible() and not has_way:
            yield f"{action.text()} has no key and stands in no menu"


# --- keys ---


def clashes(desk):
    found = [(keys_of(s), s, holder) for s, holder in seen_shortcuts(desk.frame)]
    for number, (keys, one, holder) in enumerate(found):
        for others, other, other_holder in found[number + 1 :]:
            if keys & others and not _are_apart(one, holder, other, other_holder):
                yield f"{one.objectName()} is both {one.whatsThis()} and {other.whatsThis()}"
    for owner in (desk.page, desk.frame):
        counted = Counter(each.key for each in shortcuts_of(owner))
        yield from (f"{key} is listed twice" for key, count in counted.items() if count > 1)


def seen_shortcuts(frame):
    for shortcut in frame.findChildren(QShortcut):
        holder = shortcut.parent()
        if isinstance(holder, QWidget) and holder.isVisible() and shortcut.isEnabled():
            yield shortcut, holder


def keys_of(shortcut):
    return {sequence.toString() for sequence in shortcut.keys()}  # noqa: SIM118 - not a dict


def _are_apart(one, holder, other, other_holder):
    inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
    if not one.context() == other.context() == inside or holder is other_holder:
        return False
    return not (holder.isAncestorOf(other_holder) or other_holder.isAncestorOf(holder))


def dead_keys(desk):
    """A key drawn on a button has to do something."""
    bound = {key for shortcut, _holder in seen_shortcuts(desk.frame) for key in keys_of(shortcut)}
    noted = {each.key for owner in (desk.frame, desk.page) for each in shortcuts_of(owner)}
    for button in desk.frame.findChildren(Button):
        if not button.isVisible() or not button.key or button.key in noted:
            continue
        key = "".join(_ARROWS.get(letter, letter) for letter in button.key)
        ways = {QKeySequence(each).toString() for each in (key, key.replace("Enter", "Return"))}
        if not ways & bound:
            yield f"{button.key} is drawn on {button.text()} and does nothing"


def unlisted_keys(desk):
    for shortcut, _holder in seen_shortcuts(desk.frame):
        if not shortcut.whatsThis() and not shortcut.objectName().startswith("Alt+"):
            yield f"{shortcut.objectName()} is in no list"
    for owner in (desk.page, desk.frame):
        yield from (f"{each.key} says nothing" for each in shortcuts_of(owner) if not each.label)


def named(widget):
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()!r}"
