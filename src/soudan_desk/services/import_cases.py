"""What cases, consultations and letters get by themselves when a file brings them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Consultation, NumberSeries
from soudan_desk.services.defaults import letter_form
from soudan_desk.services.first_contacts import FirstContacts
from soudan_desk.services.numbers import next_case_no, next_referral_no, read_letter_no
from soudan_desk.services.work import Work
from soudan_desk.storage.series import next_in_series

MAIN_WORKER = "main_worker"
OF_A_LEDGER = ("contact_no", "first_or_repeat")
"""What a consultation is not given row by row: a ledger has its own numbers, or none."""
PENDING = "（番号は取り込むときに付きます）"
_NUMBERED = {"case": "case_no", "referral": "ref_no", "consultation": "contact_no"}
_OURS = re.compile(r"([A-Z]?[0-9]{2}-(?:受)?[A-Z])-([0-9]{1,6})")


def with_process(work: Work, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give a case its centre's process and a state of it, where its row says nothing."""
    answers = dict(given)
    centre = answers.get("centre")
    if kind != "case" or centre is None:
        return answers
    processes = [each for (of, _), each in work.processes.items() if of == centre]
    chosen = [each for each in processes if each.key == answers.get("process")] or processes
    if not chosen:
        return answers
    process = chosen[0]
    answers["process"] = answers.get("process") or process.key
    if answers.get("state") is None:
        is_closed = answers.get("closed_on") is not None
        closed = min(process.closed_states, default=process.first_state)
        answers["state"] = closed if is_closed else process.first_state
    return answers


class Numbers:
    """Numbers a file brings are kept, and the office counts on behind them; in its own form.

    Cases and letters without one get theirs. A consultation is told to be new or a repeated one,
    in the order of the file.
    """

    def __init__(self, work: Work, session: Session, kind: str) -> None:
        self._work, self._session = work, session
        self._key = _NUMBERED.get(kind)
        self._firsts = FirstContacts(session) if kind == Consultation.kind() else None
        self._highest: dict[str, int] = {}
        self._forms: dict[str | None, str | None] = {}

    def pending(self, given: dict[str, Any]) -> dict[str, Any]:
        """Mark that a number is to be given once the row is known to be good."""
        if self._key in OF_A_LEDGER:
            return given
        if self._key and not given.get(self._key) and given.get("direction", "out") == "out":
            return {**given, self._key: PENDING}
        return given

    def given(self, answers: dict[str, Any], is_stored: bool, *, is_new: bool) -> dict[str, Any]:
        """Return the answers with their number; a dry run leaves it out."""
        if self._firsts is not None and is_new and not answers.get("first_or_repeat"):
            answers = {**answers, "first_or_repeat": self._firsts.answer(answers)}
        if self._key is None:
            return answers
        number = answers.get(self._key)
        if number == PENDING:
            return {**answers, self._key: self._next(answers) if is_stored else None}
        if number and (found := self._place(number, answers)):
            series, place = found
            self._highest[series] = max(self._highest.get(series, 0), place)
        return answers

    def _place(self, number: str, answers: Mapping[str, Any]) -> tuple[str, int] | None:
        """Return the series and the place a number has if it is one of the office's own."""
        if self._key == "ref_no":
            is_ours = answers.get("direction", "out") == "out"
            return read_letter_no(number, self._form(answers)) if is_ours else None
        found = _OURS.fullmatch(number)
        return None if found is None else (found[1], int(found[2]))

    def _form(self, answers: Mapping[str, Any]) -> str | None:
        centre = answers.get("centre")
        if centre not in self._forms:
            self._forms[centre] = letter_form(self._session, centre)
        return self._forms[centre]

    def finish(self) -> None:
        """Let the series go on behind the highest number that was brought."""
        for series, highest in self._highest.items():
            query = select(NumberSeries.last).where(NumberSeries.series == series)
            last = self._session.scalars(query).one_or_none() or 0
            if highest > last:
                next_in_series(self._session, series, highest - last)

    def _next(self, answers: dict[str, Any]) -> str:
        if self._key == "case_no":
            process = self._work.process_of(answers["centre"], answers["process"])
            return self._free(
                answers, lambda: next_case_no(self._session, process.series, answers["opened_on"])
            )
        return self._free(
            answers,
            lambda: next_referral_no(self._session, answers["issued_on"], self._form(answers)),
        )

    def _free(self, answers: Mapping[str, Any], take: Callable[[], str]) -> str:
        """Take numbers until one is behind those the same file has brought."""
        while True:
            number = take()
            found = self._place(number, answers)
            if found is None or found[1] > self._highest.get(found[0], 0):
                return number
