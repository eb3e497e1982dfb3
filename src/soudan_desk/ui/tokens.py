"""What the theme files name: looks, roles of colour, sizes of type. `ui.theme` hands these on."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from typing import Any

from soudan_desk.resource_files import resource


class Look(StrEnum):
    """What a person can choose; `SYSTEM` follows the computer."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Role(StrEnum):
    """What a colour is for; the values are the keys of `resources/theme/*.toml`."""

    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    HOVER = "hover"
    LINE = "line"
    LINE_STRONG = "line_strong"
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ACCENT_TEXT = "accent_text"
    ACCENT_SOFT = "accent_soft"
    DANGER = "danger"
    DANGER_TEXT = "danger_text"
    DANGER_SOFT = "danger_soft"
    WARNING = "warning"
    WARNING_SOFT = "warning_soft"
    OK = "ok"
    OK_SOFT = "ok_soft"
    INFO = "info"
    INFO_SOFT = "info_soft"
    FOCUS = "focus"
    PAPER = "paper"
    PAPER_TEXT = "paper_text"

    @property
    def soft(self) -> Role:
        """Return the quiet ground that this text colour stands on."""
        return _SOFT.get(self, Role.SUNKEN)


_SOFT = {
    Role.ACCENT: Role.ACCENT_SOFT,
    Role.DANGER: Role.DANGER_SOFT,
    Role.WARNING: Role.WARNING_SOFT,
    Role.OK: Role.OK_SOFT,
    Role.INFO: Role.INFO_SOFT,
}


class Type(StrEnum):
    """Sizes of type, largest first; nothing Japanese is set smaller than `SMALL`."""

    DISPLAY = "display"
    TITLE = "title"
    HEADING = "heading"
    READING = "reading"
    BODY = "body"
    LABEL = "label"
    SMALL = "small"
    KEYCAP = "keycap"


@cache
def read_tokens(name: str) -> dict[str, Any]:
    """Read one theme file, such as `light`."""
    return tomllib.loads(resource("theme", f"{name}.toml").read_text(encoding="utf-8"))
