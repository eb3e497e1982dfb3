"""The restore drill: a copy is made into an office elsewhere, opened and thrown away again."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, time
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import SoudanError
from soudan_desk.models import Case, Consultation, Revision
from soudan_desk.models.base import now
from soudan_desk.services.older_copies import store_of
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.bundle import Cancelled, never
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.opening import open_office
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.restore import restore_backup
from soudan_desk.storage.store import fetch

DRILL: Final = "restore_drill"
AIM_RTO: Final = timedelta(minutes=30)
AIM_RPO: Final = timedelta(hours=4)
_CASES: Final = 3
_PLACE: Final = "soudan-desk-drill-"
_LEFT_BEHIND_S: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case that was read in the restored office: its number, and how much there is of it."""

    case_no: str
    consultations: int
    revisions: int


@dataclass(frozen=True, slots=True)
class DrillResult:
    """How it went: what a fire tonight would cost in time and in work."""

    bundle: Path
    made_at: datetime
    cases: tuple[CaseRead, ...]
    took: timedelta
    """From choosing the copy to the last case read (RTO)."""
    age: timedelta
    """How much of the work the copy does not have (RPO)."""

    @property
    def reaches_aims(self) -> bool:
        """Whether both are within what was aimed at."""
        return self.took <= AIM_RTO and self.age <= AIM_RPO


def run_drill(
    work: Work,
    office: OpenedOffice,
    bundle: Path,
    password: str,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> DrillResult:
    """Restore a copy into a temporary folder and read three cases there, chosen by chance.

    The open office is not touched; whatever comes of it is entered in its audit chain.
    """
    require_role(work, ADMINISTRATOR, act="復元の訓練をする")
    try:
        result = _drill(work.actor.login, bundle, password, progress, cancelled)
    except SoudanError as error:
        _note(work, office, bundle, error.code, "refused")
        raise
    minutes, hours = result.took.total_seconds() / 60, result.age.total_seconds() / 3600
    told = f"RTO {minutes:.1f}分 RPO {hours:.1f}時間 {len(result.cases)}件"
    _note(work, office, bundle, told, "ok")
    return result


def finish_drill(
    work: Work, office: OpenedOffice, result: DrillResult, took: timedelta, seen: Mapping[str, bool]
) -> None:
    """Enter the end of a guided drill: how long it took in all, and what was seen to besides."""
    require_role(work, ADMINISTRATOR, act="復元の訓練をする")
    ticks = " ".join(f"{words}{'○' if is_seen else '×'}" for words, is_seen in seen.items())
    minutes = max(1, round(took.total_seconds() / 60))
    _note(work, office, result.bundle, f"案内つき {minutes}分 {ticks}", "ok")


def sweep_drills() -> None:
    """Clear away offices that drills restored whose program was killed: nobody else would."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PLACE}*"):
        with suppress(OSError):  # somebody else's, or gone by now
            if left.stat().st_mtime < time() - _LEFT_BEHIND_S:
                shutil.rmtree(left, ignore_errors=True)


def _drill(
    login: str, bundle: Path, password: str, progress: Progress, cancelled: Cancelled
) -> DrillResult:
    started = monotonic()
    sweep_drills()
    with tempfile.TemporaryDirectory(prefix=_PLACE) as place:
        target = Path(place) / "office"
        folder = restore_backup(
            bundle, target, login, password, "復元の訓練", progress=progress, cancelled=cancelled
        )
        progress("戻したオフィスを開いています", 0.9)
        with _opened(target, login, password) as session:
            cases = tuple(_read(session, *chosen) for chosen in _chosen(session))
        took = timedelta(seconds=monotonic() - started)
        restored = folder.read_marker().restored
    assert restored is not None
    return DrillResult(bundle, restored.copied_at, cases, took, now() - restored.copied_at)


@contextmanager
def _opened(target: Path, login: str, password: str) -> Iterator[Session]:
    """Open the restored office without sitting down in it: nothing is written anywhere."""
    office = open_office(target, login, password, prepare=prepare)
    try:
        with store_of(office).reading(None) as session:
            yield session
    finally:
        office.close()


def _chosen(session: Session) -> list[tuple[UUID, str]]:
    cases = [(row.id, row.case_no) for row in session.execute(select(Case.id, Case.case_no))]
    return random.sample(cases, min(_CASES, len(cases)))


def _read(session: Session, case_id: UUID, case_no: str) -> CaseRead:
    """Read a case with all that was written of it, as the case page does."""
    fetch(session, Case, case_id)
    of_case = select(Consultation).where(Consultation.case_id == case_id)
    consultations = session.scalars(of_case).all()
    ids = [case_id, *(each.id for each in consultations)]
    revisions = session.scalars(select(Revision.content).where(Revision.record_id.in_(ids))).all()
    return CaseRead(case_no, len(consultations), len(revisions))


def _note(work: Work, office: OpenedOffice, bundle: Path, told: str, result: str) -> None:
    if office.read_only:
        return
    act = Act(action=DRILL, by=work.actor.staff_id, fields=bundle.name, reason=told, result=result)
    work.store.note(work.actor, act)
