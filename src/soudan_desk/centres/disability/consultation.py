"""How a case of 基本相談 goes."""

from __future__ import annotations

from soudan_desk.services.process import Move, Process

_INTERRUPTED = Move(to="interrupted")
_CLOSED = Move(to="closed")

CONSULTATION = Process(
    centre="disability",
    key="consultation",
    label="基本相談",
    series="D",
    states="case.state.disability",
    first_state="received",
    closed_states=frozenset({"closed"}),
    interrupted_states=frozenset({"interrupted"}),
    line=("received", "assessing", "supporting", "closed"),
    moves={
        "received": (Move(to="assessing"), Move(to="supporting"), _INTERRUPTED, _CLOSED),
        "assessing": (Move(to="supporting"), _INTERRUPTED, _CLOSED),
        "supporting": (Move(to="assessing", asks_reason=True), _INTERRUPTED, _CLOSED),
        "interrupted": (Move(to="assessing"), Move(to="supporting"), _CLOSED),
        "closed": (),
    },
)
