"""Letting a paper out: made, registered and written as one act; or only looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.desk.paper_builders import BUILDERS
from soudan_desk.desk.paper_empty import empty_form, printed_by_office
from soudan_desk.desk.paper_facts import Facts, Subject
from soudan_desk.desk.paper_lists import LISTS, OF_WORKERS
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.paper_subjects import stored_subject
from soudan_desk.errors import InvalidEntriesError, NotFoundError
from soudan_desk.models import Referral
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.files import protect_pdf
from soudan_desk.papers.paper import Paper
from soudan_desk.services.disclosures import Given, next_serial, record_disclosure, require_giving
from soudan_desk.services.records import model_of
from soudan_desk.services.referrals import require_tellable, vouch_for_letter
from soudan_desk.services.second_person import Second
from soudan_desk.services.stopped_sharing import (
    people_of_sitting,
    require_none_told,
    require_not_stopped,
)
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

LETTER = "referral_letter"
_LETTERS = frozenset({LETTER, "referral_reply"})
TO_THEMSELVES = _LETTERS | {"decision_notice", "disclosed_copy", "consent_form"}


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing; `file` is None where it went to a printer."""

    file: Path | None
    pages: int
    sha256: str
    serial: str


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper as it left: its pages, what the register says of it, and the PDF without password."""

    plain: bytes
    pages: int
    sha256: str
    serial: str

    @property
    def plain_sha256(self) -> str:
        """The digest of the PDF without password."""
        return hashlib.sha256(self.plain).hexdigest()


Deliver = Callable[[bytes], None]


def print_paper(
    work: Work,
    paper_key: str,
    record_id: UUID | None,
    *,
    target: Path,
    reason: str = "",
    recipient: str = "",
    protect_password: str | None = None,
    force: bool = False,
    empty: bool = False,
    form: str = "",
    centre: str | None = None,
    second: Second | None = None,
) -> Printed:
    """Write a paper as a PDF file; a personal one goes into register and audit in the same act.

    Of an `empty` one `form` and `centre` say which, where there are several. A letter that tells
    where somebody protected is wants a `second` person. If the file cannot be written nothing is
    recorded; if recording fails there is no file.
    """
    paper = printable(paper_key)
    with placed_file(target, force=force) as put:
        if empty:
            pdf, pages = empty_form(work, paper, form, centre)
            content = protected(pdf, protect_password)
            put(content)
            return Printed(target, pages, hashlib.sha256(content).hexdigest(), "")
        told: dict[str, Any] = {
            "reason": reason,
            "recipient": recipient,
            "protect_password": protect_password,
        }
        if paper.key in LISTS and (record_id is None or paper.key in OF_WORKERS):
            data = None if record_id is None else OF_WORKERS[paper.key](work, record_id)
            made = give_list(work, paper, deliver=put, data=data, **told)
        else:
            given = _given_id(paper, record_id)
            made = give_paper(work, paper, given, deliver=put, second=second, **told)
    return Printed(target, made.pages, made.sha256, made.serial)


def give_paper(
    work: Work,
    paper: Paper,
    record_id: UUID,
    *,
    reason: str,
    deliver: Deliver,
    recipient: str = "",
    protect_password: str | None = None,
    second: Second | None = None,
) -> MadePaper:
    """Make a paper, register it and hand its PDF to `deliver`, all or nothing."""
    require_giving(work, reason)
    with work.store.writing(work.actor) as session:
        return give_in(
            work,
            session,
            paper,
            record_id,
            reason=reason,
            recipient=recipient,
            protect_password=protect_password,
            deliver=deliver,
            second=second,
        )


def give_list(
    work: Work,
    paper: Paper,
    *,
    reason: str,
    deliver: Deliver,
    recipient: str = "",
    protect_password: str | None = None,
    data: Any = None,
) -> MadePaper:
    """Do the same with a paper of many cases: `data` as shown, or what is printed by itself."""
    require_giving(work, reason)
    listed = LISTS[paper.key](work) if data is None else data
    with work.store.writing(work.actor) as session:
        require_none_told(work, session, listed, recipient)
        serial = next_serial(session, work.today())
        pdf, pages = _written(paper, listed, printed_by_office(work, session, serial))
        content = protected(pdf, protect_password)
        digest = hashlib.sha256(content).hexdigest()
        about = Given(
            paper=paper.key,
            paper_title=paper.label,
            kind=None,
            record_id=None,
            recipient=recipient,
            serial=serial,
            page_count=pages,
            sha256=digest,
            reason=reason,
        )
        record_disclosure(work, session, about)
        session.flush()
        deliver(content)
    return MadePaper(pdf, pages, digest, serial)


def preview_list(work: Work, paper_key: str, data: Any = None) -> bytes:
    """Return the PDF of a paper of many cases, without a trace."""
    paper = printable(paper_key)
    listed = LISTS[paper.key](work) if data is None else data
    with work.store.reading(work.actor) as session:
        return _written(paper, listed, printed_by_office(work, session))[0]


def give_in(
    work: Work,
    session: Session,
    paper: Paper,
    record_id: UUID,
    *,
    reason: str,
    deliver: Deliver,
    recipient: str = "",
    protect_password: str | None = None,
    send_method: str | None = None,
    second: Second | None = None,
) -> MadePaper:
    """Do the same within an open unit of work."""
    subject = stored_subject(session, paper, record_id)
    if paper.key in _LETTERS:
        judged = require_tellable(work, session, subject.answers)
        if paper.key == LETTER and judged is not None and judged.unlocked:
            vouch_for_letter(work, session, fetch(session, Referral, record_id), second)
    facts = Facts(work, session, subject)
    if paper.key not in TO_THEMSELVES:
        require_not_stopped(work, session, _told_of(paper, facts), recipient)
    serial = next_serial(session, work.today())
    pdf, pages = _made(paper, facts, serial)
    content = protected(pdf, protect_password)
    digest = hashlib.sha256(content).hexdigest()
    told = {"serial": serial, "page_count": pages, "sha256": digest, "reason": reason}
    told |= {"recipient": recipient, "send_method": send_method}
    record_disclosure(work, session, _given(paper, facts, **told))
    session.flush()
    deliver(content)
    return MadePaper(pdf, pages, digest, serial)


def preview_paper(
    work: Work,
    paper_key: str,
    record_id: UUID | None,
    answers: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the PDF that would be printed; `answers` are those typed and not saved.

    Without `record_id` it is a new record of the paper's first kind. A preview is a view: it
    leaves no trace and takes no serial.
    """
    paper = printable(paper_key)
    with work.store.reading(work.actor) as session:
        if record_id is None:
            subject = Subject(model_of(paper.kinds[0]), None, dict(answers or {}))
        else:
            subject = stored_subject(session, paper, record_id, answers)
        return _made(paper, Facts(work, session, subject), "")[0]


