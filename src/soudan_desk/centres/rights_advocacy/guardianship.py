"""How the way to a guardian goes: from the consultation to the registered judgement."""

from __future__ import annotations

from soudan_desk.services.process import CASEWORKERS, Move, Process, Start, tick

_CLOSED = Move(to="closed")
_DIED = Move(to="died")
_WITHDRAWN = Move(to="withdrawn")
_REJECTED = Move(to="rejected")
_DECISION = tick("decision_received", "審判書を受け取った日が入っていません。")

GUARDIANSHIP = Process(
    centre="rights_advocacy",
    key="guardianship",
    label="成年後見の申立て支援",
    series="K",
    states="case.state.rights_advocacy",
    first_state="consulting",
    closed_states=frozenset({"registered", "withdrawn", "rejected", "died", "closed"}),
    line=(
        "consulting",
        "docs_collecting",
        "filed",
        "investigating",
        "decided",
        "final",
        "registered",
    ),
    movers=CASEWORKERS,
    moves={
        "consulting": (Move(to="docs_collecting"), _CLOSED, _DIED),
        "docs_collecting": (
            Move(
                to="filed",
                needs=(
                    tick("documents_complete", "申立書類がそろった日が入っていません。"),
                    tick("petition_filed", "家庭裁判所へ申し立てた日が入っていません。"),
                ),
            ),
            _CLOSED,
            _DIED,
        ),
        "filed": (
            Move(
                to="investigating",
                needs=(tick("court_interview", "家庭裁判所の調査・面接の日が入っていません。"),),
            ),
            _WITHDRAWN,
            _DIED,
        ),
        "investigating": (
            Move(to="decided", needs=(_DECISION,)),
            Move(to="appraisal"),
            _WITHDRAWN,
            _REJECTED,
            _DIED,
        ),
        "appraisal": (
            Move(
                to="decided",
                needs=(tick("appraisal_done", "鑑定が済んだ日が入っていません。"), _DECISION),
            ),
            _WITHDRAWN,
            _REJECTED,
            _DIED,
        ),
        "decided": (
            Move(
                to="final",
                needs=(tick("decision_final", "審判が確定した日が入っていません。"),),
                starts=(Start("後見登記を確かめる", 30),),
            ),
            _DIED,
        ),
        "final": (
            Move(
                to="registered",
                needs=(tick("registered", "登記を確かめた日が入っていません。"),),
            ),
            _DIED,
        ),
        "registered": (),
        "withdrawn": (),
        "rejected": (),
        "died": (),
        "closed": (),
    },
)
