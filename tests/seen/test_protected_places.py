"""Where somebody under a protective measure is: told by no verb, paper, table or search unasked."""

import shutil
from types import SimpleNamespace

import pytest
from test_nothing_is_seen import CALLED, _call, _scene

from office_fixtures import sit_down
from question_samples import KINDS
from soudan_desk.desk.exporting import export_records
from soudan_desk.desk.paper_lists import LISTS
from soudan_desk.desk.printing import preview_list, preview_paper
from soudan_desk.errors import NotAllowedError, SoudanError
from soudan_desk.models import Case, Consultation, Household, Member, Person
from soudan_desk.models.life_support import Intake
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.services.protected import ask_to_see
from soudan_desk.services.reading import read_record
from soudan_desk.services.records import amend_record, save_record
from soudan_desk.services.search import search
from told import told
from twin_offices import fill

PLACES = {
    Person: {
        "address": "見晴台町一丁目2番3号", "registered_address": "旧港町四丁目5番",
        "work_school": "見晴台高等学校", "email": "himitsu@example.jp",
        "tel_home": "03-9999-1111", "tel_mobile": "090-9999-2222",
        "safe_contact": "叔母の家03-9999-3333", "district": "見晴台圏域",
    },
    Household: {"address": "見晴台町一丁目2番3号", "tel": "03-9999-1111"},
    Member: {"tel": "090-9999-4444", "work_school": "見晴台西小学校"},
    Consultation: {"caller_tel": "090-9999-2222", "place_note": "見晴台町の本人宅"},
    Intake: {"visitor_tel": "090-9999-2222"},
}  # fmt: skip
ROWS = {
    "assessment": {"emergency_contacts": [{"name": "叔母", "tel": "03-9999-5555"}],
                   "work_history": [{"period": "いま", "employer": "見晴台製菓"}]},
    "disability_assessment": {"family": [{"name": "子", "job": "見晴台南小学校"}]},
    "rights_intake": {"current_supporters": [{"name": "知人", "contact": "03-9999-6666"}]},
}  # fmt: skip
"""Places in the tables of other records: hidden in what leaves and in what search shows."""
IN_ROWS = {"03-9999-5555", "見晴台製菓", "見晴台南小学校", "03-9999-6666"}
WORDS = {words for each in PLACES.values() for words in each.values()}
MAY = {
    "services.records.show_record": "the record as stored; pages show what `read_record` tells",
    "services.history.versions_of": "what `read_versions` masks; no page or command calls it else",
    "services.exports.ExportList": "rows, each with the mask that the writer of the file puts on",
}
"""Verbs that tell, and why that is no leak."""


@pytest.fixture(scope="module")
def desk(office_template, tmp_path_factory):
    """An office with a record of every kind about one protected person, written once."""
    path = tmp_path_factory.mktemp("protected") / "office"
    shutil.copytree(office_template, path)
    office = sit_down(path)
    subject = fill(office, "守秘標識31", 0, "R08-L-0931", ids={"relative": _relative(office)})
    work = office.work("sodanin")
    with office.store.writing(None) as session:
        for model in (Person, Household, Member):
            row = session.get(model, subject.ids[model.kind()])
            for key, words in PLACES[model].items():
                setattr(row, key, words)
        session.get(Person, subject.ids["person"]).shien_sochi = True
        session.get(Case, subject.ids["case"]).household_id = subject.ids["household"]
    for model in (Consultation, Intake):
        which = subject.ids[model.kind()]
        amend_record(work, model.kind(), which, PLACES[model], reason="確認した")
    for kind, answers in ROWS.items():
        amend_record(work, kind, subject.ids[kind], answers, reason="確認した")
    yield SimpleNamespace(office=office, subject=subject, work=work)
    office.opened.close()


def _relative(office):
    with office.store.writing(None) as session:
        row = Person(name="シンセキ 太郎", kana="シンセキ タロウ", record_state="final")
        session.add(row)
        session.flush()
        return row.id


def told_in(text, of=WORDS):
    return sorted(words for words in of if words in text)


