"""What the case's page can do with its records, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.centres.shelf import Shelf
from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointments import Beginning
from soudan_desk.services.attachments import PaperRow
from soudan_desk.services.case_desk import CaseFacts
from soudan_desk.services.case_people import ConsentRow, HouseholdRow, RecordRow
from soudan_desk.services.case_ties import TieRow
from soudan_desk.services.due import DueItem
from soudan_desk.services.handover_lists import Note
from soudan_desk.services.moves import Standing
from soudan_desk.services.reading import Reading, ReadVersion
from soudan_desk.services.records import Saved
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.services.timeline import Entry
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.pages.case_plan_acts import PlanRowActs

Answers = Mapping[str, Any]


class Add(Protocol):
    """Stores a new record; see `services.records.add_record`."""

    def __call__(
        self, kind: str, answers: Answers, *, finalise: bool = False, form: str | None = None
    ) -> Saved:
        """Return what came of it."""


class Save(Protocol):
    """Saves a draft, or a record that is no evidence."""

    def __call__(
        self,
        kind: str,
        record_id: UUID,
        answers: Answers,
        *,
        lock_version: int | None = None,
        form: str | None = None,
    ) -> Saved:
        """Return what came of it; `ConflictError` when somebody else saved meanwhile."""


class Amend(Protocol):
    """Writes a new version over a final record."""

    def __call__(
        self,
        kind: str,
        record_id: UUID,
        answers: Answers,
        *,
        reason: str,
        lock_version: int | None = None,
        form: str | None = None,
    ) -> Saved:
        """Return what came of it; `ConflictError` when somebody else saved meanwhile."""


class Keep(Protocol):
    """Keeps what is typed and not saved."""

    def __call__(
        self,
        form: str,
        answers: dict[str, Any],
        *,
        title: str = "",
        case_id: UUID | None = None,
        record_id: UUID | None = None,
    ) -> None:
        """Put it into the form's unsaved row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordActs:
    """The verbs of records, bound to a worker; `context` takes a centre and the record's day."""

    read: Callable[[str, UUID], Reading]
    versions: Callable[[str, UUID], list[ReadVersion]]
    add: Add
    save: Save
    finalise: Callable[[str, UUID, int], Saved]
    amend: Amend
    void: Callable[[str, UUID, str, int], Saved]
    review: Callable[[str, UUID], ReviewStanding | None]
    mode_once_final: Callable[[str, str], str]
    """How a record of a kind goes up in a centre as soon as it is final; blank where it stays."""
    submit: Callable[[str, UUID], object]
    """Hands a record in for 供覧・決裁, the first time or again."""
    check: Callable[[str, Answers], None]
    """Raises `InvalidEntriesError` with all that keeps answers from being final."""
    warn: Callable[[str, Answers], Mapping[str, str]]
    keep: Keep
    kept: Callable[[str], Kept | None]
    drop: Callable[[str], None]
    fields: Callable[[str], tuple[Field, ...]]
    label: Callable[[str], str]
    is_evidence: Callable[[str], bool]
    later_keys: Callable[[str], frozenset[str]]
    """Answers of a kind that come after it is final: they are noted without a reason."""
    context: Callable[[str | None, date | None], FormContext]
    may_write: bool


Run = Callable[..., object]
"""`Tasks.run`: a job off the window's thread, then one of two callables back in it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the page of a case shows, fetched in one job."""

    facts: CaseFacts
    entries: list[Entry]
    unsaved: list[Kept]
    household: HouseholdRow | None
    consents: list[ConsentRow]
    papers: list[PaperRow]
    own: dict[str, list[RecordRow]]
    """The centre's own records of the case and those of its shelves, by kind, newest first."""
    standing: Standing
    visit: AppointmentRow | None = None
    """What is planned next with the person."""
    kinships: Sequence[TieRow] = ()
    ties: Sequence[TieRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseActs:
    """The verbs of one case, bound to a worker and the case's id."""

    case_id: UUID
    centre: str
    own_kinds: tuple[str, ...]
    own_labels: dict[str, str]
    shelves: tuple[Shelf, ...]
    staff_id: UUID
    codes: CodeBook
    today: date
    records: RecordActs
    plan_rows: PlanRowActs
    load: Callable[[], Loaded]
    next_due: Callable[[], DueItem | None]
    notes: Callable[[], list[Note]]
    """What is left on the case for colleagues and not done (申し送り)."""
    run: Run
    staff: Callable[[], list[tuple[UUID, str]]]
    add_household: Callable[[Answers, str | None], Saved]
    set_worker: Callable[[UUID, str, str], None]
    """Gives a worker a part; the reason is wanted where the case is restricted."""
    remove_worker: Callable[[UUID, str], None]
    restrict: Callable[[int, str], None]
    may_see_readers: bool
    """Whether the worker may read who saw the case (監査)."""
    move: Callable[[str, str | None, int], None]
    """Takes the case to a state for a reason, as it stood at a lock version."""
    consult_again: Callable[[], UUID]
    show_protected: Callable[[UUID], Loaded]
    """Writes down that somebody asks to see where a person is; from then on it is loaded."""
    begin_record: Callable[[UUID], Beginning]
    """What the record of an appointment begins with."""
    choose_file: Callable[[], UUID | None]
    open_file: Callable[[UUID], None]
    print_papers: Callable[[QWidget, Callable[[str], None]], None]
    begin_withdrawal: Callable[[UUID], Mapping[str, Any]]
    """What the withdrawal of a consent begins with."""
    print_record: Callable[[str, UUID, QWidget, Callable[[str], None]], None]
    """Print the papers of one record of the case."""
