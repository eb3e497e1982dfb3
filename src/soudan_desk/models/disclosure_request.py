"""開示・訂正・利用停止の請求: what somebody asks of the office about their own records.

個人情報保護法 33条 (開示), 34条 (訂正等) and 35条 (利用停止等) bind the office itself; it answers
遅滞なく (without delay: no number of days). What comes by way of a municipality is answered within
30 days, which may be prolonged once. The program asks for 30 days in both cases: the office's aim
in the first, the rule in the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Codes, Long, Rows, Yen

_ASKED = "請求"
_WHO = "請求した人"
_TERM = "期限"
_DECIDED = "決定"
_DONE = "実施"
ANSWER_DAYS = 30
"""自治体経由は30日+延長; the first day is not counted."""
REFUSING = ("partial", "refused")
"""The decisions that need a ground, and a sentence of what is kept back."""
REDACTION_ROWS = (
    Field(key="record", label="記録", kind=Kind.LINE),
    Field(key="section", label="見出し", kind=Kind.LINE),
    Field(key="ground", label="理由", kind=Kind.CHOICE, codes="request.ground"),
)
"""A section of a record (`consultation:<id>`) that the copy keeps back, and on what ground."""


class DisclosureRequest(Record):
    """One request: who asked for what of their own records, what was decided and handed over."""

    label = "開示等の請求"
    title_keys = ("request_type", "received_on")

    request_type: Mapped[Code] = asks(
        "請求の種類", section=_ASKED, codes="request.type", listed=True, printed=True, counted=True
    )
    received_on: Mapped[date] = asks(
        "請求を受けた日", section=_ASKED, listed=True, printed=True, counted=True, past=True
    )
    via: Mapped[Code] = asks("受け方", section=_ASKED, codes="request.via", counted=True)
    staff_id: Mapped[UUID] = refers("受けた職員", section=_ASKED, of="staff", listed=True)
    person_id: Mapped[UUID] = refers("本人", section=_ASKED, of="person", listed=True)
    case_id: Mapped[UUID | None] = refers(
        "ケース", section=_ASKED, of="case", help="記録がケースにあるときに選びます。"
    )
    centre: Mapped[Code | None] = asks("センター", section=_ASKED, codes="centre")
    scope: Mapped[Long] = asks(
        "請求の対象",
        section=_ASKED,
        printed=True,
        searched=True,
        help="どの記録の、いつからいつまでのものか。訂正は、どこをどう直すか。",
    )
    why: Mapped[Long | None] = asks(
        "請求の理由",
        section=_ASKED,
        printed=True,
        searched=True,
        shown_when={"request_type": ("correction", "suspension")},
    )

    requester: Mapped[Code] = asks(
        "請求した人", section=_WHO, codes="request.requester", printed=True, counted=True
    )
    requester_name: Mapped[str | None] = asks(
        "代理人の氏名",
        section=_WHO,
        printed=True,
        searched=True,
        shown_when={"requester": ("legal", "agent")},
        required_when={"requester": ("legal", "agent")},
    )
    identity: Mapped[Codes | None] = asks(
        "確かめた書類", section=_WHO, codes="request.identity", printed=True
    )
    identity_on: Mapped[date | None] = asks(
        "本人・代理人を確かめた日", section=_WHO, printed=True, past=True
    )

    due_on: Mapped[date | None] = asks(
        "答える期限",
        section=_TERM,
        listed=True,
        printed=True,
        help="空なら、請求を受けた日の30日後が入ります。",
    )
    extended_to_on: Mapped[date | None] = asks("延長した期限", section=_TERM, printed=True)
    extended_because: Mapped[Long | None] = asks(
        "延長の理由", section=_TERM, printed=True, searched=True
    )

    decision: Mapped[Code | None] = asks(
        "決定", section=_DECIDED, codes="request.decision", listed=True, printed=True, counted=True
    )
    decided_on: Mapped[date | None] = asks("決定した日", section=_DECIDED, printed=True, past=True)
    grounds: Mapped[Codes | None] = asks(
        "応じない理由",
        section=_DECIDED,
        codes="request.ground",
        printed=True,
        counted=True,
        shown_when={"decision": REFUSING},
        required_when={"decision": REFUSING},
    )
    withheld: Mapped[Long | None] = asks(
        "応じない部分と説明",
        section=_DECIDED,
        printed=True,
        searched=True,
        shown_when={"decision": REFUSING},
        required_when={"decision": REFUSING},
    )
    redactions: Mapped[Rows | None] = asks("写しで伏せる所", section=_DECIDED, rows=REDACTION_ROWS)
    redacted_words: Mapped[Long | None] = asks(
        "写しで伏せることば",
        section=_DECIDED,
        shown_when={"request_type": ("disclosure",)},
        help="1行に1つ。第三者の名前など、写しのどこにあっても黒くすることばです。",
    )
    notified_on: Mapped[date | None] = asks(
        "決定を知らせた日", section=_DONE, listed=True, printed=True, past=True
    )
    handing: Mapped[Code | None] = asks(
        "交付の方法", section=_DONE, codes="request.handing", printed=True
    )
    fee_yen: Mapped[Yen | None] = asks("手数料", section=_DONE, printed=True)
    done_on: Mapped[date | None] = asks("交付・実施した日", section=_DONE, printed=True, past=True)
    withdrawn_on: Mapped[date | None] = asks("取り下げられた日", section=_DONE, past=True)
    note: Mapped[Long | None] = asks("備考", section=_DONE, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Show what is to be answered first."""
        return (Index(None, "due_on"),)

    def derive(self) -> None:
        """Count the term where none was typed."""
        if self.due_on is None and self.received_on is not None:
            self.due_on = self.received_on + timedelta(days=ANSWER_DAYS)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse days before the request, and a decision while nobody has proven who asks."""
        early = "請求を受けた日より前の日付です。日付を確かめてください。"
        days = ("due_on", "identity_on", "decided_on", "notified_on", "done_on", "withdrawn_on")
        found = {
            key: text
            for day in days
            for key, text in not_before(answers, day, "received_on", early).items()
        }
        return {
            **found,
            **not_before(
                answers,
                "extended_to_on",
                "due_on",
                "もとの期限より前です。日付を確かめてください。",
            ),
            **_missing(answers),
        }


def _missing(answers: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    if answers.get("extended_to_on") and not answers.get("extended_because"):
        found["extended_because"] = "延長の理由を入れてください。請求した人に知らせる理由です。"
    if answers.get("decision") and not answers.get("identity_on"):
        found["identity_on"] = "決定の前に、本人・代理人を確かめた日を入れてください。"
    if answers.get("decision") and not answers.get("decided_on"):
        found["decided_on"] = "決定した日を入れてください。"
    if answers.get("notified_on") and not answers.get("decision"):
        found["decision"] = "知らせた決定を選んでください。"
    return found
