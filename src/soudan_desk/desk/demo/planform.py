"""The plan's own form, by its kind: period, consent, decision, certificate and week."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from soudan_desk.codes import shipped_codes
from soudan_desk.desk.demo.planned import Ref
from soudan_desk.desk.demo.weeks import week_rows
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_YEAR = 364
_SHORTEST, _NOW_SHARE = 60, 0.2
_HALF = 181
_SPANS = (91, 181, 181, 364)
_OVERDUE, _AHEAD = -12, 40
_JOB, _LAW = frozenset({"job", "law_job"}), frozenset({"law", "law_job"})
_LONG = frozenset({"nichiji", "service_use"})
_SCOPE = "福祉サービスの利用料、公共料金、家賃の支払い。年金が入る口座からの払戻し。"
_KINDS = {
    ("life_support", "consultation"): ("self_reliance", ("planning",), ("awaiting_meeting",)),
    ("rights_advocacy", "nichiji"): ("nichiji", ("plan_draft", "change"), ("contract", "service")),
    ("disability", "plan_consultation"): (
        "service_use",
        ("draft_submitted",),
        ("draft_submitted",),
    ),
    ("disability", "regional_move"): ("regional_move", ("planning",), ("supporting",)),
}
"""Of each process with a plan: its kind, the states it is drafted in, and by which it is agreed;
those of a second round stand last."""


EVERY = {"self_reliance": 60, "nichiji": 90, "service_use": 91, "regional_move": 45}
"""Days from one monitoring of a kind of plan to the next."""


class Form(NamedTuple):
    """A plan's answers, the day it was entered, and whether it is final."""

    day: int
    answers: dict[str, Any]
    state: str


