"""What is not typed into a record but set by a verb of its own: refused from a file of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, CaseWorker
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.answers import Answers
from soudan_desk.services.cases import MAIN
from soudan_desk.services.rights import require_writing
from soudan_desk.services.staff import check_roles
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_ADDED_ELSEWHERE: Mapping[str, str] = {
    "case": "ケースは case open で開いてください。",
    "staff": "職員は staff add で登録してください。",
    "attachment": "添付は画面から付けてください。",
    "disclosure": "提供の記録は、書類を出したときに作られます。",
    "review": "供覧・決裁は、画面で提出・承認・差し戻しをしてください。",
    "review_step": "供覧・決裁は、画面で提出・承認・差し戻しをしてください。",
    "receipt": "申し送りの受け取りは、申し送りを残したときに作られます。",
    "conflict_block": "利益相反は、設定の「利益相反」で登録してください。",
    "legal_hold": "廃棄の保留は、「保存と廃棄」の画面から行ってください。",
    "disposal": "廃棄の記録は、「保存と廃棄」の画面で廃棄したときに作られます。",
    "case_transfer": "ケースの引き継ぎは、「引き継ぎと代理」で頼んでください。",
    "emergency_access": "緊急閲覧は、ケース一覧の「緊急閲覧」から行ってください。",
    "saved_view": "見方は、一覧の画面で保存してください。",
    "office_setting": "事務所の設定は1件だけです。record amend で直してください。",
}
_SET_ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "case": dict.fromkeys(
        (
            *("case_no", "centre", "process", "state"),
            *("closed_on", "close_reason", "close_note", "reopened_on", "state_on"),
        ),
        "ケースを開く・進める・閉じるときに決まる項目です。ここでは変えられません。",
    ),
    "staff": {
        "login": "ログイン名は変えられません。新しい職員として登録してください。",
        "is_active": "利用を止めるには staff disable を使ってください。",
    },
    "case_worker": dict.fromkeys(
        ("case_id", "staff_id"), "担当のケースと職員は変えられません。新しく登録してください。"
    ),
    "handover_note": dict.fromkeys(
        ("to_staff_ids", "staff_id", "case_id", "person_id", "centre"),
        "残した申し送りの宛てとつけた先は変えられません。取り消して、残し直してください。",
    ),
    "receipt": dict.fromkeys(
        ("handover_note_id", "case_id", "staff_id", "read_at", "done_at", "reply"),
        "受け取りは、本人が「今日」で読み、済みにすると決まります。ここでは変えられません。",
    ),
    "centre_setting": {"centre": "センターの種類は変えられません。"},
}


def require_addable(work: Work, session: Session, kind: str, answers: Answers) -> None:
    """Refuse kinds that come into being by a verb of their own, and a second main worker."""
    if kind in _ADDED_ELSEWHERE:
        raise NotAllowedError(_ADDED_ELSEWHERE[kind])
    if kind == "case_worker" and answers.get("case_id") is not None:
        _require_hand_on_workers(work, session, answers)


def require_typed(record: Record, answers: Answers) -> None:
    """Refuse to change what only a verb of its own may change; giving it as it is does no harm."""
    fixed = _SET_ELSEWHERE.get(record.kind(), {})
    problems = {
        key: fixed[key]
        for key, value in answers.items()
        if key in fixed and value != getattr(record, key)
    }
    if problems:
        raise InvalidEntriesError(problems)
    if record.kind() == "staff" and "roles" in answers:
        check_roles(answers["roles"] or [])


def _require_hand_on_workers(work: Work, session: Session, answers: Mapping[str, Any]) -> None:
    case = fetch(session, Case, answers["case_id"])
    require_writing(work, session, case, is_new=False)
    others = select(CaseWorker.id).where(
        CaseWorker.case_id == case.id, CaseWorker.role == MAIN, CaseWorker.record_state != VOID
    )
    if answers.get("role") == MAIN and session.scalars(others).first() is not None:
        raise InvalidEntriesError(
            {"role": "主担当はすでに決まっています。「副担当」などにして登録してください。"}
        )
