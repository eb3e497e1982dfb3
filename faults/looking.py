"""What an office holds after a fault, seen through the program itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from faults.acts import body_of
from faults.scene import Scene
from office_fixtures import PASSWORD, Office, sit_down
from soudan_desk.errors import SoudanError
from soudan_desk.models import Consultation
from soudan_desk.models.history import AuditEntry, Revision
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.revisions import content_of, digest_of

_BODY = re.compile(r"記録(\d+)の(\d+)版。")


@dataclass
class Seen:
    """What was found: the version of each consultation, and every fault in one sentence."""

    versions: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    is_older: bool = False
    """The program itself said that this is an older state."""
    refusal: str = ""
    """The program did not open it, and why."""
    password: str = ""

    def lost(self, told: list[str]) -> list[str]:
        """Return what the worker was told is saved and is not there."""
        newest: dict[int, int] = {}
        for line in told:
            number, version = map(int, line.split())
            newest[number] = version
        return [f"{n} {v}" for n, v in newest.items() if self.versions.get(n, 0) < v]


@contextmanager
def on_this_pc(scene: Scene) -> Iterator[None]:
    """Let the program find the notes of the scene's own PC."""
    before = os.environ["SOUDAN_STATE_DIR"]
    os.environ["SOUDAN_STATE_DIR"] = str(scene.state)
    try:
        yield
    finally:
        os.environ["SOUDAN_STATE_DIR"] = before


def look(scene: Scene, *, passwords: tuple[str, ...] = (PASSWORD,)) -> Seen:
    """Open the office as after the fault, prove it, and close it again."""
    seen = Seen()
    with on_this_pc(scene):
        for password in passwords:
            try:
                office = sit_down(scene.office, password)
            except SoudanError as error:
                seen.refusal = str(error)
                continue
            seen.refusal, seen.password = "", password
            try:
                _look_through(office, seen)
            finally:
                office.opened.close()
            break
    return seen


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
                _look_at(session, record, seen)
    except SoudanError as error:
        seen.faults.append(str(error))


def _look_at(session: Any, record: Consultation, seen: Seen) -> None:
    """See that a record, its revision and its audit row say the same."""
    match = _BODY.match(record.body or "")
    if not match:
        return
    number, version = map(int, match.groups())
    seen.versions[number] = version
    if record.body != body_of(number, version):
        seen.faults.append(f"record {number} reads otherwise")
    newest = select(Revision).where(Revision.record_id == record.id).order_by(Revision.seq.desc())
    revision = session.scalars(newest).first()
    sealed = (
        select(AuditEntry.content_sha256)
        .where(AuditEntry.record_id == record.id, AuditEntry.content_sha256.is_not(None))
        .order_by(AuditEntry.seq.desc())
    )
    digest = digest_of(content_of(record))
    if revision is None or revision.sha256 != digest:
        seen.faults.append(f"record {number} is not as its last revision says")
    elif session.scalars(sealed).first() != digest:
        seen.faults.append(f"record {number} is not as the audit log says")
