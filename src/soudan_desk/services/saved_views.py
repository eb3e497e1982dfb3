"""見方: a page's filters, columns and order, kept by a name for oneself or for the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import SavedView
from soudan_desk.models.base import FINAL, VOID, new_id
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A kept view; `is_own` is false for the office's, `may_change` says whether it is ours."""

    id: UUID
    name: str
    view: Mapping[str, Any]
    is_own: bool
    may_change: bool


def list_views(work: Work, page: str) -> list[ViewRow]:
    """List a page's views that the worker may use, one's own before the office's, by name."""
    query = _offered(work).where(SavedView.page == page)
    with work.store.reading(work.actor) as session:
        rows = session.scalars(query.order_by(SavedView.owner_id.is_(None), SavedView.name))
        return [
            ViewRow(row.id, row.name, row.view, row.owner_id is not None, _may_change(work, row))
            for row in rows
        ]


def may_keep_for_office(work: Work) -> bool:
    """Whether the worker may keep views for everybody."""
    return work.actor.has(SUPERVISOR, ADMINISTRATOR)


def save_view(
    work: Work, page: str, name: str, view: Mapping[str, Any], *, for_office: bool = False
) -> UUID:
    """Keep a view by a name that its owner does not use on this page yet."""
    if for_office:
        require_role(work, SUPERVISOR, ADMINISTRATOR, act="事務所の見方を保存する")
    owner = None if for_office else work.actor.staff_id
    name = _checked(name)
    with work.store.writing(work.actor) as session:
        _require_free(session, page, name, owner)
        row = SavedView(id=new_id(), page=page, name=name, owner_id=owner)
        row.view, row.record_state = dict(view), FINAL
        session.add(row)
        return row.id


def replace_view(work: Work, view_id: UUID, view: Mapping[str, Any]) -> None:
    """Put other filters, columns and order under the name of a kept view."""
    with work.store.writing(work.actor) as session:
        _mine(work, session, view_id).view = dict(view)


def rename_view(work: Work, view_id: UUID, name: str) -> None:
    """Give a kept view another name."""
    name = _checked(name)
    with work.store.writing(work.actor) as session:
        row = _mine(work, session, view_id)
        if name != row.name:
            _require_free(session, row.page, name, row.owner_id)
            row.name = name


def void_view(work: Work, view_id: UUID) -> None:
    """Take a kept view off the lists; its name is free again."""
    with work.store.writing(work.actor) as session:
        row = _mine(work, session, view_id)
        row.record_state, row.name = VOID, f"{row.name}（消した見方 {row.id}）"


def _offered(work: Work) -> Select[SavedView]:
    own = (SavedView.owner_id == work.actor.staff_id) | SavedView.owner_id.is_(None)
    return select(SavedView).where(own, SavedView.record_state != VOID)


def _mine(work: Work, session: Session, view_id: UUID) -> SavedView:
    row = session.scalars(_offered(work).where(SavedView.id == view_id)).one_or_none()
    if row is None:
        raise NotFoundError("この見方はもうありません。一覧を開き直してください。")
    if not _may_change(work, row):
        raise NotAllowedError("事務所の見方です。変えるときは主任か管理者に頼んでください。")
    return row


def _may_change(work: Work, row: SavedView) -> bool:
    return row.owner_id == work.actor.staff_id or may_keep_for_office(work)


def _require_free(session: Session, page: str, name: str, owner: UUID | None) -> None:
    is_theirs = SavedView.owner_id.is_(None) if owner is None else SavedView.owner_id == owner
    query = select(SavedView.id).where(
        is_theirs, SavedView.page == page, SavedView.name == name, SavedView.record_state != VOID
    )
    if session.scalars(query).first() is not None:
        raise InvalidEntriesError(
            {"name": f"「{name}」という見方はもうあります。別の名前にしてください。"}
        )


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidEntriesError({"name": "見方の名前を入れてください。"})
    if len(name) > _LONGEST:
        raise InvalidEntriesError({"name": f"名前は{_LONGEST}文字までです。短くしてください。"})
    return name
