"""Two entries that are one person: joining them, and taking them apart again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.models import ConflictBlock, Person, record_kinds
from soudan_desk.models.base import VOID, Record, now
from soudan_desk.models.program import PersonMerge
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import CASEWORKER, SUPERVISOR
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_UNMOVED = frozenset({"person_merge", "person", "review", "review_step"})
"""Reviews follow their records by themselves."""


def merge_persons(work: Work, kept_id: UUID, merged_id: UUID, *, reason: str) -> UUID:
    """Move everything of one entry to another; return the merge's id, which takes it back.

    The merged entry stays, pointing to the one kept; its answers are not touched.
    """
    require_role(work, CASEWORKER, SUPERVISOR, act="同じ人としてまとめる")
    if kept_id == merged_id:
        raise NotAllowedError("同じ登録どうしはまとめられません。別の登録を選んでください。")
    with work.store.writing(work.actor) as session:
        return merge_in(work, session, kept_id, merged_id, reason).id


def merge_in(
    work: Work, session: Session, kept_id: UUID, merged_id: UUID, reason: str
) -> PersonMerge:
    """Merge two entries within an open unit of work."""
    kept, merged = fetch(session, Person, kept_id), fetch(session, Person, merged_id)
    if merged.merged_into_id is not None or kept.merged_into_id is not None:
        raise NotAllowedError("すでにまとめられた登録です。一覧から選び直してください。")
    moved = _move_all(session, merged_id, kept_id)
    merged.merged_into_id = kept_id
    mark(session, merged, "merge", reason)
    merge = PersonMerge(
        kept_id=kept_id,
        merged_id=merged_id,
        moved=moved,
        made_by=work.actor.staff_id,
        reason=reason,
    )
    session.add(merge)
    session.flush()  # gives the merge its id
    return merge


def _move_all(session: Session, merged_id: UUID, kept_id: UUID) -> dict[str, Any]:
    moved: dict[str, Any] = {}
    for model in record_kinds().values():
        for key in _person_keys(model):
            ids = []
            for record in _found(session, model, getattr(model, key) == merged_id):
                setattr(record, key, kept_id)
                mark(session, record, "refile", "同じ人としてまとめた")
                ids.append(str(record.id))
            if ids:
                moved.setdefault(model.kind(), {})[key] = ids
    return moved


def _found(session: Session, model: type[Record], condition: Any) -> Iterable[Any]:
    """Find what is moved; a conflict of interest goes along also where the mover sees none."""
    query = select(model).where(condition)
    if model is ConflictBlock:
        return whole_office(session, query).scalars()  # type: ignore[no-any-return]
    return session.scalars(query)


def counted_moves(session: Session, person_id: UUID) -> dict[str, int]:
    """Count by kind the records that merging an entry away would move."""
    found: dict[str, int] = {}
    for model in record_kinds().values():
        keys = [getattr(model, key) == person_id for key in _person_keys(model)]
        if keys:
            query = select(func.count(model.id)).where(or_(*keys), model.record_state != VOID)
            found[model.kind()] = int(session.scalars(query).one())
    return {kind: count for kind, count in found.items() if count}


def _person_keys(model: type[Record]) -> list[str]:
    if model.kind() in _UNMOVED:
        return []
    return [
        column.key
        for column in model.__table__.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def unmerge_persons(work: Work, merge_id: UUID) -> None:
    """Give back what a merge moved, as far as nobody has moved it on since."""
    require_role(work, CASEWORKER, SUPERVISOR, act="まとめを取り消す")
    with work.store.writing(work.actor) as session:
        merge = session.scalars(select(PersonMerge).where(PersonMerge.id == merge_id)).first()
        if merge is None or merge.undone_at is not None:
            raise NotFoundError("そのまとめは見つからないか、すでに取り消されています。")
        _give_back(session, merge)
        merged = fetch(session, Person, merge.merged_id)
        merged.merged_into_id = None
        mark(session, merged, "unmerge")
        merge.undone_at = now()


def _give_back(session: Session, merge: PersonMerge) -> None:
    kinds = record_kinds()
    for kind, keys in merge.moved.items():
        model = kinds[kind]
        for key, ids in keys.items():
            for record in _found(session, model, model.id.in_([UUID(each) for each in ids])):
                if getattr(record, key) == merge.kept_id:
                    setattr(record, key, merge.merged_id)
                    mark(session, record, "refile", "まとめを取り消した")


def merges_of(work: Work, person_id: UUID) -> list[tuple[UUID, UUID]]:
    """List (merge id, merged person's id) of what was merged into a person and still is."""
    with work.store.reading(work.actor) as session:
        fetch(session, Person, person_id)
        query = select(PersonMerge.id, PersonMerge.merged_id).where(
            PersonMerge.kept_id == person_id, PersonMerge.undone_at.is_(None)
        )
        return [(merge_id, merged_id) for merge_id, merged_id in session.execute(query)]
