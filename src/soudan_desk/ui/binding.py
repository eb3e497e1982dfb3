"""What Qt's Python binding does behind the program's back, and need not."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def read_no_sources() -> None:
    """Keep it from reading the source of each module that is imported after it.

    It looks there for its own name, to learn whether the module has asked for another spelling of
    Qt's (`from __feature__ import …`), which none here does. The reading takes a tenth of the time
    to the login page, and what was read stays in memory: 36 MB by the time 今日 is shown.
    """
    import_module("shiboken6")
    feature: Any = import_module("shibokensupport.feature")
    feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001 - it offers no other way
