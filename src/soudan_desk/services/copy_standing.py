"""How the office is protected now: what copies prove, what is unprotected, which medium is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.models import AuditEntry
from soudan_desk.models.base import now
from soudan_desk.services.copies import BACKUP, EVERY, CopyPlace, keep_due
from soudan_desk.services.copy_places import PLACED, kept_places
from soudan_desk.services.drill import DRILL
from soudan_desk.services.weekly import FAILED, last_weekly_check
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.copy_media import KeptPlace, PlaceKind, find_places
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing

DUE_AFTER: Final = EVERY - timedelta(minutes=15)
"""Looked at every 10 minutes, so that no more than `EVERY` of use is ever unprotected."""
UNPROTECTED_TOO_LONG: Final = timedelta(hours=24)
OLD: Final = timedelta(days=7)
TOO_OLD: Final = timedelta(days=14)
DRILL_EVERY: Final = timedelta(days=92)
DAMAGED: Final = "確かめで、記録か添付に壊れた所が見つかっています"
_QUIET: Final = (
    *("log_in", "log_in_failed", "lock", "unlock", "log_out", "open_read_only", "clock_jump"),
    *("case_opened", "case_left", "person_opened", "record_opened", "list", "search", "reveal"),
    *("copy", "print", "export", "attachment_open", "attachment_save", "attachment_sweep"),
    *("refused", "backup", "check_copies", "reread_copy", "weekly_check", "restore_drill"),
    *("destroy_old_database", "office_check", "audit_verify", "pending_joined", PLACED),
)
"""Acts after which a copy from before lacks none of the work."""


class Light(StrEnum):
    """The state of protection, as the frame shows it in a colour and a word."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """A place of copies: where it is now (None: not there), and when a copy there was proven."""

    place: KeptPlace
    found: Path | None
    last: datetime | None

    @property
    def is_away(self) -> bool:
        """Whether a disaster at the desk, or a virus, does not reach it: unplugged or off site."""
        return self.place.kind is PlaceKind.EXTERNAL or self.place.is_off_site

    @property
    def age_key(self) -> float:
        """Order places by their last copy, those without one first."""
        return self.last.timestamp() if self.last else 0.0


class Judged(NamedTuple):
    """The light, and why it is not green."""

    light: Light
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the audit chain and the places tell of the office's copies at one moment."""

    last: datetime | None
    unprotected_since: datetime | None
    worked_at: datetime | None
    places: tuple[PlaceStanding, ...] = ()
    drilled_at: datetime | None = None
    began_at: datetime | None = None
    """The first row of the chain: from there the first drill is counted."""
    is_damaged: bool = False
    """Whether the last weekly check found something: it is told until one finds nothing."""

    @property
    def next_medium(self) -> PlaceStanding | None:
        """The external medium whose turn it is: the one with the oldest copy."""
        media = [each for each in self.places if each.place.kind is PlaceKind.EXTERNAL]
        return min(media, key=lambda each: each.age_key, default=None)

    @property
    def away_last(self) -> datetime | None:
        """When the newest copy was proven that lies where the desk's disaster does not reach."""
        proven = [each.last for each in self.places if each.is_away and each.last]
        return max(proven, default=None)

    def due(self, now: datetime, *, leaving: bool = False) -> tuple[CopyPlace, ...]:
        """Return the places that are there and are to get a copy now."""
        return tuple(
            CopyPlace(each.place.key, each.found)
            for each in self.places
            if each.found is not None and self._is_due(each.last, now, leaving=leaving)
        )

    def _is_due(self, last: datetime | None, now: datetime, *, leaving: bool) -> bool:
        if last is None:
            return True
        is_worked = self.worked_at is not None and self.worked_at > last
        return is_worked and (leaving or now - last >= DUE_AFTER)

    def is_unprotected(self) -> bool:
        """Whether there is work that no copy has, and no place that could take one."""
        is_open = self.unprotected_since is not None
        return is_open and not any(each.found for each in self.places)

    def is_drill_due(self, now: datetime) -> bool:
        """Whether the quarter's drill is to be done; the first one a quarter after the start."""
        since = self.drilled_at or self.began_at
        return since is not None and now - since >= DRILL_EVERY

    def judged(self, now: datetime) -> Judged:
        """Return the worst that is to be said."""
        if self.is_damaged:
            return Judged(Light.RED, DAMAGED)
        found = [*self._judged_work(now), *self._judged_away(now)]
        reds = [each for each in found if each.light is Light.RED]
        return next(iter(reds or found), Judged(Light.GREEN, ""))

    def _judged_work(self, now: datetime) -> list[Judged]:
        if self.last is None and not self.places:
            return [Judged(Light.RED, "控えの保存先がまだありません")]
        if self.last is None:
            return [Judged(Light.RED, "確かめた控えがまだありません")]
        if self.unprotected_since is None:
            return []
        open_for = now - self.unprotected_since
        if open_for < EVERY:
            return []
        hours = int(open_for.total_seconds() // 3600)
        words = f"{hours}時間前からの仕事の控えがありません"
        return [Judged(Light.RED if open_for >= UNPROTECTED_TOO_LONG else Light.AMBER, words)]

    def _judged_away(self, now: datetime) -> list[Judged]:
        if self.last is None:
            return []
        if not any(each.is_away for each in self.places):
            return [Judged(Light.AMBER, "外に置く控えの媒体が決まっていません")]
        if self.away_last is None:
            return [Judged(Light.AMBER, f"{self._name_of_next()}に控えがまだありません")]
        age = now - self.away_last
        if age < OLD:
            return []
        words = f"外に置く控えが{age.days}日前のままです"
        return [Judged(Light.RED if age >= TOO_OLD else Light.AMBER, words)]

    def _name_of_next(self) -> str:
        return self.next_medium.place.name if self.next_medium else "外に置く媒体"


def copy_standing(work: Work, office: OpenedOffice) -> Standing:
    """Ask the audit chain and the disks; one that does not answer in time is not there."""
    with work.store.reading(None) as session:
        proven, drilled = _proven_and_drilled(session)
        last_seq = max((each.seq for each in proven.values()), default=0)
        since = _unprotected_since(session, last_seq)
        worked, began = _worked_at(session), _began_at(session)
        last_check = last_weekly_check(session)
    kept = kept_places(office)
    found = find_places(kept)
    places = tuple(
        PlaceStanding(
            place, found.get(place.number), proven[place.key].at if place.key in proven else None
        )
        for place in kept
    )
    last = max((each.at for each in proven.values()), default=None)
    is_damaged = last_check is not None and last_check.result == FAILED
    return Standing(last, since, worked, places, drilled, began, is_damaged)


def keep_before(work: Work, office: OpenedOffice, *, progress: Progress = say_nothing) -> None:
    """Make the copies of what stands now, before much changes at once, in the places there are.

    A place that fails is entered in the chain, and told by the next look; the act goes on.
    """
    if not office.read_only:
        due = copy_standing(work, office).due(now(), leaving=True)
        keep_due(work, office, due, progress=progress)


def is_drill_due(work: Work) -> bool:
    """Whether the worker is one who is to do the quarter's drill, and it is time."""
    if not work.actor.has(ADMINISTRATOR):
        return False
    with work.store.reading(None) as session:
        (_, drilled), began = _proven_and_drilled(session), _began_at(session)
    return Standing(None, None, None, (), drilled, began).is_drill_due(now())


class _Proven(NamedTuple):
    at: datetime
    seq: int


def _proven_and_drilled(session: Session) -> tuple[dict[str, _Proven], datetime | None]:
    """Return the last proven copy of each place, by its key in the chain, and the last drill.

    In one pass: the chain is long, and has no index of its actions.
    """
    query = (
        select(
            AuditEntry.action, AuditEntry.fields, func.max(AuditEntry.at), func.max(AuditEntry.seq)
        )
        .where(AuditEntry.action.in_((BACKUP, DRILL)), AuditEntry.result == "ok")
        .group_by(AuditEntry.action, AuditEntry.fields)
    )
    rows = session.execute(query).all()
    proven = {
        fields or "": _Proven(at, seq) for action, fields, at, seq in rows if action == BACKUP
    }
    drilled = max((at for action, _, at, _ in rows if action == DRILL), default=None)
    return proven, drilled


def _unprotected_since(session: Session, last_seq: int) -> datetime | None:
    query = select(func.min(AuditEntry.at)).where(
        AuditEntry.seq > last_seq, AuditEntry.action.not_in(_QUIET)
    )
    return session.scalars(query).one()


def _worked_at(session: Session) -> datetime | None:
    query = select(AuditEntry.at).where(AuditEntry.action.not_in(_QUIET))
    return session.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first()


def _began_at(session: Session) -> datetime | None:
    return session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq).limit(1)).first()
