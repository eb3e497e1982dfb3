"""The verbs of the import page, bound to a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from soudan_desk.desk.import_report import ImportReport
from soudan_desk.errors import SoudanError
from soudan_desk.ui.widgets.work_bar import WorkBar


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """What is to be taken in, and how."""

    path: Path
    kind: str
    centre: str | None = None
    password: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    keep_unmatched: bool = True


Then = Callable[[ImportReport], object]
Otherwise = Callable[[SoudanError], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportActs:
    """The verbs of the page; `look` and `take_in` run in the background under a bar."""

    kinds: Sequence[tuple[str, str]]
    centres: Sequence[tuple[str, str]]
    centre: str | None
    targets: Callable[[str], Sequence[tuple[str, str]]]
    has_centre: Callable[[str], bool]
    look: Callable[[ImportAsked, WorkBar, Then, Otherwise], object]
    take_in: Callable[[ImportAsked, WorkBar, Then, Otherwise], object]
    undo: Callable[[UUID, Callable[[int], object], Otherwise], object]