class PlanForms:
    """Fills the plan of a case as far as its way has come."""

    def __init__(self, world: World, word: Callable[..., str]) -> None:
        self._world, self._word = world, word

    def kind_of(self, episode: Episode) -> str | None:
        """Return the kind of plan a case has; None where it has none yet or never."""
        found = _KINDS.get((episode.thread.centre, episode.way.process.key))
        if found is None:
            return None
        kind, drafted, _agreed = found
        day = episode.way.day(*drafted)
        if day is None:
            return None
        episode.plan_day = day
        return kind

    def fill(
        self, episode: Episode, told: dict[str, Any], kind: str, meeting: tuple[int, Ref] | None
    ) -> Form:
        """Fill it; a plan nobody has agreed to is a draft."""
        days, way = self._world.days, episode.way
        _kind, _drafted, agreed_in = _KINDS[episode.thread.centre, way.process.key]
        agreed, issued = way.day(*agreed_in), way.day("plan_issued")
        begins = way.day("supporting", "service") or issued or agreed or episode.plan_day
        ends = self._end(
            begins, is_open=not way.is_ended, is_long=kind in {"nichiji", "service_use"}
        )
        if way.replanned is not None:
            ends = days.open_before(way.replanned)
        answers = {
            "plan_kind": kind,
            "person_id": episode.person,
            "centre": episode.thread.centre,
            "plan_no": episode.round_no,
            "drafted_on": days.date(episode.plan_day),
            "author_id": episode.worker.ref,
            "period_from_on": days.date(begins),
            "period_to_on": days.date(ends),
            "wish_self": told.get("wish") or episode.filled(episode.thread.intake)["concern_text"],
            "wish_family": told.get("family_wish"),
            "issues": told.get("issues") or episode.filled(episode.thread.case).get("summary"),
            "policy": told.get("policy"),
            "goal_short": told["aim"],
            "next_monitoring_on": days.date(days.open_on(begins + EVERY[kind])),
        }
        if agreed is not None:
            on = days.date(agreed)
            answers.update(explained_on=on, client_agreed_on=on, client_signed=True)
            answers["signed_by"] = "self"
        if episode.round_no > 1:
            answers["changes_note"] = self._word(episode, episode.plan_day, "renewed", kind)
        answers.update(self._own(episode, told, kind, meeting))
        return Form(episode.plan_day, answers, "draft" if agreed is None else "final")

    def _end(
        self, begins: int, *, is_open: bool, is_long: bool = False, may_vary: bool = True
    ) -> int:
        """Choose a period's end; of cases under way some end about now, none ended long ago.

        A period of 地域移行支援 may not vary: it is half a year.
        """
        today = self._world.days.today
        if not may_vary:
            return begins + _HALF
        ends = begins + (_YEAR if is_long else self._world.one_of(_SPANS))
        now = today + self._world.between((_OVERDUE, _AHEAD))
        may_be_now = begins + _SHORTEST <= now <= begins + _YEAR
        if is_open and may_be_now and (ends < today or self._world.random() < _NOW_SHARE):
            ends = now
        elif is_open and ends < today + _OVERDUE:
            ends = max(begins + _YEAR, now)
        return min(ends, today + _YEAR)

    def _own(
        self, episode: Episode, told: dict[str, Any], kind: str, meeting: tuple[int, Ref] | None
    ) -> dict[str, Any]:
        if kind == "self_reliance":
            return self._self_reliance(episode, told, meeting)
        if kind == "nichiji":
            return self._nichiji(episode)
        if kind == "service_use":
            return self._service_use(episode, told)
        return self._regional_move(episode, told)

    def _self_reliance(
        self, episode: Episode, told: dict[str, Any], meeting: tuple[int, Ref] | None
    ) -> dict[str, Any]:
        days, way = self._world.days, episode.way
        groups = {_group(code) for _goal, code, _what, _who in told["use"]}
        answers: dict[str, Any] = {
            "application_to": "ひなた市長",
            "is_job_support_target": bool(groups & _JOB),
        }
        if meeting is not None and way.day("awaiting_decision") is not None:
            answers["meeting_on"] = days.date(meeting[0])
        if (decided := way.day("supporting")) is not None:
            answers["decision_type"] = "decided" if groups & _LAW else "confirmed"
            answers["decided_on"] = days.date(decided)
            answers["decided_by_office"] = "ひなた市 生活福祉課"
        return answers

    def _nichiji(self, episode: Episode) -> dict[str, Any]:
        other = self._world.other_worker(episode.thread.centre, than=episode.worker)
        bank = self._world.agency("bank", episode.slots)
        return {
            "supporter_ids": [other.ref],
            "agency_scope": _SCOPE,
            "money_plan": [
                {
                    "account": f"{bank.entry['short']} 普通(年金)",
                    "withdraw_yen": 60000,
                    "withdraw_day": "第2木曜",
                    "handover_yen": 30000,
                    "handover": "twice_monthly",
                    "payee": "電気・水道・介護サービス",
                    "pay_method": "counter",
                }
            ],
            "custody_plan": [{"item": "通帳1冊、届出印1本", "place": "事務所の金庫"}],
            "network": [{"org": bank.entry["name"], "person": bank.who, "role": "払戻しの窓口"}],
            "emergency": "体調の急な変化は主治医へ。夜間は地域包括支援センターの転送電話。",
            "fee_note": "1回1,200円。訪問の日に現金で受け取り、領収書を渡す。",
        }

    def _service_use(self, episode: Episode, told: dict[str, Any]) -> dict[str, Any]:
        days, way = self._world.days, episode.way
        issued = way.day("plan_issued")
        begins = issued if issued is not None else episode.plan_day
        answers = {
            "stage": "draft" if issued is None else "issued",
            "support_category": told["category"],
            "certificate_no": f"00000{episode.number % 100_000:05}",
            "burden_cap_yen": 0,
            "grant_until_on": days.date(self._end(begins, is_open=not way.is_ended, is_long=True)),
            "monitoring_text": "3か月ごと",
            "monitoring_interval_count": 3,
            "monitoring_first_on": days.date(begins).replace(day=1),
            "weekly_plan": week_rows(self._world, episode, told["week"]),
            "daily_activities": told["daily"],
            "whole_picture": told["whole"],
        }
        if issued is not None:
            on = days.date(issued)
            answers.update(drafted_on=on, explained_on=on, client_agreed_on=on, issued_on=on)
        return answers

    def _regional_move(self, episode: Episode, told: dict[str, Any]) -> dict[str, Any]:
        agency = self._world.agency(told["hospital"], episode.slots)
        return {
            "regional_certificate_no": f"00000{episode.number % 100_000:05}",
            "hospital": agency.entry["name"],
            "psw_name": agency.who,
            "admission_form": "voluntary",
            "plan_meeting_on": self._world.days.date(episode.plan_day),
        }


@cache
def _group(code: str) -> str:
    entry = shipped_codes().find("plan.service", code, centre="life_support")
    return (entry.group if entry else None) or ""
