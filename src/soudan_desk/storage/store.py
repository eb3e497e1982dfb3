"""Units of work over one open office: reading, writing, writing in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import get_ident
from typing import TypeVar
from uuid import UUID

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, Select, bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from soudan_desk.errors import ConflictError, NoRightError, NotFoundError, SoudanError
from soudan_desk.models.base import Record
from soudan_desk.models.sealing import using
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_chain import AuditChain
from soudan_desk.storage.bulk import Bulk
from soudan_desk.storage.compartments import KeyRing
from soudan_desk.storage.driver_errors import as_worker_error
from soudan_desk.storage.others import changed_elsewhere
from soudan_desk.storage.refusals import BusyError, DiskFullError, ReadOnlyPlaceError
from soudan_desk.storage.refused import Depth, act_of, not_found
from soudan_desk.storage.scope import made_once
from soudan_desk.storage.sqlite_dialect import (
    impatient_engine,
    reading_engine,
    refresh_statistics,
)
from soudan_desk.storage.units import Unit, UnitSession, note

Kinds = frozenset[type[Record]]
Model = TypeVar("Model", bound=Record)


class Store:
    """The one way to the records: every session is one verb of one worker."""

    def __init__(
        self,
        engine: Engine,
        chain: AuditChain,
        *,
        listeners: list[Callable[[Kinds], None]] | None = None,
        hurried_in: tuple[int, int] | None = None,
        depth: Depth | None = None,
        ring: KeyRing | None = None,
    ) -> None:
        self.ring = ring
        self._writer = engine
        self._reader = reading_engine(engine)
        self.chain = chain
        self._listeners = [] if listeners is None else listeners
        self._hurried_in = hurried_in
        self._depth = depth or Depth()
        self._seen: int | None = None

    def on_change(self, listener: Callable[[Kinds], None]) -> None:
        """Call the listener after each commit with the kinds of record it touched."""
        self._listeners.append(listener)

    def hurried(self, wait_ms: int) -> Store:
        """Return this store for a window: in the calling thread no write waits longer than this.

        Whoever can wait says how long (`wait_ms`), or works in another thread.
        """
        here = get_ident(), wait_ms
        return Store(
            self._writer,
            self.chain,
            listeners=self._listeners,
            hurried_in=here,
            depth=self._depth,
            ring=self.ring,
        )

    @contextmanager
    def reading(self, actor: Actor | None) -> Iterator[Session]:
        """Open a unit of work that is thrown away; None sees the whole office (its own upkeep)."""
        with self._unit(self._reader, actor) as session:
            yield session

    @contextmanager
    def writing(self, actor: Actor | None, *, wait_ms: int | None = None) -> Iterator[Session]:
        """Open a unit of work that commits as a whole, or not at all.

        `BusyError` where another one still writes after `wait_ms` (else after the busy timeout).
        """
        if wait_ms is None and self._hurried_in is not None and self._hurried_in[0] == get_ident():
            wait_ms = self._hurried_in[1]
        engine = self._writer if wait_ms is None else impatient_engine(self._writer, wait_ms)
        with self._unit(engine, actor) as session:
            yield session
            session.commit()
            self.chain.committed(session)
            touched = frozenset(session.unit.touched)
        self.announce(touched)

    @contextmanager
    def writing_many(self, actor: Actor | None, action: str) -> Iterator[Bulk]:
        """Open a unit of work for thousands of records; `action` names it in the audit row."""
        with self._unit(self._writer, actor) as session:
            bulk = Bulk(session, actor, action)
            yield bulk
            bulk.finish()
            session.commit()
            self.chain.committed(session)
            touched = frozenset(session.unit.touched)
        refresh_statistics(self._writer)
        self.announce(touched)

    def changed_elsewhere(self) -> Kinds:
        """Return what others who have the office open too committed since the last look.

        Cheap enough for every second: it reads the log behind the row it saw last.
        """
        with self.reading(None) as session:
            self._seen, touched = changed_elsewhere(session, self._seen, self.chain.origin)
        return touched

    def announce(self, touched: Kinds) -> None:
        """Tell the listeners what a commit touched."""
        if touched:
            for listener in self._listeners:
                listener(touched)

    def note(self, actor: Actor | None, act: Act) -> None:
        """Write one audit row for an act that changes no record.

        While the database cannot be written, it is kept beside it until the next log-in.
        """
        try:
            with self.writing(actor) as session:
                note(session, act)
        except (BusyError, DiskFullError, ReadOnlyPlaceError):
            if self.chain.pending is None:
                raise
            self.chain.pending.keep(act)

    def refused(self, actor: Actor | None, error: SoudanError) -> None:
        """Tell the audit log of access refused; within a unit of work, when that has ended."""
        act = act_of(actor, error) if self._depth.count == 0 else None
        if act is not None:
            self.note(actor, act)

    @contextmanager
    def _unit(self, engine: Engine, actor: Actor | None) -> Iterator[UnitSession]:
        try:
            with (
                self._depth.deeper(),
                using(self.ring),
                self._session(engine, actor) as session,
                _faults_as_sentences(),
            ):
                if self.ring is not None:
                    self.ring.refresh(session)
                yield session
        except (NoRightError, NotFoundError) as error:
            self.refused(actor, error)
            raise

    def _session(self, engine: Engine, actor: Actor | None) -> UnitSession:
        unit = Unit(actor=actor, chain=self.chain, ring=self.ring)
        return UnitSession(
            engine, autoflush=False, expire_on_commit=False, info={"unit": unit, "actor": actor}
        )


def fetch(session: Session, model: type[Model], record_id: UUID) -> Model:
    """Return one record the worker may see, or raise `NotFoundError`; never `session.get`.

    What was fetched is known for the rest of the unit of work.
    """
    known: dict[UUID, Model] = session.info.setdefault(model, {})
    record = known.get(record_id)
    if record is None or record not in session:
        record = session.scalars(_by_id(model), {"id": record_id}).one_or_none()
        if record is None:
            sentence = (
                f"その{model.label}は見つかりません。番号を確かめるか、一覧から開き直してください。"
            )
            raise not_found(session, model, model.id == record_id, sentence)
        known[record_id] = record
    return record


@cache
def _by_id(model: type[Model]) -> Select[Model]:
    return made_once(select(model).where(model.id == bindparam("id")))


@contextmanager
def _faults_as_sentences() -> Iterator[None]:
    try:
        yield
    except StaleDataError as error:
        raise ConflictError(
            "開いている間に、ほかの人がこの記録を変えました。両方を見くらべて保存し直してください。"
        ) from error
    except IntegrityError:
        raise
    except (DBAPIError, driver.Error) as error:
        sentence = as_worker_error(error)
        if sentence is None:
            raise
        raise sentence from error
