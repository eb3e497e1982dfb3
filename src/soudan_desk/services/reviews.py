"""供覧・決裁: handing a record up, stamping it, sending it back, taking back what one did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Review, ReviewStep, Staff
from soudan_desk.models.base import DRAFT, VOID, Record, now
from soudan_desk.services.read_marks import remember_read
from soudan_desk.services.records import model_of
from soudan_desk.services.review_rules import (
    AFTER,
    TAKEN,
    Desk,
    Round,
    Turn,
    desk_of,
    last_act,
    rounds_of,
    to_read_after,
    turn_of,
    why_not,
)
from soudan_desk.services.rights import require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.review_following import end_review
from soudan_desk.storage.review_rounds import (
    DONE,
    RETURNED,
    REVIEWED_KINDS,
    WAITING,
    add_step,
    begin_round,
    review_of,
    route_of,
)
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

APPROVE = "approve"


def submit_review(work: Work, kind: str, record_id: UUID, *, comment: str | None = None) -> UUID:
    """Hand a record in, for the first time or again after a return or an amendment."""
    if kind not in REVIEWED_KINDS:
        raise NotAllowedError("この種類の記録は、供覧・決裁にかけられません。")
    with work.store.writing(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        require_writing(work, session, record, is_new=False)
        _require_in_force(record)
        former = review_of(session, record_id)
        if former is not None:
            _require_again(former, record)
        route = route_of(session, getattr(record, "centre", None), kind)
        if former is None and (route is None or not route.is_active):
            raise NotAllowedError(
                "この記録の順路が決まっていません。設定の「供覧・決裁の順路」で決めてください。"
            )
        by = work.actor.staff_id
        review = begin_round(session, record, route, by=by, on=work.today(), comment=_text(comment))
        remember_read(session, by, record)
        return review.id


def _require_in_force(record: Record) -> None:
    if record.record_state == VOID:
        raise NotAllowedError("取り消された記録は、供覧・決裁にかけられません。")
    if record.evidence and record.record_state == DRAFT:
        raise NotAllowedError("下書きです。確定してから供覧・決裁にかけてください。")


def _require_again(review: Review, record: Record) -> None:
    if review.state == WAITING:
        raise NotAllowedError("すでに回っています。取り下げてから出し直すこともできます。")
    if review.state == DONE and review.record_version == record.version:
        raise NotAllowedError("供覧・決裁は済んでいます。訂正・追記をすると、また出せます。")


def take_step(
    work: Work, review_id: UUID, *, comment: str | None = None, version: int | None = None
) -> None:
    """Stamp the stage whose turn it is: 供覧, 承認, or 代決 in the place of somebody away.

    `version` is the one that was read: raises `ConflictError` when another one waits by now.
    """

    def stamp(act: _Act) -> None:
        turn = act.require_turn()
        _require_read(act.review, version)
        step = act.row(turn)
        if turn.instead_of is not None:
            step.action, step.assigned_id = "delegated", turn.instead_of
        else:
            step.action = "approved" if act.review.mode == APPROVE else "viewed"
        act.sign(step, comment)
        act.go_on(turn)

    _act(work, review_id, stamp)


def _require_read(review: Review, version: int | None) -> None:
    if version is not None and version != review.record_version:
        raise ConflictError(
            "読んでいる間に訂正されました。変わった所を読み直してから押してください。"
        )


def return_review(work: Work, review_id: UUID, comment: str) -> None:
    """Send a record back to its author with what is to be mended."""
    _require_words(comment, "何を直してほしいか、ひとこと書いてください。")

    def send_back(act: _Act) -> None:
        step = act.row(act.require_turn())
        step.action = RETURNED
        act.sign(step, comment)
        act.review.state = RETURNED

    _act(work, review_id, send_back)


def remark_review(work: Work, review_id: UUID, comment: str) -> None:
    """Leave a word on a record under review; it goes on its way all the same."""
    _require_words(comment, "ひとことを入れてください。")

    def remark(act: _Act) -> None:
        if not may_remark(act.desk, act.round):
            raise NotAllowedError("この供覧・決裁にひとことを残す権限がありません。")
        act.beside("remarked", "ひとこと", comment)

    _act(work, review_id, remark)


def read_after(work: Work, review_id: UUID) -> None:
    """Read afterwards what went on while one was away (後閲)."""

    def read(act: _Act) -> None:
        step = to_read_after(act.desk, act.round)
        if step is None:
            raise NotAllowedError("後閲の要る記録ではありません。一覧を開き直してください。")
        if step.action is None:
            row = fetch(act.session, ReviewStep, step.id)
            row.action = AFTER
            act.sign(row, None)
        else:
            act.beside(AFTER, step.title, None, position=step.position)

    _act(work, review_id, read)


def withdraw_review(work: Work, review_id: UUID, *, comment: str | None = None) -> None:
    """Take back what one handed in, before everybody has seen it."""

    def withdraw(act: _Act) -> None:
        if not may_withdraw(act.desk, act.round):
            raise NotAllowedError("取り下げられるのは、回っている間に、出した人だけです。")
        end_review(act.session, act.review, work.actor.staff_id, _text(comment))

    _act(work, review_id, withdraw)


def undo_step(work: Work, review_id: UUID) -> None:
    """Take back one's own last act on the day one did it, if nothing came after it."""

    def undo(act: _Act) -> None:
        if not may_undo(act.desk, act.round):
            raise NotAllowedError(
                "取り消せるのは、今日した自分の印だけです。あとの人がもう見ているときは取り消せません。"
            )
        last = last_act(act.round)
        assert last is not None
        _require_as_it_was(act)
        step = fetch(act.session, ReviewStep, last.id)
        if step.action in {"remarked", "withdrawn"} or _is_beside(act.round, last.id):
            step.record_state = VOID
        else:
            _clear(step)
        act.session.flush()
        act.stand_again()

    _act(work, review_id, undo)


