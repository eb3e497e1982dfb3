"""Several workers at one office on one computer: letting them in, and telling who is inside."""

from __future__ import annotations

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import CodeAddition, OfficeSetting, Staff
from soudan_desk.services.actors import actor_of
from soudan_desk.services.office import office_codes
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.opened_office import OpenedOffice

SHARED, UNSHARED = "share_office", "unshare_office"


def is_shared(office: OpenedOffice) -> bool:
    """Whether several may have the office open at once."""
    return office.folder.read_marker().shared


def share_office(work: Work, office: OpenedOffice, *, on: bool) -> None:
    """Let several have the office open at once on this computer, or one at a time again.

    Raises `OthersInsideError` while others have it open.
    """
    require_role(work, ADMINISTRATOR, act="同時に使えるようにする")
    if office.read_only:
        raise NotAllowedError(office.read_only_reason)
    if is_shared(office) == on:
        return
    office.share(on=on)
    work.store.note(work.actor, Act(action=SHARED if on else UNSHARED, by=work.actor.staff_id))


def look_around(work: Work) -> bool:
    """Announce what others have saved meanwhile; False where one's own rights are others now."""
    kinds = work.store.changed_elsewhere()
    if CodeAddition in kinds:
        with work.store.reading(None) as session:
            work.codes.take_over(office_codes(session))
    work.store.announce(kinds)
    if kinds.isdisjoint({Staff, OfficeSetting}):
        return True
    with work.store.reading(None) as session:
        staff = session.get_one(Staff, work.actor.staff_id)
        return bool(staff.is_active) and actor_of(session, staff) == work.actor
