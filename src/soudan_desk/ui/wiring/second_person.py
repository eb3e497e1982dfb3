"""A colleague is asked for their own password at this desk, where one alone may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.second_person import Second, colleagues, second_person
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.second_question import WORDS, ask_second


def ask_colleague(seat: Seat, parent: QWidget, words: str = WORDS) -> Second | None:
    """Return the proof that a colleague agreed; None when the question is left."""
    return ask_second(partial(_others, seat), partial(_prove, seat), parent, words)


def _others(seat: Seat) -> list[tuple[str, str]]:
    return [(row.login, row.name) for row in colleagues(seat.work)]


def _prove(
    seat: Seat,
    login: str,
    password: str,
    then: Callable[[Second], object],
    otherwise: Callable[[SoudanError], object],
) -> None:
    job = partial(second_person, seat.work, seat.office, login, password)
    seat.tasks.run(job, then, otherwise)
