"""What the editors of any form need, bound to the verbs: names, candidates, readings, addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from uuid import UUID

from soudan_desk.japanese.postal import address_of, codes_of
from soudan_desk.japanese.readings import guess_reading
from soudan_desk.services import phrases
from soudan_desk.services.advice import cures_of
from soudan_desk.services.candidates import find_meant, name_of
from soudan_desk.services.towns import DistrictsOf, districts_of, list_towns
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.ui.forms.context import Candidate, FormContext
from soudan_desk.ui.forms.phrase_acts import PhraseActs
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.attachments import choose_attachment, open_attachment

OpenNew = Callable[[str, str, Callable[[UUID], None]], None]


def form_context(
    seat: Seat,
    *,
    centre: str | None = None,
    on: date | None = None,
    open_new: OpenNew | None = None,
    case_id: UUID | None = None,
    person_id: UUID | None = None,
    choose_file: Callable[[], UUID | None] | None = None,
    open_file: Callable[[UUID], None] | None = None,
) -> FormContext:
    """Return the surroundings of a form at this seat; files go to the case or person given."""
    work = seat.work

    @lru_cache(maxsize=500)
    def named(kind: str, record_id: UUID) -> str:
        return name_of(work, kind, record_id)

    if choose_file is None and (case_id or person_id) and not seat.office.read_only:
        choose_file = partial(choose_attachment, seat, case_id=case_id, person_id=person_id)

    return FormContext(
        codes=work.codes,
        today=work.today(),
        centre=centre,
        on=on,
        name_of=named,
        find=partial(_find, work),
        open_new=open_new,
        guess_reading=guess_reading,
        address_of=address_of,
        postal_of=codes_of,
        districts_of=_districts(work),
        choose_file=choose_file,
        open_file=open_file or partial(open_attachment, seat),
        phrases=phrase_acts(seat, case_id),
        mend=cures_of,
    )


def _find(work: Work, kind: str, words: str) -> list[Candidate]:
    return [Candidate(m.id, m.title, m.detail) for m in find_meant(work, kind, words)]


def _districts(work: Work) -> DistrictsOf:
    """Read the table of towns when an address is first asked about."""

    @lru_cache(maxsize=1)
    def table() -> DistrictsOf:
        return districts_of(list_towns(work))

    def find(address: str) -> Mapping[str, str]:
        return table()(address)

    return find


def phrase_acts(seat: Seat, case_id: UUID | None = None) -> PhraseActs | None:
    """Bind the verbs of phrases to a seat; those who write no casework have none."""
    work = seat.work
    if not work.actor.writes_casework or seat.office.read_only:
        return None
    return PhraseActs(
        offered=partial(phrases.list_phrases, work),
        fill=partial(_filled, work, case_id),
        add=partial(phrases.add_phrase, work),
        may_share=work.actor.has(SUPERVISOR, ADMINISTRATOR),
    )


def _filled(work: Work, case_id: UUID | None, text: str) -> str:
    return phrases.filled_text(work, text, case_id)
