"""Coming back with the recovery key: when nobody who may give a new password can log in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError, NotFoundError, SoudanError
from soudan_desk.models import Staff
from soudan_desk.services.older_copies import take_up
from soudan_desk.services.settings import OfficeFacts, facts_in
from soudan_desk.storage.audit import Act
from soudan_desk.storage.keys import login_tag
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.opening import open_office_with_recovery, open_office_without_slots
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.recovering import (
    WaysIn,
    prepare_lost_slots,
    prepare_ways_in,
    put_in_place,
    take_back,
)
from soudan_desk.storage.refusals import HalfRecoveredError, ReadOnlyPlaceError
from soudan_desk.storage.sealing_following import hand_on
from soudan_desk.storage.store import Store, fetch
from soudan_desk.storage.units import mark_key, note

OPENED, NEW_KEY = "open_by_recovery", "replace_recovery_key"
REBUILT = "open_without_slots"


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What the new recovery sheet says; its key is in force only once it has been written."""

    office: OfficeFacts
    db_uuid: UUID
    slot_id: UUID
    slot_text: str
    for_name: str
    recovery_text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who can log in again, and with what."""

    login: str
    name: str
    one_time_password: str = field(repr=False)


WriteSheet = Callable[[NewSheet], None]


def recover(
    path: Path,
    recovery_text: str,
    login: str,
    write_sheet: WriteSheet,
    *,
    lost_slots_from: str | Path | None = None,
    progress: Progress = say_nothing,
) -> Recovered:
    """Open a closed office by its recovery key and give one of its staff a one-time password.

    `write_sheet` is called before the old key is given up: what it refuses leaves all as it was.
    Opening is entered in the chain at once, whatever comes of it. Where the key file is lost,
    `lost_slots_from` is the text on the sheet or a copy of the office; all staff but this one then
    need one-time passwords.
    """
    office = (
        open_office_with_recovery(path, recovery_text, prepare=prepare, progress=progress)
        if lost_slots_from is None
        else open_office_without_slots(
            path, recovery_text, lost_slots_from, prepare=prepare, progress=progress
        )
    )
    try:
        store = take_up(office)
        if office.read_only:
            raise ReadOnlyPlaceError(office.read_only_reason)
        is_lost = lost_slots_from is not None
        return _recover(office, store, login, write_sheet, is_lost=is_lost)
    finally:
        office.close()


def _recover(
    office: OpenedOffice, store: Store, login: str, write_sheet: WriteSheet, *, is_lost: bool
) -> Recovered:
    staff, user_id, facts = _enter(office, store, login, REBUILT if is_lost else OPENED)
    fresh = (
        prepare_lost_slots(office.keys, office.epoch, user_id, staff.login or "")
        if is_lost
        else prepare_ways_in(office.folder, office.keys, user_id)
    )
    name = staff.name or ""
    write_sheet(
        NewSheet(
            office=facts,
            db_uuid=office.db_uuid,
            slot_id=fresh.recovery_slot_id,
            slot_text=fresh.sheet_text,
            for_name=name,
            recovery_text=fresh.recovery_text,
        )
    )
    _put_in_force(office, store, staff.id, fresh)
    return Recovered(staff.login or "", name, fresh.one_time_password)


def _enter(
    office: OpenedOffice, store: Store, login: str, action: str
) -> tuple[Staff, UUID, OfficeFacts]:
    """Enter in the chain that the recovery key opened the office, and for whom; then refuse."""
    with store.writing(None) as session:
        staff = _staff_of(session, office, login)
        user_id = staff.slot_user_id if staff and staff.is_active else None
        note(
            session,
            Act(
                action=action,
                by=None,
                kind=Staff.kind(),
                record_id=staff.id if staff else None,
                result="ok" if user_id else "refused",
            ),
        )
        facts = facts_in(session)
    if staff is None:
        raise NotFoundError(f"ログイン名「{login}」の職員はいません。名前を確かめてください。")
    if user_id is None:
        raise NotAllowedError(
            f"「{staff.login}」の利用は止められています。ほかの職員のログイン名を入れてください。"
        )
    return staff, user_id, facts


def _staff_of(session: Session, office: OpenedOffice, login: str) -> Staff | None:
    """Find somebody as the login page does: width and case of the letters do not matter."""
    tag = login_tag(office.db_uuid, login)
    for staff in session.scalars(select(Staff).where(Staff.login.is_not(None))):
        if login_tag(office.db_uuid, staff.login or "") == tag:
            return staff
    return None


def _put_in_force(office: OpenedOffice, store: Store, staff_id: UUID, fresh: WaysIn) -> None:
    try:
        with store.writing(None) as session:
            staff = fetch(session, Staff, staff_id)
            staff.must_change_password = True
            mark_key(session, staff, "reset_password")
            note(session, Act(action=NEW_KEY, by=None))
            session.flush()  # a fault in the records must show before the slots are replaced
            put_in_place(office.folder, office.keys, fresh)
            hand_on(session, office.ring)
    except BaseException:
        _take_back(office, fresh)
        raise


def _take_back(office: OpenedOffice, fresh: WaysIn) -> None:
    try:
        take_back(office.folder, office.keys, fresh)
    except SoudanError:
        raise HalfRecoveredError from None
