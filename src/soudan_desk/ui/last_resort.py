"""What nobody foresaw: typed words are kept, the desk is locked, and the worker is told.

What is written about it names types and places in the program only: the message of an error, and
the values of its variables, may hold what a client said.
"""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from soudan_desk.ui.window import MainWindow

_SENTENCE = (
    "思いがけない不具合が起きたので、画面をロックしました。書きかけは残っています。"
    "もう一度入って続けてください。くり返すときは、この番号を管理する人に伝えてください: {place}"
)
_PACKAGE = "soudan_desk"


class LastResort:
    """Stands in for `sys.excepthook` while the window is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._is_at_work = False

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Lock the desk; an error while doing so is only written down."""
        if sys.stderr is not None:  # a window program on Windows has none
            sys.stderr.write(told_without_words(kind, trace) + "\n")
        if self._is_at_work or not issubclass(kind, Exception):
            return
        self._is_at_work = True
        try:
            self._window.lock_for(_SENTENCE.format(place=place_of(kind, trace)))
        finally:
            self._is_at_work = False


def told_without_words(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return a traceback of places and the error's type, without its message."""
    lines = ["".join(traceback.format_list(_bare(trace))).rstrip(), kind.__qualname__]
    return "\n".join(line for line in lines if line)


def place_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where it happened: the innermost place in this program, such as `cases:120`."""
    own = [each for each in _bare(trace) if _PACKAGE in each.filename]
    if not own:
        return kind.__qualname__
    name = own[-1].filename.replace("\\", "/").rpartition("/")[2].removesuffix(".py")
    return f"{name}:{own[-1].lineno} {kind.__qualname__}"


def _bare(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return [
        traceback.FrameSummary(each.filename, each.lineno, each.name, lookup_line=False, line="")
        for each in traceback.extract_tb(trace)
    ]
