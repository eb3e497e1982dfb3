"""The only place that knows all parts: it hands the centres to the window and to the commands."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from soudan_desk.crashes import leave_no_memory_behind

if TYPE_CHECKING:
    from soudan_desk.ui.window import MainWindow


def open_window(arguments: Sequence[str] = ()) -> int:
    """Open the window at its login page and run until it closes."""
    gc.disable()  # nothing read until the login page stands goes away: `ui.warming` enables it
    from soudan_desk.ui.binding import read_no_sources

    read_no_sources()
    from soudan_desk.ui.last_resort import LastResort
    from soudan_desk.ui.preferences import read_preferences
    from soudan_desk.ui.theme import application_in_style, theme
    from soudan_desk.ui.window import MainWindow

    leave_no_memory_behind()
    application = application_in_style([sys.argv[0], *arguments])
    preferences = read_preferences()
    theme.apply(application, preferences.look, preferences.zoom, all_fonts=False)
    theme.theme_changed.connect(remember_looks)
    window = MainWindow(_office_named(arguments) or preferences.office)
    window.show()
    sys.excepthook = LastResort(window)
    return application.exec()


def remember_looks() -> None:
    """Remember the window's look and zoom on this PC, whichever way they were changed."""
    from soudan_desk.ui.preferences import remember
    from soudan_desk.ui.theme import theme

    remember(look=theme.look, zoom=theme.zoom)


def open_desk(office: Path, login: str, password: str) -> MainWindow:
    """Open everything for one worker of one office; the window is built and logged in.

    Raises the sentence of whatever refuses; the caller has made no QApplication necessarily.
    """
    from soudan_desk.ui.binding import read_no_sources

    read_no_sources()
    from soudan_desk.ui.theme import application_in_style, theme
    from soudan_desk.ui.window import MainWindow

    application = application_in_style(sys.argv[:1])
    theme.apply(application, theme.look, theme.zoom)
    window = MainWindow(office)
    window.log_in(login, password)
    return window


def run_command(arguments: Sequence[str]) -> int:
    """Run one command without a window; return its exit code."""
    from soudan_desk.centres import CENTRES, all_processes
    from soudan_desk.cli.main import run

    leave_no_memory_behind()
    return run(arguments, centres=CENTRES, processes=all_processes(), show=_show_desk)


def _show_desk(office: Path, login: str, password: str) -> int:
    """Open the window at somebody's desk and run until it closes."""
    from PySide6.QtWidgets import QApplication

    window = open_desk(office, login, password)
    window.show()
    application = QApplication.instance()
    assert application is not None
    return application.exec()


def _office_named(arguments: Sequence[str]) -> Path | None:
    for argument in arguments:
        if argument.startswith("--office="):
            return Path(argument.removeprefix("--office="))
    return None
