"""Taking a whole import back, unless somebody has worked with what it brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError, NotFoundError, SoudanError
from soudan_desk.models import ImportBatch, Review, record_kinds
from soudan_desk.models.base import VOID, Record, now
from soudan_desk.services.names import title_of
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.bulk import Bulk
from soudan_desk.storage.bulk_void import void_many
from soudan_desk.storage.review_rounds import REVIEWED_KINDS
from soudan_desk.storage.scope import whole_office

ACTION = "import_undo"
_CHUNK = 400
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Undone:
    """How many records of each kind were voided."""

    batch: UUID
    counts: dict[str, int]


class ImportInUseError(SoudanError):
    """Records of the batch were changed or referred to since; `records` names them."""

    code = "in_use"

    def __init__(self, records: Sequence[str]) -> None:
        shown = "、".join(records[:_SHOWN])
        more = f" ほか{len(records) - _SHOWN}件" if len(records) > _SHOWN else ""
        super().__init__(
            f"取り込んだあとに使われた記録が{len(records)}件あるため、取り消せません({shown}{more})。"
            "その記録を元に戻すか、要らない記録を1件ずつ取り消してください。"
        )
        self.records = tuple(records)


def undo_import(work: Work, batch_id: UUID) -> Undone:
    """Void every record an import made, in one unit of work; raises `ImportInUseError`."""
    with work.store.writing_many(work.actor, ACTION) as bulk:
        batch = _batch(work, bulk.session, batch_id)
        ids = {kind: [UUID(each) for each in found] for kind, found in batch.record_ids.items()}
        used = [*_changed(bulk.session, ids), *_referred(bulk.session, ids)]
        if used:
            raise ImportInUseError(list(dict.fromkeys(used)))
        reason = f"取込みの取消し({batch.file_name})"
        for kind, found in ids.items():
            _void(bulk, model_of(kind), found, reason)
        batch.undone_at = now()
        bulk.session.flush()
    return Undone(batch_id, {kind: len(found) for kind, found in ids.items()})


def _batch(work: Work, session: Session, batch_id: UUID) -> ImportBatch:
    batch = session.scalars(select(ImportBatch).where(ImportBatch.id == batch_id)).one_or_none()
    if batch is None:
        raise NotFoundError("その取込みは見つかりません。取込みの一覧で番号を確かめてください。")
    if batch.undone_at is not None:
        raise NotAllowedError("この取込みは、すでに取り消されています。")
    if not work.actor.writes_casework or (
        batch.made_by != work.actor.staff_id and not work.actor.has(SUPERVISOR)
    ):
        raise NotAllowedError("取込みを取り消せるのは、取り込んだ人か主任です。")
    return batch


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))


def _changed(session: Session, ids: Mapping[str, list[UUID]]) -> Iterator[str]:
    """Name the records that were written again since: their lock version has grown."""
    for kind, found in ids.items():
        model: Any = model_of(kind)
        for chunk in _chunks(found):
            query = select(model).where(model.id.in_(chunk), model.lock_version > 1)
            for record in session.scalars(query):
                yield _shown(record)


def _referred(session: Session, ids: Mapping[str, list[UUID]]) -> Iterator[str]:
    """Name the records that others, made since, refer to."""
    own = {each for found in ids.values() for each in found}
    for model in record_kinds().values():
        for column in model.__table__.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            for kind in targets & ids.keys():
                yield from _referred_by(session, model, column, model_of(kind), own)
    for kind in REVIEWED_KINDS & ids.keys():
        yield from _referred_by(session, Review, Review.record_id, model_of(kind), own)


def _referred_by(
    session: Session, model: Any, column: Any, target: Any, own: set[UUID]
) -> Iterator[str]:
    query = select(model.id, column).where(column.is_not(None), model.record_state != VOID)
    used = {
        referred
        for record_id, referred in whole_office(session, query)
        if referred in own and record_id not in own
    }
    for chunk in _chunks(sorted(used)):
        for record in session.scalars(select(target).where(target.id.in_(chunk))):
            yield _shown(record)


def _shown(record: Record) -> str:
    return f"{record.label} {title_of(record)}"


def _void(bulk: Bulk, model: type[Record], ids: Sequence[UUID], reason: str) -> None:
    for chunk in _chunks(ids):
        rows = whole_office(bulk.session, select(model).where(model.id.in_(chunk)))
        records = [record for (record,) in rows if record.record_state != VOID]
        void_many(bulk, records, reason)
