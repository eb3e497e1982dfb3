"""申し送り: who is told, who can be told, and what becomes of it."""

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import Consultation, HandoverNote, Receipt, Staff
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import file_under_case, open_case, set_worker
from soudan_desk.services.handover_lists import (
    About,
    notes_about,
    notes_for_me,
    notes_in_centres,
    notes_left,
    notes_of_case,
)
from soudan_desk.services.handovers import (
    TO_ALL,
    colleagues,
    finish_note,
    leave_note,
    mark_read,
    note_fields,
    reopen_note,
    take_back,
)
from soudan_desk.services.history import versions_of
from soudan_desk.services.imports import trying
from soudan_desk.services.json_records import add_json, amend_json
from soudan_desk.services.records import save_record, show_record
from soudan_desk.services.search import search
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form


@pytest.fixture
def leave(office):
    def leave(body="折り返しの電話あり", to=("sodanin",), login="shunin", about=None, **answers):
        ids = [office.staff_id(each) for each in to]
        given = {"body": body, "to_staff_ids": ids, **answers}
        return leave_note(office.work(login), given, about=about).id

    return leave


@pytest.fixture
def case(work):
    return open_case(work, centre="life_support", person_id=make_person(work))


def test_a_note_is_on_its_readers_desk_until_done(office, leave):
    note = leave(is_urgent=True, due_on=TODAY)
    mine = office.work("sodanin")
    (seen,) = notes_for_me(mine)
    assert (seen.id, seen.body, seen.writer) == (note, "折り返しの電話あり", "田中 見本")
    assert (seen.is_urgent, seen.due_on) == (True, TODAY)
    assert notes_for_me(office.work("nishio")) == []
    finish_note(mine, note, reply="かけました")
    assert notes_for_me(mine) == []


def test_the_writer_sees_who_has_read_and_who_is_done(office, leave):
    note = leave(to=("sodanin", "nishio"))
    assert mark_read(office.work("sodanin"), [note]) == 1
    assert mark_read(office.work("sodanin"), [note]) == 0
    finish_note(office.work("nishio"), note, reply="承知しました")
    (left,) = notes_left(office.work("shunin"))
    readers = {reader.name: reader for reader in left.readers}
    assert readers["見本 相談"].read_at
    assert not readers["見本 相談"].done_at
    assert readers["西尾 見本"].done_at
    assert readers["西尾 見本"].reply == "承知しました"
    assert left.is_open


def test_a_tick_can_be_taken_back(office, leave):
    note = leave()
    mine = office.work("sodanin")
    finish_note(mine, note)
    reopen_note(mine, note)
    assert [each.id for each in notes_for_me(mine)] == [note]


def test_nobody_ticks_off_what_was_left_for_somebody_else(office, leave):
    note = leave()
    with pytest.raises(NotFoundError):
        finish_note(office.work("nishio"), note)


def test_what_the_writer_took_back_is_on_nobodys_desk(office, leave, case):
    note = leave(about=About(kind="case", id=case))
    with pytest.raises(NotAllowedError):
        take_back(office.work("nishio"), note, reason="まちがい")
    take_back(office.work("shunin"), note, reason="まちがい")
    assert notes_for_me(office.work("sodanin")) == []
    assert notes_of_case(office.work("shunin"), case) == []


def test_a_note_belongs_where_its_record_belongs(office, work, leave, case):
    entry = make_consultation(work, case_id=case)
    note = leave(about=About(kind="consultation", id=entry))
    (seen,) = notes_of_case(work, case)
    assert (seen.id, seen.case_id, seen.person) == (note, case, "見本 花子")
    assert seen.about == About(kind="consultation", id=entry)
    assert [each.id for each in notes_about(work, entry)] == [note]
    assert show_record(work, "handover_note", note).answers["centre"] == "life_support"
    assert [each.id for each in notes_in_centres(work, ["life_support"])] == [note]
    assert notes_in_centres(work, ["disability"]) == []


