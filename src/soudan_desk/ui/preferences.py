"""What this PC remembers of its user between starts: nothing about anybody's casework."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from soudan_desk.ui.tokens import Look


@dataclass(frozen=True, slots=True)
class Preferences:
    """The last office and login, and how the window looks."""

    office: Path | None = None
    login: str = ""
    look: Look = Look.SYSTEM
    zoom: int = 100
    maximised: bool = True
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By login and page: columns, order, kept views. Codes and ids, nothing anybody typed."""


def preferences_path() -> Path:
    """Return where they are kept; SOUDAN_STATE_DIR overrides it for tests."""
    override = os.environ.get("SOUDAN_STATE_DIR")
    return (Path(override) if override else _usual_folder()) / "window.json"


def _usual_folder() -> Path:
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "soudan-desk"


def read_preferences() -> Preferences:
    """Return what was remembered; the usual values where the file is missing or foreign."""
    try:
        found: dict[str, Any] = json.loads(preferences_path().read_text("utf-8"))
        office = found.get("office")
        return Preferences(
            office=Path(office) if office else None,
            login=str(found.get("login", "")),
            look=Look(found.get("look", Look.SYSTEM)),
            zoom=int(found.get("zoom", 100)),
            maximised=bool(found.get("maximised", True)),
            pages={str(k): dict(v) for k, v in dict(found.get("pages", {})).items()},
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Preferences()


def remember(**changes: Any) -> Preferences:
    """Change some of what is remembered; a folder that cannot be written is no reason to stop."""
    preferences = replace(read_preferences(), **changes)
    content = {**asdict(preferences), "office": str(preferences.office or "")}
    path = preferences_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    except OSError:
        return preferences
    return preferences


def page_settings(login: str, page: str) -> Mapping[str, Any]:
    """Return what a page remembers of a worker on this PC."""
    kept = read_preferences().pages.get(login, {}).get(page, {})
    return kept if isinstance(kept, dict) else {}


def remember_page(login: str, page: str, settings: Mapping[str, Any]) -> None:
    """Remember a page's settings of a worker; no personal text may be among them."""
    pages = read_preferences().pages
    own = {**pages.get(login, {}), page: dict(settings)}
    remember(pages={**pages, login: own})
