"""What a protective measure hides is not handed out: who asks for it stands in the log first."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from letter_office import ADDRESS, MOBILE, make_desk
from soudan_desk.models import AuditEntry, Case
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.callers import pick_person
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_people import household_of
from soudan_desk.services.person_desk import doubles_of, person_desk, preview_merge
from soudan_desk.services.protected import ask_to_see
from soudan_desk.services.reading import read_record, read_versions
from soudan_desk.services.records import add_record, save_record, show_record

CHILD = "090-0000-3333"


@pytest.fixture
def desk(work):
    """A case of somebody protected, whose child has a telephone."""
    made = make_desk(work, shien_sochi=True, safe_contact="姉 000-0000-7777")
    with work.store.reading(work.actor) as session:
        home = session.scalars(select(Case.household_id).where(Case.id == made.case)).one()
    save_record(work, "household", home, {"address": ADDRESS, "tel": MOBILE})
    child = {"household_id": home, "name": "青葉 花", "tel": CHILD}
    which = add_record(work, "member", child).id
    return SimpleNamespace(person=made.person, case=made.case, home=home, child=which)


def handed_out(work, desk, asked=None):
    """Return everything that pages are given of the person and their home."""
    kinds = {"person": desk.person, "household": desk.home, "member": desk.child}
    return str(
        [
            case_facts(work, desk.case, asked=asked),
            household_of(work, desk.case, asked=asked),
            person_desk(work, desk.person, asked=asked),
            *(read_record(work, kind, which, asked=asked) for kind, which in kinds.items()),
        ]
    )


def test_no_page_is_given_where_somebody_protected_is_until_it_is_asked_and_logged(work, desk):
    protected = (ADDRESS, MOBILE, CHILD, "000-0000-7777")
    told = handed_out(work, desk)
    assert UNTOLD in told
    assert [words for words in protected if words in told] == []
    told = handed_out(work, desk, ask_to_see(work, desk.person, desk.case))
    assert [words for words in protected if words not in told] == []
    with work.store.reading(None) as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert (last.action, last.record_id, last.case_id) == ("reveal", desk.person, desk.case)


def test_nor_is_it_in_versions_in_what_a_call_fills_in_or_in_the_preview_of_a_merge(work, desk):
    other = add_record(work, "person", {"name": "青葉 すみれ", "address": "見本市北町9"}).id
    told = str(
        [
            read_versions(work, "person", desk.person),
            pick_person(work, desk.person, centre=None, on=work.today()),
            preview_merge(work, desk.person, other),
        ]
    )
    assert UNTOLD in told
    assert [words for words in (ADDRESS, MOBILE, "見本市北町9") if words in told] == []


def test_the_proof_for_one_person_tells_nothing_of_another(work, desk):
    other = add_record(work, "person", {"name": "見本 一"}).id
    assert ADDRESS not in handed_out(work, desk, ask_to_see(work, other))


@pytest.mark.parametrize("kind", ["person", "household", "member"])
def test_a_form_saved_with_what_it_was_not_told_leaves_what_is_stored(work, desk, kind):
    which = {"person": desk.person, "household": desk.home, "member": desk.child}[kind]
    before = show_record(work, kind, which).answers
    given = read_record(work, kind, which).answers
    assert UNTOLD in given.values()
    save_record(work, kind, which, {**given, "note": "書き足した。"})
    assert show_record(work, kind, which).answers == {**before, "note": "書き足した。"}
    assert given != before


def test_who_asked_may_change_it(work, desk):
    asked = ask_to_see(work, desk.person)
    given = person_desk(work, desk.person, asked=asked).answers
    save_record(work, "person", desk.person, {**given, "address": "見本市南町3"})
    assert show_record(work, "person", desk.person).answers["address"] == "見本市南町3"


def test_doubles_are_found_by_the_number_that_the_page_was_not_told(work, desk):
    add_record(work, "person", {"name": "川野 見本", "tel_mobile": MOBILE, "kana": "アオバ スミレ"})
    untold = person_desk(work, desk.person).answers
    found = doubles_of(work, untold, except_id=desk.person)
    assert [("電話が同じ" in each.reasons) for each in found] == [True]
