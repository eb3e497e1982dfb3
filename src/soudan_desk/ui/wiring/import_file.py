"""Joins the import page to the verbs that read ledgers and store them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from soudan_desk.desk.import_words import targets_of
from soudan_desk.desk.importing import ImportReport, Undone, import_file, undo_import
from soudan_desk.errors import NotAllowedError
from soudan_desk.services.copy_standing import keep_before
from soudan_desk.services.imports import importable_kinds
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui.pages.import_file import ImportFilePage
from soudan_desk.ui.pages.import_file_acts import ImportActs, ImportAsked, Otherwise, Then
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.slow_work import run_shown


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name a file under `path`."""
    path = place.about.get("path")
    return ImportFilePage(_acts(seat), Path(path) if path else None)


def _acts(seat: Seat) -> ImportActs:
    centres = tuple(seat.centre_names.items())
    first = centres[0][0] if centres else None

    def undo(batch: UUID, then: Callable[[int], object], otherwise: Otherwise) -> None:
        def done(undone: Undone) -> None:
            then(sum(undone.counts.values()))

        seat.tasks.run(partial(undo_import, seat.work, batch), done, otherwise)

    return ImportActs(
        kinds=importable_kinds(seat.work),
        centres=centres,
        centre=seat.centre or first,
        targets=lambda kind: tuple(targets_of(kind).items()),
        has_centre=lambda kind: "centre" in asked_of(model_of(kind)),
        look=partial(_run, seat, dry_run=True),
        take_in=partial(_run, seat, dry_run=False),
        undo=undo,
    )


def _run(
    seat: Seat,
    asked: ImportAsked,
    bar: WorkBar,
    then: Then,
    otherwise: Otherwise,
    *,
    dry_run: bool,
) -> None:
    def job(tell: Tell) -> ImportReport:
        if seat.office.read_only and not dry_run:
            raise NotAllowedError(seat.office.read_only_reason)
        if not dry_run:
            keep_before(seat.work, seat.office, progress=tell)
        return import_file(
            seat.work,
            asked.path,
            asked.kind,
            mapping=asked.mapping,
            dry_run=dry_run,
            progress=tell,
            password=asked.password,
            centre=asked.centre,
            keep_unmatched=asked.keep_unmatched,
        )

    run_shown(seat.tasks, bar, job, then, otherwise)
