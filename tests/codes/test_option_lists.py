import re
import tomllib
from datetime import date
from itertools import pairwise

import pytest

from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.codes import CodeBook, CodeEntry, shipped_codes, shipped_list_labels
from soudan_desk.models import Role
from soudan_desk.resource_files import resource

BOOK = shipped_codes()
TODAY = date(2026, 11, 22)
FILES = sorted(resource("codes").glob("*.toml"))
LISTS = {
    name: content["entries"]
    for path in FILES
    for name, content in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
OLD = CodeEntry(list="a", code="old", label="旧", valid_to=date(2024, 3, 31))
NEW = CodeEntry(list="a", code="new", label="新", short="新", valid_from=date(2024, 4, 1))


@pytest.mark.parametrize("name", LISTS)
def test_every_option_has_a_code_of_its_own_and_a_label_of_its_own(name):
    codes = [entry["code"] for entry in LISTS[name]]
    labels = [entry["label"] for entry in LISTS[name]]
    assert len(codes) == len(set(codes))
    assert len(labels) == len(set(labels)), "an import finds an option by its label"
    assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)
    assert all(label.strip() == label != "" for label in labels)
    assert shipped_list_labels()[name]


@pytest.mark.parametrize("name", LISTS)
def test_a_short_label_is_shorter_and_still_tells_options_apart(name):
    for entry in LISTS[name]:
        assert 0 < len(entry.get("short", "短")) <= len(entry["label"]), entry
    briefs = [entry.get("short", entry["label"]) for entry in LISTS[name]]
    assert len(briefs) == len(set(briefs))


def test_an_option_ends_after_it_begins():
    for entry in BOOK:
        begins, ends = entry.valid_from or date.min, entry.valid_to or date.max
        assert begins <= ends, entry


@pytest.mark.parametrize(
    ("name", "centre", "count"),
    [
        ("agency.type", None, 41),
        ("concern", None, 16),
        ("consultation.method", "life_support", 13),
        ("consultation.method", "rights_advocacy", 7),
        ("consultation.method", "disability", 8),
        ("consultation.caller_type", "rights_advocacy", 17),
        ("consultation.caller_type", "disability", 16),
        ("consultation.topic", "life_support", 16),
        ("consultation.topic", "rights_advocacy", 18),
        ("consultation.topic", "disability", 12),
        ("case.state", "life_support", 14),
        ("case.close_reason", "life_support", 10),
        ("referral.outcome", None, 7),
        ("intake.route", None, 8),
    ],
)
def test_the_lists_of_the_forms_are_whole(name, centre, count):
    assert len(BOOK.entries(name, centre=centre, on=TODAY)) == count


def test_the_topics_of_a_consultation_are_the_concerns_of_the_form():
    assert LISTS["consultation.topic.life_support"] == LISTS["concern"]


def test_every_way_of_contact_says_what_it_counts_as():
    for centre in CENTRES:
        groups = {entry.group for entry in BOOK.entries("consultation.method", centre=centre)}
        assert groups <= {"contact", "meeting", "agency", "other"}
        assert {"contact", "meeting"} <= groups


def test_every_state_a_process_names_is_in_its_list():
    for process in all_processes().values():
        states = {entry.code for entry in BOOK.entries(process.states)}
        assert {process.first_state, *process.closed_states, *process.interrupted_states} <= states
        assert BOOK.find("case.process", process.key, centre=process.centre) is not None
        assert BOOK.entries("case.state", centre=process.centre)


def test_what_the_program_branches_on_is_also_a_list():
    assert [entry.code for entry in BOOK.entries("role")] == [role.value for role in Role]
    assert {entry.code for entry in BOOK.entries("centre")} == set(CENTRES)
    assert [entry.code for entry in BOOK.entries("restriction_level")] == ["0", "1", "2", "3"]


def test_a_list_keeps_the_order_of_its_form():
    labels = [entry.label for entry in BOOK.entries("care_level")]
    care = [label for label in labels if label.startswith("要介護")]
    assert all(first < second for first, second in pairwise(care))


def test_a_centre_sees_its_own_list():
    assert BOOK.find("consultation.method", "come_in", centre="disability")
    assert BOOK.find("consultation.method", "come_in", centre="life_support") is None
    assert BOOK.find("consultation.place", "counter", centre="disability")
    assert BOOK.find("consultation.place", "counter", centre="life_support") is None


def test_without_a_centre_every_centres_options_are_found():
    assert BOOK.label("consultation.method", "come_in") == "来所相談"
    assert BOOK.label("consultation.method", "visit_in", centre="disability") == "来所"


def test_an_unknown_code_reads_as_itself():
    assert BOOK.label("sex", "gone") == "gone"
    assert BOOK.label("no_such_list", "gone") == "gone"


def test_an_option_is_chosen_only_while_it_is_valid_and_read_for_ever():
    book = CodeBook([OLD, NEW])
    assert book.entries("a", on=date(2024, 3, 31)) == (OLD,)
    assert book.entries("a", on=date(2024, 4, 1)) == (NEW,)
    assert book.label("a", "old") == "旧"


def test_the_womens_centre_changed_its_name_with_the_law_of_2024():
    before = {e.code for e in BOOK.entries("agency.type", on=date(2024, 3, 31))}
    after = {e.code for e in BOOK.entries("agency.type", on=date(2024, 4, 1))}
    assert before - after == {"women_old"}
    assert after - before == {"women"}


def test_the_office_adds_options_behind_the_shipped_ones():
    own = CodeEntry(list="a", code="own", label="事務所の", national=False)
    book = CodeBook([OLD, NEW]).with_entries([own])
    assert [entry.code for entry in book.entries("a")] == ["old", "new", "own"]
    assert "own" not in {entry.code for entry in CodeBook([OLD, NEW])}


def test_the_office_cannot_change_a_national_option():
    changed = CodeEntry(list="sex", code="male", label="別の表示", national=False)
    assert BOOK.with_entries([changed]).label("sex", "male") == "男性"


def test_the_office_may_reword_what_is_not_national():
    changed = CodeEntry(list="staff.job", code="clerk", label="庶務", national=False)
    assert BOOK.with_entries([changed]).label("staff.job", "clerk") == "庶務"