def test_a_note_goes_along_when_its_record_is_filed_under_a_case(office, work, leave, case):
    person = make_person(work, name="見本 別人", kana="ミホン ベツジン")
    entry = make_consultation(work)
    note = leave(about=About(kind="consultation", id=entry))
    assert notes_of_case(work, case) == []
    file_under_case(work, entry, case)
    assert [each.id for each in notes_of_case(work, case)] == [note]
    with office.store.reading(None) as session:
        assert session.query(Receipt).one().case_id == case
    save_record(work, "case", case, {"person_id": person})
    assert notes_of_case(work, case)[0].person == "見本 別人"
    assert len(versions_of(work, "handover_note", note)) >= 1


def test_somebody_who_may_not_see_the_case_is_refused_by_name(office, work, leave, case):
    save_record(work, "case", case, {"restriction_level": 1})
    with pytest.raises(InvalidEntriesError) as refused:
        leave(about=About(kind="case", id=case), to=("nishio",))
    assert "西尾 見本さんはこのケースを見られない" in refused.value.problems["to_staff_ids"]
    set_worker(work, case, office.staff_id("nishio"), "named", reason="引き継ぐため")
    assert leave(about=About(kind="case", id=case), to=("nishio",))


def test_a_restricted_record_outside_any_case_is_not_passed_on(office, work, leave):
    entry = make_consultation(work, restriction_level=2)
    with pytest.raises(InvalidEntriesError, match="この記録を見られない"):
        leave(about=About(kind="consultation", id=entry), to=("nishio",))


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_only_who_has_a_desk_for_casework_can_be_left_a_note(leave, login):
    with pytest.raises(InvalidEntriesError, match="「今日」のページがない"):
        leave(to=(login,))


def test_one_leaves_nothing_for_oneself(leave):
    with pytest.raises(InvalidEntriesError, match="自分には送れません"):
        leave(to=("shunin",))


def test_who_only_reads_leaves_no_notes(leave):
    with pytest.raises(NotAllowedError):
        leave(login="etsuran")


def test_one_does_not_hang_a_note_on_what_one_cannot_see(office, work, leave, case):
    save_record(work, "case", case, {"restriction_level": 1})
    with pytest.raises(NotFoundError):
        leave(login="nishio", about=About(kind="case", id=case))


def test_a_whole_centre_is_told_at_once(office, work, case):
    with office.store.writing(None) as session:
        session.add(_staff("tonari", ["rights_advocacy"]))
        session.add(_staff("onaji", ["life_support"]))
    answers = {"body": "車の鍵は総務へ", TO_ALL: True, "to_staff_ids": None}
    leave_note(work, answers, centre="life_support")
    (left,) = notes_left(work)
    assert sorted(reader.name for reader in left.readers) == ["onaji", "西尾 見本", "見本 相談"]
    save_record(work, "case", case, {"restriction_level": 1})
    set_worker(work, case, office.staff_id("nishio"), "sub", reason="引き継ぐため")
    leave_note(work, answers, about=About(kind="case", id=case))
    assert [r.name for n in notes_of_case(work, case) for r in n.readers] == ["西尾 見本"]


def _staff(login, centres):
    return Staff(
        id=new_id(),
        name=login,
        login=login,
        roles=["caseworker"],
        centre_codes=centres,
        is_active=True,
    )


def test_only_those_who_can_be_told_are_offered(office, work, case):
    assert {name for _, name, _ in colleagues(work)} == {"見本 相談", "西尾 見本"}
    save_record(work, "case", case, {"restriction_level": 1})
    set_worker(work, case, office.staff_id("sodanin"), "sub", reason="引き継ぐため")
    offered = colleagues(work, About(kind="case", id=case))
    assert [name for _, name, _ in offered] == ["見本 相談"]


# who sees it

EVERYBODY = ("shunin", "sodanin", "nishio", "kansa", "etsuran", "kanri")


