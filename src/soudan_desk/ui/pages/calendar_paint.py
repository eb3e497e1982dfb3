"""How the calendar is painted: days, hours, appointments, what falls due, what is being moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from soudan_desk.japanese.holidays import closed_name, holiday_name, is_closed
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import CANCELLED, NO_SHOW, PLANNED
from soudan_desk.services.appointment_times import Span, minute_of
from soudan_desk.services.due import DueItem
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_looks import Looks, kind_icon
from soudan_desk.ui.pages.case_looks import WEEKDAYS
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import (
    CENTRE,
    RIGHT,
    draw_box,
    draw_focus,
    draw_icon,
    draw_line,
    draw_text,
)

_BAR = 3
_TWO_LINES, _THREE_LINES = 36, 54
_WIDE = 320
"""From which width a title and what stands below it share a line."""
_WITH_ICON, _NARROW, _FOR_DETAIL = 140, 52, 110


def minute_now() -> int:
    """Return the minute of the day it is."""
    return minute_of(datetime.now().time())


def day_role(day: date) -> Role:
    """Return the colour of a day's name: holidays and Sundays red, Saturdays muted."""
    if holiday_name(day) or day.weekday() == 6:
        return Role.DANGER
    return Role.MUTED if is_closed(day) else Role.TEXT


def draw_ground(painter: QPainter, rect: QRectF, day: date, looks: Looks, here: bool) -> None:
    """Tint a day on which the office is closed; paper under the others."""
    ground = Role.SUNKEN if is_closed(day) else Role.RAISED
    painter.fillRect(rect, theme.colour(ground))
    draw_line(painter, QRectF(rect.x(), 0, 1, rect.height()), Role.LINE)
    if here:
        line = QRectF(rect.x(), 0, rect.width(), theme.px(3))
        painter.fillRect(line, theme.colour(Role.ACCENT))


def draw_day_name(
    painter: QPainter, rect: QRectF, day: date, looks: Looks, *, narrow: bool
) -> None:
    """Write 11/24（火）, today on a tinted ground, and why the office is closed."""
    role, is_today = day_role(day), day == looks.today
    inside = rect.adjusted(theme.px(6), theme.px(5), -theme.px(4), -theme.px(3))
    words = f"{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}）"
    width = theme.text_width(words, Type.BODY, bold=True, figures=True)
    if width > inside.width():
        words = f"{day.day}（{WEEKDAYS[day.weekday()]}）"
        width = theme.text_width(words, Type.BODY, bold=True, figures=True)
    if is_today:
        box = QRectF(inside.x() - theme.px(3), inside.y(), width + theme.px(6), inside.height())
        draw_box(painter, box, Role.ACCENT_SOFT)
        role = Role.ACCENT
    draw_text(painter, inside, words, role, bold=True, figures=True)
    if not narrow:
        inside.adjust(width + theme.px(6), 0, 0, 0)
        draw_text(painter, inside, closed_name(day) or "", role, Type.SMALL)


def special_name(day: date) -> str:
    """Return why an office is closed on a day that is no plain weekend."""
    name = closed_name(day) or ""
    return "" if name in {"土曜日", "日曜日"} else name


def draw_closed_name(painter: QPainter, rect: QRectF, day: date) -> None:
    """Write below the day why the office is closed."""
    inside = rect.adjusted(theme.px(6), 0, -theme.px(2), 0)
    draw_text(painter, inside, special_name(day), day_role(day), Type.SMALL)


def due_words(items: Sequence[DueItem]) -> str:
    """Say everything that falls due on a day."""
    return "\n".join(f"期限：{item.label}　{item.person}　{item.case_no}" for item in items)


def draw_due(painter: QPainter, rect: QRectF, items: Sequence[DueItem]) -> None:
    """Draw what falls due as one thin line."""
    if not items:
        return
    late = any(item.days < 0 for item in items)
    role = Role.DANGER if late else Role.WARNING
    line = rect.adjusted(theme.px(6), 0, -theme.px(4), 0)
    draw_icon(painter, line.x(), line.center().y(), Icon.LATE if late else Icon.DUE, role, 14)
    line.adjust(theme.px(18), 0, 0, 0)
    first = f"{items[0].label} {items[0].person}"
    words = first if len(items) == 1 else f"期限 {len(items)}　{first} ほか"
    draw_text(painter, line, words, role, Type.SMALL)