def test_no_verb_tells_it_to_who_works_on_the_case(desk, tmp_path):
    """Pages and commands show what verbs tell, and nothing else."""
    leaks = {}
    services = ((name, verb) for name, verb in CALLED.items() if name.startswith("services."))
    for place, (name, verb) in enumerate(services):
        scene = _scene(desk.office, desk.subject, "sodanin", verb, place, tmp_path)
        if found := told_in(_call(verb, scene), WORDS | IN_ROWS):
            leaks[name] = found
    assert leaks.keys() <= MAY.keys(), leaks


@pytest.mark.parametrize("kind", ROWS)
def test_a_table_that_tells_of_a_place_is_hidden_until_somebody_asks(desk, kind):
    which = desk.subject.ids[kind]
    assert told_in(told(read_record(desk.work, kind, which)), IN_ROWS) == []
    asked = ask_to_see(desk.work, desk.subject.ids["person"])
    shown = told_in(told(read_record(desk.work, kind, which, asked=asked)), IN_ROWS)
    assert set(shown) == {cell for rows in ROWS[kind].values() for row in rows
                          for cell in row.values()} & IN_ROWS  # fmt: skip


@pytest.mark.parametrize("model", PLACES)
def test_each_kind_that_knows_a_place_hides_it_until_somebody_asks(desk, model):
    which = desk.subject.ids[model.kind()]
    assert told_in(told(read_record(desk.work, model.kind(), which))) == []
    asked = ask_to_see(desk.work, desk.subject.ids["person"])
    shown = told_in(told(read_record(desk.work, model.kind(), which, asked=asked)))
    assert set(shown) == set(PLACES[model].values())


def test_no_paper_of_any_record_tells_it(desk):
    leaks, about = {}, set()
    for key, kind in ((key, paper.kinds[0]) for key, paper in PAPERS.items() if paper.kinds):
        try:
            text = told(preview_paper(desk.work, key, desk.subject.ids[kind]))
        except SoudanError:  # what the samples do not suffice for
            continue
        if "守秘標識31" in text or "R08-L-0931" in text:
            about.add(key)
        if found := told_in("".join(text.split()), WORDS | IN_ROWS):
            leaks[key] = found
    assert leaks == {}
    assert len(about) > 12, about


def test_no_list_on_paper_tells_it(desk):
    printed = 0
    for key in LISTS:
        try:
            text = told(preview_list(desk.work, key))
        except NotAllowedError:  # another's paper
            continue
        printed += 1
        assert told_in("".join(text.split())) == [], key
    assert printed > 5


def test_no_table_of_any_kind_tells_it(desk, tmp_path):
    rows = 0
    for kind in KINDS:
        target = tmp_path / f"{kind}.csv"
        try:
            rows += export_records(desk.work, kind, target, plain=True, reason="確認").rows
        except NotAllowedError:  # the office's own settings
            continue
        assert told_in(target.read_text("utf-8-sig"), WORDS | IN_ROWS) == [], kind
    assert rows > 40


@pytest.mark.parametrize("words", sorted(WORDS | IN_ROWS))
def test_a_search_for_the_place_itself_shows_none_of_it(desk, words):
    assert told_in(told(search(desk.work, words).hits), WORDS | IN_ROWS) == []


@pytest.mark.parametrize("model", [Consultation, Intake, Member])
def test_what_is_saved_with_a_hidden_answer_keeps_what_is_stored(desk, model):
    which, kind = desk.subject.ids[model.kind()], model.kind()
    read = read_record(desk.work, kind, which)
    text = {"Consultation": "body", "Intake": "concern_text", "Member": "health"}[model.__name__]
    answers = {**read.answers, text: "書き足した"}
    if model is Member:
        save_record(desk.work, kind, which, answers)
    else:
        amend_record(desk.work, kind, which, answers, reason="確認した")
    asked = ask_to_see(desk.work, desk.subject.ids["person"])
    now = read_record(desk.work, kind, which, asked=asked).answers
    assert now[text] == "書き足した"
    assert {key: now[key] for key in PLACES[model]} == PLACES[model]
