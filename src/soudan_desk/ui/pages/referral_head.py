"""The head of a referral's page: what it is and in which state, whom it is about."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_review import ReturnBar, ReviewMark
from soudan_desk.ui.pages.referral_desk import DRAFT, VOID, Loaded
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, Line
from soudan_desk.ui.widgets.painting import ChipLook

_DRAFT = ChipLook("下書き", Role.INFO, Icon.EDIT)
_VOID = ChipLook("取消", Role.MUTED, Icon.EXCLUDED)
_FINAL = ChipLook("確定", Role.OK, Icon.CHECK)
_REPLIED = ChipLook("返事あり", Role.OK, Icon.CHECK)
_WAITING = ChipLook("返事待ち", Role.INFO, Icon.WAITING)
_LATE = ChipLook("返事の期限超過", Role.DANGER, Icon.LATE, bold=True)
_PROTECTED = ChipLook("支援措置", Role.DANGER, Icon.PROTECTED, solid=True)
_RESTRICTED = ChipLook("秘匿", Role.DANGER, Icon.LOCKED, solid=True)


def state_look(loaded: Loaded, today: date) -> ChipLook:
    """Return the chip for where a referral stands."""
    answers = loaded.answers
    if loaded.state in {DRAFT, VOID}:
        return _DRAFT if loaded.state == DRAFT else _VOID
    if loaded.is_incoming or not loaded.is_sent:
        return _FINAL
    if answers.get("reply_received_on") or answers.get("outcome") not in (None, "pending"):
        return _REPLIED
    due = answers.get("check_due_on")
    return _LATE if due is not None and due < today else _WAITING


class ReferralHead(QWidget):
    """One line that never scrolls away, and one of 供覧・決裁 where the letter goes up."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("つなぎの手紙", Type.TITLE, bold=True)
        self._number = Label("", Type.HEADING, Role.MUTED, figures=True)
        self._state = Chip(_DRAFT)
        self._person = ElidedLabel("", Type.HEADING, bold=True)
        self._case = Label("", Type.BODY, Role.MUTED, figures=True)
        self._protected, self._restricted = Chip(_PROTECTED), Chip(_RESTRICTED)
        self.review, self._returned = ReviewMark("referral"), ReturnBar((0, 0, 0, 0))
        left = layouts.row(self._title, self._number, self._state, spacing=8)
        right = layouts.row(self._person, self._case, self._protected, self._restricted, spacing=8)
        row = layouts.row(left, layouts.STRETCH, right, spacing=12, margins=(0, 0, 0, 10))
        upward = layouts.row(
            self.review, (self._returned, 200), layouts.STRETCH, margins=(0, 8, 0, 0)
        )
        self.setLayout(layouts.column(row, Line(), upward, spacing=0))

    def show_loaded(self, loaded: Loaded, today: date, *, may_write: bool = False) -> None:
        """Show a referral; who may write may hand it in."""
        self.review.show_standing(loaded.review, may_write=may_write and loaded.may_change)
        self._returned.show_standing(loaded.review)
        self._title.setText("受けたつなぎ" if loaded.is_incoming else "つなぎの手紙")
        number = loaded.answers.get("ref_no") or ""
        version = f"第{loaded.version}版" if loaded.version > 1 else ""
        self._number.setText("　".join(filter(None, (number, version))))
        self._state.set_look(state_look(loaded, today))
        self._person.setText(loaded.person)
        self._case.setText(loaded.case_no)
        self._protected.setVisible(loaded.is_protected)
        self._restricted.setVisible(loaded.is_restricted)
        self.setAccessibleName(f"{self._title.text()} {number} {loaded.person} {loaded.case_no}")
