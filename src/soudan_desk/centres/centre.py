"""What a kind of centre brings to the program."""

from __future__ import annotations

from dataclasses import dataclass

from soudan_desk.centres.shelf import STEPS, Shelf
from soudan_desk.reports.report import Report
from soudan_desk.services.due_rules import DueRule
from soudan_desk.services.process import Process
from soudan_desk.services.usual_routes import UsualRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A kind of centre: its key in records, usual name, processes, own records, rules, reports."""

    key: str
    title: str
    short: str
    processes: tuple[Process, ...]
    intake_kinds: tuple[str, ...] = ()
    due_rules: tuple[DueRule, ...] = ()
    shelves: tuple[Shelf, ...] = (STEPS,)
    review_routes: tuple[UsualRoute, ...] = ()
    reports: tuple[Report, ...] = ()
