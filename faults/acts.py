"""What a worker or the program does while the fault comes; each tells what it has saved."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from faults.on_full_disk import on_full_disk
from faults.scene import Stage
from faults.traces import body_of, bytes_of, password_of
from office_fixtures import PASSWORD, make_consultation, make_person, sit_down
from soudan_desk.centres import all_processes
from soudan_desk.models import Case, Staff
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.copies import CopyPlace, keep_copy
from soudan_desk.services.erasure import erase_case
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.office import open_office
from soudan_desk.services.records import amend_record, finalise_record, save_record
from soudan_desk.services.second_person import Second
from soudan_desk.services.work import Work
from soudan_desk.storage.restore import restore_backup

Act = Callable[..., Any]


def saves(stage: Stage, *, count: int, first: int = 0) -> None:
    """Write consultations: a draft, a change, made final, amended; each told when it is saved."""
    office = sit_down(stage.scene.office)
    work = office.work("shunin")
    stage.begin()
    for number in range(first, first + count):
        record = make_consultation(work, subject=f"{number}", body=body_of(number, 1))
        stage.tell(f"{number} 1")
        save_record(work, "consultation", record, {"body": body_of(number, 2)})
        stage.tell(f"{number} 2")
        finalise_record(work, "consultation", record)
        answers = {"body": body_of(number, 3)}
        amend_record(work, "consultation", record, answers, reason="書きまちがい")
        stage.tell(f"{number} 3")
    stage.disk.disarm()
    office.opened.close()


def attach(stage: Stage, *, count: int) -> None:
    """Take in files that are too large for a row."""
    office = sit_down(stage.scene.office)
    work = office.work("shunin")
    person = make_person(work)
    stage.begin()
    for number in range(count):
        name = f"file{number}.txt"
        add_attachment(work, office.opened, bytes_of(name), file_name=name, person_id=person)
        stage.tell(f"file {name}")
    stage.disk.disarm()
    office.opened.close()


def passwords(stage: Stage, *, count: int) -> None:
    """Change one's password again and again: each rewrites the slots."""
    office = sit_down(stage.scene.office)
    stage.begin()
    for number in range(count):
        office.opened.change_password("kanri", password_of(number), password_of(number + 1))
        stage.tell(f"password {number + 1}")
    stage.disk.disarm()
    office.opened.close()


def seal(stage: Stage, *, count: int) -> None:
    """Seal a case of several records, open it again and seal it anew."""
    office = sit_down(stage.scene.office)
    with office.store.writing(None) as session:
        kanri = session.get_one(Staff, office.staff_id("kanri"))
        kanri.roles = ["administrator", "caseworker", "supervisor"]
    office.opened.close()
    office = sit_down(stage.scene.office)
    work = office.work("kanri")
    case = open_case(work, centre="life_support", person_id=make_person(work, note=body_of(0, 1)))
    for number in range(count):
        record = make_consultation(work, case_id=case, body=body_of(number, 1))
        finalise_record(work, "consultation", record)
        stage.tell(f"{number} 1")
    stage.begin()
    for level in (2, 0, 3):
        restrict_case(work, case, level, "親族が事務所に勤めているため")
        stage.tell(f"level {level}")
    stage.disk.disarm()
    office.opened.close()


def erase(stage: Stage, *, count: int) -> None:
    """Dispose of closed cases, each with its person, records and files, on the word of two."""
    office = sit_down(stage.scene.office)
    work, second = office.work("shunin"), Second(office.actors["sodanin"])
    kept = make_consultation(work, case_id=_case(work, "残す方"), body=body_of(0, 1))
    finalise_record(work, "consultation", kept)
    stage.tell("0 1")
    cases = [_case(work, f"廃棄する方{number}") for number in range(count)]
    for case in cases:
        for _ in range(2):
            make_consultation(work, case_id=case, body="むかしの相談")
        add_attachment(work, office.opened, bytes_of("old.txt"), file_name="old.txt", case_id=case)
    for file in office.opened.folder.attachments.iterdir():
        os.utime(file, (0, 0))  # the sweep leaves what was written within the hour
    with office.store.writing(None) as session:
        for row in session.scalars(select(Case).where(Case.id.in_(cases))):
            row.opened_on, row.closed_on, row.state = date(2017, 5, 1), date(2018, 6, 1), "closed"
            stage.tell(f"case {row.case_no}")
    stage.begin()
    for case in cases:
        erase_case(work, office.opened, case, basis="文書規程 第12条", second=second)
        stage.tell(f"erased {case}")
    stage.disk.disarm()
    office.opened.close()


def _case(work: Work, name: str) -> UUID:
    return open_case(work, centre="life_support", person_id=make_person(work, name=name))


def open_older(stage: Stage) -> None:
    """Open an office of an older program: it is copied, then brought up to date."""
    stage.begin()
    office = sit_down(stage.scene.office)
    stage.disk.disarm()
    office.opened.close()


def rotate(stage: Stage) -> None:
    """Give the office new keys."""

    def open_desk() -> Any:
        return open_office(stage.scene.office, "kanri", PASSWORD, processes=all_processes())

    stage.begin()
    change_keys(open_desk, stage.scene.copies)


def back_up(stage: Stage) -> None:
    """Make a copy as at log-out."""
    office = sit_down(stage.scene.office)
    stage.begin()
    place = CopyPlace("folder", stage.scene.copies)
    made = keep_copy(office.work_of_admin, office.opened, place)
    stage.tell(f"copy {made.result.bundle.name}")
    stage.disk.disarm()
    office.opened.close()


def restore(stage: Stage) -> None:
    """Put a copy in the place of the office, which is moved aside."""
    (bundle,) = stage.scene.copies.glob("*.backup")
    stage.begin()
    restore_backup(bundle, stage.scene.office, "kanri", PASSWORD, "試し", move_aside=True)
    stage.tell("restored")


def call_out(stage: Stage) -> bool:
    """Ask for a socket, as no part of the program does; True where one was given."""
    stage.begin()
    try:
        socket.socket(socket.AF_INET).close()
    except OSError:
        return False
    return True


_ALL = (
    call_out,
    saves,
    attach,
    passwords,
    seal,
    erase,
    open_older,
    rotate,
    back_up,
    restore,
    on_full_disk,
)
ACTS: dict[str, Act] = {act.__name__: act for act in _ALL}
