"""The icons of the window: Lucide SVG files under `resources/icons`, called by what they mean.

Pages write `theme.icon(Icon.ADD)` or, in a painter, `theme.pixmap(Icon.ADD, Role.MUTED)`; nobody
opens an SVG file.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from soudan_desk.resource_files import resource


class Icon(StrEnum):
    """What an icon means; the value is its file's name."""

    ACCOMPANY = "footprints"
    ACTIVE = "circle-dot"
    ADD = "plus"
    ADD_PERSON = "user-plus"
    ADD_ROW = "list-plus"
    AGENCIES = "building-2"
    APPOINTMENT = "calendar-plus"
    ASSESSMENT = "clipboard-list"
    ATTACH = "paperclip"
    BACK = "arrow-left"
    BACKUP = "database-backup"
    BELL = "bell"
    BENEFIT = "banknote"
    CALENDAR = "calendar-days"
    CALLING = "phone-call"
    CASES = "folder"
    CHECK = "check"
    CHECKED_FILE = "file-check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CLOSE = "x"
    COLUMNS = "columns-3"
    CONFERENCES = "presentation"
    CONSENT = "badge-check"
    CONTRAST = "contrast"
    COPY = "copy"
    DARK = "moon"
    DECISION = "landmark"
    DELETE = "trash-2"
    DOCUMENT = "file-text"
    DONE = "circle-check"
    DRAFT = "file-pen-line"
    DRAG = "grip-vertical"
    DRIVE = "hard-drive"
    DUE = "clock"
    EDIT = "pencil"
    EMPTY = "circle"
    EXCEL = "file-spreadsheet"
    EXCLUDED = "circle-minus"
    EXPORT = "upload"
    FIGURES = "chart-column"
    FILTER = "filter"
    FOOD = "utensils"
    FORWARD = "arrow-right"
    HIDE = "eye-off"
    HISTORY = "history"
    IMAGE = "image"
    IMPORT = "download"
    INBOX = "inbox"
    INFO = "info"
    INTERVIEW = "message-square-text"
    KEY = "key-round"
    KEYBOARD = "keyboard"
    LANGUAGE = "languages"
    LATE = "triangle-alert"
    LINK = "link-2"
    LOCK = "lock"
    LOCKED = "lock-keyhole"
    LOCKED_FILE = "file-lock"
    LOG_OUT = "log-out"
    MAIL = "mail"
    MERGE = "git-merge"
    MISSING = "circle-dashed"
    MONEY = "wallet"
    MONITORING = "list-checks"
    MORE = "ellipsis"
    NOW = "play"
    OPEN = "external-link"
    PAUSED = "circle-pause"
    PEOPLE = "users-round"
    PERSON = "user-round"
    PHONE = "phone"
    PHONE_LIMITS = "phone-off"
    PLACE = "map-pin"
    PRINT = "printer"
    PROBLEM = "circle-alert"
    PROMOTE = "folder-plus"
    PROTECTED = "shield-alert"
    QUESTION = "circle-question-mark"
    REDO = "redo-2"
    REFERRALS = "handshake"
    REFRESH = "refresh-cw"
    REMOVE_PERSON = "user-round-x"
    RESTORE = "rotate-ccw"
    REVIEW = "stamp"
    RIGHTS = "scale"
    SAFE = "shield-check"
    SAMPLE = "flask-conical"
    SAVE = "save"
    SEARCH = "search"
    SELF_HARM = "heart-pulse"
    SEND = "send"
    SETTINGS = "settings"
    SHELTER = "bed"
    SHOW = "eye"
    SIMILAR = "equal-approximately"
    SORT = "arrow-down-wide-narrow"
    SPLIT = "split"
    SWITCH = "chevrons-up-down"
    TODAY = "sun"
    UNDO = "undo-2"
    UNLOCK = "lock-open"
    URGENT = "siren"
    USER = "circle-user-round"
    UTILITIES = "zap"
    VISIT = "house"
    WAITING = "hourglass"
    WORK = "briefcase"
    YEN = "japanese-yen"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"


@cache
def _drawing(icon: Icon) -> str:
    return resource("icons", f"{icon.value}.svg").read_text(encoding="utf-8")


def render_icon(icon: Icon, colour: QColor, size: int, stroke: float, dpr: float) -> QPixmap:
    """Draw an icon in one colour, `size` logical pixels square."""
    drawing = _drawing(icon).replace("currentColor", colour.name())
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap
