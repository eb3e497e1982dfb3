"""What the page of a letter needs from the rest of the program: callables and plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.fields import Field, answer_from_json, answer_to_json, problems_with
from soudan_desk.services.agencies import AgencyFigures, ContactRow
from soudan_desk.services.consents import ConsentChoice
from soudan_desk.services.disclosures import DisclosureRow
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.services.second_person import Second
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext

Answers = Mapping[str, Any]
DRAFT, FINAL, VOID = "draft", "final", "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A referral as it stands, new or stored, and whom it is about."""

    id: UUID | None
    answers: dict[str, Any]
    state: str = DRAFT
    version: int = 1
    lock_version: int | None = None
    person: str = ""
    case_no: str = ""
    is_protected: bool = False
    is_restricted: bool = False
    may_change: bool = True
    given: tuple[DisclosureRow, ...] = ()
    review: ReviewStanding | None = None

    @property
    def is_incoming(self) -> bool:
        """Whether it came from another agency."""
        return self.answers.get("direction") == "in"

    @property
    def is_sent(self) -> bool:
        """Whether the letter has left the office."""
        return self.answers.get("sent_on") is not None


@dataclass(frozen=True, slots=True)
class Sending:
    """How a letter goes out: by which way, and to a file (under a password) or to a printer."""

    method: str
    target: Path | None = None
    password: str | None = None
    printer: Any = None
    second: Second | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What came of sending."""

    serial: str
    pages: int


class Run(Protocol):
    """Runs slow work off the window's thread, then one of the two others back in it."""

    def __call__(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        otherwise: Callable[[SoudanError], object] | None = None,
    ) -> object:
        """Begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDesk:
    """The acts on one referral; `form` is the name of its unsaved row."""

    form: str
    fields: Mapping[str, Field]
    codes: CodeBook
    today: date
    may_write: bool
    context: FormContext
    run: Run
    load: Callable[[], Loaded]
    stored: Callable[[UUID], Reading]
    """Who stored a letter last, and what."""
    judge: Callable[[Answers], Disclosing]
    consents: Callable[[Answers], list[ConsentChoice]]
    figures: Callable[[UUID], AgencyFigures]
    contacts: Callable[[UUID], Sequence[ContactRow]]
    preview: Callable[[UUID | None, Answers], bytes]
    save: Callable[[UUID | None, Answers, int | None], Saved]
    send: Callable[[UUID, int | None, Sending], Gone]
    ask_second: Callable[[QWidget], Second | None]
    """Ask for the second person where the letter tells what a protective measure hides."""
    print_reply: Callable[[UUID, Sending], Gone]
    finalise: Callable[[UUID, int | None], Saved]
    reply: Callable[[UUID, Answers, int | None], Saved]
    amend: Callable[[UUID, Answers, str, int | None], Saved]
    void: Callable[[UUID, str, int | None], Saved]
    submit: Callable[[UUID], object]
    """Hands the letter in for 供覧・決裁."""
    keep: Callable[[dict[str, Any], str], None]
    kept: Callable[[], Kept | None]
    drop: Callable[[], None]
    add_record: Callable[[str, str, Callable[[UUID], None]], None]


def changed_in(loaded: Loaded, answers: Answers) -> dict[str, Any]:
    """Return what differs from the stored record; of a new one, all there is."""
    if loaded.id is None:
        return {key: value for key, value in answers.items() if value not in (None, [], "")}
    return {key: value for key, value in answers.items() if value != loaded.answers.get(key)}


def final_problems(desk: ReferralDesk, answers: Answers) -> dict[str, str]:
    """Return what a letter still lacks before it can be made final."""
    found = problems_with(
        desk.fields.values(),
        {**answers, "record_state": FINAL},
        desk.codes,
        on=answers.get("issued_on"),
    )
    if not (answers.get("consent_id") or answers.get("legal_basis")):
        found["consent_id"] = "本人の同意か、同意のないときの根拠を選んでください。"
    return found


def to_json(desk: ReferralDesk, answers: Answers) -> dict[str, Any]:
    """Return answers in shapes JSON can hold."""
    return {k: answer_to_json(desk.fields[k], v) for k, v in answers.items() if k in desk.fields}


def from_json(desk: ReferralDesk, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept answers."""
    return {k: answer_from_json(desk.fields[k], v) for k, v in kept.items() if k in desk.fields}


def problems_of(error: SoudanError) -> dict[str, str]:
    """Return what was refused by question; without one, the sentence stands for itself."""
    return error.problems if isinstance(error, InvalidEntriesError) else {"": str(error)}


def preview_and_judge(
    desk: ReferralDesk, record_id: UUID | None, answers: Answers
) -> tuple[bytes, Disclosing]:
    """Return a letter as it would be printed now, and what it would tell."""
    return desk.preview(record_id, answers), desk.judge(answers)


def keep_letter(desk: ReferralDesk, loaded: Loaded, answers: Answers, title: str) -> None:
    """Keep what is typed, with the version of the stored letter it stands on."""
    kept = to_json(desk, changed_in(loaded, answers))
    desk.keep({"answers": kept, "lock_version": loaded.lock_version}, title)


def taken_up(desk: ReferralDesk, loaded: Loaded, kept: Kept) -> tuple[Loaded, dict[str, Any]]:
    """Return the letter with the version that what was kept stands on, and what was typed."""
    return standing_on(loaded, kept), from_json(desk, kept.answers["answers"])


def standing_on(loaded: Loaded, kept: Kept) -> Loaded:
    """Return the letter with the version that what was kept stands on: it decides conflicts."""
    return replace(loaded, lock_version=kept.answers.get("lock_version") or loaded.lock_version)


def save_letter(desk: ReferralDesk, loaded: Loaded, answers: Answers) -> Saved:
    """Store what differs; `ConflictError` when somebody else saved meanwhile."""
    return desk.save(loaded.id, changed_in(loaded, answers), loaded.lock_version)
