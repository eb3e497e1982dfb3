"""How a case of 地域移行支援 goes: from the ward or the institution to a home."""

from __future__ import annotations

from soudan_desk.services.process import (
    CASEWORKERS,
    Fact,
    Move,
    Need,
    Process,
    Start,
    through,
    tick,
)

_PLAN_AGREED = Need(
    "これからの地域移行支援計画に本人の同意日が入っていません。",
    (
        Fact(
            kind="plan",
            own_kind={"plan_kind": ("regional_move",)},
            filled=("client_agreed_on",),
            newest=True,
            since=(("planning", "supporting"),),
        ),
    ),
)
_PLAN_THROUGH = through(
    "いまの地域移行支援計画の決裁が済んでいません。"
    "確定して出すか、訂正したものを出し直してください。",
    "plan",
    plan_kind=("regional_move",),
)
_ENDED = Move(to="ended")

REGIONAL_MOVE = Process(
    centre="disability",
    key="regional_move",
    label="地域移行支援",
    series="D",
    states="case.state.disability",
    first_state="requested",
    closed_states=frozenset({"ended"}),
    interrupted_states=frozenset({"interrupted"}),
    line=("requested", "contracted", "planning", "supporting", "moved_out", "ended"),
    movers=CASEWORKERS,
    moves={
        "requested": (
            Move(
                to="contracted",
                needs=(
                    tick("grant_decided", "地域移行支援の支給決定を確かめた日が入っていません。"),
                    tick("contract_signed", "利用契約を結んだ日が入っていません。"),
                ),
            ),
            _ENDED,
        ),
        "contracted": (Move(to="planning"), _ENDED),
        "planning": (Move(to="supporting", needs=(_PLAN_AGREED, _PLAN_THROUGH)), _ENDED),
        "supporting": (
            Move(
                to="moved_out",
                needs=(tick("moved_out", "退院・退所した日が入っていません。"),),
                starts=(Start("地域での暮らしの様子を確かめる", 14),),
            ),
            Move(to="planning", asks_reason=True),
            Move(to="interrupted"),
            _ENDED,
        ),
        "moved_out": (_ENDED,),
        "interrupted": (Move(to="supporting"), _ENDED),
        "ended": (),
    },
)
