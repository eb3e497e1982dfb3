"""What one does about the record under review: stamping, sending back, a word, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.review_reading import ReviewDesk
from soudan_desk.ui.dialogs import insist, tell
from soudan_desk.ui.forms.keeping import Keeper
from soudan_desk.ui.pages.review_desk import ReviewActs
from soudan_desk.ui.pages.review_foot import REMARK, RETURN, ReviewFoot
from soudan_desk.ui.pages.review_words import called, take_words, why_not

_NOTHING = "取り消せるものはありません。その日のうちの、自分の最後の印だけです。"


class ReviewActing(QObject):
    """The foot's buttons and its line of comment, and what came of them."""

    said = Signal(str)
    ended = Signal()
    """The comment was sent or put away; the keyboard belongs to the queue again."""
    refused = Signal()
    undone = Signal(object)
    """The review whose last act was taken back."""
    correct_wanted = Signal()

    def __init__(self, page: QWidget, acts: ReviewActs, foot: ReviewFoot) -> None:
        super().__init__(page)
        self._page, self._acts, self._foot = page, acts, foot
        self._desk: ReviewDesk | None = None
        self._is_waiting = False
        self._done: list[UUID] = []
        self._keeper = Keeper(page)
        self._connect()

    def show_desk(self, desk: ReviewDesk | None) -> None:
        """Act on another record; what is typed about the one before is kept."""
        before, self._desk = self._desk, desk
        comment = self._foot.comment
        is_begun = self._is_waiting and desk is not None and not comment.isHidden()
        self._is_waiting = False
        if not is_begun and (before is None or desk is None or before.row.id != desk.row.id):
            self._keep(before)
            comment.forget()
        if desk is not None and before is None and not comment.text():
            self._restore(desk.row.id)
        self._foot.undo.setEnabled(bool(self._done))
        if desk is not None:
            self._allow(desk)

    def wait(self) -> None:
        """Act on nothing until the record one has turned to stands here."""
        self._keep(self._desk)
        self._foot.comment.forget()
        self._foot.take.setEnabled(False)
        self._desk, self._is_waiting = None, True

    def keep_now(self) -> None:
        """Keep the comment at once."""
        self._keeper.keep_now()

    # building

    def _connect(self) -> None:
        foot = self._foot
        foot.comment.sent.connect(self._on_comment_sent)
        foot.comment.left.connect(self._on_comment_left)
        foot.comment.edited.connect(self._keeper.note_change)
        self._keeper.due.connect(self._on_keeper_due)
        for button, act in (
            (foot.take, self._on_take),
            (foot.send_back, partial(self._on_comment_wanted, RETURN)),
            (foot.remark, partial(self._on_comment_wanted, REMARK)),
            (foot.correct, self.correct_wanted),
            (foot.submit, self._on_submit),
            (foot.withdraw, self._on_withdraw),
            (foot.undo, self._on_undo),
        ):
            button.clicked.connect(act)

    def _allow(self, desk: ReviewDesk) -> None:
        """Let press what may be done, and say why the record cannot be approved here."""
        foot, may = self._foot, desk.may if self._acts.may_act else frozenset()
        may_take = bool(may & {"take_step", "read_after"})
        may_submit = "submit_review" in may
        foot.take.setText(take_words(desk))
        foot.take.setEnabled(may_take)
        foot.send_back.setEnabled("return_review" in may)
        foot.send_back.setVisible("return_review" in may)
        foot.remark.setEnabled("remark_review" in may)
        foot.correct.setVisible(may_submit and desk.row.state == "returned")
        foot.submit.setVisible(may_submit)
        foot.withdraw.setVisible("withdraw_review" in may)
        foot.undo.setEnabled(bool(self._done) or "undo_step" in may)
        foot.explain("" if may_take else why_not(desk, self._acts))

    # slots

    def _on_take(self) -> None:
        desk, acts, comment = self._desk, self._acts, self._foot.comment
        if desk is None:
            return
        row, words = desk.row, comment.text() if comment.act == REMARK else ""
        act = partial(acts.read_after, row.id)
        if "take_step" in desk.may:
            act = partial(acts.take, row.id, words or None, desk.version)
        self._foot.take.setEnabled(False)  # until the next record stands here
        done = f"{called(row)}：{take_words(desk)}しました　（Z で取り消し）"
        if self._do(act, done):
            self._done.append(row.id)
            self._forget(row.id)

    def _on_submit(self) -> None:
        if self._desk is not None:
            self._do(partial(self._acts.submit, self._desk.row), "出し直しました。")

    def _on_withdraw(self) -> None:
        if self._desk is not None:
            words = "取り下げました。「出し直す」でまた出せます。"
            self._do(partial(self._acts.withdraw, self._desk.row.id), words)

    def _on_undo(self) -> None:
        """Take one's last act back, here first the one done last on this page."""
        if self._done:
            which = self._done[-1]
        elif self._desk is not None and "undo_step" in self._desk.may:
            which = self._desk.row.id
        else:
            self.said.emit(_NOTHING)
            return
        if self._do(partial(self._acts.undo, which), "取り消しました。"):
            self.undone.emit(which)
        self._done = self._done[:-1]

    def _do(self, act: Callable[[], object], words: str) -> bool:
        try:
            insist(self._page, act)
        except SoudanError as error:
            tell(self._page, "できませんでした", error)
            self.refused.emit()
            return False
        self.said.emit(words)
        return True

    # comments

    def _on_comment_wanted(self, act: str) -> None:
        if self._desk is not None or self._is_waiting:
            self._foot.comment.open_for(act)
            self._foot.comment.take_focus()

    def _on_comment_sent(self, act: str, words: str) -> None:
        desk = self._desk
        if desk is None:
            return
        verb = self._acts.send_back if act == RETURN else self._acts.remark
        try:
            insist(self._page, partial(verb, desk.row.id, words))
        except SoudanError as error:
            self._foot.comment.refuse(_sentence(error))
            return
        self._done.append(desk.row.id)
        self._forget(desk.row.id)
        self.ended.emit()
        back = f"差し戻しました。{desk.row.author}さんの「今日」に出ます。"
        self.said.emit(back if act == RETURN else "ひとことを書き添えました。")

    def _on_comment_left(self) -> None:
        self._keeper.keep_now()
        self._foot.comment.hide()
        self.ended.emit()

    def _on_keeper_due(self) -> None:
        self._keep(self._desk)

    def _keep(self, desk: ReviewDesk | None) -> None:
        """Keep what is typed about a record, or that nothing is any more."""
        self._keeper.drop()
        comment = self._foot.comment
        if desk is None or not comment.is_touched:
            return
        if comment.text():
            self._acts.keep(desk.row, {"act": comment.act, "comment": comment.line.text()})
        else:
            self._acts.drop(desk.row.id)

    def _forget(self, review_id: UUID) -> None:
        """Drop the draft of what was sent."""
        self._keeper.drop()
        self._acts.drop(review_id)
        self._foot.comment.forget()

    def _restore(self, review_id: UUID) -> None:
        kept = self._acts.kept(review_id)
        if kept is not None:
            self._foot.comment.open_for(kept.answers["act"], kept.answers["comment"])


def _sentence(error: SoudanError) -> str:
    if isinstance(error, InvalidEntriesError):
        return next(iter(error.problems.values()))
    return str(error)
