"""Forms for handwriting: about nobody, so that no reason is asked and nothing registered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.desk.paper_answers import Reader
from soudan_desk.desk.paper_facts import words_of
from soudan_desk.desk.paper_infos import list_papers
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Names
from soudan_desk.models import CentreSetting, OfficeSetting
from soudan_desk.models.base import fields_of, now
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import Blank, CentreWords, PrintedBy, Sections
from soudan_desk.papers.paper import Paper
from soudan_desk.services.masks import Mask
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class EmptyForm:
    """One form for handwriting: its paper, which of the paper's forms, and whose it is."""

    label: str
    paper: str
    form: str
    centre: str


def list_empty_forms(work: Work, centre: str | None = None) -> Iterator[EmptyForm]:
    """Name the forms of the worker's centres, or of one of them, by centre as they come in use."""
    for own in _centres(work, centre):
        blank = _blank(work, (own,))
        for info in list_papers(work, own):
            if info.form:
                forms = PAPERS[info.key].forms
                titles = forms(blank) if forms else {"": ""}
                for key, title in titles.items():
                    label = f"{info.label}　{title}" if title else info.label
                    yield EmptyForm(label, info.key, key, own)


def empty_form(
    work: Work, paper: Paper, form: str = "", centre: str | None = None
) -> tuple[bytes, int]:
    """Return a form for handwriting, as a PDF, and its number of pages.

    Of a paper with several forms one is chosen by its key; a centre narrows whose forms they are.
    """
    if paper.empty is None:
        raise InvalidEntriesError({"paper": f"「{paper.label}」には手書き用の用紙がありません。"})

    with work.store.reading(work.actor) as session:
        printed = printed_by_office(work, session)
    blank = _blank(work, _centres(work, centre), form)
    _require_one_form(paper, blank)
    memory = BytesIO()
    pages = paper.write(paper.empty(blank), memory, printed)
    return memory.getvalue(), pages


def _blank(work: Work, centres: tuple[str, ...], form: str = "") -> Blank:
    def options(name: str, centre: str | None) -> list[tuple[str, str]]:
        found = work.codes.entries(name, centre=centre, on=work.today())
        return [(entry.label, entry.group or "") for entry in found]

    def asked(kind: str, centre: str, keys: Sequence[str]) -> Sections:
        fields = [f for f in fields_of(model_of(kind)) if f.key in keys]
        if not keys:
            fields = [f for f in fields_of(model_of(kind)) if f.printed and f.of != "person"]
        names = Names(work.codes, lambda _kind, _id: "", centre)
        return Reader(names, Mask(), work.today()).by_hand(fields)

    with work.store.reading(work.actor) as session:
        settings = {row.centre: words_of(row) for row in session.scalars(select(CentreSetting))}
    return Blank(options, centres, asked, lambda own: settings.get(own, CentreWords()), form)


def printed_by_office(work: Work, session: Session, serial: str = "") -> PrintedBy:
    """Return the foot of a paper that is about no one case."""
    office = session.scalars(select(OfficeSetting)).first()
    centre = session.scalars(
        select(CentreSetting).where(CentreSetting.centre.in_(sorted(work.actor.centres)))
    ).first()
    return PrintedBy(
        office=office.name if office else "",
        centre=centre.name if centre and len(work.actor.centres) == 1 else "",
        worker=work.actor.name,
        at=now().astimezone(),
        serial=serial,
        sample=bool(office and office.is_sample),
    )


def _require_one_form(paper: Paper, blank: Blank) -> None:
    forms = paper.forms(blank) if paper.forms else {}
    if blank.form not in forms and (blank.form or len(forms) > 1):
        every = "、".join(f"{key}（{title}）" for key, title in forms.items())
        raise InvalidEntriesError(
            {
                "kind": f"「{paper.label}」の用紙は{len(forms)}種類あります。"
                f"どれにするかを --kind で選んでください：{every}。"
                if forms
                else f"「{paper.label}」の用紙は1種類です。--kind をつけずに出してください。"
            }
        )


def _centres(work: Work, wanted: str | None) -> tuple[str, ...]:
    """Return the worker's centres in the usual order; every one for whoever belongs to none."""
    every = tuple(entry.code for entry in work.codes.entries("centre"))
    own = tuple(code for code in every if code in work.actor.centres) or every
    if wanted is not None and wanted not in own:
        names = "、".join(own)
        raise InvalidEntriesError({"centre": f"センターは {names} から選んでください。"})
    return own if wanted is None else (wanted,)