def draw_gutter(painter: QPainter, width: float, top: float, height: float) -> None:
    """Name the row of whole days."""
    rect = QRectF(0, top, width - theme.px(6), height)
    draw_text(painter, rect, "終日", Role.MUTED, Type.SMALL, align=RIGHT)


def draw_hour(painter: QPainter, y: float, left: float, right: float, minute: int) -> None:
    """Draw a line for the hour, and its figure."""
    draw_line(painter, QRectF(left, y, right - left, 1), Role.LINE)
    rect = QRectF(0, y - theme.px(8), left - theme.px(6), theme.px(16))
    draw_text(
        painter, rect, f"{minute // 60}:00", Role.MUTED, Type.SMALL, figures=True, align=RIGHT
    )


def draw_now(painter: QPainter, column: QRectF, y: float) -> None:
    """Draw what time it is."""
    painter.fillRect(QRectF(column.x(), y, column.width(), theme.px(2)), theme.colour(Role.ACCENT))


def draw_slot(painter: QPainter, rect: QRectF) -> None:
    """Draw the free place one stands on."""
    draw_box(painter, rect, Role.ACCENT_SOFT, None, 1, 3)
    draw_focus(painter, rect, 3)


def draw_chosen(painter: QPainter, rect: QRectF, *, has_focus: bool) -> None:
    """Draw the ring around the appointment one stands on."""
    if has_focus:
        draw_focus(painter, rect, 3)
    else:
        draw_box(painter, rect, None, Role.LINE_STRONG, 1, 3)


def draw_block(
    painter: QPainter,
    rect: QRectF,
    row: AppointmentRow,
    looks: Looks,
    *,
    chosen: bool,
    faded: bool = False,
) -> None:
    """Draw an appointment with its time: as many lines as have room."""
    role = looks.role(row)
    _draw_ground(painter, rect, role, faded=faded)
    inside = rect.adjusted(theme.px(_BAR + 5), theme.px(1), -theme.px(3), -theme.px(1))
    painter.save()
    painter.setClipRect(rect)
    if rect.width() < theme.px(_NARROW):
        _draw_narrow(painter, inside, row, looks, role)
        painter.restore()
        return
    first = QRectF(inside.x(), inside.y(), inside.width(), theme.px(18))
    if rect.height() < theme.px(_TWO_LINES):
        first.moveTop(rect.y() + min(theme.px(2), (rect.height() - first.height()) / 2))
        _draw_title(painter, first, row, looks, with_time=True)
    else:
        _draw_when(painter, first, row, looks, role)
        _draw_title(painter, first.translated(0, theme.px(18)), row, looks, with_time=False)
        is_said = rect.width() > theme.px(_WIDE)
        if rect.height() >= theme.px(_THREE_LINES) and not is_said:
            below = first.translated(0, theme.px(35))
            draw_text(painter, below, looks.detail(row), Role.MUTED, Type.SMALL)
    painter.restore()


