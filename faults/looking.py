"""What an office holds after a fault, seen through the program itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

from faults.scene import Scene
from faults.traces import body_of, bytes_of, password_of
from office_fixtures import PASSWORD, Office, sit_down
from soudan_desk.errors import SoudanError
from soudan_desk.models import Attachment, Case, Consultation, Disposal, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.history import AuditEntry, Revision
from soudan_desk.models.sealing import MARK
from soudan_desk.services.office_check import check_office
from soudan_desk.storage import kept_files
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.compartments import SEALED_FROM
from soudan_desk.storage.restore import verify_backup
from soudan_desk.storage.revisions import content_of, digest_of

_BODY = re.compile(r"記録(\d+)の(\d+)版。")


@dataclass
class Seen:
    """What was found: the version of each consultation, and every fault in one sentence."""

    versions: dict[int, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    """Numbers of cases that are whole, or erased as a whole."""
    erased: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    is_older: bool = False
    """The program itself said that this is an older state."""
    refusal: str = ""
    """The program did not open it, and why."""
    passwords: int = -1
    """How often the password had been changed that opened it."""

    def harm(self, told: list[str]) -> list[str]:
        """Return every fault, and what the worker was told is saved and is not there."""
        found = [*self.faults, *filter(None, [self.refusal])]
        if self.is_older:
            found.append("told to be an older state")
        newest: dict[int, int] = {}
        for line in told:
            kind, _, name = line.partition(" ")
            if kind.isdigit():
                newest[int(kind)] = int(name)
            elif not self._has(kind, name):
                found.append(f"lost: {line}")
        lost = [f"lost: {n} {v}" for n, v in newest.items() if self.versions.get(n, 0) < v]
        return found + lost

    def _has(self, kind: str, name: str) -> bool:
        match kind:
            case "file":
                return name in self.files
            case "copy":
                return name in self.copies
            case "case":
                return name in self.cases
            case "erased":
                return name in self.erased
            case "password":
                return self.passwords >= int(name)
        return True


@contextmanager
def on_this_pc(scene: Scene) -> Iterator[None]:
    """Let the program find the notes of the scene's own PC."""
    before = os.environ["SOUDAN_STATE_DIR"]
    os.environ["SOUDAN_STATE_DIR"] = str(scene.state)
    try:
        yield
    finally:
        os.environ["SOUDAN_STATE_DIR"] = before


def look(scene: Scene) -> Seen:
    """Open the office as after the fault, prove it and its copies, and close it again."""
    seen = Seen()
    told = [int(line.split()[1]) for line in scene.lines() if line.startswith("password")]
    with on_this_pc(scene):
        office = _opened(scene, [max(told, default=0), max(told, default=0) + 1], seen)
        if office is not None:
            try:
                _look_through(office, seen)
            finally:
                office.opened.close()
        _look_at_copies(scene, seen)
    return seen


def _opened(scene: Scene, passwords: list[int], seen: Seen) -> Office | None:
    """Log in with the password that was told, or the next: its change may not have been told."""
    for number in passwords:
        try:
            office = sit_down(scene.office, password_of(number))
        except SoudanError as error:
            seen.refusal = str(error)
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            seen.refusal = f"crash: {error!r}"
        else:
            seen.refusal, seen.passwords = "", number
            return office
    return None


def _look_at_copies(scene: Scene, seen: Seen) -> None:
    for bundle in scene.copies.glob("*.backup"):
        try:
            verify_backup(bundle, "kanri", PASSWORD)
        except SoudanError as error:
            seen.faults.append(f"{bundle.name}: {error}")
        else:
            seen.copies.add(bundle.name)


def _look_through(office: Office, seen: Seen) -> None:
    seen.is_older = office.opened.is_older_copy
    if office.opened.read_only and not seen.is_older:
        seen.faults.append(office.opened.read_only_reason)
    try:
        with office.store.reading(None) as session:
            bad = first_bad_seq(session, office.store.chain)
            if bad is not None:
                seen.faults.append(f"the audit chain breaks at {bad}")
            for record in session.scalars(select(Consultation)):
                _look_at(record, seen)
                _compare(session, record, seen)
            seen.faults += _half_sealed(session)
            _look_for_tombstones(session, seen)
            for row in session.scalars(select(Attachment)):
                _ = row.content, row.file_key
                _compare(session, row, seen)
                if kept_files.bytes_of(office.opened, row) == bytes_of(row.file_name):
                    seen.files.add(row.file_name)
            stored = {*session.scalars(select(Attachment.stored_as))}
            files = office.opened.folder.attachments.glob("*")
            left = {each.name for each in files if not each.stat().st_mtime} - stored
            seen.faults += [f"the file {name} is nobody's" for name in left]
    except Exception as error:  # noqa: BLE001 - a crash is what we look for
        seen.faults.append(str(error))


