"""Joins the settings of 保存年限 to the rules of keeping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from soudan_desk.models import RetentionRule, fields_of
from soudan_desk.services import retention_rules as rules
from soudan_desk.services.retention import NEXT_YEAR
from soudan_desk.ui.pages.settings import SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

Say = Callable[[str], None]


def retention_tabs(seat: Seat, say: Say) -> Iterator[SettingsTab]:
    """Name the tab of who settles how long records are kept."""
    if rules.may_set_retention(seat.work) and not seat.office.read_only:
        yield SettingsTab("retention", "保存年限", partial(_rules, seat, say))


def _rules(seat: Seat, say: Say) -> SettingsPane:
    from soudan_desk.ui.pages.settings_listed import ListedActs, ListedPane
    from soudan_desk.ui.pages.settings_retention import RULES, rule_listed

    work = seat.work
    return ListedPane(
        RULES,
        ListedActs(
            fetch=lambda: [
                rule_listed(row, seat.centre_names, work.codes.label)
                for row in rules.list_rules(work)
            ],
            add=partial(rules.add_rule, work),
            save=partial(rules.save_rule, work),
            end=partial(rules.end_rule, work),
            fields=fields_of(RetentionRule),
            fixed=frozenset(),
            new_answers={"starts": NEXT_YEAR, "years_count": 5},
            context=form_context(seat),
            watched=RetentionRule.kind(),
            may_add=True,
            said=say,
        ),
    )
