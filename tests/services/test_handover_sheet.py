"""申し送り票: what it gathers of a worker, who sees it, and what stands on nobody's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letter_office import told_by
from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import NotAllowedError
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.handover_lists import About
from soudan_desk.services.handover_sheet import handover_sheet, whose_sheets
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.records import add_record, save_record

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def absent(office):
    return office.work("nishio")


@pytest.fixture
def case(absent):
    person = make_person(absent, name="青葉 すみれ", staff_safety=True, voicemail_ok="no")
    return open_case(absent, centre="life_support", person_id=person)


@pytest.fixture
def stand_in(office):
    def stand_in(login="sodanin", since=TODAY, until=TODAY):
        days = {"from_on": since, "to_on": until}
        ids = {"absent_id": office.staff_id("nishio"), "staff_id": office.staff_id(login)}
        save_deputy(office.work("shunin"), {**ids, **days})

    return stand_in


def test_it_gathers_what_comes_what_to_mind_and_what_has_happened(office, absent, case):
    made = {"case_id": case, "subject": "滞納の相談", "next_action": "結果を電話する"}
    make_consultation(absent, **made, next_due_on=TOMORROW)
    of_case = {"case_id": case, "held_on": TOMORROW}
    add_record(absent, "appointment", {**of_case, "appointment_kind": "phone", "title": "折り返し"})
    add_record(absent, "appointment", {**of_case, "appointment_kind": "visit", "title": "訪問"})
    add_record(absent, "task", {"title": "書類を送る", "case_id": case})
    note = {"body": "大家さんへ電話", "to_staff_ids": [absent.actor.staff_id]}
    leave_note(office.work("shunin"), note, about=About(kind="case", id=case))

    sheet = handover_sheet(absent)

    assert (sheet.worker, sheet.case_count) == ("西尾 見本", 1)
    (caution,) = sheet.cautions
    assert (caution.words, caution.is_grave) == (("職員の安全に注意", "留守電に残さない"), True)
    assert [each.title for each in sheet.calls] == ["結果を電話する", "折り返し"]
    assert [each.title for each in sheet.visits] == ["訪問"]
    assert [each.title for each in sheet.todos] == ["書類を送る"]
    assert [each.body for each in sheet.notes] == ["大家さんへ電話"]
    assert [each.what for each in sheet.happened] == ["滞納の相談"]


def test_a_missed_call_still_waits_and_a_missed_visit_does_not(absent, case):
    for kind in ("phone", "visit"):
        of_case = {"case_id": case, "held_on": TODAY - timedelta(days=3)}
        add_record(absent, "appointment", {**of_case, "appointment_kind": kind})
    sheet = handover_sheet(absent)
    assert (len(sheet.calls), len(sheet.visits)) == (1, 0)


def test_oneself_a_supervisor_and_who_stands_in_see_it_and_a_deputy_no_longer_than_that(
    office, absent, case, stand_in
):
    colleague = office.work("sodanin")
    whose = absent.actor.staff_id
    with pytest.raises(NotAllowedError, match="本人と、いま代理をしている人と主任"):
        handover_sheet(colleague, whose)
    assert [key for key, _ in whose_sheets(colleague)] == [colleague.actor.staff_id]
    stand_in(until=TOMORROW)
    assert handover_sheet(colleague, whose).case_count == 1
    assert handover_sheet(office.work("shunin"), whose).case_count == 1
    after = replace(colleague, today=lambda: TOMORROW + timedelta(days=1))
    with pytest.raises(NotAllowedError):
        handover_sheet(after, whose)


def test_who_stands_in_sees_nothing_of_a_restricted_case(office, absent, case, stand_in):
    make_consultation(absent, case_id=case, next_action="結果を電話する", next_due_on=TODAY)
    add_record(absent, "task", {"title": "書類", "case_id": case, "due_on": TODAY})
    add_record(absent, "appointment", {"case_id": case, "appointment_kind": "phone"} | DAY)
    restrict_case(absent, case, 2, "身の安全のため")
    stand_in()
    assert handover_sheet(absent).case_count == 1
    sheet = handover_sheet(office.work("sodanin"), absent.actor.staff_id)
    gathered = (sheet.cautions, sheet.calls, sheet.due, sheet.todos, sheet.happened)
    assert (sheet.case_count, *gathered) == (0, (), (), (), (), ())


DAY = {"held_on": TODAY}


def test_on_paper_a_hidden_name_and_a_protected_place_stand_nowhere(absent, case, tmp_path):
    home = "見本市秘密町1丁目"
    person = make_person(absent, name="紅葉 はるか", shien_sochi=True, address=home)
    save_record(absent, "person", person, {"contact_note": f"{home}へは送らない"})
    other = open_case(absent, centre="life_support", person_id=person)
    made = {"next_due_on": TODAY, "next_action": f"{home}へ行く"}
    make_consultation(absent, case_id=other, subject=f"{home}で会った", **made)
    make_consultation(absent, case_id=case, subject="青葉すみれさんと会った", next_due_on=TODAY)
    restrict_case(absent, case, 3, "身の安全のため")
    target = tmp_path / "a.pdf"
    print_paper(absent, "handover_sheet", None, target=target, reason="休みの前")
    told = told_by(target)
    assert "紅葉はるか" in told
    assert "と会った" in told
    assert ("秘密町" in told, "青葉" in told) == (False, False)
