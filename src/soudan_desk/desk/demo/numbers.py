"""The numbers of the demo's cases, consultations and letters, as if all were entered day by day."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from soudan_desk.desk.demo.planned import Planned
from soudan_desk.services.defaults import CONSULTATION_PROCESS
from soudan_desk.services.disclosures import paper_series
from soudan_desk.services.numbers import (
    contact_series,
    letter_series,
    next_case_no,
    numbered_letter,
)
from soudan_desk.services.office import Processes
from soudan_desk.storage.series import next_in_series

_KEYS = {"consultation": "contact_no", "referral": "ref_no", "disclosure": "serial"}


class DemoNumbers:
    """Gives each record its place in its series by the moment it was entered.

    A plan tells story by story; `of` goes through all of it first.
    """

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._forms: dict[str, str | None] = {}
        self._moments: dict[str, array[float]] = {}
        self._taken: dict[tuple[str, float], int] = {}

    @classmethod
    def of(cls, planned: Iterable[Planned], processes: Processes) -> DemoNumbers:
        """Note when the records of each series are entered."""
        found = cls(processes)
        for each in planned:
            if each.kind == "centre_setting":
                found._forms[each.answers["centre"]] = each.answers.get("ref_no_format")
            series = found._series(each.kind, each.answers)
            if series is not None:
                found._moments.setdefault(series, array("d")).append(each.at.timestamp())
        found._moments = {key: array("d", sorted(all_)) for key, all_ in found._moments.items()}
        return found

    def take(self, session: Session) -> None:
        """Let each series go on behind the last number of the demo."""
        for series, moments in self._moments.items():
            next_in_series(session, series, len(moments))

    def number(self, session: Session, planned: Planned, answers: dict[str, Any]) -> None:
        """Put a record's number among its answers."""
        if planned.kind == "case":
            process = self._processes[answers["centre"], answers["process"]]
            answers["case_no"] = next_case_no(session, process.series, answers["opened_on"])
        series = self._series(planned.kind, answers)
        if series is not None:
            answers[_KEYS[planned.kind]] = self._written(planned, answers, series)

    def _written(self, planned: Planned, answers: dict[str, Any], series: str) -> str:
        number = self._place(series, planned.at.timestamp())
        if planned.kind == "consultation":
            return f"{series}-{number:04d}"
        if planned.kind == "disclosure":
            return f"{series}-{number:05d}"
        return numbered_letter(number, answers["issued_on"], self._forms.get(answers["centre"]))

    def _place(self, series: str, moment: float) -> int:
        """Return the place of a moment in its series; of several at once each has its own."""
        moments = self._moments[series]
        first = bisect_left(moments, moment)
        if first + 1 < len(moments) and moments[first + 1] == moment:
            taken = self._taken.get((series, moment), 0)
            self._taken[series, moment] = taken + 1
            first += taken
        return first + 1

    def _series(self, kind: str, answers: dict[str, Any]) -> str | None:
        if kind == "consultation":
            process = self._processes[answers["centre"], CONSULTATION_PROCESS]
            return contact_series(process.series, answers["held_on"])
        if kind == "referral" and answers.get("direction") == "out":
            return letter_series(answers["issued_on"], self._forms.get(answers["centre"]))
        if kind == "disclosure":
            return paper_series(answers["given_at"].date())
        return None
