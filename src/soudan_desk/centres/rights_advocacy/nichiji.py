"""How a case of 日常生活自立支援事業 goes: from the first call to the end of the contract."""

from __future__ import annotations

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

_PLAN_AGREED = Need(
    "これからの支援計画書に本人の同意日が入っていません。"
    "説明して同意をもらい、日付を入れてください。",
    (
        Fact(
            kind="plan",
            own_kind={"plan_kind": ("nichiji",)},
            filled=("client_agreed_on",),
            newest=True,
            since=(("contract", "service"), ("change", "service")),
        ),
    ),
)
_PLAN_THROUGH = through(
    "いまの支援計画書の決裁が済んでいません。確定して出すか、訂正したものを出し直してください。",
    "plan",
    plan_kind=("nichiji",),
)
_SURVEYED = Need(
    "訪問調査の記録がありません。訪問調査票を作るか、調査した日を入れてください。",
    (Fact(kind="rights_assessment"), ticked("home_survey")),
)
_MONITORED = Need(
    "今回のモニタリングの記録がありません。",
    (Fact(kind="monitoring", since=(("monitoring", "service"),)),),
)
_SHEET = tick(
    "guideline_sheet",
    "契約締結判定ガイドラインによる調査の日が入っていません。",
)
_RETURNED = tick("items_returned", "預かり物件の返還と精算の日が入っていません。")
_TERMINATED = Move(to="terminated")
_ENDED = Move(to="terminated", needs=(_RETURNED,), roles=SUPERVISORS)
"""What ends a contract or goes to the board is decided on by the supervisor (決裁)."""
_SUSPENDED = Move(
    to="suspend",
    needs=(
        tick(
            "suspension_notice",
            "休止届を受け取った日が入っていません。",
            (("suspend", "service"),),
        ),
    ),
    starts=(Start("休止中の利用者の様子を確かめる", 30),),
)

NICHIJI = Process(
    centre="rights_advocacy",
    key="nichiji",
    label="日常生活自立支援事業",
    series="K",
    states="case.state.rights_advocacy",
    first_state="inquiry",
    closed_states=frozenset({"terminated"}),
    interrupted_states=frozenset({"suspend"}),
    line=(
        "inquiry",
        "assessment",
        "capacity_check",
        "plan_draft",
        "contract",
        "service",
        "monitoring",
        "terminated",
    ),
    movers=CASEWORKERS,
    moves={
        "inquiry": (Move(to="assessment"), _TERMINATED),
        "assessment": (Move(to="capacity_check", needs=(_SURVEYED,)), _TERMINATED),
        "capacity_check": (
            Move(
                to="plan_draft",
                needs=(
                    _SHEET,
                    tick(
                        "capable",
                        "契約できるという判定の日が入っていません。疑いがあるときは審査会へ諮ってください。",
                    ),
                ),
            ),
            Move(
                to="review_board",
                roles=SUPERVISORS,
                needs=(
                    _SHEET,
                    tick(
                        "board_requested",
                        "契約締結審査会へ諮った日が入っていません。",
                        (("review_board", "capacity_check"),),
                    ),
                ),
            ),
            _TERMINATED,
        ),
        "review_board": (
            Move(
                to="plan_draft",
                needs=(tick("board_approved", "契約締結審査会の承認の日が入っていません。"),),
            ),
            Move(to="capacity_check", asks_reason=True),
            _TERMINATED,
        ),
        "plan_draft": (Move(to="contract", needs=(_PLAN_AGREED, _PLAN_THROUGH)), _TERMINATED),
        "contract": (
            Move(
                to="service",
                needs=(
                    tick("contract_signed", "利用契約を結んだ日が入っていません。"),
                    tick("supporter_assigned", "生活支援員を決めた日が入っていません。"),
                ),
            ),
            _TERMINATED,
        ),
        "service": (Move(to="monitoring"), Move(to="change"), _SUSPENDED, _ENDED),
        "monitoring": (
            Move(
                to="service",
                needs=(_MONITORED,),
            ),
            Move(to="change"),
            _SUSPENDED,
            _ENDED,
        ),
        "change": (Move(to="service", needs=(_PLAN_AGREED, _PLAN_THROUGH)), _ENDED),
        "suspend": (Move(to="service"), _ENDED),
        "terminated": (),
    },
)
