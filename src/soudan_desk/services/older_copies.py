"""An office older than what was noted of it: looked at only, until a supervisor confirms."""

from __future__ import annotations

from sqlalchemy import select

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Staff
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage import older_copy
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_chain import AuditChain
from soudan_desk.storage.older_copy import Compared, Standing, compare
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.restore import pending_restore, settle_restore
from soudan_desk.storage.store import Store

CONFIRMED = "older_copy_confirmed"


def store_of(office: OpenedOffice) -> Store:
    """Return the units of work over an opened office."""
    chain = AuditChain.of(office.folder, office.keys, office.epoch)
    return Store(office.engine, chain, ring=office.ring)


def take_up(office: OpenedOffice) -> Store:
    """Return the units of work; an office older than was noted can only be looked at."""
    store = store_of(office)
    if office.read_only:
        return store
    here = _compared(store)
    if here is None or here.standing is not Standing.BEHIND:
        return store
    if _is_known_restore(office, store):
        store.chain.give_up()
        return store
    found = older_copy.confirmed(office, here)
    if found is not None:
        store.chain.give_up()
        store.note(None, Act(action=CONFIRMED, by=found.by, reason=found.reason, at=found.at))
        older_copy.settle(office)
        return store
    office.hold_back(_sentence(here))
    return store_of(office)


def confirm_older(work: Work, office: OpenedOffice, reason: str) -> None:
    """Take this older state for the office from the next log-in on, as its supervisor."""
    require_role(work, SUPERVISOR, act="古い状態で続けると決める")
    if not reason.strip():
        raise InvalidEntriesError({"reason": "この状態で続ける理由を入れてください。"})
    here = _compared(work.store)
    if here is None or here.standing is not Standing.BEHIND:
        raise NotAllowedError("この事務所の記録は古くありません。そのまま使えます。")
    older_copy.confirm(office, here, work.actor.staff_id, reason.strip())


def _compared(store: Store) -> Compared | None:
    if store.chain.anchors is None:
        return None
    notes = store.chain.notes()
    with store.reading(None) as session:
        return compare(session, notes)


def _is_known_restore(office: OpenedOffice, store: Store) -> bool:
    """Whether this came out of a restore with its reason, and who may answer for it opens it."""
    if pending_restore(office) is None:
        return False
    if office.user_id is None:  # the recovery key: it opens for one entered act only
        return True
    with store.reading(None) as session:
        staff = session.scalars(select(Staff).where(Staff.slot_user_id == office.user_id)).first()
    return staff is not None and not {SUPERVISOR, ADMINISTRATOR}.isdisjoint(staff.roles or ())


def _sentence(here: Compared) -> str:
    assert here.note is not None
    local = here.note.at.astimezone()
    known = f"{here.note.seq:,}番({wareki(local.date())} {local:%H:%M})"
    if here.note.seq > here.seq:
        what = (
            "この事務所の記録は、前に使っていたものより古い状態です。"
            f"操作の記録は前に{known}まであり、いまは{here.seq:,}番までです。"
        )
    else:
        what = (
            "この事務所の記録は、前に使っていたものと違っています。"
            f"操作の記録の{known}が、前と同じではありません。"
        )
    return (
        f"{what}控えから戻したか、ファイルが入れ替わったか、停電などで失われたおそれがあります。"
        "見るだけで開きました。主任がログインして確かめ、「この状態で続ける」を選ぶと書けます。"
    )


def enter_restore(work: Work, office: OpenedOffice) -> None:
    """Enter in the audit chain that this office came out of a copy, once after the restore."""
    if office.read_only:
        return
    note = pending_restore(office)
    if note is None:
        return
    act = Act(action="restore", by=work.actor.staff_id, reason=note.reason, at=note.restored_at)
    work.store.note(work.actor, act)
    settle_restore(office)
