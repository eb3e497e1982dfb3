"""The way of a case of general consultation, where a field has no process of its own for it."""

from __future__ import annotations

from soudan_desk.services.process import CASEWORKERS, Move, Process

_INTERRUPTED = Move(to="interrupted")
_CLOSED = Move(to="closed")


def plain_consultation(centre: str, *, label: str, series: str) -> Process:
    """Return a centre's general consultation: received, looked into, supported, closed."""
    return Process(
        centre=centre,
        key="consultation",
        label=label,
        series=series,
        states=f"case.state.{centre}",
        first_state="received",
        closed_states=frozenset({"closed"}),
        interrupted_states=frozenset({"interrupted"}),
        line=("received", "assessing", "supporting", "closed"),
        movers=CASEWORKERS,
        moves={
            "received": (Move(to="assessing"), Move(to="supporting"), _INTERRUPTED, _CLOSED),
            "assessing": (Move(to="supporting"), _INTERRUPTED, _CLOSED),
            "supporting": (_CLOSED, Move(to="assessing", asks_reason=True), _INTERRUPTED),
            "interrupted": (Move(to="assessing"), Move(to="supporting"), _CLOSED),
            "closed": (),
        },
    )
