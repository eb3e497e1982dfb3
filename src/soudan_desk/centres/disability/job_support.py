"""How a case of 就労支援 goes: from the first consultation to staying in a job."""

from __future__ import annotations

from soudan_desk.services.process import CASEWORKERS, Move, Process, Start, tick

_ENDED = Move(to="ended")
_WORKED = ("employed", "employed_follow", "on_leave")
_LEFT_BEFORE = tuple((state, "left_job") for state in _WORKED)
"""The job before is over: the next one has days of its own."""
_LEFT = Move(to="left_job", needs=(tick("left_job", "離職した日が入っていません。", _LEFT_BEFORE),))
_EMPLOYED = Move(
    to="employed", needs=(tick("employed", "就職した日が入っていません。", _LEFT_BEFORE),)
)
_SEEKING = Move(to="job_seeking")

JOB_SUPPORT = Process(
    centre="disability",
    key="job_support",
    label="就労支援",
    series="W",
    states="case.state.disability",
    first_state="consulting",
    closed_states=frozenset({"ended"}),
    line=(
        "consulting",
        "briefed",
        "registered",
        "assessing",
        "job_seeking",
        "trial",
        "employed",
        "employed_follow",
        "ended",
    ),
    movers=CASEWORKERS,
    moves={
        "consulting": (
            Move(
                to="briefed",
                needs=(tick("briefing_attended", "就労支援説明会に出た日が入っていません。"),),
            ),
            _ENDED,
        ),
        "briefed": (
            Move(
                to="registered",
                needs=(tick("registered", "就労支援センターに登録した日が入っていません。"),),
            ),
            _ENDED,
        ),
        "registered": (Move(to="assessing"), _SEEKING, _ENDED),
        "assessing": (_SEEKING, _ENDED),
        "job_seeking": (
            Move(
                to="trial",
                needs=(
                    tick(
                        "trial_started",
                        "実習・トライアル雇用を始めた日が入っていません。",
                        _LEFT_BEFORE,
                    ),
                ),
            ),
            _EMPLOYED,
            _ENDED,
        ),
        "trial": (
            _EMPLOYED,
            _SEEKING,
            _ENDED,
        ),
        "employed": (
            Move(to="employed_follow", starts=(Start("職場を訪ねて様子を聞く", 30),)),
            _LEFT,
            _ENDED,
        ),
        "employed_follow": (_ENDED, _LEFT, Move(to="on_leave", asks_reason=True)),
        "on_leave": (Move(to="employed_follow"), _LEFT, _ENDED),
        "left_job": (_SEEKING, _ENDED),
        "ended": (),
    },
)