@pytest.mark.parametrize("login", EVERYBODY)
def test_a_note_without_a_case_is_its_writers_and_readers_alone(office, leave, login):
    note = leave(body="駐車場の鍵")
    finish_note(office.work("sodanin"), note, reply="受け取りました")
    other = office.work(login)
    is_told = login in {"shunin", "sodanin"}
    with office.store.reading(other.actor) as session:
        assert session.query(HandoverNote).count() == is_told
        assert session.query(Receipt).count() == is_told
    assert len(search(other, "駐車場").hits) == is_told
    assert len(search(other, "受け取りました").hits) == is_told


@pytest.mark.parametrize("login", EVERYBODY)
@pytest.mark.parametrize("level", [0, 1])
def test_a_note_on_a_case_is_for_those_who_see_the_case(office, work, leave, case, login, level):
    set_worker(work, case, office.staff_id("sodanin"), "sub", reason="引き継ぐため")
    leave(body="大家さんへ連絡", about=About(kind="case", id=case))
    save_record(work, "case", case, {"restriction_level": level})
    sees = {"shunin", "sodanin"} if level else set(EVERYBODY) - {"kanri"}
    other = office.work(login)
    with office.store.reading(other.actor) as session:
        assert session.query(HandoverNote).count() == (login in sees)
        assert session.query(Receipt).count() == (login in sees)
    assert len(search(other, "大家さん").hits) == (login in sees)


def test_another_centre_sees_nothing_of_it(office, leave, case):
    leave(about=About(kind="case", id=case))
    other = office.work("nishio", centres={"disability"})
    with office.store.reading(other.actor) as session:
        assert session.query(HandoverNote).count() == 0
        assert session.query(Receipt).count() == 0


def test_a_note_left_before_a_case_was_restricted_is_seen_no_more(office, work, leave, case):
    leave(to=("nishio",), about=About(kind="case", id=case))
    save_record(work, "case", case, {"restriction_level": 1})
    assert notes_for_me(office.work("nishio")) == []


# commands, files, what is typed


def test_a_note_added_by_command_reaches_its_readers(office, work):
    note = add_json(
        work, "handover_note", {"body": "見本の申し送り", "to_staff_ids": [{"login": "nishio"}]}
    )
    assert [each.id for each in notes_for_me(office.work("nishio"))] == [note.id]


def test_receipts_come_by_reading_alone(office, work, leave):
    note = leave()
    with pytest.raises(NotAllowedError, match="申し送りを残したとき"):
        add_json(work, "receipt", {"handover_note_id": str(note)})
    with office.store.reading(None) as session:
        receipt = session.query(Receipt).one().id
    with pytest.raises(InvalidEntriesError):
        amend_json(work, "receipt", receipt, {"reply": "済みました"}, reason="見本")
    with pytest.raises(InvalidEntriesError):
        to = [{"login": "nishio"}]
        amend_json(work, "handover_note", note, {"to_staff_ids": to}, reason="見本")


def test_notes_are_not_brought_by_files(work):
    with (
        pytest.raises(NotAllowedError, match="取り込めません"),
        trying(work, "handover_note", frozenset()),
    ):
        pass


def test_the_unsaved_note_goes_with_the_note(office, work):
    keep_unsaved(work, "handover_note:new", {"body": "途中"})
    ids = [office.staff_id("nishio")]
    leave_note(work, {"body": "全部", "to_staff_ids": ids}, form="handover_note:new")
    assert unsaved_form(work, "handover_note:new") is None


def test_everybody_is_asked_for_only_where_a_centre_is_known():
    assert TO_ALL not in {field.key for field in note_fields()}
    by_key = {field.key: field for field in note_fields("生活サポートセンター")}
    assert by_key[TO_ALL].label == "生活サポートセンターの全員へ"
    assert not by_key["to_staff_ids"].shown({TO_ALL: True})
    assert by_key["to_staff_ids"].needed({TO_ALL: False})


def test_the_record_itself_is_not_changed_by_a_note(office, work, leave, case):
    entry = make_consultation(work, case_id=case)
    leave(about=About(kind="consultation", id=entry))
    with office.store.reading(None) as session:
        assert session.get_one(Consultation, entry).lock_version == 1
