"""The demo office: every answer passes the checks of its record, the same seed gives the same."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

import pytest

import soudan_desk.models  # noqa: F401 - makes every record known
from soudan_desk.codes import shipped_codes
from soudan_desk.desk.demo import Planned, Ref, generate_office, load_threads
from soudan_desk.desk.demo.stories import load_steps, load_table, texts_in
from soudan_desk.desk.demo.texts import Text
from soudan_desk.fields import Kind, problems_with
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.base import fields_of, record_kinds

ON = date(2026, 11, 24)


def office(cases=None, consultations=None, seed=1, on=ON) -> list[Planned]:
    return list(generate_office(cases=cases, consultations=consultations, seed=seed, on=on))


@pytest.fixture(scope="module")
def usual():
    return office()


@pytest.fixture(scope="module")
def several():
    """So many cases that most variants of every text have been seen."""
    return office(cases=1_200, seed=2)


def of_kind(planned, kind):
    return [each for each in planned if each.kind == kind]


def refs_in(value):
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, dict):
        yield from refs_in(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from refs_in(each)


def words_in(value):
    if isinstance(value, str) and not isinstance(value, Ref):
        yield value
    elif isinstance(value, dict):
        yield from words_in(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from words_in(each)


def test_every_answer_passes_the_checks_of_its_record(several):
    kinds, codes = record_kinds(), shipped_codes()
    centres = {p.ref: p.answers["centre"] for p in several if "centre" in p.answers}
    found = Counter()
    for each in several:
        fields = fields_of(kinds[each.kind])
        given = {"record_state": each.state, "case_no": "R08-L-0001"}
        answers = {**given, **each.answers}
        centre = answers.get("centre") or centres.get(answers.get("case_id"))
        problems = problems_with(fields, answers, codes, centre=centre)
        found.update((each.kind, key, text) for key, text in problems.items())
        strange = each.answers.keys() - {field.key for field in fields}
        found.update((each.kind, key, "no such question") for key in strange - {"last_contact_on"})
    assert not found, "\n".join(map(str, found.most_common(40)))


TYPES = {
    Kind.LINE: str,
    Kind.TEXT: str,
    Kind.CHOICE: str,
    Kind.DATE: date,
    Kind.PARTIAL_DATE: PartialDate,
    Kind.TIME: time,
    Kind.INSTANT: datetime,
    Kind.MINUTES: int,
    Kind.NUMBER: int,
    Kind.YEN: int,
    Kind.CHECK: bool,
    Kind.CHOICES: list,
    Kind.MARKS: dict,
    Kind.REFERENCE: Ref,
    Kind.REFERENCES: list,
    Kind.ROWS: list,
    Kind.ATTACHMENTS: list,
}


def test_every_answer_is_of_the_type_its_question_asks_for(several):
    kinds = record_kinds()
    wrong = Counter()
    for each in several:
        for field in fields_of(kinds[each.kind]):
            answer = each.answers.get(field.key)
            if answer is not None and not isinstance(answer, TYPES[field.kind]):
                wrong[each.kind, field.key, repr(answer)] += 1
    assert not wrong


def test_every_record_comes_after_those_it_refers_to(usual):
    seen = set()
    for each in usual:
        missing = set(refs_in(each.answers)) - seen
        assert not missing, (each.ref, missing)
        assert each.ref not in seen
        seen.add(each.ref)


def test_the_same_seed_gives_the_same_office_and_another_seed_another():
    assert office(cases=30) == office(cases=30)
    assert office(cases=30) != office(cases=30, seed=5)


@pytest.mark.parametrize(
    ("cases", "consultations"),
    [(1, 0), (1, 1), (0, 7), (5, 40), (100, 100), (40, 30), (50, 700), (3, 600), (200, 1000)],
)
def test_the_sizes_asked_for_are_met_exactly(cases, consultations):
    counts = Counter(each.kind for each in office(cases, consultations))
    assert (counts["case"], counts["consultation"]) == (cases, consultations)


def test_nothing_happens_after_the_day_it_is_counted_from(several):
    morning = datetime(2026, 11, 24, tzinfo=UTC)
    assert max(each.at for each in several) < morning
    talks = of_kind(several, "consultation")
    assert max(each.answers["held_on"] for each in talks) == date(2026, 11, 23)
    assert all(each.at.tzinfo is UTC for each in several)


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2026, 1, 4), date(2027, 5, 5)])
def test_any_day_may_be_today(on):
    talks = of_kind(office(cases=60, on=on), "consultation")
    assert max(each.answers["held_on"] for each in talks) == on - timedelta(days=1)
    assert len(talks) == 700


def test_the_consultations_of_a_case_follow_each_other_in_time(usual):
    at = {}
    for each in of_kind(usual, "consultation"):
        case, answers = each.answers.get("case_id"), each.answers
        start = (answers["held_on"], answers["started_at_time"])
        if case is not None:
            assert start > at.get(case, (date.min, time.min)), each.ref
            at[case] = (answers["held_on"], answers["ended_at_time"])


def test_what_a_restricted_case_leaves_is_restricted_too(several):
    levels = {each.ref: each.answers["restriction_level"] for each in of_kind(several, "case")}
    assert 2 in levels.values()
    for kind in ("consultation", "referral", "intake", "rights_intake"):
        for each in of_kind(several, kind):
            level = levels.get(each.answers.get("case_id"), 0)
            assert each.answers["restriction_level"] == level


def test_cases_come_in_the_order_of_their_opening(several):
    days = [each.answers["opened_on"] for each in of_kind(office(cases=300), "case")]
    assert days == sorted(days)


def test_an_office_of_any_size_is_a_stream():
    stream = generate_office(cases=None, consultations=1_000_000, seed=1, on=ON)
    assert len(list(islice(stream, 20_000))) == 20_000


def test_there_are_enough_stories_for_every_centre():
    centres = Counter(thread.centre for thread in load_threads())
    assert centres["life_support"] >= 18
    assert centres["rights_advocacy"] >= 11
    assert centres["disability"] >= 13
    assert all(len(thread) >= 5 for thread in load_threads())
    keys = [thread.key for thread in load_threads()]
    assert len(set(keys)) == len(keys)


def test_no_sentence_of_a_record_is_used_in_two_stories():
    """A phrase that comes back in every story reads like a machine."""
    owners: dict[str, set[str]] = {}
    for thread in load_threads():
        for step in thread.steps:
            for key in ("body", "findings"):
                for text in step.texts[key].variants if key in step.texts else ():
                    for sentence in text.replace("\n", "").split("。"):
                        if len(re.sub("{.*?}", "", sentence)) >= 14:
                            owners.setdefault(sentence, set()).add(thread.key)
    shared = {sentence: keys for sentence, keys in owners.items() if len(keys) > 1}
    assert not shared


def all_texts():
    for thread in load_threads():
        yield from texts_in([thread.person, thread.household, thread.case, thread.intake])
        yield from texts_in(list(thread.members))
        for step in thread.steps:
            yield from step.all_texts()
    for name in ("everyday", "partings", "singles", "calls"):
        for step in chain.from_iterable(load_steps(name).values()):
            yield from step.all_texts()


def test_no_text_is_left_with_an_open_bracket_or_slot(several):
    for each in several:
        told = {key: value for key, value in each.answers.items() if key != "ref_no_format"}
        for text in words_in(told):
            assert not set(text) & set("{}〔〕｜"), text
            assert "  " not in text
            assert not text.endswith(("、", " ")), text


def test_every_variant_of_a_text_can_be_chosen():
    text = Text("〔甲｜乙〕と〔丙｜丁〕")
    assert text.variants == ("甲と丙", "甲と丁", "乙と丙", "乙と丁")


def test_texts_have_fewer_variants_than_would_be_cut_off():
    assert max(len(text.variants) for text in all_texts()) < 512


def test_telephones_and_addresses_are_visibly_fictional(several):
    for each in several:
        for key, value in each.answers.items():
            if value and key in {"tel", "tel_home", "tel_mobile", "fax", "caller_tel"}:
                assert value.startswith(("00-0000-", "090-0000-")), (each.ref, value)
            if value and key == "address":
                assert value.startswith("ひなた市")
    assert of_kind(several, "office_setting")[0].answers["is_sample"] is True


def test_the_office_has_the_logins_and_rights_that_were_agreed(usual):
    staff = {each.answers["login"]: each for each in of_kind(usual, "staff")}
    logging_in = [login for login, each in staff.items() if each.extra["logs_in"]]
    assert logging_in == ["shunin", "sodanin", "kanri", "kansa", "etsuran"]
    assert staff["shunin"].answers["roles"] == ["caseworker", "supervisor"]
    for login in ("shunin", "sodanin"):
        assert len(staff[login].answers["centre_codes"]) == 3
    assert {each.by for each in usual} <= {each.answers["login"] for each in staff.values()}


def test_a_worker_finds_something_to_do_today(usual):
    tasks = of_kind(usual, "task")
    assert any(each.answers["due_on"] < ON for each in tasks)
    assert any(each.answers["due_on"] == ON for each in tasks)
    mine = [each for each in tasks if each.by == "shunin"]
    assert len(mine) >= 5
    referrals = of_kind(usual, "referral")
    assert any(each.answers["outcome"] == "pending" for each in referrals)
    assert any(each.answers["direction"] == "in" for each in referrals)


def test_characters_that_try_paper_and_search_occur(several):
    everything = "".join(chain.from_iterable(words_in(each.answers) for each in several))
    for characters in ("𠮷", "葛󠄀", "髙", "﨑", "㋿"):
        assert characters in everything


def test_every_agency_a_text_names_is_in_the_table():
    keys = [entry["key"] for entry in load_table("agencies")["agency"]]
    assert len(set(keys)) == len(keys)
    assert len(keys) >= 40


def test_a_letter_with_a_consent_goes_to_an_agency_the_consent_names(several):
    named = {
        each.ref: each.answers.get("scope_agency_ids") or [] for each in of_kind(several, "consent")
    }
    sent = [e.answers for e in of_kind(several, "referral") if e.answers["direction"] == "out"]
    told = [answers for answers in sent if answers.get("consent_id")]
    assert len(told) > len(sent) / 2
    assert all(answers["agency_id"] in named[answers["consent_id"]] for answers in told)
    assert all(answers.get("consent_id") or answers.get("legal_basis") for answers in sent)


def test_families_ties_scans_and_voided_records_vary(several):
    kin = {(e.answers["type"], e.answers["status"]) for e in of_kind(several, "kinship")}
    ties = {e.answers["strength"] for e in of_kind(several, "tie")}
    voided = [each for each in several if each.state == "void"]
    assert len(kin) > 8
    assert ties == {"strong", "normal", "weak", "stress"}
    assert voided
    assert all(each.extra["reason"] for each in voided)
    assert of_kind(several, "attachment")


def test_the_chief_is_named_in_every_restricted_case(several):
    closed = {e.ref for e in of_kind(several, "case") if e.answers["restriction_level"]}
    named = {
        part.answers["case_id"]
        for part in of_kind(several, "case_worker")
        if part.answers["staff_id"] == "staff:shunin"
    }
    assert closed
    assert closed <= named
