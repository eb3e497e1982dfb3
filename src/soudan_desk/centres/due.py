"""Due rules that every kind of centre has (docs/due.md); a centre adds its own in its package."""

from __future__ import annotations

from typing import Any

from soudan_desk.centres.due_protection import PROTECTION
from soudan_desk.services.due_rules import Doing, Done, DueRule, OnClosed, Span

INTERRUPTED = ("interrupted", "suspend")
_WITHOUT_USUAL_CONTACT = (*INTERRUPTED, "pre_consent", "followup")
_OWN = frozenset({"consultation", "referral"})
_WITHOUT_CASE = frozenset({"consultation", "referral", "intake", "rights_intake"})
_CONTACT = ("last_contact_on", "opened_on", "reopened_on")


def _no_contact(days: int, until: int | None) -> DueRule:
    return DueRule(
        key=f"no_contact_{days}",
        label=f"{days}日対応なし",
        kind="case",
        dates=_CONTACT,
        after=Span(days=days),
        until=None if until is None else Span(days=until),
        ahead=False,
        not_states=_WITHOUT_USUAL_CONTACT,
        reason=f"最終対応({{base}})から{{since}}日たち、{days}日を超えています。",
        action="本人に連絡し、記録してください。",
        doing=Doing.CONTACT,
    )


def draft_left(kind: str, what: str) -> DueRule:
    """Return the rule for drafts of a kind that were begun three days ago."""
    return DueRule(
        key=f"draft_{kind}",
        label="下書きのまま3日",
        kind=kind,
        dates=("created_at",),
        after=Span(days=3),
        ahead=False,
        is_draft=True,
        without_case=kind in _WITHOUT_CASE,
        of_closed=True,
        staff="staff_id" if kind in _OWN else "created_by",
        only_staff=True,
        reason=f"{{base}}に書きはじめた{what}が、{{since}}日たっても下書きのままです。",
        action="続きを書いて確定するか、取り消してください。",
    )


def handbook(leads: tuple[int, ...], *centres: str) -> DueRule:
    """Return the rule for a 手帳 to be renewed or re-examined, with a centre's own leads."""
    return DueRule(
        key=f"handbook_{leads[0]}",
        label="手帳の更新・再認定",
        kind="person",
        rows="handbook",
        dates=("recheck_on",),
        detail="kind",
        leads=leads,
        centres=centres,
        reason="{detail}の更新・再認定の期限は{due}です。{left}。",
        action="本人に手続きを案内し、新しい期限を入れてください。",
        doing=Doing.BASICS,
    )


def monitoring_day(key: str, **words: Any) -> DueRule:
    """Return the rule for a plan's next monitoring day, as one kind of plan counts it."""
    usual: dict[str, Any] = {
        "label": "次回モニタリング",
        "kind": "plan",
        "dates": ("next_monitoring_on",),
        "leads": (7, 0),
        **NEWEST_PLAN,
        "unless": (MONITORED,),
        "reason": "次回のモニタリングは{due}の予定です。{left}。",
        "action": "本人と会い、モニタリングを記録してください。",
    }
    return DueRule(key=key, **(usual | words))


NEWEST_PLAN: dict[str, Any] = {
    "newest_per": ("case_id", "plan_kind"),
    "newest_by": "plan_no",
    "newest_begins": "period_from_on",
    "newest_where": {"stage": ("issued", None)},
}
"""The next plan takes over from the one in force once it is final (and no 案) and has begun."""
MONITORED = Done(kind="monitoring", same=(("plan_id", "id"),), since="held_on", early_days=14)
"""A monitoring held up to two weeks before its day is the one that was meant."""
LOOKED_AFTER = Done(
    kind="monitoring", same=(("plan_id", "plan_id"),), since="held_on", early_days=14
)
PLAN_ENDED = (
    Done(kind="evaluation", same=(("plan_id", "plan_id"),)),
    Done(kind="plan", same=(("renews_id", "plan_id"),), begins="period_from_on"),
)
"""A part of a plan is asked for no more once the plan is evaluated or the next one has begun."""
HANDBOOK = handbook((60,), "life_support", "rights_advocacy")

