"""What leaves as a table or is shown by a command hides whom a measure protects, as paper does."""

import csv
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from letter_office import ADDRESS, MOBILE, make_desk
from soudan_desk.centres import all_processes
from soudan_desk.desk.exporting import export_records
from soudan_desk.desk.importing import import_file
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import AuditEntry, Case, Person
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.as_json import show_as_json
from soudan_desk.services.json_records import add_json, amend_json
from soudan_desk.services.masks import BLACKED, HIDDEN_NAME, PROTECTED_WORD
from soudan_desk.services.office import open_office
from soudan_desk.services.protected import ask_to_hand_out_record
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.second_person import SecondNeededError

CHILD = "090-0000-3333"
SCHOOL, DISTRICT = "見本西小学校", "北圏域"
WORDS = (ADDRESS, MOBILE, CHILD, SCHOOL, DISTRICT, "０９０−００００−５６７８")
KINDS = ("person", "household", "member", "consultation", "case")


@pytest.fixture
def desk(work):
    """A case of somebody protected, whose child has a telephone and a school."""
    made = make_desk(work, shien_sochi=True, work_school=SCHOOL, district=DISTRICT)
    with work.store.reading(work.actor) as session:
        home = session.scalars(select(Case.household_id).where(Case.id == made.case)).one()
    save_record(work, "household", home, {"address": ADDRESS, "tel": MOBILE})
    child = {"household_id": home, "name": "青葉 花", "tel": CHILD, "work_school": SCHOOL}
    which = add_record(work, "member", child).id
    return SimpleNamespace(person=made.person, case=made.case, home=home, child=which)


def exported(work, tmp_path, kind, **more):
    """Return the text of a table and its rows."""
    target = tmp_path / f"{kind}{len(list(tmp_path.iterdir()))}.csv"
    done = export_records(work, kind, target, plain=True, **{"reason": "確認", **more})
    text = target.read_text("utf-8-sig")
    return SimpleNamespace(done=done, text=text, rows=list(csv.DictReader(text.splitlines())))


def told_of(text):
    return [words for words in WORDS if words in text]


def revealed(work):
    with work.store.reading(None) as session:
        query = session.query(AuditEntry).order_by(AuditEntry.seq)
        rows = query.filter(AuditEntry.action.in_(("reveal", "vouched"))).all()
        return [(row.action, row.by, row.record_id, row.reason) for row in rows]


def test_a_table_that_leaves_hides_what_a_paper_hides(work, desk, tmp_path):
    tables = {kind: exported(work, tmp_path, kind) for kind in KINDS}
    assert told_of("".join(each.text for each in tables.values())) == []
    assert tables["person"].rows[0]["住所"] == PROTECTED_WORD
    assert BLACKED in tables["consultation"].text
    assert (tables["person"].done.masked, tables["person"].done.as_json()["masked"]) == (1, 1)
    assert revealed(work) == []


def test_with_a_reason_and_a_second_person_it_is_told_and_both_stand_in_the_log(
    work, desk, tmp_path, second
):
    asked = {"password": "x" * 15, "reveal": True}
    with pytest.raises(InvalidEntriesError, match="理由"):
        export_records(work, "person", tmp_path / "a.zip", **asked, second=second)
    with pytest.raises(SecondNeededError, match="もう1人の職員"):
        export_records(work, "person", tmp_path / "a.zip", **asked, reason="移行")
    assert (list(tmp_path.glob("a*")), revealed(work)) == ([], [])
    more = {"reveal": True, "second": second, "reason": "移行"}
    text = "".join(exported(work, tmp_path, kind, **more).text for kind in KINDS)
    assert told_of(text) == list(WORDS)
    assert set(revealed(work)) == {
        ("reveal", work.actor.staff_id, desk.person, "移行"),
        ("vouched", second.actor.staff_id, desk.person, "移行"),
    }


def test_who_may_not_see_the_person_cannot_be_the_second(office, tmp_path, second):
    work = office.work("shunin")
    made = make_desk(work, shien_sochi=True)
    save_record(work, "case", made.case, {"restriction_level": 3})
    with pytest.raises(NotAllowedError, match="見本 相談さんは、この方の記録を見られません"):
        exported(work, tmp_path, "person", reveal=True, second=second)
    assert revealed(work) == []


def test_whom_the_worker_may_not_see_stays_hidden_and_unlogged(office, tmp_path, second):
    work = office.work("shunin")
    made = make_desk(work, shien_sochi=True)
    with work.store.reading(None) as session:
        home = session.scalars(select(Case.household_id).where(Case.id == made.case)).one()
    other = add_record(work, "person", {"name": "見本 一"}).id
    member = {"household_id": home, "person_id": other, "name": "見本 一", "tel": MOBILE}
    add_record(work, "member", member)
    save_record(work, "case", made.case, {"restriction_level": 3})
    outsider = office.work("nishio")
    for kind in ("member", "household"):
        told = exported(outsider, tmp_path, kind, reveal=True, second=second)
        assert told_of(told.text) == []
    assert revealed(work) == []


