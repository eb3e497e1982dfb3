"""Joins the settings of 地区 to the table of towns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from soudan_desk.models import Town, fields_of
from soudan_desk.services import towns
from soudan_desk.services.records import save_record
from soudan_desk.ui.pages.settings import SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

Say = Callable[[str], None]


def town_tabs(seat: Seat, say: Say) -> Iterator[SettingsTab]:
    """Name the tab of who keeps the table."""
    if towns.may_set_towns(seat.work) and not seat.office.read_only:
        yield SettingsTab("towns", "地区", partial(_towns, seat, say))


def _towns(seat: Seat, say: Say) -> SettingsPane:
    from soudan_desk.ui.pages.settings_listed import ListedActs, ListedPane
    from soudan_desk.ui.pages.settings_towns import TOWNS, town_listed

    work = seat.work
    return ListedPane(
        TOWNS,
        ListedActs(
            fetch=lambda: [town_listed(row, may_change=True) for row in towns.list_towns(work)],
            add=partial(towns.add_town, work),
            save=lambda which, answers: save_record(work, Town.kind(), which, answers),
            end=partial(towns.leave_out_town, work),
            fields=fields_of(Town),
            fixed=frozenset(),
            new_answers={},
            context=form_context(seat),
            watched=Town.kind(),
            may_add=True,
            said=say,
        ),
    )
