"""What a kind of centre brings to the program."""

from __future__ import annotations

from dataclasses import dataclass

from soudan_desk.services.process import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A kind of centre: its key in records, its usual name, its processes, its own records."""

    key: str
    title: str
    short: str
    processes: tuple[Process, ...]
    intake_kinds: tuple[str, ...] = ()
