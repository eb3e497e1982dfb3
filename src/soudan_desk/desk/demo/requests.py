"""開示等の請求 of the demo office: one that waits for its answer, one that was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.world import World
from soudan_desk.models.disclosure_request import ANSWER_DAYS

_CENTRE = "disability"
_WAITING, _ANSWERED, _TOOK = 24, 75, 12
"""Days ago on which they came, and how long the answer took."""


def requests_of(world: World, person: Ref) -> Iterator[Planned]:
    """Plan what somebody asked about their own records."""
    for ago, answers in ((_ANSWERED, _answered), (_WAITING, _waiting)):
        if world.days.today > ago:
            day = world.days.open_before(world.days.today - ago)
            yield _request(world, person, day, answers(world, day))


def _request(world: World, person: Ref, day: int, answers: dict[str, Any]) -> Planned:
    worker, received = world.workers(_CENTRE)[0], world.days.date(day)
    given = {
        "received_on": received,
        "via": "direct",
        "staff_id": worker.ref,
        "person_id": person,
        "centre": _CENTRE,
        "requester": "self",
        "identity": ["handbook"],
        "identity_on": received,
        "due_on": received + timedelta(days=ANSWER_DAYS),
        **answers,
    }
    at = world.days.instant(day, 600)
    return Planned("disclosure_request", f"request:{day}", given, worker.key, at, "final", {})


def _waiting(_world: World, _day: int) -> dict[str, Any]:
    return {
        "request_type": "disclosure",
        "scope": "この1年に電話で相談したことの記録の写し。",
        "note": "「主治医に見てもらいたい」とのこと。家族から聞いた部分の扱いを主任と相談する。",
    }


def _answered(world: World, day: int) -> dict[str, Any]:
    decided = world.days.date(world.days.open_on(day + _TOOK))
    return {
        "request_type": "correction",
        "scope": "電話番号が前のもののままになっている。新しい番号に直してほしい。",
        "why": "番号を変えたため。",
        **dict.fromkeys(("decided_on", "notified_on", "done_on"), decided),
        "decision": "full",
    }