def printable(paper_key: str) -> Paper:
    """Return a paper that can be printed from a record, or raise `NotFoundError`."""
    paper = PAPERS.get(paper_key)
    if paper is None or not (paper_key in BUILDERS or paper_key in LISTS):
        raise NotFoundError(
            f"「{paper_key}」という書類は印刷できません。papers list で確かめてください。"
        )
    return paper


def protected(pdf: bytes, password: str | None) -> bytes:
    """Return the PDF under a password, or as it is where none is given."""
    if password is not None and not password:
        raise InvalidEntriesError({"password": "PDFのパスワードを入れてください。"})
    return pdf if password is None else protect_pdf(pdf, password)


def _given_id(paper: Paper, record_id: UUID | None) -> UUID:
    if paper.key in LISTS:
        raise InvalidEntriesError({"id": f"「{paper.label}」には記録の番号を指定しません。"})
    if record_id is None:
        raise InvalidEntriesError(
            {"id": f"「{paper.label}」をどの記録から印刷するか、番号で指定してください。"}
        )
    return record_id


def _made(paper: Paper, facts: Facts, serial: str) -> tuple[bytes, int]:
    if facts.subject.is_draft:
        paper = replace(paper, warning=f"下書き・{paper.warning}")
    return _written(paper, BUILDERS[paper.key](facts), facts.printed_by(serial))


def _written(paper: Paper, data: Any, printed: PrintedBy) -> tuple[bytes, int]:
    memory = BytesIO()
    pages = paper.write(data, memory, printed)
    return memory.getvalue(), pages


def _told_of(paper: Paper, facts: Facts) -> list[UUID]:
    if facts.subject.kind == "conference" and facts.subject.id is not None:
        named = paper.key != "minutes_anonymous"
        return people_of_sitting(facts.session, facts.subject.id) if named else []
    return [facts.person.id] if facts.person else []


def _given(paper: Paper, facts: Facts, **told: Any) -> Given:
    """Say for the register whom and what a paper is about, and on what ground it is told."""
    answers = facts.subject.answers
    if facts.subject.kind == "referral":
        told["referral_id"] = facts.subject.id
        told |= {key: answers.get(key) for key in ("agency_id", "consent_id", "legal_basis")}
    return Given(
        paper=paper.key,
        paper_title=paper.label,
        kind=facts.subject.kind,
        record_id=facts.subject.id,
        person_id=facts.person.id if facts.person else None,
        case_id=facts.subject.case_id,
        centre=facts.centre,
        **told,
    )
