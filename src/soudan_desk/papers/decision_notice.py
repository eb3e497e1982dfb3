"""開示決定等通知書: what was decided on a request, or by when it will be, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import LARGE, LOOKS, Look, answer_rows, on_one_page
from soudan_desk.papers.data import Answer, Sender
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.letter_head import LETTER_TITLE, letter_head
from soudan_desk.papers.text import BODY, SMALL, Text

_COMPLAINTS = (
    "この決定についてのお問い合わせや苦情は、上の連絡先でお受けします。記録の内容に、本人以外の方の"
    "お名前などが含まれるところは、その方の権利や利益を守るために黒くしています。"
)


@dataclass(frozen=True, kw_only=True)
class DecisionNotice:
    """One decision as it is told to whom asked."""

    number: str = ""
    issued_on: date | None = None
    to: tuple[str, ...] = ()
    sender: Sender = field(default_factory=lambda: Sender("", ""))
    title: str = "開示決定通知書"
    opening: str = ""
    answers: tuple[Answer, ...] = ()
    refuses: bool = False
    """Whether something is not done that was asked for: then it says where to complain."""


def decision_notice_story(notice: DecisionNotice) -> list[Flowable]:
    """Lay the notice out, on one page where it fits."""
    return on_one_page(lambda look: _story(notice, look), (LARGE, *LOOKS))


def _story(notice: DecisionNotice, look: Look) -> list[Flowable]:
    story: list[Flowable] = [
        *letter_head(notice.number, notice.issued_on, notice.to, notice.sender),
        Text(notice.title, LETTER_TITLE),
        Text(f"　{notice.opening}", BODY.but(space_after=6)),
        Grid(answer_rows(notice.answers, look), space_after=8),
    ]
    return [*story, Text(_COMPLAINTS, SMALL)] if notice.refuses else story
