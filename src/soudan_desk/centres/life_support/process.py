"""How a case of 自立相談支援 goes: the national process from 受付 to 終結 (docs/processes.md)."""

from __future__ import annotations

from typing import Any

from soudan_desk.services.process import (
    CASEWORKERS,
    SUPERVISORS,
    Fact,
    Move,
    Need,
    Process,
    Start,
    through,
    tick,
    ticked,
)

_DECIDED = (("awaiting_decision", "supporting"),)
"""What plan, meeting and evaluation came before it is used up: the next round has its own."""
_APPLICATION = {"type": ("use_application",)}


def _applied(**how: Any) -> Fact:
    return Fact(kind="consent", own_kind=_APPLICATION, newest=True, **how)


_AGAIN = "新しく同意をもらい、「同意」に入れてください。"
_APPLIED = Need(
    "本人の利用申込みの同意がありません。申込書に署名をもらい、「同意」に入れてください。",
    (Fact(kind="consent", where=_APPLICATION, stands=True),),
    instead=(
        (_applied(filled=("withdrawn_on",)), f"利用申込みの同意は撤回されています。{_AGAIN}"),
        (
            _applied(where={"method": ("explained",)}),
            f"利用申込みは説明しただけで、まだ同意がありません。{_AGAIN}",
        ),
        (_applied(filled=("expires_on",)), f"利用申込みの同意は期限が切れています。{_AGAIN}"),
    ),
)
_OWN = {"plan_kind": ("self_reliance",)}
_OUT = {"direction": ("out",)}
_LETTER_ANSWERED = Fact(kind="referral", where=_OUT, filled=("reply_received_on",))
_LETTER = Need(
    "つなぎ先への紹介状がまだありません。「進める」から書くか、口頭なら受付を確かめた日を入れてください。",
    (Fact(kind="referral", where=_OUT), ticked("referral_confirmed")),
    begins="referral",
)
_CONFIRMED = Need(
    "つなぎ先での受付がまだ確かめられていません。返事を記録するか、確かめた日を入れてください。",
    (_LETTER_ANSWERED, ticked("referral_confirmed")),
)


def _screened(result: str, words: str) -> Need:
    fact = Fact(kind="screening", where={"result": (result,)}, newest=True)
    return Need(f"スクリーニングの結果が「{words}」になっていません。", (fact,))


def _plan(missing: str, *filled: str) -> Need:
    fact = Fact(kind="plan", own_kind=_OWN, filled=filled, newest=True, since=_DECIDED)
    return Need(missing, (fact,))


def _evaluated(outcome: str, words: str) -> Need:
    return Need(
        f"確定した評価シートの結論が「{words}」になっていません。",
        (_evaluation(outcome=(outcome,)),),
    )


def _evaluation(**where: tuple[str, ...]) -> Fact:
    return Fact(kind="evaluation", where=where, newest=True, final=True, since=_DECIDED)


def _opined(outcome: str) -> Fact:
    """Return the fact that the newest evaluation, be it a draft, ends so."""
    return Fact(kind="evaluation", where={"outcome": (outcome,)}, newest=True, since=_DECIDED)


def _concluded(about: str, *conclusions: str) -> Fact:
    """Return the fact that final minutes of a 支援調整会議 so conclude on the newest record."""
    return Fact(
        kind="agenda_item",
        own_kind={"meeting_kind": ("coord",)},
        where={"conclusion": conclusions},
        newest=True,
        final=True,
        newest_of=about,
        since=_DECIDED,
    )


_INFORMED = Move(to="closed_info", needs=(_screened("info_only", "情報提供や相談対応のみで終了"),))
_REFERRED = Move(
    to="closed_referred",
    needs=(_screened("referred_out", "他の制度や専門機関へつなぐ"), _LETTER, _CONFIRMED),
)
_INTERRUPTED = Move(to="interrupted")
_EMERGENCY = Move(
    to="emergency",
    needs=(
        tick(
            "emergency_support",
            "緊急支援を始めた日が入っていません。"
            "住居確保給付金やシェルターなど、始めた支援を「手続き」に記録してください。",
            (("emergency", "assessing"), ("emergency", "planning")),
        ),
    ),
    starts=(Start("緊急支援のあとのプランを作る", 14),),
)
"""What cannot wait begins before application, assessment and plan; they follow (事後のプラン)."""
_ASSESSING = Move(to="assessing", needs=(_APPLIED,))
_APPROVED = Need(
    "いまのプランについて、支援調整会議での了承がまだありません。"
    "会議の結論を入れ、会議録を確定してください。",
    (_concluded("plan", "approved", "approved_with_changes"),),
)
_CLOSE_JUDGED = Need(
    "支援調整会議での「終結」の結論がまだありません。"
    "評価シートを会議にかけ、結論を入れて会議録を確定してください。",
    (
        _concluded("evaluation", "close"),
        _evaluation(outcome=("close",), close_reason=("client_wish", "death")),
    ),
)
"""Who does not want to go on, or has died, is closed without a meeting."""
_REPLAN_JUDGED = Need(
    "支援調整会議での「再プラン」の結論がまだありません。"
    "評価シートを会議にかけ、結論を入れて会議録を確定してください。",
    (_concluded("evaluation", "replan"),),
)
_PLAN_THERE = _plan("これからのプランの下書きがありません。新しいプランを作ってください。")
_PLAN_DECIDED = Need(
    "支援決定(確認)を受けたプランがありません。「アセスメント中」から再開してください。",
    (Fact(kind="plan", own_kind=_OWN, filled=("decided_on",)),),
)
_PLAN_THROUGH = through(
    "いまのプランの決裁が済んでいません。確定して出すか、訂正したものを出し直してください。",
    "plan",
    plan_kind=("self_reliance",),
)
_EVALUATION_THROUGH = through(
    "評価シートの決裁が済んでいません。確定して出すか、訂正したものを出し直してください。",
    "evaluation",
)