def _draw_narrow(
    painter: QPainter, inside: QRectF, row: AppointmentRow, looks: Looks, role: Role
) -> None:
    """Draw what has room beside many others: the kind, and the first letters of a name."""
    middle = inside.y() + theme.px(10)
    draw_icon(painter, inside.x() - theme.px(2), middle, kind_icon(row.kind), role, 14)
    if inside.height() >= theme.px(30):
        words = looks.worker(row) or looks.title(row)
        letters = max(int(inside.width() // theme.px(12)), 1)
        below = QRectF(inside.x() - theme.px(2), middle + theme.px(8), theme.px(60), theme.px(18))
        draw_text(painter, below, words[:letters], Role.TEXT, Type.SMALL)


def _draw_ground(painter: QPainter, rect: QRectF, role: Role, *, faded: bool) -> None:
    edge = role if theme.is_high_contrast else Role.LINE
    draw_box(painter, rect, Role.SUNKEN if faded else role.soft, edge, 1, 3)
    bar = QRectF(rect.x(), rect.y(), theme.px(_BAR), rect.height())
    painter.fillRect(bar, theme.colour(role))


def _draw_when(
    painter: QPainter, line: QRectF, row: AppointmentRow, looks: Looks, role: Role
) -> None:
    start, end = row.span.starts, row.span.ends
    when = f"{start.hour}:{start.minute:02}" if start else ""
    place = QRectF(line)
    draw_icon(painter, place.x(), place.center().y(), kind_icon(row.kind), role, 14)
    place.adjust(theme.px(18), 0, 0, 0)
    place.adjust(_draw_state(painter, place, row, looks), 0, 0, 0)
    long = f"{when}–{end.hour}:{end.minute:02}" if end else when
    worker = looks.worker(row)
    room = place.width() - (theme.text_width(worker, Type.SMALL) + theme.px(6) if worker else 0)
    fits = theme.text_width(long, Type.SMALL, figures=True) <= room
    taken = draw_text(painter, place, long if fits else when, role, Type.SMALL, figures=True)
    place.adjust(taken + theme.px(6), 0, 0, 0)
    if worker and place.width() > theme.px(12):
        draw_text(painter, place, worker, role, Type.SMALL)


def _draw_state(painter: QPainter, place: QRectF, row: AppointmentRow, looks: Looks) -> float:
    """Draw what came of it as a small icon; return the room it took."""
    if row.is_forgotten(looks.today):
        icon, role = Icon.LATE, Role.WARNING
    elif row.outcome == PLANNED:
        return 0
    else:
        icon = Icon.EXCLUDED if row.outcome in {CANCELLED, NO_SHOW} else Icon.CHECK
        role = Role.MUTED
    draw_icon(painter, place.x(), place.center().y(), icon, role, 14)
    return theme.px(17)


def _draw_title(
    painter: QPainter, line: QRectF, row: AppointmentRow, looks: Looks, *, with_time: bool
) -> None:
    is_off = row.outcome in {CANCELLED, NO_SHOW}
    role = Role.TEXT if row.outcome == PLANNED else Role.MUTED
    place = QRectF(line)
    if with_time:
        place.adjust(_draw_state(painter, place, row, looks), 0, 0, 0)
        if start := row.span.starts:
            when = f"{start.hour}:{start.minute:02}"
            taken = draw_text(painter, place, when, Role.MUTED, Type.SMALL, figures=True)
            place.adjust(taken + theme.px(5), 0, 0, 0)
    words = looks.title(row)
    if with_time and (worker := looks.worker(row)):
        words = f"{words}　{worker}"
    taken = draw_text(painter, place, words, role, Type.LABEL, bold=not is_off)
    place.adjust(taken + theme.px(10), 0, 0, 0)
    if place.width() > theme.px(_FOR_DETAIL):
        draw_text(painter, place, looks.detail(row), Role.MUTED, Type.SMALL)
    place.setLeft(place.x() - taken - theme.px(10))
    if is_off:
        middle = place.center().y()
        draw_line(painter, QRectF(place.x(), middle, taken, 1), Role.MUTED)


def draw_strip(
    painter: QPainter, rect: QRectF, row: AppointmentRow, looks: Looks, *, more: int = 0
) -> None:
    """Draw an appointment on one line: of a whole day, or in a month."""
    _draw_ground(painter, rect, looks.role(row), faded=False)
    inside = rect.adjusted(theme.px(_BAR + 4), 0, -theme.px(3), 0)
    painter.save()
    painter.setClipRect(rect)
    if more > 0:
        words = f"+{more}"
        draw_text(painter, inside, words, Role.MUTED, Type.SMALL, figures=True, align=RIGHT)
        inside.setRight(inside.right() - theme.px(26))
    if rect.width() >= theme.px(_WITH_ICON) or row.span.is_whole_day:
        icon = kind_icon(row.kind)
        draw_icon(painter, inside.x(), inside.center().y(), icon, looks.role(row), 14)
        inside.adjust(theme.px(17), 0, 0, 0)
    _draw_title(painter, inside, row, looks, with_time=True)
    painter.restore()


def draw_ghost(painter: QPainter, rect: QRectF, span: Span, words: str) -> None:
    """Draw where something would lie."""
    draw_box(painter, rect, Role.ACCENT_SOFT, None, 1, 3)
    pen = QPen(theme.colour(Role.ACCENT), theme.px(2), Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.px(3), theme.px(3))
    when = f"{span.starts:%H:%M}–{span.ends:%H:%M}" if span.starts and span.ends else ""
    line = rect.adjusted(theme.px(6), 0, -theme.px(4), 0)
    line.setHeight(min(rect.height(), theme.px(22)))
    shown = " ".join(filter(None, (when, words))) or "新しい予定"
    draw_text(painter, line, shown, Role.ACCENT, Type.SMALL, bold=True)


def draw_more(painter: QPainter, rect: QRectF, count: int, *, beside: bool) -> None:
    """Say how many there are, beside those that are seen."""
    words = f"ほか {count}件" if beside else f"{count}件"
    draw_text(painter, rect, words, Role.MUTED, Type.SMALL, align=CENTRE)
