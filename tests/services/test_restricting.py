"""閲覧制限, 利益相反 and 緊急閲覧: who opens and closes what, and what is left behind of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import make_consultation, make_person
from review_office import add_staff_row
from soudan_desk.codes import shipped_codes
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import Case, CaseWorker, ConflictBlock, EmergencyAccess, Staff
from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.case_people import household_of, restrict_case
from soudan_desk.services.cases import open_case, remove_worker, set_worker
from soudan_desk.services.conflicts import block_staff, lift_block, list_blocks
from soudan_desk.services.emergencies import (
    emergency_notices,
    open_in_emergency,
    read_emergency_notice,
)
from soudan_desk.services.json_records import add_json
from soudan_desk.services.merges import merge_persons, unmerge_persons
from soudan_desk.services.records import add_record, save_record, show_record, void_record
from soudan_desk.services.search import search
from soudan_desk.services.timeline import timeline
from soudan_desk.services.today import today

WHY = "夫の親族が事務所に勤めているため"


@pytest.fixture
def shut(office):
    """A case of a caseworker, restricted to a level."""

    def at(level, name="秘匿 見本", kana="ヒトク ミホン"):
        mine = office.work("sodanin")
        person = make_person(mine, name=name, kana=kana)
        case = open_case(mine, centre="life_support", person_id=person)
        make_consultation(mine, case_id=case, person_id=person, body="避難先の相談")
        if level:
            restrict_case(mine, case, level, WHY)
        return case, person

    return at


def acts(office, action):
    with office.store.reading(None) as session:
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)
        return list(session.scalars(query))


def case_no(office, case):
    return case_facts(office.work("sodanin"), case).case_no


def sees(work, case):
    return case in {row.id for row in list_cases(work, CaseFilter())}


# --- restriction -----------------------------------------------------------------------------


def test_a_restriction_wants_a_reason_which_stands_in_the_audit(office, shut):
    case, _ = shut(0)
    mine = office.work("sodanin")
    with pytest.raises(InvalidEntriesError):
        restrict_case(mine, case, 2, "  ")
    restrict_case(mine, case, 2, WHY)
    restrict_case(mine, case, 0, "危険がなくなったため")
    closed, opened = acts(office, "restrict")
    assert (closed.case_id, closed.reason, closed.by) == (case, WHY, mine.actor.staff_id)
    assert "restriction_level" in closed.fields
    assert opened.reason == "危険がなくなったため"


def test_who_is_not_on_the_list_restricts_nothing_by_any_verb(office, shut):
    case, _ = shut(0)
    boss = office.work("shunin")
    with pytest.raises(NotAllowedError, match="担当に入っていない"):
        restrict_case(boss, case, 1, WHY)
    with pytest.raises(NotAllowedError, match="担当に入っていない"):
        save_record(boss, "case", case, {"restriction_level": 1})


def test_a_level_beyond_3_is_refused(office, shut):
    case, _ = shut(0)
    with pytest.raises(InvalidEntriesError):
        restrict_case(office.work("sodanin"), case, 4, WHY)


def test_members_of_a_restricted_case_are_named_with_a_reason(office, shut):
    case, _ = shut(1)
    mine, other = office.work("sodanin"), office.staff_id("nishio")
    with pytest.raises(InvalidEntriesError):
        set_worker(mine, case, other, "sub")
    set_worker(mine, case, other, "sub", reason="訪問をともにするため")
    assert sees(office.work("nishio"), case)
    with pytest.raises(InvalidEntriesError):
        remove_worker(mine, case, other)
    remove_worker(mine, case, other, reason="訪問が終わったため")
    assert not sees(office.work("nishio"), case)
    told = [(act.case_id, act.reason) for act in acts(office, "assign") if act.reason]
    assert told == [(case, "訪問をともにするため"), (case, "訪問が終わったため")]


def test_an_ordinary_case_asks_no_reason_of_its_list(office, shut):
    case, _ = shut(0)
    set_worker(office.work("sodanin"), case, office.staff_id("nishio"), "sub")
    assert not [act for act in acts(office, "assign") if act.reason]


def test_from_level_2_on_a_second_worker_names_nobody(office, shut):
    case, _ = shut(1)
    mine, second = office.work("sodanin"), office.work("nishio")
    set_worker(mine, case, second.actor.staff_id, "sub", reason="副担当")
    third = add_staff_row(office, "shinjin", "新人 見本", ["caseworker"])
    set_worker(second, case, third, "sub", reason="交代のため")
    remove_worker(second, case, third, reason="交代しなかったため")
    restrict_case(mine, case, 2, WHY)
    with pytest.raises(NotAllowedError, match="主担当に頼んで"):
        set_worker(second, case, third, "named", reason="交代のため")
    set_worker(mine, case, office.staff_id("shunin"), "named", reason="指名")
    set_worker(office.work("shunin"), case, third, "sub", reason="交代のため")


def test_who_only_reads_is_not_named(office, shut):
    case, _ = shut(1)
    with pytest.raises(NotAllowedError, match="閲覧のみ"):
        set_worker(
            office.work("sodanin"), case, office.staff_id("etsuran"), "named", reason="見せる"
        )


def test_the_list_of_a_restricted_case_is_changed_by_its_own_verbs_alone(office, shut):
    case, _ = shut(1)
    mine = office.work("sodanin")
    given = {"case_id": str(case), "staff_id": str(office.staff_id("nishio")), "role": "sub"}
    with pytest.raises(NotAllowedError, match="理由をつけて"):
        add_json(mine, "case_worker", given)
    set_worker(mine, case, office.staff_id("nishio"), "sub", reason="訪問")
    with office.store.reading(None) as session:
        row = session.scalars(
            select(CaseWorker.id).where(CaseWorker.staff_id == office.staff_id("nishio"))
        ).one()
    with pytest.raises(NotAllowedError, match="理由をつけて"):
        void_record(mine, "case_worker", row, reason="x")


def test_a_household_goes_with_its_cases(office, shut):
    case, _ = shut(0)
    mine, other = office.work("sodanin"), office.work("nishio")
    house = add_record(mine, "household", {"name": "秘匿家", "household_type": "couple"}).id
    add_record(mine, "member", {"household_id": house, "name": "秘匿 太郎", "relation": "self"})
    tie = {"household_id": house, "resource_name": "秘匿の会"}
    add_record(mine, "tie", {**tie, "strength": shipped_codes().entries("tie.strength")[0].code})
    save_record(mine, "case", case, {"household_id": house})
    assert show_record(other, "household", house)
    restrict_case(mine, case, 1, WHY)
    with pytest.raises(NotFoundError):
        show_record(other, "household", house)
    assert not [hit for hit in search(other, "秘匿の会").hits if hit.kind != "person"]
    assert not [hit for hit in search(other, "秘匿家").hits if hit.kind == "household"]
    assert not [hit for hit in search(other, "秘匿 太郎").hits if hit.kind == "member"]
    assert search(mine, "秘匿の会").hits
    assert household_of(mine, case)
    own = open_case(other, centre="life_support", person_id=make_person(other))
    with office.store.writing(None) as session:
        session.get_one(Case, own).household_id = house
    assert show_record(other, "household", house)


# --- conflicts of interest -------------------------------------------------------------------


@pytest.mark.parametrize("login", ["nishio", "shunin", "kansa", "etsuran"])
def test_a_conflict_of_interest_beats_every_role_and_every_list(office, shut, login):
    case, person = shut(0)
    add_staff_row(office, "shocho", "所長 見本", ["supervisor"])
    boss = office.work("shocho")
    if login != "etsuran":
        set_worker(office.work("sodanin"), case, office.staff_id(login), "sub")
    assert sees(office.work(login), case)
    block = block_staff(
        boss, {"staff_id": office.staff_id(login), "person_id": person, "reason": WHY}
    )
    other = office.work(login)
    assert not sees(other, case)
    assert count_cases(other, CaseFilter()) == 0
    assert not search(other, "避難先").hits
    assert not search(other, "秘匿").hits
    for verb in (
        lambda: timeline(other, case),
        lambda: show_record(other, "person", person),
        lambda: show_record(other, "case", case),
        lambda: show_record(other, "conflict_block", block),
    ):
        with pytest.raises(NotFoundError):
            verb()
    assert not list_blocks(other)
    assert sees(office.work("sodanin"), case)
    lift_block(boss, block, "退職したため")
    assert sees(office.work(login), case)
    assert acts(office, "block")[0].reason == WHY
    assert acts(office, "lift_block")[0].reason == "退職したため"


def test_an_administrator_blocks_by_a_number_and_sees_no_name(office, shut):
    case, _ = shut(2)
    admin = office.work("kanri")
    number = case_no(office, case)
    given = {"staff_id": office.staff_id("sodanin"), "case_no": number, "reason": WHY}
    block_staff(admin, given)
    assert not sees(office.work("sodanin"), case)
    (row,) = list_blocks(admin)
    assert "秘匿" not in row.person + row.case_no
    assert row.staff == "見本 相談"
    with pytest.raises(NotFoundError):
        block_staff(admin, {**given, "case_no": "R08-L-9999"})
    with pytest.raises(NotFoundError):
        block_staff(office.work("shunin"), given)
    assert not list_blocks(office.work("shunin"))


def test_a_case_opened_later_is_blocked_too(office, shut):
    case, person = shut(0)
    given = {"staff_id": office.staff_id("nishio"), "case_no": case_no(office, case)}
    block_staff(office.work("shunin"), {**given, "reason": WHY})
    later = open_case(office.work("sodanin"), centre="life_support", person_id=person)
    assert not sees(office.work("nishio"), later)


def test_who_sets_none_is_refused_and_nobody_sets_their_own(office, shut):
    _, person = shut(0)
    given = {"staff_id": office.staff_id("nishio"), "person_id": person, "reason": WHY}
    with pytest.raises(NotAllowedError):
        block_staff(office.work("sodanin"), given)
    own = {**given, "staff_id": office.staff_id("shunin")}
    with pytest.raises(NotAllowedError, match="ほかの主任"):
        block_staff(office.work("shunin"), own)
    with pytest.raises(InvalidEntriesError):
        block_staff(office.work("shunin"), {**given, "reason": ""})
    with pytest.raises(InvalidEntriesError):
        block_staff(office.work("shunin"), {**given, "person_id": None})
    with pytest.raises(NotAllowedError, match="利益相反"):
        add_record(office.work("shunin"), "conflict_block", given)


def test_somebody_blocked_is_not_put_on_the_case(office, shut):
    case, person = shut(0)
    block_staff(
        office.work("shunin"),
        {"staff_id": office.staff_id("nishio"), "person_id": person, "reason": WHY},
    )
    with pytest.raises(NotAllowedError, match="利益相反"):
        set_worker(office.work("sodanin"), case, office.staff_id("nishio"), "sub")


def test_a_conflict_follows_when_two_entries_are_one_person(office, shut):
    case, person = shut(0)
    block_staff(
        office.work("shunin"),
        {"staff_id": office.staff_id("nishio"), "person_id": person, "reason": WHY},
    )
    mine = office.work("sodanin")
    kept = make_person(mine, name="秘匿 みほん")
    merge = merge_persons(mine, kept, person, reason="同じ方")
    assert not sees(office.work("nishio"), case)
    unmerge_persons(mine, merge)
    with office.store.reading(None) as session:
        assert session.scalars(select(ConflictBlock.person_id)).one() == person


# --- emergencies -----------------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_supervisor_reads_a_restricted_case_for_an_hour(office, shut, level):
    case, person = shut(level)
    boss = office.work("shunin")
    assert not sees(boss, case)
    assert open_in_emergency(boss, case_no(office, case).lower(), "警察からの照会") == case
    assert sees(boss, case)
    assert timeline(boss, case)
    assert show_record(boss, "person", person).answers["name"] == "秘匿 見本"
    facts = case_facts(boss, case)
    left = facts.emergency_until - now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)
    assert not facts.may_change
    assert not sees(office.work("nishio"), case)
    with office.store.writing(None) as session:
        access = session.scalars(select(EmergencyAccess)).one()
        access.until_at = now() - timedelta(seconds=2)
    assert not sees(boss, case)
    with pytest.raises(NotFoundError):
        timeline(boss, case)


def test_what_an_emergency_opened_is_read_and_not_written(office, shut):
    case, _ = shut(2)
    boss = office.work("shunin")
    open_in_emergency(boss, case_no(office, case), "警察からの照会")
    for verb in (
        lambda: restrict_case(boss, case, 0, "x"),
        lambda: set_worker(boss, case, boss.actor.staff_id, "named", reason="x"),
        lambda: make_consultation(boss, case_id=case),
        lambda: save_record(boss, "case", case, {"note": "x"}),
        lambda: add_record(boss, "task", {"title": "x", "case_id": case}),
    ):
        with pytest.raises(NotAllowedError):
            verb()
    make_consultation(boss)
    set_worker(office.work("sodanin"), case, boss.actor.staff_id, "named", reason="引き継ぐ")
    make_consultation(boss, case_id=case)


def test_an_emergency_is_its_own_kind_of_act_found_or_not(office, shut):
    case, _ = shut(3)
    boss = office.work("shunin")
    with pytest.raises(InvalidEntriesError):
        open_in_emergency(boss, case_no(office, case), " ")
    with pytest.raises(NotFoundError):
        open_in_emergency(boss, "R08-L-9999", "警察からの照会")
    open_in_emergency(boss, "秘匿見本", "警察からの照会")
    refused, given = acts(office, "break_glass")
    assert (refused.result, refused.case_id) == ("refused", None)
    assert (given.result, given.case_id, given.reason) == ("ok", case, "警察からの照会")
    assert given.by == boss.actor.staff_id


def test_nobody_but_a_supervisor_and_nobody_blocked_opens_in_an_emergency(office, shut):
    case, person = shut(2)
    number = case_no(office, case)
    for login in ("nishio", "kansa", "etsuran", "kanri"):
        with pytest.raises(NotAllowedError):
            open_in_emergency(office.work(login), number, "警察からの照会")
    boss = office.work("shunin")
    block_staff(
        office.work("kanri"), {"staff_id": boss.actor.staff_id, "case_no": number, "reason": WHY}
    )
    for words in (number, show_record(office.work("sodanin"), "person", person).answers["name"]):
        with pytest.raises(NotFoundError):
            open_in_emergency(boss, words, "警察からの照会")


def test_an_ordinary_case_and_two_of_one_name_are_told_apart(office, shut):
    case, _ = shut(0)
    boss = office.work("shunin")
    with pytest.raises(NotAllowedError, match="一覧から"):
        open_in_emergency(boss, case_no(office, case), "急ぎ")
    shut(1, "同名 見本", "ドウメイ ミホン")
    shut(1, "同名 見本", "ドウメイ ミホン")
    with pytest.raises(NotAllowedError, match="ケース番号"):
        open_in_emergency(boss, "ドウメイ ミホン", "急ぎ")


def test_the_owner_is_told_until_it_is_read(office, shut):
    case, _ = shut(2)
    mine, boss = office.work("sodanin"), office.work("shunin")
    set_worker(mine, case, office.staff_id("nishio"), "sub", reason="副担当")
    open_in_emergency(boss, case_no(office, case), "警察からの照会")
    (notice,) = today(mine).emergencies
    assert (notice.case_id, notice.staff, notice.reason) == (case, "田中 見本", "警察からの照会")
    assert today(mine, whole_centres=["life_support"]).emergencies == (notice,)
    assert not emergency_notices(office.work("nishio"))
    assert not emergency_notices(boss)
    read_emergency_notice(mine, notice.id)
    assert not today(mine).emergencies


def test_where_the_owner_has_left_the_others_are_told(office, shut):
    case, _ = shut(2)
    mine = office.work("sodanin")
    set_worker(mine, case, office.staff_id("nishio"), "sub", reason="副担当")
    with office.store.writing(None) as session:
        session.scalars(select(Staff).where(Staff.login == "sodanin")).one().is_active = False
    open_in_emergency(office.work("shunin"), case_no(office, case), "急ぎ")
    assert emergency_notices(office.work("nishio"))
