"""Staff: who may log in, with which roles in which centres, and their key slots."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import Staff
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.services.answers import Answers, write_answers
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage import slots
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR, READER, SUPERVISOR
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.units import mark_key

_NAME_ONLY = "nashi-"
"""What the login names begin with of those who log in nowhere, as most 生活支援員."""

_RESET_LOSES = (
    "{name}さんだけが、封印したもの{count}件の鍵をもっています。パスワードを再発行すると、"
    "だれにも読めなくなります。{name}さんにパスワードを思い出してもらい、閲覧制限のあるケースの"
    "担当を2人以上にしてから、もう一度してください。"
)
_DISABLE_LOSES = (
    "{name}さんだけが、封印したもの{count}件の鍵をもっています。利用を止めると、だれにも"
    "読めなくなります。先に、{name}さんに閲覧制限のあるケースの担当をほかの人へ足してもらって"
    "ください。"
)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as lists show them."""

    id: UUID
    login: str
    name: str
    roles: tuple[str, ...]
    centres: tuple[str, ...]
    is_active: bool
    can_log_in: bool
    must_change_password: bool

    @property
    def is_name_only(self) -> bool:
        """Whether somebody is only named in plans and records and has never had a key."""
        return not self.can_log_in and self.login.startswith(_NAME_ONLY)


def list_staff(work: Work, *, only_active: bool = False) -> list[StaffRow]:
    """List the office's staff by name; who they are is no secret inside the office."""
    query = select(Staff).order_by(Staff.login)
    if only_active:
        query = query.where(Staff.is_active)
    with work.store.reading(work.actor) as session:
        return [_row(staff) for staff in session.scalars(query)]


def _row(staff: Staff) -> StaffRow:
    return StaffRow(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        roles=tuple(staff.roles or ()),
        centres=tuple(staff.centre_codes or ()),
        is_active=staff.is_active,
        can_log_in=staff.slot_user_id is not None,
        must_change_password=staff.must_change_password,
    )


def add_staff(
    work: Work,
    office: OpenedOffice,
    *,
    login: str,
    name: str,
    roles: list[str],
    centres: list[str],
    job_title: str | None = None,
) -> tuple[UUID, str]:
    """Add a member of staff with a slot; return their id and the one-time password."""
    require_role(work, ADMINISTRATOR, act="職員を登録する")
    check_roles(roles)
    user_id = new_id()
    answers = {
        "login": login,
        "name": name,
        "roles": roles,
        "centre_codes": centres,
        "job_title": job_title,
        "is_active": True,
    }
    with work.store.writing(work.actor) as session:
        _refuse_taken_login(session, login)
        staff = Staff(slot_user_id=user_id, must_change_password=True, record_state=FINAL)
        write_answers(work, staff, answers)
        session.add(staff)
        session.flush()  # a fault in the records must show before a slot is written
        password = slots.add_user(office.folder, office.keys, user_id, login)
        return staff.id, password


def add_name_only(work: Work, answers: Answers) -> UUID:
    """Add somebody who is named in plans and records but logs in nowhere; no key is made."""
    require_role(work, ADMINISTRATOR, act="職員を登録する")
    with work.store.writing(work.actor) as session:
        taken = set(session.scalars(select(Staff.login).where(Staff.login.startswith(_NAME_ONLY))))
        login = next(name for n in count(1) if (name := f"{_NAME_ONLY}{n}") not in taken)
        staff = Staff(record_state=FINAL)
        given = {"is_active": True, "login": login, "roles": [READER]}
        write_answers(work, staff, {**answers, **given})
        session.add(staff)
        session.flush()  # gives them their id
        return staff.id


def check_roles(roles: list[str]) -> None:
    """Refuse no role at all, and an auditor with another role."""
    if not roles:
        raise InvalidEntriesError({"roles": "役割を1つ以上選んでください。"})
    if AUDITOR in roles and len(roles) > 1:
        raise InvalidEntriesError({"roles": "「監査」は、ほかの役割といっしょにできません。"})


def _refuse_taken_login(session: Session, login: str) -> None:
    if session.scalars(select(Staff).where(Staff.login == login)).first() is not None:
        raise InvalidEntriesError(
            {"login": f"ログイン名「{login}」は使われています。別の名前にしてください。"}
        )


def admit(work: Work, office: OpenedOffice, login: str) -> str:
    """Give a worker who stands on the list without a key a slot; return the one-time password."""
    require_role(work, ADMINISTRATOR, act="職員を登録する")
    with work.store.writing(work.actor) as session:
        staff = staff_by_login(session, login)
        staff.slot_user_id = staff.slot_user_id or new_id()
        mark_key(session, staff, "admit")
        session.flush()  # a fault in the records must show before a slot is written
        return slots.add_user(office.folder, office.keys, staff.slot_user_id, login)


def reset_staff(work: Work, office: OpenedOffice, login: str) -> str:
    """Give a worker who forgot the password a one-time one; return it."""
    require_role(work, ADMINISTRATOR, SUPERVISOR, act="パスワードを再発行する")
    with work.store.writing(work.actor) as session:
        staff = staff_by_login(session, login)
        _refuse_loss(work, session, staff, _RESET_LOSES)
        staff.must_change_password = True
        mark_key(session, staff, "reset_password")
        session.flush()  # a fault in the records must show before the slot is rewritten
        return slots.reset_password(office.folder, office.keys, _slot_user(staff))


def _refuse_loss(work: Work, session: Session, staff: Staff, sentence: str) -> None:
    """Refuse to do away with the only key of what is sealed."""
    if work.store.ring is None or staff.slot_user_id is None:
        return
    count = work.store.ring.only_holder_of(session, staff.slot_user_id)
    if count:
        raise NotAllowedError(sentence.format(name=staff.name, count=count))


def disable_staff(work: Work, office: OpenedOffice, login: str) -> None:
    """Take a worker's slot out at once; their name stays on what they wrote."""
    require_role(work, ADMINISTRATOR, act="職員の利用を止める")
    with work.store.writing(work.actor) as session:
        staff = staff_by_login(session, login)
        if staff.id == work.actor.staff_id:
            raise InvalidEntriesError({"login": "自分の利用は止められません。"})
        _refuse_loss(work, session, staff, _DISABLE_LOSES)
        has_no_key = staff.is_active and staff.slot_user_id is None
        user_id = None if has_no_key else _slot_user(staff)
        staff.is_active, staff.slot_user_id = False, None
        mark_key(session, staff, "disable")
        session.flush()  # a fault in the records must show before the slot is removed
        if user_id is not None:
            slots.remove_user(office.folder, office.keys, user_id)


def change_own_password(work: Work, office: OpenedOffice, old: str, new: str) -> None:
    """Set one's own password; a one-time one is used up by it."""
    if office.read_only:  # what could not be told is not done
        raise NotAllowedError(office.read_only_reason)
    office.change_password(work.actor.login, old, new)
    with work.store.writing(work.actor) as session:
        staff = staff_by_login(session, work.actor.login)
        staff.must_change_password = False
        mark_key(session, staff, "change_password")


def staff_by_login(session: Session, login: str) -> Staff:
    """Return the member of staff of a login name, or raise `NotFoundError`."""
    staff = session.scalars(select(Staff).where(Staff.login == login)).one_or_none()
    if staff is None:
        raise NotFoundError(f"ログイン名「{login}」の職員はいません。名前を確かめてください。")
    return staff


def _slot_user(staff: Staff) -> UUID:
    if staff.slot_user_id is None:
        raise NotFoundError(f"「{staff.login}」の利用は止められています。登録し直してください。")
    return staff.slot_user_id
