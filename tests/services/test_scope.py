"""What somebody may not see is missing everywhere, not even counted."""

import tracemalloc
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from office_fixtures import PASSWORD, TODAY, make_consultation, make_person
from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.models import (
    Case,
    Consultation,
    OfficeSetting,
    Person,
    Staff,
    record_kinds,
)
from soudan_desk.services.case_lists import CaseFilter, count_cases, count_states, list_cases
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.likely_persons import Typed, likely_persons
from soudan_desk.services.names import HIDDEN, NameBook
from soudan_desk.services.office import open_office
from soudan_desk.services.records import (
    add_record,
    amend_record,
    save_record,
    show_record,
    void_record,
)
from soudan_desk.services.search import search
from soudan_desk.services.timeline import timeline
from soudan_desk.services.today import today
from soudan_desk.services.work import Work
from soudan_desk.storage.scope import scope_options

OUTSIDERS = ("nishio", "etsuran", "kansa", "kanri")


@pytest.fixture
def hidden(office):
    """A case of the supervisor with one of everything, restricted to a level."""

    def at(level):
        mine = office.work("shunin")
        person = make_person(
            mine, name="秘匿 見本", kana="ヒトク ミホン", tel_mobile="090-0000-9999"
        )
        case = open_case(mine, centre="life_support", person_id=person)
        entry = make_consultation(mine, case_id=case, body="避難先の相談")
        consent = {"person_id": person, "case_id": case, "type": "pi_handling"}
        add_record(mine, "consent", {**consent, "given_on": TODAY, "method": "written"})
        add_record(mine, "task", {"title": "避難先へ電話", "case_id": case})
        save_record(mine, "case", case, {"restriction_level": level})
        return mine, person, case, entry

    return at


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("login", OUTSIDERS)
def test_nobody_outside_sees_a_restricted_case(office, hidden, login, level):
    _, person, case, entry = hidden(level)
    other = office.work(login)
    assert list_cases(other, CaseFilter()) == []
    assert count_cases(other, CaseFilter()) == 0
    assert count_states(other, CaseFilter()) == {}
    assert [hit for hit in search(other, "避難先").hits if hit.id == entry] == []
    assert today(other).todos == ()
    for verb in (
        lambda: timeline(other, case),
        lambda: show_record(other, "case", case),
        lambda: show_record(other, "consultation", entry),
    ):
        with pytest.raises(NotFoundError):
            verb()
    if level == 3:
        assert likely_persons(other, Typed(name="秘匿 見本", kana="ヒトク ミホン")) == []
        with pytest.raises(NotFoundError):
            show_record(other, "person", person)


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_table_lets_a_row_of_a_hidden_case_through(office, hidden, login):
    _, person, case, _ = hidden(3)
    with office.store.reading(office.actors[login]) as session:
        for model in record_kinds().values():
            for key, value in (("case_id", case), ("person_id", person)):
                if key in model.__table__.columns:
                    query = select(func.count()).select_from(model)
                    assert session.scalar(query.where(getattr(model, key) == value)) == 0, model
        assert NameBook(session).of("person", person) == HIDDEN


def test_the_team_and_the_named_see_a_restricted_case(office, hidden):
    mine, _, case, entry = hidden(2)
    assert show_record(mine, "consultation", entry).title
    set_worker(mine, case, office.staff_id("nishio"), "named", reason="指名")
    assert show_record(office.work("nishio"), "consultation", entry).title


def test_a_reader_sees_ordinary_cases_but_never_a_restricted_one_even_when_named(office, hidden):
    mine, _, case, _ = hidden(0)
    reader = office.work("etsuran")
    assert [row.id for row in list_cases(reader, CaseFilter())] == [case]
    set_worker(mine, case, office.staff_id("etsuran"), "named")
    save_record(mine, "case", case, {"restriction_level": 1})
    assert list_cases(reader, CaseFilter()) == []


