"""Search: every query finds exactly what a scan of the folded text finds."""

import random
from functools import cache

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.models import Consultation, Person, record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.models.program import SearchDoc
from soudan_desk.services import search as searching
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case
from soudan_desk.services.people import PeopleFilter, list_people
from soudan_desk.services.records import add_record, save_record, void_record
from soudan_desk.services.search import search
from soudan_desk.storage.search_index import group_of, searched_parts
from soudan_desk.storage.tokens import document_text, query_words, stands_in

PIECES = (
    "家賃", "借金", "離婚", "障害", "虐待", "ひきこもり", "コーヒー", "ｺｰﾋｰ", "髙﨑", "高崎",
    "𠮷永", "吉永", "090-0000-1234", "８，０００円", "8,000円", "食べる物がない",
    "。", "、", " ", "　", "\n",
    "DV", "dv", "ハローワーク", "ﾊﾛｰﾜｰｸ", "見本市", "滞納", "3か月", "三か月", "電気", "水道が停止",
    "R8.11.24", "通院", "葛󠄀飾", "ぁ", "ー", "々", "佐々木", "!?", "(", ")", "—", "~", "A型",
    "ユーコ", "ユウコ", "ユコ", "オータ", "おおた", "オウタ", "ケーコ", "ｹｲｺ",
)  # fmt: skip


@pytest.fixture
def filled(work):
    """An office of some hundred records made of pieces that fold into one another."""
    dice = random.Random(7)

    def words(least, most):
        return "".join(dice.choice(PIECES) for _ in range(dice.randint(least, most)))

    person = make_person(work, name="𠮷永 見本", kana="ヨシナガ ミホン", tel_mobile="090-0000-1234")
    case = open_case(work, centre="life_support", person_id=person)
    for number in range(220):
        make_consultation(
            work,
            case_id=case if number % 3 else None,
            body=words(3, 40) or "空",
            response=words(0, 12) or None,
            held_on=TODAY,
        )
    for _ in range(10):
        names = [f"見{words(1, 2)} {words(1, 2)}子".replace("\n", "") for _ in range(2)]
        make_person(work, name=names[0], aliases=[{"name": names[1]}])
    add_record(work, "agency", {"name": "ハローワーク見本", "agency_type": "hellowork"})
    return work


def scan(work, query):
    """Find by brute force: every word in the record's folded text."""
    words = query_words(query)
    found = set()
    with work.store.reading(work.actor) as session:
        for model in (Person, Consultation, *_others()):
            for record in session.scalars(select(model).where(model.record_state != VOID)):
                text = document_text(part for _, part in searched_parts(record))
                if words and all(stands_in(word, text) for word in words):
                    found.add(record.id)
    return found


def _others():
    kinds = record_kinds()
    return kinds["case"], kinds["agency"]


def folded_texts(work):
    with work.store.reading(work.actor) as session:
        return {
            (record.id, group_of(record.kind())): document_text(
                part for _, part in searched_parts(record)
            )
            for model in (Person, Consultation, *_others())
            for record in session.scalars(select(model).where(model.record_state != VOID))
        }


def random_query(dice, texts):
    text = dice.choice(texts)
    length = dice.choice((1, 1, 2, 2, 2, 3, 4, 6, 10, 20, 40))
    kind = dice.random()
    if kind < 0.6:
        start = dice.randrange(max(1, len(text) - length))
        return text[start : start + length]
    if kind < 0.8:
        return "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 4)))[:40]
    one, other = dice.choice(PIECES), dice.choice(PIECES)
    return f"{one} {other}"[:40]


@pytest.fixture
def folded_once(monkeypatch):
    """Fold each text once for the whole test: half of its time went into the hits' contexts."""
    for fold in (searching.search_fold, searching.search_fold_with_map):
        monkeypatch.setattr(searching, fold.__name__, cache(fold))


def test_five_thousand_queries_find_what_a_scan_finds(filled, folded_once):
    dice = random.Random(11)
    with filled.store.reading(filled.actor) as session:
        bodies = [body for body in session.scalars(select(Consultation.body)) if body]
        names = [name for name in session.scalars(select(Person.name)) if name]
    bodies += names + ["".join(name.split()) for name in names]
    texts = folded_texts(filled)
    wrong = []
    for _ in range(5_000):
        query = random_query(dice, bodies)
        words = query_words(query)
        found = {hit.id for hit in search(filled, query, limit=1_000).hits}
        expected = {
            key
            for (key, _), text in texts.items()
            if words and all(stands_in(w, text) for w in words)
        }
        if found != expected:
            wrong.append((query, len(found), len(expected)))
    assert wrong == []


def test_variants_widths_and_kana_find_each_other(work):
    person = make_person(work, name="髙﨑 澄江", kana="タカサキ スミエ", tel_home="00-0000-0100")
    for query in ("高崎", "髙﨑", "たかさき", "ﾀｶｻｷ", "タカサキ スミエ", "0000000100", "00-0000"):
        assert [hit.id for hit in search(work, query).hits] == [person], query


@pytest.mark.parametrize("stored", ["ユーコ", "ユウコ", "ゆうこ", "ﾕｰｺ"])
@pytest.mark.parametrize(
    "query", ["ユーコ", "ユウコ", "ゆーこ", "ﾕｰｺ", "ミホンユーコ", "見本 ゆうこ"]
)
def test_a_long_vowel_is_found_however_it_is_written(work, stored, query):
    person = make_person(work, name="見本 優子", kana=f"ミホン {stored}")
    make_person(work, name="見本 由子", kana="ミホン ヨシコ")
    assert [hit.id for hit in search(work, query).hits] == [person]
    narrowed = PeopleFilter(words=query.removeprefix("見本 "))
    assert [row.id for row in list_people(work, narrowed)] == [person]


