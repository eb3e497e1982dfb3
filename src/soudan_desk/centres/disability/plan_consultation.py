"""How a case of 計画相談支援 goes: 計画案, 支給決定, 計画, モニタリング, 更新."""

from __future__ import annotations

from soudan_desk.services.process import CASEWORKERS, Fact, Move, Need, Process, through, tick

_OWN = {"plan_kind": ("service_use",)}
_ISSUED_BEFORE = (("decided", "plan_issued"),)
"""What led to the plan that was issued is used up: a change and a renewal have their own."""
_DRAFT_AGREED = Need(
    "これからのサービス等利用計画案に本人の同意日が入っていません。"
    "更新・変更のときは次の計画へ更新(Alt+U)し、同意をもらってください。",
    (
        Fact(
            kind="plan",
            own_kind=_OWN,
            filled=("client_agreed_on",),
            newest=True,
            since=_ISSUED_BEFORE,
        ),
    ),
)
_ISSUED = Need(
    "「計画」の交付日が入っていません。担当者会議のあと、計画案を開いて「案から計画にする」(Alt+I)で"
    "計画を作り、同意をもらって交付してください。",
    (
        Fact(
            kind="plan",
            own_kind={**_OWN, "stage": ("issued",)},
            filled=("client_agreed_on", "issued_on"),
            newest=True,
            since=_ISSUED_BEFORE,
        ),
    ),
)
_MET = Need(
    "サービス担当者会議での了承がまだありません。会議を開き、結論を入れて会議録を確定してください。",
    (
        Fact(
            kind="agenda_item",
            own_kind={"meeting_kind": ("tantousha",)},
            where={"conclusion": ("approved", "approved_with_changes")},
            final=True,
            since=_ISSUED_BEFORE,
        ),
    ),
)
_PLAN_THROUGH = through(
    "いまのサービス等利用計画の決裁が済んでいません。"
    "確定して出すか、訂正したものを出し直してください。",
    "plan",
    **_OWN,
)
_ASSESSED = Need(
    "今回のアセスメントの記録がありません。居宅を訪問して面接し、新しく記録してください。",
    (Fact(kind="disability_assessment", since=_ISSUED_BEFORE),),
)
_MONITORED = Need(
    "いまの計画のモニタリングの記録がありません。",
    (Fact(kind="monitoring", since=_ISSUED_BEFORE),),
)
_REPORTED = Need(
    "モニタリングの結果を市区町村へ報告した日が入っていません。"
    "いまの計画のモニタリングを開いて「市区町村へ報告した日」を入れてください。",
    (Fact(kind="monitoring", filled=("reported_on",), newest=True, since=_ISSUED_BEFORE),),
)
"""A renewal and a change are told to the municipality (基準省令); a visit between need not be."""
_ENDS = (Move(to="changed_provider"), Move(to="self_plan"), Move(to="ended"))

PLAN_CONSULTATION = Process(
    centre="disability",
    key="plan_consultation",
    label="計画相談支援",
    series="D",
    states="case.state.disability",
    first_state="requested",
    closed_states=frozenset({"changed_provider", "self_plan", "ended"}),
    line=(
        "requested",
        "contracted",
        "assessing",
        "draft_submitted",
        "decided",
        "plan_issued",
        "monitoring",
        "ended",
    ),
    movers=CASEWORKERS,
    moves={
        "requested": (
            Move(
                to="contracted",
                needs=(
                    tick("plan_requested", "計画案の提出依頼を受けた日が入っていません。"),
                    tick("contract_signed", "利用契約を結んだ日が入っていません。"),
                ),
            ),
            *_ENDS,
        ),
        "contracted": (
            Move(
                to="assessing",
                needs=(tick("notified_city", "市区町村への依頼届出の日が入っていません。"),),
            ),
            *_ENDS,
        ),
        "assessing": (
            Move(
                to="draft_submitted",
                needs=(
                    _ASSESSED,
                    _DRAFT_AGREED,
                    tick(
                        "draft_submitted",
                        "計画案を市区町村へ出した日が入っていません。",
                        _ISSUED_BEFORE,
                    ),
                ),
            ),
            *_ENDS,
        ),
        "draft_submitted": (
            Move(
                to="decided",
                needs=(
                    tick(
                        "certificate_seen",
                        "受給者証を確かめた日が入っていません。",
                        _ISSUED_BEFORE,
                    ),
                ),
            ),
            *_ENDS,
        ),
        "decided": (Move(to="plan_issued", needs=(_MET, _ISSUED, _PLAN_THROUGH)), *_ENDS),
        "plan_issued": (Move(to="monitoring"), *_ENDS),
        "monitoring": (
            Move(to="renewal_due", needs=(_MONITORED, _REPORTED)),
            Move(to="assessing", needs=(_MONITORED, _REPORTED), asks_reason=True),
            *_ENDS,
        ),
        "renewal_due": (Move(to="assessing"), *_ENDS),
        "changed_provider": (),
        "self_plan": (),
        "ended": (),
    },
)
