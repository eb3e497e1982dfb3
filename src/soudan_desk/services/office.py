"""The office itself: making one, and entering it as one of its staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook, CodeEntry, shipped_codes
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import CentreSetting, CodeAddition, OfficeSetting, Staff
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.services.actors import actor_of
from soudan_desk.services.due_rules import DueRule
from soudan_desk.services.log_ins import LOG_IN, note_coming
from soudan_desk.services.older_copies import enter_restore, store_of, take_up
from soudan_desk.services.process import Process
from soudan_desk.services.sealing import seal_own_cases
from soudan_desk.services.usual_routes import UsualRoute, install_routes
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, CASEWORKER, SUPERVISOR, Actor
from soudan_desk.storage.kept_files import sweep_attachments
from soudan_desk.storage.keys import STANDARD, Argon2Cost
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.opening import create_office as create_folder
from soudan_desk.storage.opening import open_office as open_folder
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.store import Store

Processes = Mapping[tuple[str, str], Process]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffice:
    """What a new office starts with; in a small one the first administrator does casework too."""

    name: str
    centres: tuple[tuple[str, str], ...]
    """Each centre's key and name."""
    admin_login: str
    admin_name: str
    admin_does_casework: bool = False
    is_sample: bool = False


def create_office(
    path: Path,
    new: NewOffice,
    password: str,
    *,
    processes: Processes,
    cost: Argon2Cost = STANDARD,
    today: Callable[[], date] = date.today,
    due_rules: tuple[DueRule, ...] = (),
    review_routes: tuple[UsualRoute, ...] = (),
) -> tuple[OpenedOffice, Work, str]:
    """Make an office folder; return it open, at the administrator's desk, with its recovery key.

    Of the usual routes of 供覧・決裁 it gets those of its centres.
    """
    user_id = new_id()
    office, recovery_text = create_folder(
        path,
        admin_login=new.admin_login,
        password=password,
        user_id=user_id,
        cost=cost,
        prepare=prepare,
    )
    store = store_of(office)
    with store.writing(None) as session:
        _first_records(session, new, user_id)
        install_routes(session, review_routes, [key for key, _ in new.centres])
    work = enter(office, store, processes=processes, today=today, due_rules=due_rules)
    return office, work, recovery_text


def _first_records(session: Session, new: NewOffice, user_id: object) -> None:
    roles = [ADMINISTRATOR, *([CASEWORKER, SUPERVISOR] if new.admin_does_casework else [])]
    session.add(OfficeSetting(name=new.name, is_sample=new.is_sample, record_state=FINAL))
    for key, name in new.centres:
        session.add(CentreSetting(centre=key, name=name, record_state=FINAL))
    session.add(
        Staff(
            name=new.admin_name,
            login=new.admin_login,
            roles=roles,
            centre_codes=[key for key, _ in new.centres],
            is_active=True,
            slot_user_id=user_id,
            record_state=FINAL,
        )
    )


def open_office(
    path: Path,
    login: str,
    password: str,
    *,
    processes: Processes,
    today: Callable[[], date] = date.today,
    due_rules: tuple[DueRule, ...] = (),
    progress: Progress = say_nothing,
) -> tuple[OpenedOffice, Work]:
    """Open an office as one of its staff."""
    office = open_folder(path, login, password, prepare=prepare, progress=progress)
    try:
        work = enter(office, take_up(office), processes=processes, today=today, due_rules=due_rules)
        enter_restore(work, office)
        if not office.read_only:
            sweep_attachments(work.store, office)
        office.instance_lock.admit()
    except BaseException:
        office.close()
        raise
    return office, work


def enter(
    office: OpenedOffice,
    store: Store,
    *,
    processes: Processes,
    today: Callable[[], date] = date.today,
    due_rules: tuple[DueRule, ...] = (),
    action: str = LOG_IN,
) -> Work:
    """Sit down at the desk of the worker whose password opened the office."""
    with store.reading(None) as session:
        actor = _actor(session, office)
        codes = office_codes(session)
    note_coming(office, store, actor, action)
    if not office.read_only:
        seal_own_cases(store, actor)
    return Work(store, actor, codes, processes, today, due_rules=due_rules)


def _actor(session: Session, office: OpenedOffice) -> Actor:
    staff = session.scalars(select(Staff).where(Staff.slot_user_id == office.user_id)).first()
    if staff is None or not staff.is_active:
        raise NotAllowedError("この職員は利用を止められています。管理者に確かめてください。")
    return actor_of(session, staff)


def office_codes(session: Session) -> CodeBook:
    """Return the shipped option lists with the office's own options behind them."""
    return shipped_codes().with_entries(_additions(session))


def _additions(session: Session) -> Iterable[CodeEntry]:
    for row in session.scalars(select(CodeAddition).order_by(CodeAddition.position)):
        yield row.entry()
