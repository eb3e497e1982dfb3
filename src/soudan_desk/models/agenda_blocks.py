"""What only some kinds of meeting ask about a case."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import asks
from soudan_desk.models.types import Code, Codes, Long

_SHEET = "検討・審査の資料"
_CANDIDATE = "後見人等の候補者"
_KENTOU = {"meeting_kind": ("kentou", "juken_shinsa")}
_JUDGED = {"meeting_kind": ("kentou", "juken_shinsa", "shinsa")}
_OPEN = {"meeting_kind": ("kentou", "juken_shinsa", "shinsa", "chiikicare")}


class GuardianshipBlock:
    """検討支援会議: the case in outline, what was decided of a guardian, and who may become one."""

    presenter_org: Mapped[str | None] = asks(
        "提出した機関", section=_SHEET, printed=True, searched=True, shown_when=_OPEN
    )
    ability_opinion: Mapped[Long | None] = asks(
        "判断能力についての意見", section=_SHEET, printed=True, searched=True, shown_when=_JUDGED
    )
    asset_scale: Mapped[Code | None] = asks(
        "資産の規模",
        section=_SHEET,
        codes="agenda.asset_scale",
        printed=True,
        counted=True,
        shown_when=_KENTOU,
    )
    dispute: Mapped[Code | None] = asks(
        "親族間の争い",
        section=_SHEET,
        codes="yes_no_unknown",
        printed=True,
        counted=True,
        shown_when=_KENTOU,
    )
    legal_issues: Mapped[Codes | None] = asks(
        "法的な課題",
        section=_SHEET,
        codes="agenda.legal_issue",
        printed=True,
        counted=True,
        shown_when=_KENTOU,
    )
    living_place: Mapped[str | None] = asks(
        "生活の場", section=_SHEET, printed=True, shown_when=_JUDGED
    )
    issues: Mapped[Long | None] = asks(
        "課題", section=_SHEET, printed=True, searched=True, shown_when=_OPEN
    )
    proposal: Mapped[Long | None] = asks(
        "提案", section=_SHEET, printed=True, searched=True, shown_when=_OPEN
    )

    type_expected: Mapped[Code | None] = asks(
        "類型の見込み",
        section=_CANDIDATE,
        codes="agenda.guardianship_type",
        printed=True,
        counted=True,
        shown_when=_KENTOU,
    )
    candidate_kind: Mapped[Code | None] = asks(
        "候補者の種類",
        section=_CANDIDATE,
        codes="agenda.candidate_kind",
        printed=True,
        counted=True,
        shown_when=_KENTOU,
    )
    candidate_name: Mapped[str | None] = asks(
        "候補者の氏名", section=_CANDIDATE, printed=True, searched=True, shown_when=_KENTOU
    )
    org_requested_on: Mapped[date | None] = asks(
        "候補者の推薦を頼んだ日", section=_CANDIDATE, printed=True, shown_when=_KENTOU
    )
    accepted_on: Mapped[date | None] = asks(
        "受諾した日", section=_CANDIDATE, printed=True, shown_when=_KENTOU
    )
    team: Mapped[Long | None] = asks(
        "後見人を支えるチーム",
        section=_CANDIDATE,
        printed=True,
        searched=True,
        shown_when=_KENTOU,
    )
    followup_on: Mapped[date | None] = asks(
        "フォローの予定日", section=_CANDIDATE, printed=True, shown_when=_KENTOU
    )
