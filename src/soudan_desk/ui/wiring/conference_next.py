"""Offers to put a meeting's next date into the calendars of its members of the office."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.services.conference_next import propose_next, put_next
from soudan_desk.services.work import Work
from soudan_desk.ui.dialogs import Answer, ask, insist
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.widgets.button import ButtonKind


def offer_next(work: Work, conference_id: UUID, parent: QWidget | None) -> bool:
    """Ask, where a next date stands in nobody's calendar yet; tell whether it was put in."""
    proposed = propose_next(work, conference_id)
    if proposed is None:
        return False
    answers = [
        Answer("leave", "入れない"),
        Answer("go", f"{len(proposed.names)}人の予定に入れる", ButtonKind.FILLED, is_default=True),
    ]
    sentence = (
        f"{day_text(proposed.on)} {proposed.title}。{'、'.join(proposed.names)}の予定に入ります。"
    )
    if ask(parent, "次回の日を予定に入れますか", sentence, answers) != "go":
        return False
    insist(parent, partial(put_next, work, conference_id))
    return True