def test_another_centre_sees_nothing_of_a_case(office, hidden):
    _, _, case, entry = hidden(0)
    other = office.work("nishio", centres={"disability"})
    assert list_cases(other, CaseFilter()) == []
    assert not [hit for hit in search(other, "避難先").hits if hit.id == entry]
    with pytest.raises(NotFoundError):
        timeline(other, case)


def test_a_joined_query_is_bound_for_every_table_in_it(office, hidden):
    _, _, case, _ = hidden(3)
    with office.store.reading(office.actors["nishio"]) as session:
        joined = (
            select(func.count(Consultation.id))
            .join(Case, Case.id == Consultation.case_id)
            .join(Person, Person.id == Case.person_id)
        )
        assert session.scalar(joined) == 0
        inside = select(Consultation.id).where(
            Consultation.case_id.in_(select(Case.id).where(Case.id == case))
        )
        assert session.scalars(inside).all() == []


@pytest.mark.parametrize("login", ["etsuran", "kansa", "kanri"])
def test_those_who_only_read_write_nothing(office, login):
    mine, other = office.work("shunin"), office.work(login)
    record = make_consultation(mine)
    for verb in (
        lambda: make_consultation(other),
        lambda: make_person(other),
        lambda: save_record(other, "consultation", record, {"body": "x"}),
        lambda: amend_record(other, "consultation", record, {"body": "x"}, reason="x"),
        lambda: open_case(other, centre="life_support", person_id=make_person(mine)),
    ):
        with pytest.raises((NotAllowedError, NotFoundError)):
            verb()


def test_a_caseworker_may_not_change_a_colleagues_record(office):
    record = make_consultation(office.work("sodanin"))
    with pytest.raises(NotAllowedError, match="ほかの人の記録"):
        save_record(office.work("nishio"), "consultation", record, {"body": "x"})
    save_record(office.work("shunin"), "consultation", record, {"body": "主任が直した"})


def test_an_office_may_close_the_cases_of_others_to_its_caseworkers(office, hidden):
    mine, _, case, entry = hidden(0)
    actor = replace(office.actors["nishio"], sees_ordinary=False)
    other = Work(office.store, actor, mine.codes, mine.processes, mine.today)
    assert list_cases(other, CaseFilter()) == []
    assert not [hit for hit in search(other, "避難先").hits if hit.id == entry]
    with pytest.raises(NotFoundError):
        timeline(other, case)
    set_worker(mine, case, office.staff_id("nishio"), "sub")
    assert [row.id for row in list_cases(other, CaseFilter())] == [case]


def test_the_offices_settings_decide_who_reads_the_cases_of_others(office):
    admin = office.work_of_admin
    with office.store.writing(None) as session:
        session.scalars(select(OfficeSetting)).one().caseworkers_see_all = False
        staff = session.scalars(select(Staff).where(Staff.login == "kanri")).one()
        staff.roles = ["administrator", "caseworker"]
    office.opened.close()
    opened, work = open_office(office.path, "kanri", PASSWORD, processes=admin.processes)
    opened.close()
    assert work.actor.sees_ordinary is False


def test_what_binds_a_worker_s_queries_is_light(office):
    newcomer = replace(office.actors["shunin"], login="kaeru")
    tracemalloc.start()
    scope_options(newcomer)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert taken < 3_000_000, f"{taken} bytes: whole tables under other names?"


def test_what_was_written_about_the_wrong_person_is_left_to_its_writer_and_supervisors(office):
    writer = office.work("sodanin")
    case = open_case(writer, centre="life_support", person_id=make_person(writer))
    entry = make_consultation(writer, case_id=case, body="別の人の話")
    colleague = office.work("nishio")
    assert show_record(colleague, "consultation", entry).answers["body"] == "別の人の話"

    void_record(writer, "consultation", entry, reason="別の人の記録だった")

    for work in (writer, office.work("shunin")):
        assert show_record(work, "consultation", entry).answers["body"] == "別の人の話"
    for login in ("nishio", "etsuran"):
        with pytest.raises(NotFoundError):
            show_record(office.work(login), "consultation", entry)
        assert entry not in [item.id for item in timeline(office.work(login), case)]