def _require_as_it_was(act: _Act) -> None:
    """Refuse to set a review back whose record has gone on since."""
    _require_in_force(act.record)
    if act.record.version != act.review.record_version:
        raise NotAllowedError("書いた人がもう直しています。出し直されたものを見てください。")


def _is_beside(found: Round, step_id: UUID) -> bool:
    return all(stage.id != step_id for stage in found.stages())


def _clear(step: ReviewStep) -> None:
    step.action = step.staff_id = step.acted_at = step.comment = None
    if step.role is not None:
        step.assigned_id = None


def may_remark(desk: Desk, found: Round) -> bool:
    """Whether a worker may leave a word: who writes casework, or has a part in the review."""
    return desk.actor.writes_casework or turn_of(desk, found) is not None


def may_withdraw(desk: Desk, found: Round) -> bool:
    """Whether a worker may take a review back."""
    return found.state in {WAITING, RETURNED} and desk.actor.staff_id in found.authors


def may_undo(desk: Desk, found: Round) -> bool:
    """Whether the last act of a round is the worker's own, of today, and no handing in."""
    last = last_act(found)
    if last is None or last.position == 0 or last.staff_id != desk.actor.staff_id:
        return False
    assert last.acted_at is not None
    return last.acted_at.astimezone().date() == now().astimezone().date()


class _Act:
    """One act on one review within its unit of work."""

    def __init__(self, work: Work, session: Session, review: Review) -> None:
        self.work, self.session, self.review = work, session, review
        assert review.record_id is not None
        self.record = fetch(session, model_of(review.record_kind), review.record_id)
        self.desk = desk_of(work, session)
        (self.round,) = rounds_of(session, [review.id])

    def require_turn(self) -> Turn:
        """Return the worker's turn, or raise `NotAllowedError` saying why it is not."""
        turn = turn_of(self.desk, self.round)
        if turn is None:
            names = dict(self.session.execute(select(Staff.id, Staff.name)).all())
            raise NotAllowedError(why_not(self.desk, self.round, names))
        return turn

    def row(self, turn: Turn) -> ReviewStep:
        """Return the stage's row."""
        return fetch(self.session, ReviewStep, turn.step.id)

    def sign(self, step: ReviewStep, comment: str | None) -> None:
        """Write who did it and when, in which version; what one signs one has read."""
        step.staff_id, step.acted_at = self.work.actor.staff_id, now()
        step.comment, step.record_version = _text(comment), self.review.record_version
        mark(self.session, self.review, step.action or "edit")
        remember_read(self.session, self.work.actor.staff_id, self.record)

    def beside(
        self, action: str, title: str, comment: str | None, *, position: int | None = None
    ) -> None:
        """Add an act beside the stages."""
        place = self.review.position if position is None else position
        step = add_step(self.session, self.review, position=place, title=title, action=action)
        self.sign(step, comment)

    def go_on(self, turn: Turn) -> None:
        """Hand the record to the next stage, or end its way."""
        later = [each for each in self.round.stages() if each.position > turn.step.position]
        self.review.position = turn.step.position + 1
        if not later:
            self.review.state, self.review.ended_on = DONE, self.work.today()

    def stand_again(self) -> None:
        """Put the review where its stages say it stands."""
        (found,) = rounds_of(self.session, [self.review.id])
        returned = any(each.action == RETURNED for each in found.stages())
        done = [each.position for each in found.stages() if each.action in TAKEN]
        self.review.state = RETURNED if returned else WAITING
        self.review.position = max(done, default=0) + 1
        if self.review.position > len(found.stages()):
            self.review.state = DONE
        else:
            self.review.ended_on = None


def _act(work: Work, review_id: UUID, do: Callable[[_Act], Any]) -> None:
    with work.store.writing(work.actor) as session:
        do(_Act(work, session, fetch(session, Review, review_id)))


def _require_words(comment: str, sentence: str) -> None:
    if not comment.strip():
        raise InvalidEntriesError({"comment": sentence})


def _text(comment: str | None) -> str | None:
    return (comment or "").strip() or None
