"""控え: joins the page to the verbs over copies, their places, the drill and the restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.models.base import now
from soudan_desk.services.copies import (
    CopyFound,
    CopyPlace,
    KeptNow,
    copies_in,
    keep_due,
    prove_kept,
)
from soudan_desk.services.copy_places import add_place, advice_about, change_place, drop_place
from soudan_desk.services.copy_standing import Standing, copy_standing
from soudan_desk.services.drill import DrillResult, finish_drill, run_drill
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.backup import BackupResult
from soudan_desk.storage.bundle import Cancelled
from soudan_desk.storage.copy_media import KeptPlace
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui.dialogs import run_dialog, tell
from soudan_desk.ui.pages.backup import BackupActs, BackupPage, Seen
from soudan_desk.ui.pages.backup_drill import DrillActs, DrillDialog
from soudan_desk.ui.pages.backup_place import ask_place
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.restoring import restore_beside
from soudan_desk.ui.wiring.slow_work import run_stoppable

Otherwise = Callable[[SoudanError], object]


def build(seat: Seat, _place: Place) -> Page:
    """Make the page."""
    work, office = seat.work, seat.office
    writable = not office.read_only
    return BackupPage(
        BackupActs(
            look=partial(_look, seat),
            run=seat.tasks.run,
            make=partial(_make, seat),
            prove=partial(_prove, seat),
            add=partial(_add, seat),
            change=partial(_change, seat),
            drop=lambda place: drop_place(work, office, place.number),
            drill=partial(_drill, seat),
            restore=partial(_restore, seat),
            stood=partial(_show_standing, seat),
            now=now,
            may_choose=work.actor.has(ADMINISTRATOR) and writable,
            may_copy=writable,
        )
    )


def _show_standing(seat: Seat, standing: Standing) -> None:
    seat.show_standing(standing)


def _look(seat: Seat) -> Seen:
    standing = copy_standing(seat.work, seat.office)
    there = [(each.place.name, each.found) for each in standing.places if each.found]
    return standing, copies_in(seat.office, there)


def _make(
    seat: Seat,
    standing: Standing,
    bar: WorkBar,
    then: Callable[[KeptNow], object],
    otherwise: Otherwise,
) -> None:
    places = [CopyPlace(each.place.key, each.found) for each in standing.places if each.found]

    def job(said: Tell, stop: Cancelled) -> KeptNow:
        return keep_due(seat.work, seat.office, places, progress=said, cancelled=stop)

    run_stoppable(seat.tasks, bar, job, then, otherwise)


def _prove(
    seat: Seat,
    bundle: Path,
    bar: WorkBar,
    then: Callable[[BackupResult], object],
    otherwise: Otherwise,
) -> None:
    def job(said: Tell, stop: Cancelled) -> BackupResult:
        return prove_kept(seat.work, seat.office, bundle, progress=said, cancelled=stop)

    run_stoppable(seat.tasks, bar, job, then, otherwise)


def _add(seat: Seat, folder: Path) -> tuple[KeptPlace, str]:
    place = add_place(seat.work, seat.office, folder)
    return place, advice_about(seat.office, place)


def _change(seat: Seat, parent: QWidget, place: KeptPlace) -> bool:
    changed = ask_place(parent, place)
    if changed is None:
        return False
    try:
        change_place(seat.work, seat.office, changed)
    except SoudanError as error:
        tell(parent, "保存できませんでした", error)
        return False
    return True


def _drill(seat: Seat, parent: QWidget, found: Sequence[CopyFound]) -> None:
    def run(
        bundle: Path,
        password: str,
        bar: WorkBar,
        then: Callable[[DrillResult], object],
        otherwise: Otherwise,
    ) -> None:
        def job(said: Tell, stop: Cancelled) -> DrillResult:
            work, office = seat.work, seat.office
            return run_drill(work, office, bundle, password, progress=said, cancelled=stop)

        run_stoppable(seat.tasks, bar, job, then, otherwise)

    def finish(result: DrillResult, took: timedelta, seen: Mapping[str, bool]) -> None:
        finish_drill(seat.work, seat.office, result, took, seen)

    run_dialog(DrillDialog(parent, found, DrillActs(run=run, finish=finish)))


def _restore(seat: Seat, parent: QWidget, bundle: Path | None) -> None:
    restore_beside(parent, seat.tasks, bundle=bundle, login=seat.work.actor.login)
