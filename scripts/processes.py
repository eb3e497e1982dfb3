"""Write docs/processes.md: each process with its states, its ways on and what they need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from soudan_desk.centres import all_processes
from soudan_desk.codes import shipped_codes
from soudan_desk.services.process import Move, Process

PAGE = Path(__file__).parents[1] / "docs" / "processes.md"
_HEAD = """# Processes

Written by `scripts/processes.py` from `centres/*/`: the states of each kind of case, the ways on,
and what must be there for each. A way that closes or interrupts always asks for a reason. `tick`
stands for a dated tick (手続きの記録) where a record of its own comes only later. What speaks of
決裁 is needed only where the office has laid such a way for that kind of record (設定); a way of
供覧 alone holds no case back.
"""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD, *(_process(process) for process in all_processes().values())]
    return "\n".join(parts)


def _process(process: Process) -> str:
    labels = {entry.code: entry.label for entry in shipped_codes().entries(process.states)}
    head = f"## {process.label} (`{process.centre}`, `{process.key}`, series {process.series})\n"
    line = " → ".join(labels[state] for state in process.line)
    movers = f"Moved on by: {_roles(process.movers)}\n"
    table = ["| state | way on | needs | starts |", "|---|---|---|---|"]
    for state, moves in process.moves.items():
        table += _rows(f"{labels[state]} `{state}`", moves, labels)
    return "\n".join([head, f"Usual way: {line}\n", movers, *table, ""])


def _rows(here: str, moves: tuple[Move, ...], labels: dict[str, str]) -> Iterator[str]:
    if not moves:
        yield f"| {here} | (end) | | |"
    for move in moves:
        needs = "<br>".join(f"{need.missing}{_ticks(need.steps())}" for need in move.needs)
        starts = "<br>".join(f"{start.title} (+{start.days})" for start in move.starts)
        who = f" (only {_roles(move.roles)})" if move.roles else ""
        yield f"| {here} | {labels[move.to]} `{move.to}`{who} | {needs} | {starts} |"
        here = ""


def _roles(roles: frozenset[str]) -> str:
    entries = shipped_codes().entries("role")
    return ", ".join(entry.label for entry in entries if entry.code in roles)


def _ticks(steps: tuple[str, ...]) -> str:
    return f" (tick `{'`, `'.join(steps)}`)" if steps else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
