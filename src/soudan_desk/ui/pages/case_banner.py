"""What stands in a case's banner."""

from __future__ import annotations

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.case_desk import CaseFacts
from soudan_desk.services.due import DueItem
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_looks import day_text, due_look, state_look, warnings_of
from soudan_desk.ui.widgets.banner import BannerFacts

_ANONYMOUS = "（匿名）"
_ROLES = {"main": "主担当", "sub": "副", "named": "指名"}


def name_of(facts: CaseFacts) -> str:
    """Return whom the case is about."""
    return (facts.person.name if facts.person else "") or _ANONYMOUS


def banner_facts(
    acts: CaseActs, loaded: Loaded, next_due: DueItem | None = None, *, compact: bool
) -> BannerFacts:
    """Return the banner of a case; fewer words where it is one row."""
    facts = loaded.facts
    person, codes = facts.person, acts.codes
    birth = person.birth if person else None
    age = birth.age_text(acts.today) if birth else ""
    sex = codes.label("sex", person.sex) if person and person.sex and not compact else ""
    due, due_role = due_look(next_due)
    may_write = acts.records.may_write
    return BannerFacts(
        name=name_of(facts),
        reading=person.kana if person else "",
        facts=tuple(each for each in (sex, age) if each),
        born=f"{birth.reading()}生" if birth and birth.exact() and not compact else "",
        number=facts.case_no,
        state=state_look(codes, facts.centre, facts.state),
        workers=tuple((_ROLES[row.role], row.name) for row in facts.workers),
        warnings=warnings_of(facts, acts.today, compact=compact),
        due=due,
        due_role=due_role,
        visit=_visit_words(acts, loaded.visit),
        visit_act="予定を入れる" if may_write else "",
        visit_key="Ctrl+Shift+N" if may_write else "",
        act="新しい記録" if may_write else "",
        act_key="Ctrl+R" if may_write else "",
    )


def _visit_words(acts: CaseActs, visit: AppointmentRow | None) -> str:
    """Say when one meets next: 「予定 11/25（水）10:00 訪問」."""
    if visit is None:
        return ""
    entry = acts.codes.find("appointment.kind", visit.kind)
    span = visit.span
    at = f"{span.starts.hour}:{span.starts.minute:02}" if span.starts else ""
    kind = entry.brief if entry else ""
    return " ".join(filter(None, ("予定", f"{day_text(span.held_on)}{at}", kind)))
