"""Readings, numbers and e-mail are put in order and checked, whoever brings them."""

import pytest

from office_fixtures import make_person
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Person
from soudan_desk.models.base import fields_of
from soudan_desk.services.records import add_record, save_record, show_record

FIELDS = {field.key: field for field in fields_of(Person)}
ORDERED = [
    ("kana", "ﾀﾒｼ ﾀﾛｳ", "タメシ タロウ"),
    ("kana", "ためし　たろう", "タメシ タロウ"),
    ("tel_mobile", "09012349999", "090-1234-9999"),
    ("tel_home", "03-5999-0001(妹)", "03-5999-0001 (妹)"),
    ("tel_home", "#9110", "#9110"),
    ("tel_home", "内線12", "内線12"),
    ("postal_code", "1760012", "176-0012"),
    ("email", "ｍｉｈｏｎ@example.jp", "mihon@example.jp"),
]
REFUSED = [
    ("kana", "mihon", "カナ"),
    ("kana", "見本 ハナコ", "カナ"),
    ("tel_home", "abc", "番号"),
    ("tel_home", "なし", "空のまま"),
    ("postal_code", "12", "7けた"),
    ("email", "x", "name@example.jp"),
]


def test_what_is_added_without_a_form_is_kept_in_order(work):
    for key, given, kept in ORDERED:
        person = add_record(work, "person", {"name": "見本 花子", key: given}).id
        assert (key, show_record(work, "person", person).answers[key]) == (key, kept)


def test_the_cells_of_a_table_are_put_in_order_too(work):
    person = make_person(work, aliases=[{"name": "旧姓 花子", "kana": "ｷｭｳｾｲ はなこ"}])
    (alias,) = show_record(work, "person", person).answers["aliases"]
    assert alias["kana"] == "キュウセイ ハナコ"


def test_what_has_not_the_form_is_refused_with_a_sentence(work):
    for key, given, said in REFUSED:
        with pytest.raises(InvalidEntriesError) as refused:
            add_record(work, "person", {"name": "見本 花子", key: given})
        (problem,) = refused.value.problems.values()
        assert FIELDS[key].label in problem
        assert said in problem
    with pytest.raises(InvalidEntriesError, match="1行目"):
        make_person(work, aliases=[{"name": "旧姓 花子", "kana": "hanako"}])


def test_what_an_older_program_kept_hinders_no_other_answer(office, work):
    person = make_person(work)
    with office.store.writing(work.actor) as session:
        session.get(Person, person).tel_home = "昼は不在"
    save_record(work, "person", person, {"sex": "female", "tel_home": "昼は不在"})
    with pytest.raises(InvalidEntriesError, match="番号"):
        save_record(work, "person", person, {"tel_home": "夜は不在"})
