"""The one way to files under `resources/` and to the manual, in a checkout and installed alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "resources"


@cache
def _root() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1] / "resources"


@cache
def _documents() -> Path:
    return (_INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]) / "docs"


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, such as `resource("theme", "light.toml")`."""
    return _root().joinpath(*parts)


def document(*parts: str) -> Path:
    """Return the path of a shipped page of `docs/`, such as `document("manual", "today.md")`."""
    return _documents().joinpath(*parts)
