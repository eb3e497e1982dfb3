"""Which papers there are, and which of them a record can be printed as."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from soudan_desk.desk.paper_subjects import centres_of, has_subject
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.paper import Paper
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """A paper that can be printed: from which kinds of record, in which centres."""

    key: str
    label: str
    kinds: tuple[str, ...]
    centres: tuple[str, ...]
    form: bool
    personal: bool


def list_papers(work: Work, centre: str | None = None) -> list[PaperInfo]:
    """List the papers, those of one kind of centre where one is given."""
    every = tuple(entry.code for entry in work.codes.entries("centre"))
    found = [_info(paper, every) for paper in PAPERS.values()]
    return [info for info in found if centre is None or centre in info.centres]


def papers_of(work: Work, kind: str, record_id: UUID, centre: str | None = None) -> list[PaperInfo]:
    """List the papers there is something to print from for a record: a case may have no plan."""
    infos = [info for info in list_papers(work, centre) if kind in info.kinds]
    with work.store.reading(work.actor) as session:
        return [i for i in infos if has_subject(session, PAPERS[i.key], kind, record_id)]


def _info(paper: Paper, every: tuple[str, ...]) -> PaperInfo:
    own = centres_of(paper) or every
    return PaperInfo(paper.key, paper.label, paper.kinds, own, paper.form, paper.personal)
