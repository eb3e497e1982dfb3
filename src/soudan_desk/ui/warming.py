"""What is done off the window's thread while the password is typed, so that 今日 comes at once."""

from __future__ import annotations

import gc


def warm_up(*, has_time: bool = True) -> None:
    """Read the rest of the program and work out its first queries, unless one has come in."""
    try:
        if has_time:
            _read_the_rest()
    finally:
        gc.enable()  # off since the program was started: `app.open_window`


def _read_the_rest() -> None:
    from soudan_desk.services import warming
    from soudan_desk.ui import backup_age, dialogs, frame, session_lock  # noqa: F401 - for later
    from soudan_desk.ui.wiring import entering, pages, search, sheet_proof, today  # noqa: F401

    warming.warm_up()
    gc.collect()
    gc.freeze()  # what was read stays; looking through it again would halt the window for 100 ms
