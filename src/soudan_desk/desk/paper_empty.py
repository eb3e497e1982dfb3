"""Forms for handwriting: about nobody, so that no reason is asked and nothing registered."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import select

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import CentreSetting, OfficeSetting
from soudan_desk.models.base import now
from soudan_desk.papers.catalogue import Paper
from soudan_desk.papers.data import PrintedBy
from soudan_desk.services.work import Work


def empty_form(work: Work, paper: Paper) -> tuple[bytes, int]:
    """Return a form for handwriting, as a PDF, and its number of pages."""
    if paper.empty is None:
        raise InvalidEntriesError({"paper": f"「{paper.label}」には手書き用の用紙がありません。"})

    def labels(name: str) -> list[str]:
        return [entry.label for entry in work.codes.entries(name, on=work.today())]

    with work.store.reading(work.actor) as session:
        office = session.scalars(select(OfficeSetting)).first()
        centre = session.scalars(
            select(CentreSetting).where(CentreSetting.centre.in_(sorted(work.actor.centres)))
        ).first()
    printed = PrintedBy(
        office=office.name if office else "",
        centre=centre.name if centre and len(work.actor.centres) == 1 else "",
        worker=work.actor.name,
        at=now().astimezone(),
        sample=bool(office and office.is_sample),
    )
    memory = BytesIO()
    pages = paper.write(paper.empty(labels), memory, printed)
    return memory.getvalue(), pages
