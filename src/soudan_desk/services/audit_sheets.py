"""The auditor's sheet: a new chain of the audit begins with it (security rules: docs)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from soudan_desk.services.rights import require_role
from soudan_desk.services.settings import OfficeFacts, facts_in
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR
from soudan_desk.storage.audit_keys import make_start_key, sheet_mark, start_key_text

MARK_LETTERS = 8


@dataclass(frozen=True, slots=True)
class NewAuditSheet:
    """What the sheet says: its key, its number, which chain begins with it and at which row."""

    office: OfficeFacts
    chain: int
    first_seq: int
    mark: str
    key_text: str = field(repr=False)


WriteSheet = Callable[[NewAuditSheet], None]


def begin_audit(work: Work, write_sheet: WriteSheet) -> NewAuditSheet:
    """Close the present chain by a row and begin the next under a key that only its sheet holds.

    The sheet is written within the transaction: where either fails, nothing has changed.
    """
    require_role(work, ADMINISTRATOR, AUDITOR, act="監査票を作る")
    key = make_start_key()
    with work.store.writing(work.actor) as session:
        begun = work.store.chain.begin(session, key, work.actor.staff_id)
        sheet = NewAuditSheet(
            office=facts_in(session),
            chain=begun.chain,
            first_seq=begun.seq,
            mark=sheet_mark(key)[:MARK_LETTERS].upper(),
            key_text=start_key_text(key),
        )
        write_sheet(sheet)
    return sheet
