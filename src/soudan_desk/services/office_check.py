"""Whether an office folder is sound: every check that needs no other office to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import SoudanError
from soudan_desk.models import Compartment, SearchDoc, Staff, record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.services.file_check import check_files
from soudan_desk.storage.anchors import Head
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_chain import AuditChain
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.history_check import unlike_their_history
from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.migrate import HEAD, schema_of
from soudan_desk.storage.older_copy import Standing, compare
from soudan_desk.storage.pending_audit import Pending
from soudan_desk.storage.places import refuse_unsafe_place
from soudan_desk.storage.pooling import close_engine
from soudan_desk.storage.recovery import groups_to_prove
from soudan_desk.storage.refusals import DamagedSlotsError, UnsafePlaceError
from soudan_desk.storage.sqlite_dialect import (
    create_engine_for,
    identity_in,
    open_connection,
    page_faults,
    structure_faults,
    truncate_wal,
)
from soudan_desk.storage.store import Store
from soudan_desk.storage.unlocking import Unlocked, unlock

_ALWAYS_SEARCHED = ("person", "case", "consultation", "referral")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its key for scripts, whether it holds, and what to know of it."""

    key: str
    ok: bool
    text: str


def check_office(path: Path, login: str, password: str) -> list[Check]:
    """Look at everything; what cannot be looked at any more is left out.

    Raises the sentence of a wrong password, of a folder that is no office, of one open elsewhere.
    """
    folder = OfficeFolder(path)
    folder.read_marker()
    lock = InstanceLock(folder.lock)
    lock.acquire()
    checks: list[Check] = []
    try:
        checks.extend(_checks(folder, login, password))
    finally:
        was_clean = lock.left_behind is None
        lock.release(clean=was_clean or bool(checks and all(check.ok for check in checks)))
    return checks


def _checks(folder: OfficeFolder, login: str, password: str) -> Iterator[Check]:
    yield _place(folder)
    yield _room(folder)
    unlocked = _unlock(folder, login, password)
    if isinstance(unlocked, Check):
        yield unlocked
        return
    seen, by = [], Looker()
    try:
        yield Check("slots", ok=True, text="鍵のファイルは、相談デスクが書いたままです。")
        yield _recovery(folder)
        for check in _database(folder, unlocked, by):
            seen.append(check)
            yield check
        _note(folder, unlocked.keys, by, is_sound=all(check.ok for check in seen))
    finally:
        unlocked.drop()


@dataclass(slots=True)
class Looker:
    """Who looks, as soon as the database has told."""

    staff_id: UUID | None = None


def _note(folder: OfficeFolder, keys: OfficeKeys, by: Looker, *, is_sound: bool) -> None:
    """Keep the result for the audit log's next log-in: a check changes nothing in the database."""
    pending = Pending(folder, keys.db_uuid, keys.key_for(Purpose.ANCHOR))
    result = "ok" if is_sound else "failed"
    pending.keep(Act(action="office_check", by=by.staff_id, result=result))


def _place(folder: OfficeFolder) -> Check:
    try:
        warnings = refuse_unsafe_place(folder.path)
    except UnsafePlaceError as error:
        return Check("place", ok=False, text=str(error))
    return Check("place", ok=True, text="".join(warnings) or "このパソコンのディスクにあります。")


def _room(folder: OfficeFolder) -> Check:
    reason = folder.read_only_reason()
    return Check("room", ok=not reason, text=reason or "書き込めて、空きも足りています。")


def _unlock(folder: OfficeFolder, login: str, password: str) -> Unlocked | Check:
    try:
        return unlock(folder, login, password)
    except DamagedSlotsError as error:
        return Check("slots", ok=False, text=str(error))


def _recovery(folder: OfficeFolder) -> Check:
    waits = groups_to_prove(folder) is not None
    text = "まだ、紙の組を確かめていません。" if waits else "紙の組を確かめてあります。"
    return Check("recovery_sheet", ok=True, text=f"回復キー: {text}")


def _database(folder: OfficeFolder, unlocked: Unlocked, by: Looker) -> Iterator[Check]:
    key = unlocked.keys.key_for(Purpose.DATABASE)
    try:
        connection = open_connection(folder.database, key)
    except SoudanError as error:
        yield Check("database", ok=False, text=str(error))
        return
    try:
        with _as_check() as fault, disk_faults_as_sentences():
            truncate_wal(connection)
            yield _found("pages", "ページの署名", page_faults(connection))
            yield _found("structure", "表のつながり", structure_faults(connection))
            yield _identity(connection, folder, unlocked)
    finally:
        connection.close()
    if fault:
        yield fault[0]
        return
    yield from _contents(folder, unlocked, key, by)


