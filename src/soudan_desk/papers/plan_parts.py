"""What the plans of every kind of centre share: their data, and the parts laid out alike.

None is what nobody has answered yet: the form leaves room for the hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable, Spacer

from soudan_desk.papers.answers import CLOSE, Look, answer_row, answer_rows, head_grid
from soudan_desk.papers.data import BLANK_DATE, Answer, Head, Sections, Stamp
from soudan_desk.papers.grid import Cell, Grid, Row
from soudan_desk.papers.kit import WritingLines
from soudan_desk.papers.text import Text

HAND_STAMPS = ("担当", "主任", "所長")
BLANK_PERIOD = "令和　　年　　月　　日 〜 令和　　年　　月　　日"
LOOK = CLOSE
_WHOLE = 150.0  # points; a lower block goes to the next page whole


@dataclass(frozen=True)
class GoalLine:
    """One goal of a plan, as it reads; `services` and `providers` are numbered alike."""

    no: str = ""
    need: str = ""
    goal: str = ""
    due: str = ""
    services: str = ""
    providers: str = ""
    own_role: str = ""
    review: str = ""
    cautions: str = ""
    since: str = ""  # 継続 or 新規, where the plan renews another


@dataclass(frozen=True)
class ActionLine:
    """One thing to do: what, by whom, when and how often."""

    what: str = ""
    who: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True)
class Agreement:
    """Explaining, agreeing and handing over."""

    explained_on: str | None = None
    agreed_on: str | None = None
    signed_by: str | None = None
    issued_on: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlanData:
    """What every plan says; a whole plan without answers is the form for handwriting."""

    title: str = ""
    head: Head = field(default_factory=Head)
    stamps: tuple[Stamp, ...] = ()
    drafted_on: str | None = None
    author: str | None = None
    edition: str | None = None  # 第2回（再プラン）…
    period: str | None = None
    changes: str | None = None  # what is otherwise than in the plan before
    wish_self: str | None = None
    wish_family: str | None = None
    issues: str | None = None
    policy: str | None = None
    goal_long: str | None = None
    goal_short: str | None = None
    goals: tuple[GoalLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    next_on: str | None = None
    note: str | None = None
    agreement: Agreement = field(default_factory=Agreement)
    rest: Sections = ()

    @property
    def by_hand(self) -> bool:
        """Whether this is the form for handwriting."""
        return self.drafted_on is None


def plan_head(plan: PlanData, author: str, look: Look = LOOK) -> Grid:
    """Return whose plan it is, which one, by whom and for how long."""
    about = (
        Answer("作成日", plan.drafted_on, blank=BLANK_DATE),
        Answer(author, plan.author),
        Answer("計画の回数", plan.edition, blank="第　　　回", wide=True),
        Answer("計画の期間", plan.period, blank=BLANK_PERIOD, wide=True),
        *renewal(plan),
    )
    return head_grid(plan.head, about, look)


def renewal(plan: PlanData) -> tuple[Answer, ...]:
    """Return what has changed since the plan before; nothing where there is none before."""
    if not plan.changes:
        return ()
    return (Answer("前の計画から変わったこと", plan.changes, long=True),)


def text_block(title: str, *answers: Answer, look: Look = LOOK) -> Flowable:
    """Return a titled table of questions."""
    return Grid(answer_rows(answers, look), title=title, space_after=6, whole_below=_WHOLE)


def whole_text(title: str, text: str | None, lines: int, look: Look = LOOK) -> Flowable:
    """Return one answer over the whole width under its title."""
    part = WritingLines(lines, look.pitch) if text is None else Text(text, look.style, field=title)
    row = Row((Cell((part,)),), least=2 * look.style.leading if text else 20.0)
    return Grid([row], title=title, space_after=6, whole_below=_WHOLE)


def agreement_block(
    plan: PlanData, words: str, *, title: str, to: str | None = None, look: Look = LOOK
) -> Flowable:
    """Return the box in which the person agrees and signs."""
    agreed, style = plan.agreement, look.style
    told = [Text(to, style), Spacer(1, 2)] if to else []
    rows = [
        Row((Cell((*told, Text(f"　{words}", style))),)),
        *_explained(agreed, look),
        answer_row(
            Answer("同意年月日", agreed.agreed_on, blank=BLANK_DATE),
            Answer("ご本人署名", agreed.signed_by),
            look=look,
        ),
    ]
    return Grid(rows, title=title, space_after=6, whole_below=300.0)


def _explained(agreed: Agreement, look: Look) -> Sequence[Row]:
    if agreed.explained_on == "" and agreed.issued_on == "":
        return ()
    return (
        answer_row(
            Answer("説明日", agreed.explained_on, blank=BLANK_DATE),
            Answer("交付日", agreed.issued_on, blank=BLANK_DATE),
            look=look,
        ),
    )
