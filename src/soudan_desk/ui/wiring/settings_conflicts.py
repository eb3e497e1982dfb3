"""Joins the settings of 利益相反 to the verbs over conflicts of interest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import ConflictBlock
from soudan_desk.services import conflicts
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.pages.settings import SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

Say = Callable[[str], None]


def conflict_tabs(seat: Seat, say: Say) -> Iterator[SettingsTab]:
    """Name the tab of who sets conflicts of interest."""
    if seat.work.actor.has(ADMINISTRATOR, SUPERVISOR) and not seat.office.read_only:
        yield SettingsTab("conflicts", "利益相反", partial(_conflicts, seat, say))


def _conflicts(seat: Seat, say: Say) -> SettingsPane:
    from soudan_desk.ui.pages.settings_conflicts import CONFLICTS, block_listed
    from soudan_desk.ui.pages.settings_listed import ListedActs, ListedPane

    work = seat.work
    return ListedPane(
        CONFLICTS,
        ListedActs(
            fetch=lambda: [block_listed(row) for row in conflicts.list_blocks(work)],
            add=partial(conflicts.block_staff, work),
            save=partial(conflicts.give_reason, work),
            end=partial(_end, work),
            fields=conflicts.BLOCK_FIELDS,
            fixed=frozenset({"staff_id", "person_id", "case_no"}),
            new_answers={},
            context=form_context(seat),
            watched=ConflictBlock.kind(),
            may_add=True,
            said=say,
        ),
    )


def _end(work: Work, block_id: UUID) -> None:
    reason = ask_text(None, "利益相反をやめる理由", "理由は記録に残ります。", act="やめる")
    if reason is None:
        raise NotAllowedError("理由がないので、利益相反はそのままです。")
    conflicts.lift_block(work, block_id, reason)