@contextmanager
def _as_check() -> Iterator[list[Check]]:
    found: list[Check] = []
    try:
        yield found
    except SoudanError as error:
        found.append(Check("database", ok=False, text=str(error)))


def _found(key: str, what: str, faults: list[str]) -> Check:
    if not faults:
        return Check(key, ok=True, text=f"{what}に誤りはありません。")
    return Check(
        key,
        ok=False,
        text=f"{what}が壊れています({len(faults)}か所)。控え(バックアップ)から戻してください。",
    )


def _identity(connection: Any, folder: OfficeFolder, unlocked: Unlocked) -> Check:
    expected = (folder.read_marker().db_uuid, unlocked.epoch)
    if identity_in(connection) == expected:
        return Check("identity", ok=True, text="記録のファイルは、このオフィスのものです。")
    return Check(
        "identity",
        ok=False,
        text="記録のファイルが、このオフィスのものではありません。控えから戻してください。",
    )


def _contents(folder: OfficeFolder, unlocked: Unlocked, key: bytes, by: Looker) -> Iterator[Check]:
    keys = unlocked.keys
    engine = create_engine_for(folder.database, key)
    try:
        with disk_faults_as_sentences():
            yield _schema(engine)
        store = Store(engine, AuditChain.of(folder, keys, unlocked.epoch))
        notes = store.chain.notes()
        with store.reading(None) as session:
            who = select(Staff.id).where(Staff.slot_user_id == unlocked.user_id)
            by.staff_id = session.scalars(who).first()
            yield _anchor(session, notes)
            yield _audit_chain(session, store.chain)
            yield _search_index(session)
            if schema_of(session.connection()) == HEAD:
                yield _history(session)
            yield Check("attachments", *check_files(store, session, folder, keys, by.staff_id))
    except SoudanError as error:
        yield Check("contents", ok=False, text=str(error))
    finally:
        close_engine(engine)


def _schema(engine: Engine) -> Check:
    with engine.connect() as connection:
        step = schema_of(connection) or "なし"
    if step == HEAD:
        return Check("schema", ok=True, text=f"データの版は {step} で、最新です。")
    if step < HEAD:
        return Check(
            "schema", ok=True, text=f"データの版は {step} です。次に開くと新しくなります。"
        )
    return Check(
        "schema", ok=False, text=f"データの版 {step} は、この相談デスクより新しいものです。"
    )


def _audit_chain(session: Session, chain: AuditChain) -> Check:
    bad = first_bad_seq(session, chain)
    if bad is None:
        return Check("audit_chain", ok=True, text="操作の記録は、つながっています。")
    return Check("audit_chain", ok=False, text=f"操作の記録が{bad}番で途切れています。")


def _anchor(session: Session, notes: list[Head]) -> Check:
    if compare(session, notes).standing is Standing.BEHIND:
        text = "記録は、前に使っていたものより古い状態です。ログインすると、わけが出ます。"
        return Check("anchor", ok=False, text=text)
    return Check("anchor", ok=True, text="記録は、前に使ったときの続きです。")


def _search_index(session: Session) -> Check:
    query = select(SearchDoc.kind, func.count(SearchDoc.id)).group_by(SearchDoc.kind)
    indexed = dict.fromkeys(_ALWAYS_SEARCHED, 0) | dict(session.execute(query).all())
    wrong = sum(abs(_in_force(session, kind) - count) for kind, count in indexed.items())
    if not wrong:
        return Check("search_index", ok=True, text="検索の索引は、記録と合っています。")
    return Check("search_index", ok=False, text=f"検索の索引が、記録と{wrong}件合いません。")


def _history(session: Session) -> Check:
    found = unlike_their_history(session)
    if not found:
        return Check("history", ok=True, text="記録は、それぞれの履歴の終わりと同じです。")
    kinds = "、".join(f"{record_kinds()[kind].label}{count}件" for kind, count in found.items())
    return Check(
        "history",
        ok=False,
        text=f"記録が、履歴の終わりと合いません({kinds})。控え(バックアップ)から戻してください。",
    )


def _in_force(session: Session, kind: str) -> int:
    """Count what the shared index should know of: of sealed cases, nothing."""
    model: Any = record_kinds()[kind]
    case_id = model.id if kind == "case" else getattr(model, "case_id", None)
    query = select(func.count(model.id)).where(model.record_state != VOID)
    if case_id is not None:
        query = query.where(or_(case_id.is_(None), case_id.not_in(select(Compartment.owner_id))))
    return session.scalars(query).one()
