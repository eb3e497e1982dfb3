"""Writes the planned office into a new encrypted folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from soudan_desk.desk.demo.generate import generate_office
from soudan_desk.desk.demo.meetings import REGULAR
from soudan_desk.desk.demo.numbers import DemoNumbers
from soudan_desk.desk.demo.officemeetings import PREFIX as CASE_MEETINGS
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.models import Attachment
from soudan_desk.models.base import Record, new_id
from soudan_desk.resource_files import resource
from soudan_desk.services.answers import stored_answer
from soudan_desk.services.attachments import media_type_of
from soudan_desk.services.office import Processes
from soudan_desk.services.older_copies import store_of
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.storage import slots
from soudan_desk.storage.bulk import Bulk
from soudan_desk.storage.kept_files import name_bytes
from soudan_desk.storage.keys import STANDARD, Argon2Cost
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.opening import create_office
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.recovery import groups_to_prove, prove_recovery

PASSWORD = "mihon no jimusho desu"  # noqa: S105 - the demo's, printed for everybody
LOGINS = ("sodanin", "shunin", "kanri", "kansa", "etsuran")
_REPORT_EVERY = 500
_FREQUENT = "person:f"
_LASTING = ("staff:", "agency:", "agency_contact:", REGULAR, CASE_MEETINGS, _FREQUENT)
"""Refs of what any later story may speak of."""


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """What was written: how many records of each kind."""

    path: Path
    counts: dict[str, int]


def make_demo(
    path: Path,
    *,
    processes: Processes,
    cases: int | None = None,
    consultations: int | None = None,
    seed: int = 1,
    on: date | None = None,
    password: str = PASSWORD,
    cost: Argon2Cost = STANDARD,
    progress: Callable[[int], None] | None = None,
) -> DemoOffice:
    """Make an office of fictional people; the same seed and day give the same records."""
    user_id = new_id()
    office, recovery_text = create_office(
        path, admin_login="kanri", password=password, user_id=user_id, cost=cost, prepare=prepare
    )
    plan = partial(
        generate_office, cases=cases, consultations=consultations, seed=seed, on=on or date.today()
    )
    try:
        _prove_sheet(office, recovery_text)
        numbers = DemoNumbers.of(plan(), processes)
        counts = _write(office, plan(), numbers, {"kanri": user_id}, progress)
        return DemoOffice(path, counts)
    finally:
        office.close()


def _prove_sheet(office: OpenedOffice, recovery_text: str) -> None:
    """Answer for the sheet nobody has: the demo's records need no recovery."""
    asked = groups_to_prove(office.folder)
    if asked is not None:
        groups = recovery_text.split("-")
        prove_recovery(office.folder, office.keys, [groups[number - 1] for number in asked])


def _write(
    office: OpenedOffice,
    planned: Iterable[Planned],
    numbers: DemoNumbers,
    slot_users: dict[str, UUID],
    progress: Callable[[int], None] | None,
) -> dict[str, int]:
    with store_of(office).writing_many(None, "demo") as bulk:
        numbers.take(bulk.session)
        writer = _Writer(bulk, numbers, slot_users)
        for number, each in enumerate(planned, start=1):
            writer.write(each)
            if progress is not None and number % _REPORT_EVERY == 0:
                progress(number)
    return writer.counts


def give_slots(path: Path, password: str = PASSWORD, logins: Iterable[str] = LOGINS) -> None:
    """Let the demo's logins in, all with one password."""
    from soudan_desk.centres import all_processes
    from soudan_desk.services.office import open_office
    from soudan_desk.services.staff import admit

    office, work = open_office(path, "kanri", password, processes=all_processes())
    try:
        for login in logins:
            if login != "kanri":
                one_time = admit(work, office, login)
                slots.change_password(office.folder, login, one_time, password).drop()
    finally:
        office.close()


class _Writer:
    def __init__(self, bulk: Bulk, numbers: DemoNumbers, slot_users: dict[str, UUID]) -> None:
        self._bulk = bulk
        self._numbers = numbers
        self._slot_users = slot_users
        self._lasting: dict[str, UUID] = {}
        self._ids: dict[str, UUID] = {}
        self._staff: dict[str, UUID] = {}
        self.counts: dict[str, int] = {}

    def write(self, planned: Planned) -> None:
        """Turn one planned record into a row."""
        model = model_of(planned.kind)
        answers = {key: self._resolved(value) for key, value in planned.answers.items()}
        self._numbers.number(self._bulk.session, planned, answers)
        record = model(**_stored(model, answers))
        record.record_state = planned.state
        for key, value in planned.extra.get("columns", {}).items():
            setattr(record, key, self._resolved(value))
        record.created_at = planned.at
        record.updated_at = planned.extra.get("changed_at", planned.at)
        record.created_by = self._staff.get(planned.by)
        self._admit(planned, record)
        self._forget_before(planned)
        if isinstance(record, Attachment):
            _fill(record, planned.extra["file"])
        reason, before = planned.extra.get("reason"), planned.extra.get("before", ())
        ids = self._lasting if planned.ref.startswith(_LASTING) else self._ids
        ids[planned.ref] = self._bulk.add(record, reason=reason, before=before)
        self.counts[planned.kind] = self.counts.get(planned.kind, 0) + 1
        if planned.kind == "staff":
            self._staff[planned.answers["login"]] = record.id

    def _forget_before(self, planned: Planned) -> None:
        """Drop the ids of earlier stories, to which nothing refers any more."""
        if planned.ref.startswith("person:") and not planned.ref.startswith(_FREQUENT):
            self._ids = {}
            self._bulk.end_story()

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Ref):
            return self._ids.get(value) or self._lasting[value]
        if isinstance(value, list):
            return [self._resolved(each) for each in value]
        if isinstance(value, dict):
            return {key: self._resolved(each) for key, each in value.items()}
        return value

    def _admit(self, planned: Planned, record: Record) -> None:
        user_id = self._slot_users.get(str(planned.answers.get("login", "")))
        if planned.kind == "staff" and user_id is not None:
            record.slot_user_id = user_id  # type: ignore[attr-defined]


def _fill(record: Attachment, name: str) -> None:
    name_bytes(record, _file(name))
    record.media_type = media_type_of(name)


@cache
def _file(name: str) -> bytes:
    return resource("demo", "files", name).read_bytes()


def _stored(model: type[Record], answers: dict[str, Any]) -> dict[str, Any]:
    return {
        key: stored_answer(field, answers[key])
        for key, field in asked_of(model).items()
        if key in answers
    }
