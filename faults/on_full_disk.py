"""Acts that find no room on the disk: a sentence, nothing saved is lost, and then it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from faults.scene import Stage
from faults.traces import body_of, bytes_of, password_of
from office_fixtures import PASSWORD, make_consultation, make_person, sit_down
from soudan_desk.centres import all_processes
from soudan_desk.errors import SoudanError
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.copies import CopyPlace, keep_copy
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.office import open_office
from soudan_desk.services.unsaved import keep_unsaved
from soudan_desk.storage.restore import restore_backup

Once = Callable[[], str | None]
"""Does the act once more, and returns what the worker is told is saved."""


def on_full_disk(stage: Stage, *, act: str, again: bool = True) -> dict[str, str | None]:
    """Do an act while there is no room, then (`again`) once more when there is.

    Returns what the worker was told the first time: a sentence, or None where it went well.
    """
    with _ACTS[act](stage) as once:
        stage.begin()
        sentence = None
        try:
            line = once()
        except SoudanError as error:
            sentence, line = str(error), None
        stage.disk.disarm()
        for told in filter(None, (line, once() if again else None)):
            stage.tell(told)
    return {"sentence": sentence}


@contextmanager
def _save(stage: Stage) -> Iterator[Once]:
    office, numbers = sit_down(stage.scene.office), count(100)
    work = office.work("shunin")

    def once() -> str:
        number = next(numbers)
        keep_unsaved(work, f"consultation:new{number}", {"body": "打ちかけ" * 500}, title="受付")
        make_consultation(work, body=body_of(number, 1))
        return f"{number} 1"

    yield once
    office.opened.close()


@contextmanager
def _attach(stage: Stage) -> Iterator[Once]:
    office, numbers = sit_down(stage.scene.office), count(100)
    work = office.work("shunin")
    person = make_person(work)

    def once() -> str:
        name = f"file{next(numbers)}.txt"
        add_attachment(work, office.opened, bytes_of(name), file_name=name, person_id=person)
        return f"file {name}"

    yield once
    office.opened.close()


@contextmanager
def _password(stage: Stage) -> Iterator[Once]:
    office = sit_down(stage.scene.office)
    done = 0

    def once() -> str:
        nonlocal done
        office.opened.change_password("kanri", password_of(done), password_of(done + 1))
        done += 1
        return f"password {done}"

    yield once
    office.opened.close()


@contextmanager
def _log_in(stage: Stage) -> Iterator[Once]:
    def once() -> None:
        sit_down(stage.scene.office).opened.close()

    yield once


@contextmanager
def _back_up(stage: Stage) -> Iterator[Once]:
    office = sit_down(stage.scene.office)

    def once() -> str:
        place = CopyPlace("folder", stage.scene.copies)
        made = keep_copy(office.work_of_admin, office.opened, place)
        return f"copy {made.result.bundle.name}"

    yield once
    office.opened.close()


@contextmanager
def _rotate(stage: Stage) -> Iterator[Once]:
    def open_desk() -> Any:
        return open_office(stage.scene.office, "kanri", PASSWORD, processes=all_processes())

    def once() -> None:
        change_keys(open_desk, stage.scene.copies)

    yield once


@contextmanager
def _restore(stage: Stage) -> Iterator[Once]:
    (bundle,) = stage.scene.copies.glob("*.backup")

    def once() -> None:
        if not stage.scene.aside:
            restore_backup(bundle, stage.scene.office, "kanri", PASSWORD, "試し", move_aside=True)

    yield once


_ACTS = {
    "save": _save,
    "attach": _attach,
    "password": _password,
    "log_in": _log_in,
    "open_older": _log_in,
    "back_up": _back_up,
    "rotate": _rotate,
    "restore": _restore,
}