def _half_sealed(session: Any) -> list[str]:
    """Name each case of which some texts, or past ones, are sealed and others are not."""
    found = []
    for case in session.scalars(select(Case)):
        own = Consultation.case_id == case.id
        past = Revision.record_id.in_(select(Consultation.id).where(own))
        stored = [
            *session.scalars(select(type_coerce(Consultation.body, Text())).where(own)),
            *session.scalars(select(type_coerce(Revision.content, Text())).where(past)),
        ]
        are_sealed = {text.startswith(MARK) for text in stored}
        if are_sealed - {case.restriction_level >= SEALED_FROM}:
            found.append(f"case {case.case_no} of level {case.restriction_level} is half sealed")
    return found


def _look_for_tombstones(session: Any, seen: Seen) -> None:
    """Note which cases are gone as a whole; of one with a tombstone nothing else may be left."""
    gone = {*session.scalars(select(Disposal.case_id))}
    for case in session.scalars(select(Case)):
        entries = [
            session.scalars(select(func.count()).where(model.case_id == case.id)).one()
            for model in (Consultation, Attachment)
        ]
        person = session.get(Person, case.person_id) if case.person_id else None
        is_empty = (case.record_state == VOID, person is None, not entries[0], not entries[1])
        if case.id in gone and all(is_empty):
            seen.erased.add(str(case.id))
            seen.cases.add(case.case_no)
        elif case.id not in gone and entries in ([2, 1], [1, 0]) and not any(is_empty[:2]):
            seen.cases.add(case.case_no)
    orphans = select(func.count()).where(
        Revision.kind == "consultation", Revision.record_id.not_in(select(Consultation.id))
    )
    if session.scalars(orphans).one():
        seen.faults.append("the past of a record is there that is not")


def _look_at(record: Consultation, seen: Seen) -> None:
    """Note which version of a text is there; it must be that text, to the letter."""
    match = _BODY.match(record.body or "")
    if match:
        number, version = map(int, match.groups())
        seen.versions[number] = version
        if record.body != body_of(number, version):
            seen.faults.append(f"record {number} reads otherwise")


def _compare(session: Any, record: Record, seen: Seen) -> None:
    """See that a record, its last revision and its audit row say the same."""
    newest = select(Revision).where(Revision.record_id == record.id).order_by(Revision.seq.desc())
    revision = session.scalars(newest).first()
    sealed = (
        select(AuditEntry.content_sha256)
        .where(AuditEntry.record_id == record.id, AuditEntry.content_sha256.is_not(None))
        .order_by(AuditEntry.seq.desc())
    )
    digest = digest_of(content_of(record))
    if revision is None or revision.sha256 != digest:
        seen.faults.append(f"{record.kind()} {record.id} is not as its last revision says")
    elif session.scalars(sealed).first() != digest:
        seen.faults.append(f"{record.kind()} {record.id} is not as the audit log says")


def look_after(scene: Scene) -> list[str]:
    """Return what a fault has done; where a restore has moved an office aside, to that one too."""
    seen, told = look(scene), scene.lines()
    if not scene.aside:
        return seen.harm(told)
    (aside,) = scene.aside
    copied = next(at for at, line in enumerate(told) if line.startswith("copy"))
    harm = [] if aside.name in seen.refusal else seen.harm(told[:copied])
    before = Seen()
    with on_this_pc(scene):
        office = sit_down(aside)
        try:
            _look_through(office, before)
        finally:
            office.opened.close()
    before.is_older = False  # it is another branch than the restored one, and is told so
    return harm + before.harm([line for line in told if not line.startswith("copy")])


def names_a_fault(scene: Scene) -> bool:
    """Whether the check of the office says that something is wrong."""
    try:
        with on_this_pc(scene):
            return not all(check.ok for check in check_office(scene.office, "kanri", PASSWORD))
    except SoudanError:
        return True
    except Exception:  # noqa: BLE001 - a crash names nothing
        return False