def test_a_hidden_name_leaves_no_table_either(work, desk, tmp_path):
    save_record(work, "case", desk.case, {"restriction_level": 3})
    told = exported(work, tmp_path, "consultation")
    assert "すみれ" not in told.text
    assert exported(work, tmp_path, "person").rows[0]["氏名"] == HIDDEN_NAME


def test_commands_show_and_list_as_a_page_does(work, desk, second):
    which = {"person": desk.person, "household": desk.home, "member": desk.child}
    for kind, record_id in which.items():
        shown = show_as_json(work, kind, record_id)
        assert UNTOLD in shown["values"].values()
        assert UNTOLD in shown["labels"].values()
        told = str([shown, *RecordList(work, kind).items(), show_as_json(work, kind, record_id, 1)])
        assert [each for each in told_of(told) if each != SCHOOL or kind == "person"] == []
        asked = ask_to_hand_out_record(work, kind, record_id, second, "確認")
        assert told_of(str(show_as_json(work, kind, record_id, asked=asked))) != []
    assert {each[2] for each in revealed(work)} == {desk.person}
    assert ask_to_hand_out_record(work, "case", desk.case, second, "確認") is None


def test_a_home_is_not_told_to_who_may_not_see_whom_it_hides(office, second):
    work = office.work("shunin")
    made = make_desk(work, shien_sochi=True)
    with work.store.reading(None) as session:
        home = session.scalars(select(Case.household_id).where(Case.id == made.case)).one()
    other = add_record(work, "person", {"name": "見本 一"}).id
    add_record(work, "member", {"household_id": home, "person_id": other, "name": "見本 一"})
    aunt = open_other_case(work, other, home)
    save_record(work, "case", made.case, {"restriction_level": 3})
    assert aunt
    with pytest.raises(NotAllowedError, match="支援措置"):
        ask_to_hand_out_record(office.work("nishio"), "household", home, second, "確認")
    assert revealed(work) == []


def open_other_case(work, person, home):
    from soudan_desk.services.cases import open_case

    case = open_case(work, centre="life_support", person_id=person)
    save_record(work, "case", case, {"household_id": home})
    return case


def test_what_was_shown_given_back_leaves_what_is_stored(work, desk):
    values = show_as_json(work, "person", desk.person)["values"]
    amend_json(work, "person", desk.person, {**values, "note": "書き足し"}, reason="追記")
    answers = show_record(work, "person", desk.person).answers
    assert (answers["address"], answers["note"]) == (ADDRESS, "書き足し")
    with pytest.raises(InvalidEntriesError) as refused:
        add_json(work, "person", {"name": "見本 二", "address": UNTOLD})
    assert "伏せたまま" in refused.value.problems["address"]


def test_an_import_takes_no_mask_for_an_answer(work, desk, tmp_path, office_template, monkeypatch):
    people = exported(work, tmp_path, "person").done.file
    shutil.copytree(office_template, tmp_path / "other")
    with monkeypatch.context() as another_pc:
        another_pc.setenv("SOUDAN_STATE_DIR", str(tmp_path / "pc"))
        opened, admin = open_office(
            tmp_path / "other", "kanri", "mihon no jimusho desu", processes=all_processes()
        )
    try:
        other = replace(admin, actor=work.actor, today=work.today)
        report = import_file(other, people, "person")
        assert (report.good, report.problems) == (1, [])
        assert {each.column for each in report.remarks} >= {"住所", "勤務先・学校"}
        assert all("伏せて" in each.message for each in report.remarks)
        with other.store.reading(None) as session:
            person = session.scalars(select(Person)).one()
        assert (person.name, person.address, person.work_school) == ("青葉 すみれ", None, None)
        assert import_file(work, people, "person", dry_run=True).bad == 1  # it is there already
    finally:
        opened.close()


def test_an_import_tells_of_texts_that_were_blacked_out(work, desk, tmp_path):
    told = exported(work, tmp_path, "consultation")
    calls = told.done.file
    calls.write_text(told.text.replace(told.rows[0]["記録ID"], ""), "utf-8")
    report = import_file(work, calls, "consultation", dry_run=True)
    assert (report.good, report.problems) == (1, [])
    assert any(BLACKED in each.value and "そのまま" in each.message for each in report.remarks)


def test_a_ledger_with_hidden_names_comes_back_with_the_reason(work, tmp_path):
    sheet = tmp_path / "台帳.csv"
    sheet.write_text(f"氏名,相談日,相談方法,内容\n{HIDDEN_NAME},R8.11.2,電話,家賃\n", "utf-8")
    report = import_file(work, sheet, "consultation", dry_run=True, centre="life_support")
    assert (report.good, report.bad) == (0, 1)
    assert "どなたの記録か" in report.problems[0].message
