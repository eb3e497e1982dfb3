"""申し送り: leaving a note for colleagues, reading it, answering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotFoundError
from soudan_desk.fields import Field, Kind
from soudan_desk.models import HandoverNote, Receipt, Staff
from soudan_desk.models.base import VOID, fields_of, now
from soudan_desk.services.answers import Answers
from soudan_desk.services.handover_lists import About
from soudan_desk.services.handover_receivers import all_who_can, readers_among
from soudan_desk.services.records import Saved, add_in, model_of, saved
from soudan_desk.services.rights import require_writing
from soudan_desk.services.standing_in import Absent, stands_in_for
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.filing import file_note
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

TO_ALL = "to_all"
"""The question whether everybody of a centre is meant, asked beside the colleagues' names."""
_ASKED = ("body", "to_staff_ids", "is_urgent", "due_on")


def note_fields(centre_name: str = "") -> tuple[Field, ...]:
    """Return the questions of a note; with a centre's name one may leave it for all of them."""
    asked = {
        field.key: replace(field, section="")
        for field in fields_of(HandoverNote)
        if field.key in _ASKED
    }
    if not centre_name:
        return tuple(asked.values())
    to_all = Field(key=TO_ALL, label=f"{centre_name}の全員へ", kind=Kind.CHECK)
    to_some = replace(asked.pop("to_staff_ids"), shown_when={TO_ALL: (False, None)})
    return (asked.pop("body"), to_some, to_all, *asked.values())


# leaving


def leave_note(
    work: Work, answers: Answers, *, about: About | None = None, centre: str = "", form: str = ""
) -> Saved:
    """Leave a note on a record or on none, for colleagues or (`to_all`) a whole centre.

    `form` names the unsaved row it takes the place of.
    """
    given = {key: value for key, value in answers.items() if key != TO_ALL}
    with work.store.writing(work.actor) as session:
        if answers.get(TO_ALL):
            given["to_staff_ids"] = _everybody(work, session, about, centre)
        note = _add(work, session, given, about)
        forget_unsaved(work, session, form or None)
        session.flush()
        return saved(note)


def _add(work: Work, session: Session, answers: Mapping[str, Any], about: About | None) -> Any:
    """Store it; what it hangs on must be seen by the writer, and stands before it is delivered."""
    if about is None or about.id is None:
        return add_in(work, session, "handover_note", answers)
    fetch(session, model_of(about.kind), about.id)
    return add_in(
        work,
        session,
        "handover_note",
        answers,
        known={"about_kind": about.kind, "about_id": about.id},
    )


def _everybody(work: Work, session: Session, about: About | None, centre: str) -> list[UUID]:
    note = _draft(session, about)
    wanted = note.centre or centre
    found = all_who_can(work, session, note, wanted)
    if not found:
        raise InvalidEntriesError({TO_ALL: "ほかに読める人がいません。宛てを選んでください。"})
    return found


def _draft(session: Session, about: About | None) -> HandoverNote:
    """Return a note that is never stored, filed as one on this record would be."""
    note = HandoverNote(to_staff_ids=[])
    if about is not None and about.id is not None:
        fetch(session, model_of(about.kind), about.id)
        note.about_kind, note.about_id = about.kind, about.id
        file_note(session, note)
    return note


def colleagues(work: Work, about: About | None = None) -> list[tuple[UUID, str, str]]:
    """List (id, name, job) of those a note on this record can be left for."""
    with work.store.reading(work.actor) as session:
        note = _draft(session, about)
        query = select(Staff).where(Staff.is_active, Staff.record_state != VOID)
        staff = [
            each for each in session.scalars(query.order_by(Staff.login)) if not _is_me(work, each)
        ]
        found = readers_among(session, note, staff)
        return [(each.id, each.name, each.job_title or "") for each in found]


def _is_me(work: Work, staff: Staff) -> bool:
    return staff.id == work.actor.staff_id


# reading and answering


def mark_read(work: Work, note_ids: Sequence[UUID]) -> int:
    """Note that these were shown to the worker; return how many had not been."""
    with work.store.writing(work.actor) as session:
        fresh = [each for each in _own_receipts(work, session, note_ids) if each.read_at is None]
        for receipt in fresh:
            receipt.read_at = now()
            mark(session, receipt, "read")
    return len(fresh)


def finish_note(work: Work, note_id: UUID, *, reply: str = "") -> None:
    """Say that one has done what a note asks, with an answer to its writer.

    Whoever stands in for the one it was left for says so in their place, and is named.
    """
    with work.store.writing(work.actor) as session:
        receipt, away = _own_receipt(work, session, note_id)
        said = reply.strip()
        if away is None:
            receipt.read_at = receipt.read_at or now()
        else:
            said = f"{said}（代理 {work.actor.name}）"
        receipt.done_at = receipt.done_at or now()
        receipt.reply = said or receipt.reply
        mark(session, receipt, "done", _instead_of(away))


def reopen_note(work: Work, note_id: UUID) -> None:
    """Take back that one has done it."""
    with work.store.writing(work.actor) as session:
        receipt, away = _own_receipt(work, session, note_id)
        receipt.done_at = None
        mark(session, receipt, "reopen", _instead_of(away))


def take_back(work: Work, note_id: UUID, *, reason: str) -> None:
    """Take a note of one's own back: it is on nobody's 今日 any more."""
    with work.store.writing(work.actor) as session:
        note = fetch(session, HandoverNote, note_id)
        require_writing(work, session, note, is_new=False)
        note.record_state = VOID
        mark(session, note, "void", reason)


def _own_receipt(work: Work, session: Session, note_id: UUID) -> tuple[Receipt, Absent | None]:
    """Return one's own receipt, else that of somebody for whom one stands in today, and of whom."""
    if found := _own_receipts(work, session, [note_id]):
        return found[0], None
    query = select(Receipt).where(Receipt.handover_note_id == note_id)
    for receipt in session.scalars(query.order_by(Receipt.done_at.is_not(None), Receipt.id)):
        if (away := stands_in_for(work, session, receipt.staff_id)) is not None:
            return receipt, away
    raise NotFoundError("あなた宛ての申し送りではありません。「今日」を開き直してください。")


def _instead_of(away: Absent | None) -> str | None:
    return None if away is None else f"{away.name}さんの代理"


def _own_receipts(work: Work, session: Session, note_ids: Sequence[UUID]) -> list[Receipt]:
    query = select(Receipt).where(
        Receipt.handover_note_id.in_(note_ids), Receipt.staff_id == work.actor.staff_id
    )
    return list(session.scalars(query))