COMMON = (
    _no_contact(30, 60),
    _no_contact(60, 90),
    _no_contact(90, None),
    DueRule(
        key="interrupted_contact",
        label="中断中の方への連絡",
        kind="case",
        dates=("last_contact_on", "state_on"),
        after=Span(months=3),
        on_closed=OnClosed.NEXT,
        leads=(7, 0),
        states=INTERRUPTED,
        reason="中断中の方には3か月ごとに連絡を試みます。最後は{base}、次は{due}で、{left}。",
        action="連絡を試み、つながらなくても記録してください。",
        doing=Doing.CONTACT,
    ),
    DueRule(
        key="promise",
        label="次回の約束",
        kind="consultation",
        dates=("next_due_on",),
        detail="next_action",
        leads=(7, 0),
        as_in_case=(("held_on", "last_contact_on"),),
        staff="staff_id",
        reason="最後の記録で{due}に「{detail}」と約束しています。{left}。",
        action="約束したことを行い、記録してください。",
        doing=Doing.CONTACT,
    ),
    DueRule(
        key="referral_check",
        label="つなぎの結果確認",
        kind="referral",
        dates=("check_due_on",),
        detail="agency_id",
        leads=(3, 0),
        where={"direction": ("out",), "outcome": (None, "pending")},
        filled=("sent_on",),
        empty=("reply_received_on",),
        without_case=True,
        staff="staff_id",
        reason="{detail}へのつなぎの結果確認は{due}の予定です。返事がなく、{left}。",
        action="相手の機関に確かめ、結果を記録してください。",
    ),
    DueRule(
        key="request_answer",
        label="開示等の請求への答え",
        kind="disclosure_request",
        dates=("due_on", "extended_to_on"),
        detail="request_type",
        leads=(30, 7, 0),
        empty=("notified_on", "withdrawn_on"),
        of_closed=True,
        without_case=True,
        staff="staff_id",
        reason="「{detail}」の請求に答える期限は{due}です。{left}。",
        action="記録を確かめ、決定し、請求した人に知らせてください。",
    ),
    *PROTECTION,
    DueRule(
        key="consent_expiry",
        label="同意の期限",
        kind="consent",
        dates=("expires_on",),
        detail="type",
        leads=(30, 7),
        empty=("withdrawn_on",),
        newest_per=("person_id", "case_id", "type"),
        newest_by="given_on",
        of_person=True,
        reason="「{detail}」の同意は{due}が期限です。{left}。",
        action="続けるなら、同意を取り直して記録してください。",
        doing=Doing.BASICS,
    ),
    DueRule(
        key="care_level_expiry",
        label="介護認定の期限",
        kind="person",
        dates=("care_level_expires_on",),
        leads=(60, 30),
        reason="要介護認定の有効期間は{due}までです。{left}。",
        action="更新の申請を案内し、新しい期限を入れてください。",
        doing=Doing.BASICS,
    ),
    draft_left("consultation", "相談記録"),
    draft_left("referral", "つなぎ"),
    draft_left("plan", "計画"),
    draft_left("monitoring", "モニタリング"),
    draft_left("evaluation", "評価シート"),
    # A monitoring that names the next day before the plan does (both say the same afterwards).
    monitoring_day(
        "monitoring_next",
        kind="monitoring",
        dates=("next_due_on",),
        newest_per=("plan_id",),
        newest_by="held_on",
        newest_begins="",
        newest_where={},
        unless=(
            Done(kind="plan", same=(("id", "plan_id"), ("next_monitoring_on", "next_due_on"))),
            Done(kind="plan", same=(("renews_id", "plan_id"),), begins="period_from_on"),
        ),
    ),
    DueRule(
        key="agenda_next",
        label="会議で次に検討する日",
        kind="agenda_item",
        dates=("next_on",),
        leads=(7, 0),
        newest_per=("case_id",),
        newest_by="held_on",
        reason="会議({base}の予定)で改めて検討することになっています。{left}。",
        action="議題に入れ、検討した結果を記録してください。",
        doing=Doing.TAB,
    ),
    DueRule(
        key="agenda_followup",
        label="会議で決めたフォロー",
        kind="agenda_item",
        dates=("followup_on",),
        leads=(7, 0),
        newest_per=("case_id",),
        newest_by="held_on",
        unless=(Done(kind="consultation", since="held_on", early_days=7),),
        reason="会議で決めたフォローの予定日は{due}です。{left}。",
        action="様子を確かめ、記録してください。",
        doing=Doing.CONTACT,
    ),
    DueRule(
        key="action_due",
        label="実施することの期日",
        kind="action",
        dates=("due_on",),
        detail="what",
        leads=(7, 0),
        empty=("done_on",),
        unless=PLAN_ENDED,
        reason="計画の「{detail}」の期日は{due}です。{left}。",
        action="進み具合を確かめ、済んでいれば「済んだ日」を入れてください。",
        doing=Doing.TAB,
        tab="plan",
    ),
    DueRule(
        key="goal_review",
        label="目標の評価時期",
        kind="goal",
        dates=("review_on",),
        detail="goal",
        leads=(14, 0),
        empty=("reached",),
        unless=(*PLAN_ENDED, LOOKED_AFTER),
        reason="目標「{detail}」の評価時期は{due}です。{left}。",
        action="目標の進み具合を本人と確かめ、モニタリングか評価を記録してください。",
        doing=Doing.TAB,
        tab="plan",
    ),
    DueRule(
        key="review_late",
        label="供覧・決裁の遅れ",
        kind="review",
        dates=("due_on",),
        detail="record_kind",
        ahead=False,
        where={"state": ("waiting",)},
        of_closed=True,
        without_case=True,
        staff="staff_id",
        reason="{detail}の供覧・決裁が{due}までに済んでいません。",
        action="だれの番かを確かめ、声をかけてください。",
    ),
    DueRule(
        key="followup",
        label="終結後のフォローアップ",
        kind="evaluation",
        dates=("followup_on",),
        leads=(7, 0),
        where={"followup_planned": (True,)},
        empty=("followup_done_on",),
        newest_per=("case_id",),
        newest_by="evaluated_on",
        of_closed=True,
        reason="終結後のフォローアップは{due}の予定です。{left}。",
        action="様子を確かめ、フォローアップをした日を入れてください。",
        doing=Doing.RECORD,
    ),
)
