"""The office's own options: added, renamed and ended; the shipped ones stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from soudan_desk.codes import CodeEntry, shipped_codes, shipped_list_labels
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import CodeAddition
from soudan_desk.models.base import VOID
from soudan_desk.services.office import office_codes
from soudan_desk.services.records import Saved, add_record, save_record
from soudan_desk.services.work import Work

_PROGRAMS_OWN = frozenset({"role", "centre", "restriction_level", "case.state", "case.process"})
"""Lists the program itself branches on: nothing can be added to them."""


@dataclass(frozen=True, slots=True)
class OptionList:
    """A list of options, and how many the office added."""

    name: str
    label: str
    centre: str | None
    shipped_count: int
    own_count: int


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `id` only where the office added it."""

    code: str
    label: str
    short: str
    valid_from: date | None
    valid_to: date | None
    national: bool
    id: UUID | None = None
    lock_version: int | None = None


def option_lists(work: Work) -> list[OptionList]:
    """Name every list the office may add to, those of its centres only."""
    own: dict[str, int] = {}
    for row in _additions(work):
        own[row.list_name] = own.get(row.list_name, 0) + 1
    labels = shipped_list_labels()
    codes = shipped_codes()
    return [
        OptionList(name, label, _centre_of(name), len(codes.entries(name)), own.get(name, 0))
        for name, label in labels.items()
        if _is_open(name) and _centre_of(name) in {None, *work.actor.centres}
    ]


def _is_open(name: str) -> bool:
    return not any(name == own or name.startswith(f"{own}.") for own in _PROGRAMS_OWN)


def _centre_of(name: str) -> str | None:
    codes = shipped_codes()
    ending = name.rpartition(".")[2]
    return ending if codes.find("centre", ending) is not None else None


def options_of(work: Work, list_name: str) -> list[Option]:
    """Return a list's options in order: the shipped ones, then the office's own."""
    shipped = [_shipped(entry) for entry in shipped_codes().entries(list_name)]
    return [*shipped, *(_own(row) for row in _additions(work) if row.list_name == list_name)]


def _additions(work: Work) -> list[CodeAddition]:
    query = (
        select(CodeAddition)
        .where(CodeAddition.record_state != VOID)
        .order_by(CodeAddition.position, CodeAddition.created_at)
    )
    with work.store.reading(work.actor) as session:
        return list(session.scalars(query))


def _shipped(entry: CodeEntry) -> Option:
    return Option(
        entry.code, entry.label, entry.short, entry.valid_from, entry.valid_to, entry.national
    )


def _own(row: CodeAddition) -> Option:
    return Option(
        row.code,
        row.entry_label,
        row.short_label or "",
        row.valid_from_on,
        row.valid_to_on,
        national=False,
        id=row.id,
        lock_version=row.lock_version,
    )


def add_option(
    work: Work,
    list_name: str,
    label: str,
    *,
    short: str | None = None,
    valid_from: date | None = None,
) -> Saved:
    """Add an option behind the others; it can be chosen at once."""
    options = options_of(work, list_name)
    label = label.strip()
    _refuse_bad_label(label, options)
    answers = {
        "list_name": list_name,
        "code": _free_code(option.code for option in options),
        "entry_label": label,
        "short_label": short or None,
        "valid_from_on": valid_from,
        "position": sum(option.id is not None for option in options) + 1,
    }
    saved = add_record(work, "code_addition", answers)
    _take_over(work)
    return saved


def change_option(
    work: Work,
    list_name: str,
    option: Option,
    *,
    label: str,
    short: str | None = None,
    valid_to: date | None = None,
) -> Saved:
    """Rename an option of the office's own, or end it on a day; records keep what they say."""
    if option.id is None:
        raise InvalidEntriesError(
            {"entry_label": "国や制度で決まっている選択肢は変えられません。新しく足してください。"}
        )
    others = [each for each in options_of(work, list_name) if each.id != option.id]
    _refuse_bad_label(label.strip(), others)
    answers = {
        "entry_label": label.strip(),
        "short_label": short or None,
        "valid_to_on": valid_to,
    }
    saved = save_record(work, "code_addition", option.id, answers, lock_version=option.lock_version)
    _take_over(work)
    return saved


def _take_over(work: Work) -> None:
    with work.store.reading(work.actor) as session:
        work.codes.take_over(office_codes(session))


def _refuse_bad_label(label: str, others: Iterable[Option]) -> None:
    if not label:
        raise InvalidEntriesError({"entry_label": "選択肢の言葉を入れてください。"})
    if any(label in (each.label, each.short) for each in others):
        raise InvalidEntriesError(
            {"entry_label": f"「{label}」はこの一覧にもうあります。別の言葉にしてください。"}
        )


def _free_code(codes: Iterable[str]) -> str:
    taken = set(codes)
    numbers = range(1, len(taken) + 2)
    return next(code for number in numbers if (code := f"own_{number}") not in taken)
