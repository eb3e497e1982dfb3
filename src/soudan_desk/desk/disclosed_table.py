"""The copy of somebody's own records as a table, for who asked for a file: under a password."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast
from uuid import UUID

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.paper_request import disclosed_copy
from soudan_desk.desk.paper_subjects import stored_subject
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import DisclosureRequest
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.services.attachment_leaving import let_out_by_two
from soudan_desk.services.attachments import found_file
from soudan_desk.services.disclosures import Given, next_serial, record_disclosure, require_giving
from soudan_desk.services.redaction import black_out, told_files
from soudan_desk.services.second_person import Second
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.store import fetch
from soudan_desk.tables.sealed import seal_all
from soudan_desk.tables.writing import table_bytes

_PAPER = "disclosed_copy"
_HEADINGS = ("記録", "項目", "内容")
_WIDTHS = {0: 30, 1: 20, 2: 60}
_TITLE = "個人情報の写し"


def write_copy_table(
    work: Work,
    office: OpenedOffice,
    request_id: UUID,
    target: Path,
    *,
    password: str,
    reason: str,
    second: Second | None = None,
    overwrite: bool = False,
) -> str:
    """Write the copy of a request as Excel in an AES-256 ZIP, register it and return its serial.

    It holds what the paper holds, made of the same: what is kept back is in no cell. Beside it lie
    the files that go along; of somebody under a protective measure they want a `second` person.
    """
    require_giving(work, reason)
    _require(password)
    with placed_file(target, force=overwrite) as put, work.store.writing(work.actor) as session:
        facts = Facts(work, session, stored_subject(session, PAPERS[_PAPER], request_id))
        beside = _files(facts, office, second, reason)
        content = seal_all({f"{_TITLE}.xlsx": _table(facts), **beside}, password)
        given = Given(
            paper=_PAPER,
            paper_title=f"{_TITLE}（Excel）",
            serial=next_serial(session, work.today()),
            page_count=0,
            sha256=hashlib.sha256(content).hexdigest(),
            reason=reason,
            kind=facts.subject.kind,
            record_id=request_id,
            recipient=facts.subject.answers.get("requester_name") or "",
            person_id=facts.person.id if facts.person else None,
            case_id=facts.subject.case_id,
            centre=facts.centre,
        )
        record_disclosure(work, session, given)
        session.flush()
        put(content)
    return given.serial


def _require(password: str) -> None:
    if not password:
        raise InvalidEntriesError({"password": "書き出すファイルのパスワードを入れてください。"})


def _files(
    facts: Facts, office: OpenedOffice, second: Second | None, reason: str
) -> dict[str, bytes]:
    """Return the files that go along, numbered; a word to be kept back is in no name either."""
    request = fetch(facts.session, DisclosureRequest, cast("UUID", facts.subject.id))
    found: dict[str, bytes] = {}
    for number, file_id in enumerate(told_files(facts.work, facts.session, request), 1):
        row, content = found_file(facts.work, office, file_id)
        let_out_by_two(facts.work, facts.session, row, second, reason)
        found[f"添付{number:02d}_{black_out(row.file_name, request.redacted_words)}"] = content
    return found


def _table(facts: Facts) -> bytes:
    lines = [
        (record.title, answer.label, answer.text or "")
        for record in disclosed_copy(facts).records
        for answer in record.answers
    ]
    return table_bytes("xlsx", _HEADINGS, lines, title=_TITLE, widths=_WIDTHS)
