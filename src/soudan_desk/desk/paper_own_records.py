"""What a case's own centre has written down of it: its reception record, its assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from soudan_desk.centres import CENTRES
from soudan_desk.desk.paper_facts import Facts
from soudan_desk.japanese.eras import wareki
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.papers.data import Answer, Sections
from soudan_desk.services.answers import read_answers
from soudan_desk.services.records import model_of

_COMPLAINTS = ("chief_complaint", "concern_text", "wish_self")
"""Where the centres' records hold what troubles the person, in their words; the first counts."""
_DAYS = ("received_on", "updated_on", "first_created_on", "surveyed_on", "drafted_on")
_OF_THE_PAPER = frozenset(
    {
        *("person_id", "received_by_id", "author_id", "staff_id", "co_staff_ids"),
        *("application_to", "applied_on", "signed_by_client", *_DAYS),
    }
)


@dataclass(frozen=True)
class OwnRecord:
    """The newest record of one kind."""

    model: type[Record]
    answers: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What it is, and of which day."""
        day = next((self.answers[key] for key in _DAYS if self.answers.get(key)), None)
        return f"{self.model.label}（{wareki(day)}）" if day else self.model.label


def own_records(facts: Facts) -> list[OwnRecord]:
    """Return the newest of each kind that only the case's kind of centre keeps, reception first."""
    centre = CENTRES.get(facts.centre or "")
    if centre is None:
        return []
    shelved = (kind for shelf in centre.shelves for kind in shelf.kinds)
    models: Iterable[Any] = (model_of(kind) for kind in (*centre.intake_kinds, *shelved))
    found = []
    for model in models:
        row = facts.session.scalars(_latest_of(model, facts)).first() if model.centres else None
        if row is not None:
            found.append(OwnRecord(model, read_answers(row)))
    return found


def complaint_of(facts: Facts, records: list[OwnRecord]) -> str:
    """Return what troubles the person, as the centre's records have it; blank if none tells."""
    told = (each.answers.get(key) for key in _COMPLAINTS for each in records)
    return facts.mask.words(next(filter(None, told), ""))


def sections_of(facts: Facts, records: list[OwnRecord], complaint: str) -> Sections:
    """Return each record with its printed questions; what one has said, the next does not."""
    said: set[tuple[str, str | None]] = set()
    found = []
    for each in records:
        sections = facts.reader.sections(fields_of(each.model), each.answers, but=_OF_THE_PAPER)
        lines: list[Answer] = []
        for line in (line for _name, lines in sections for line in lines):
            if line.text != complaint and (line.label, line.text) not in said:
                lines.append(line)
                said.add((line.label, line.text))
        if lines:
            found.append((each.title, tuple(lines)))
    return found


def _latest_of(model: Any, facts: Facts) -> Any:
    return (
        select(model)
        .where(model.case_id == facts.subject.id, model.record_state != VOID)
        .order_by(model.created_at.desc())
        .limit(1)
    )
