"""The second person, without whose word nothing that a protective measure hides leaves the office.

A colleague who may see the person gives their own password at the same desk; the log has a row of
each of the two. (docs/decisions/019)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Person, Staff
from soudan_desk.services.actors import actor_of
from soudan_desk.services.staff import StaffRow, list_staff
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import WRITES_CASEWORK, Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.units import note
from soudan_desk.storage.unlocking import unlock

VOUCHED = "vouched"


class SecondNeededError(NotAllowedError):
    """What is to leave tells where somebody under a protective measure is."""

    code = "second_needed"

    def __init__(self) -> None:
        super().__init__(
            "支援措置を受けている方の居場所が出ます。出すには、もう1人の職員の確認が要ります。"
        )


@dataclass(frozen=True, slots=True)
class Second:
    """Proof that a colleague has given their password; what they may see is asked at each use."""

    actor: Actor = field(repr=False)


def colleagues(work: Work) -> list[StaffRow]:
    """List who may be the second person: others who write casework and can log in."""
    return [
        row
        for row in list_staff(work, only_active=True)
        if row.can_log_in
        and row.id != work.actor.staff_id
        and not WRITES_CASEWORK.isdisjoint(row.roles)
    ]


def second_person(work: Work, office: OpenedOffice, login: str, password: str) -> Second:
    """Take a colleague's word, for this act; a wrong password is counted as at a log-in."""
    known = {row.login: row for row in colleagues(work)}
    row = known.get(login)
    if row is None:
        raise InvalidEntriesError(
            {
                "second": "確認できるのは、自分のパスワードを持つ、ほかの相談員か主任です。"
                f"{'、'.join(each.name for each in known.values()) or 'いまはだれもいません'}。"
            }
        )
    unlocked = unlock(office.folder, login, password)
    is_theirs = not unlocked.must_change_password
    user_id = unlocked.user_id
    unlocked.drop()
    if not is_theirs:
        raise NotAllowedError(
            "仮のパスワードでは確認できません。その方が一度ログインして、"
            "自分のパスワードに変えてください。"
        )
    with work.store.reading(None) as session:
        staff = session.scalars(select(Staff).where(Staff.slot_user_id == user_id)).one()
        return Second(actor_of(session, staff))


def vouch(work: Work, session: Session, second: Second | None, person_id: UUID, about: Act) -> None:
    """Write down, in the unit of work that lets it out, that the second person agreed to an act."""
    if second is None:
        raise SecondNeededError
    with work.store.reading(second.actor) as theirs:
        seen = theirs.scalars(select(Person.id).where(Person.id == person_id)).first()
    if seen is None:
        raise NotAllowedError(
            f"{second.actor.name}さんは、この方の記録を見られません。"
            "見られる職員に確認してもらってください。"
        )
    note(session, replace(about, action=VOUCHED, by=second.actor.staff_id))
