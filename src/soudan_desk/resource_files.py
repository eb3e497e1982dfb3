"""The one way to a file under `resources/`, in a checkout and in an installed program alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, such as `resource("theme", "light.toml")`."""
    return _root().joinpath(*parts)
