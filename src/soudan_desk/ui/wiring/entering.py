"""Sitting down at a desk: from a folder, a login and a password to a seat."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from soudan_desk.centres import CENTRES, all_due_rules, all_processes
from soudan_desk.errors import SoudanError
from soudan_desk.services.log_ins import UNLOCK, note_going
from soudan_desk.services.office import enter, open_office
from soudan_desk.services.older_copies import take_up
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks


def open_seat(
    folder: Path,
    login: str,
    password: str,
    *,
    tasks: Tasks,
    lock: Callable[[], None],
    progress: Progress = say_nothing,
) -> Seat:
    """Open an office folder and sit down; may be called off the window's thread."""
    office, work = open_office(
        folder,
        login,
        password,
        processes=all_processes(),
        due_rules=all_due_rules(),
        progress=progress,
    )
    return seat_at(office, work, tasks=tasks, lock=lock)


def reopen_seat(
    office: OpenedOffice,
    login: str,
    password: str,
    *,
    tasks: Tasks,
    lock: Callable[[], None],
    progress: Progress = say_nothing,
) -> Seat:
    """Unlock the office again, for the same worker or another."""
    office.unlock(login, password, progress=progress)
    try:
        work = enter(
            office,
            take_up(office),
            processes=all_processes(),
            due_rules=all_due_rules(),
            action=UNLOCK,
        )
    except BaseException:
        office.lock()
        raise
    return seat_at(office, work, tasks=tasks, lock=lock)


def leave_seat(seat: Seat, frame: Frame, action: str) -> None:
    """Tell the log what was left open, and of a lock or a log-out, which nothing may hold up."""
    frame.looking.at(None, None)
    with suppress(SoudanError):
        note_going(seat.work, action)


def seat_at(office: OpenedOffice, work: Work, *, tasks: Tasks, lock: Callable[[], None]) -> Seat:
    """Return the seat of a worker who has entered."""
    facts = office_facts(work)
    names = {key: name for key, name in facts.centre_names.items() if key in work.actor.centres}
    return Seat(
        work=work,
        office=office,
        office_name=facts.name,
        centre_names=names,
        centres={key: CENTRES[key] for key in names if key in CENTRES},
        centre=next(iter(names)) if len(names) == 1 else None,
        is_sample=facts.is_sample,
        tasks=tasks,
        lock=lock,
        lock_after_min=facts.lock_after_min,
        hides_screen=facts.hides_screen,
    )