_CLOSED_UNJUDGED = Move(to="closed", roles=SUPERVISORS)
"""Neither evaluation nor meeting carries it: the supervisor answers for it."""

MOVES = {
    "received": (
        Move(
            to="assessing",
            needs=(_screened("continue_plan", "継続支援しプランを策定する"), _APPLIED),
        ),
        Move(
            to="pre_consent",
            needs=(_screened("consent_pending", "同意に向けて取り組む"),),
        ),
        _EMERGENCY,
        _INFORMED,
        _REFERRED,
        _INTERRUPTED,
    ),
    "pre_consent": (_ASSESSING, _EMERGENCY, _INFORMED, _REFERRED, _INTERRUPTED),
    "emergency": (
        _ASSESSING,
        Move(to="planning", needs=(_PLAN_THERE, _APPLIED)),
        _REFERRED,
        _INTERRUPTED,
    ),
    "assessing": (
        Move(to="planning", needs=(_PLAN_THERE, _APPLIED)),
        _EMERGENCY,
        _INFORMED,
        _REFERRED,
        _INTERRUPTED,
    ),
    "planning": (
        Move(
            to="awaiting_meeting",
            needs=(
                _plan(
                    "これからのプランに本人が同意した日が入っていません。"
                    "再プランのときは次の計画へ更新(Alt+U)し、署名をもらって入れてください。",
                    "client_agreed_on",
                ),
            ),
        ),
        _INTERRUPTED,
    ),
    "awaiting_meeting": (
        Move(
            to="awaiting_decision",
            needs=(_APPROVED,),
        ),
        Move(to="planning", asks_reason=True),
        _INTERRUPTED,
    ),
    "awaiting_decision": (
        Move(
            to="supporting",
            needs=(
                _plan(
                    "自治体の支援決定(確認)日がプランに入っていません。",
                    "decided_on",
                ),
                _PLAN_THROUGH,
            ),
        ),
        _INTERRUPTED,
    ),
    "supporting": (
        Move(
            to="evaluating",
            needs=(
                Need(
                    "いまのプランの評価シートがありません。評価シートを作ってください。",
                    (Fact(kind="evaluation", since=_DECIDED),),
                ),
            ),
        ),
        _INTERRUPTED,
    ),
    "evaluating": (
        Move(
            to="closed",
            needs=(_evaluated("close", "終結"), _CLOSE_JUDGED, _EVALUATION_THROUGH),
            meant_by=(_opined("close"),),
        ),
        Move(
            to="planning",
            needs=(_evaluated("replan", "再プランして継続"), _REPLAN_JUDGED, _EVALUATION_THROUGH),
            meant_by=(_opined("replan"),),
        ),
        _INTERRUPTED,
    ),
    "closed": (
        Move(
            to="followup",
            needs=(
                Need(
                    "評価シートにフォローアップの予定日が入っていません。",
                    (Fact(kind="evaluation", filled=("followup_on",), newest=True),),
                ),
            ),
        ),
    ),
    "followup": (Move(to="closed"),),
    "interrupted": (
        _ASSESSING,
        Move(to="supporting", needs=(_PLAN_DECIDED,)),
        _CLOSED_UNJUDGED,
    ),
    "closed_info": (),
    "closed_referred": (),
}

CONSULTATION = Process(
    centre="life_support",
    key="consultation",
    label="自立相談支援",
    series="L",
    states="case.state.life_support",
    first_state="received",
    closed_states=frozenset({"closed", "closed_info", "closed_referred"}),
    interrupted_states=frozenset({"interrupted"}),
    line=(
        "received",
        "assessing",
        "planning",
        "awaiting_meeting",
        "awaiting_decision",
        "supporting",
        "evaluating",
        "closed",
    ),
    movers=CASEWORKERS,
    moves=MOVES,
)