def test_names_that_are_spelt_apart_stay_apart(work):
    ota, outa, yuki, yuuki = (
        make_person(work, name=f"見本 {number}", kana=kana)
        for number, kana in enumerate(("オオタ", "オウタ", "ユキ", "ユウキ"))
    )

    def found(query):
        return {hit.id for hit in search(work, query).hits}

    assert found("オオタ") == {ota}
    assert found("オウタ") == {outa}
    assert found("オータ") == {ota, outa}
    assert found("ユキ") == {yuki}
    assert found("ユウキ") == {yuuki}
    assert found("ユーキ") == {yuki, yuuki}


@pytest.mark.parametrize(
    "query", ["御園竜司", "御園 竜司", "みそのりゅうじ", "ミソノ リユウジ", "園竜"]
)
def test_a_name_is_found_however_it_is_parted(work, query):
    person = make_person(work, name="御園 竜司", kana="ミソノ リュウジ")
    assert [hit.id for hit in search(work, query).hits] == [person]


def test_a_repeated_character_is_found_however_it_is_written(work):
    people = {
        make_person(work, name=name, kana="ササキ ハナコ") for name in ("佐々木 花子", "佐佐木花子")
    }
    for query in ("佐々木花子", "佐佐木花子", "佐々木", "佐佐木"):
        assert {hit.id for hit in search(work, query).hits} == people


def test_other_names_and_callers_are_found_without_their_blank(work):
    alias = make_person(work, aliases=[{"name": "旧姓 花子", "kana": "キュウセイ ハナコ"}])
    call = make_consultation(work, caller_name="電話 文子", caller_kana="デンワ フミコ")
    assert [hit.id for hit in search(work, "旧姓花子").hits] == [alias]
    assert [hit.id for hit in search(work, "でんわふみこ").hits] == [call]


def test_the_context_shows_the_words_as_they_were_written(work):
    make_consultation(work, body="先月から、ﾊﾛｰﾜｰｸの窓口に通っている。" * 3)
    hit = search(work, "ハローワーク").hits[0]
    start, end = hit.match
    assert hit.context[start:end] == "ﾊﾛｰﾜｰｸ"


def test_hits_come_newest_entered_first_and_say_when_there_are_more(work):
    ids = [make_consultation(work, body=f"家賃の相談 その{number}") for number in range(5)]
    found = search(work, "家賃", limit=3)
    assert [hit.id for hit in found.hits] == ids[:1:-1]
    assert found.more == frozenset({"record"})


def test_a_changed_record_is_found_by_its_new_words_only(work):
    record = make_consultation(work, body="離婚の相談")
    save_record(work, "consultation", record, {"body": "借金の相談"})
    assert not search(work, "離婚").hits
    assert [hit.id for hit in search(work, "借金").hits] == [record]
    void_record(work, "consultation", record, reason="まちがい")
    assert not search(work, "借金").hits
    with work.store.reading(None) as session:
        assert session.scalars(select(SearchDoc.record_id)).all() == []


def test_blanks_part_words_that_must_all_occur_in_one_record(work):
    both = make_consultation(work, body="家賃と借金")
    make_consultation(work, body="家賃だけ")
    assert [hit.id for hit in search(work, "借金　家賃").hits] == [both]
    assert not search(work, "  、 ").hits


def test_a_restricted_case_is_not_found_by_others_not_even_as_a_count(office):
    mine, others = office.work("shunin"), office.work("nishio")
    person = make_person(mine, name="秘匿 見本", kana="ヒトク ミホン")
    case = open_case(mine, centre="life_support", person_id=person)
    make_consultation(mine, case_id=case, body="避難先の相談")
    save_record(mine, "case", case, {"restriction_level": 3})
    assert {hit.group for hit in search(mine, "秘匿").hits} == {"person"}
    assert search(mine, "避難先").hits
    for query in ("秘匿", "避難先", "R08"):
        found = search(others, query)
        assert (found.hits, found.more) == ((), frozenset()), query


@pytest.fixture
def protected(work):
    """Add somebody under protective measures, with a case, a call and a household."""
    person = make_person(
        work,
        name="青葉 すみれ",
        tel_mobile="090-0000-0101",
        address="見本県ひなた市東町1-2-3",
        shien_sochi=True,
    )
    case = open_case(work, centre="life_support", person_id=person)
    house = {"name": "青葉 世帯", "address": "見本県ひなた市東町1-2-3"}
    add_household(work, case, house)
    make_consultation(
        work,
        case_id=case,
        person_id=person,
        caller_tel="090-0000-0101",
        body="転居先は見本県ひなた市東町１－２－３、連絡は 09000000101 へ。大家は味方。",
    )
    return person


@pytest.mark.parametrize(
    "words", ["090-0000-0101", "09000000101", "東町", "大家", "青葉", "ひなた市"]
)
def test_no_context_tells_where_a_protected_person_is(work, protected, words):
    hits = search(work, words).hits
    assert hits
    shown = " ".join(hit.context for hit in hits)
    assert "東町" not in shown
    assert "0101" not in shown
    assert all(0 <= hit.match[0] <= hit.match[1] <= len(hit.context) for hit in hits)


def test_other_words_of_a_protected_persons_record_are_shown(work, protected):
    (hit,) = search(work, "味方").hits
    assert hit.context[slice(*hit.match)] == "味方"


def test_places_of_others_are_shown(work):
    make_person(work, name="見本 花子", address="見本県ひなた市東町1-2-3")
    (hit,) = search(work, "東町").hits
    assert "東町" in hit.context
