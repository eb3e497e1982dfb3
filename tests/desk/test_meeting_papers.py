"""What the papers of a meeting tell, and of whom they keep silent."""

import sys
from pathlib import Path

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.desk.paper_infos import papers_of
from soudan_desk.desk.printing import preview_paper
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Case
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_agenda import propose_agenda
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.conference_sittings import sitting
from soudan_desk.services.conferences import hide_name, hold_conference
from soudan_desk.services.records import add_record, save_record
from soudan_desk.storage.store import fetch

sys.path.insert(0, str(Path(__file__).parents[1] / "paper"))
from paper_reading import squashed, text_of

NAMES = ("青葉 見本", "月岡 見本")


@pytest.fixture
def held(work):
    """A meeting of two cases, both concluded; the second person's consent is missing."""
    for number, name in enumerate(NAMES):
        person_id = make_person(work, name=name)
        case_id = open_case(work, centre="life_support", person_id=person_id)
        plan = {"case_id": case_id, "client_agreed_on": TODAY, "wish_self": f"{name}として働く"}
        add_record(work, "plan", plan)
        with work.store.writing(None) as session:
            fetch(session, Case, case_id).state = "awaiting_meeting"
        if number == 0:
            consent = {"person_id": person_id, "type": "coord_meeting", "method": "written"}
            add_record(work, "consent", {**consent, "given_on": TODAY})
    answers = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    due = propose_agenda(work, "life_support", "coord", TODAY)
    meeting = hold_conference(work, answers, due).id
    items = sitting(work, meeting).items
    for item in items:
        decided = [{"what": f"{item.name}と会う", "actor_name": item.name, "becomes": "action"}]
        said = {"discussion": f"{item.name}の歩みを認める", "conclusion": "approved"}
        save_record(work, "agenda_item", item.id, {**said, "decisions": decided})
    return meeting, items


@pytest.fixture
def printed(work, tmp_path):
    def read(key, record_id):
        target = tmp_path / f"{key}.pdf"
        target.write_bytes(preview_paper(work, key, record_id))
        return squashed(text_of(target))

    return read


def test_the_minutes_name_only_whom_the_meeting_may_name(held, printed):
    text = printed("minutes", held[0])
    assert "令和8年度第1回" in text
    assert "青葉見本の歩みを認める" in text
    assert "月岡" not in text
    assert "の歩みを認める" in text
    assert "適切(了承)" in text or "適切" in text


def test_the_anonymous_minutes_name_nobody(held, printed):
    text = printed("minutes_anonymous", held[0])
    assert "青葉" not in text
    assert "月岡" not in text
    assert "名前を伏せた版" in text


def test_the_anonymous_minutes_tell_an_agency_that_bears_a_clients_name(work, held, printed):
    add_record(work, "agency", {"name": "青葉ハローワーク"})
    decided = [
        {"what": "青葉さんに付き添う", "actor_name": "青葉ハローワーク", "becomes": "action"}
    ]
    said = {"discussion": "青葉さんは青葉ハローワークへ行く。", "decisions": decided}
    save_record(work, "agenda_item", held[1][0].id, said)
    text = printed("minutes_anonymous", held[0])
    assert "さんは青葉ハローワークへ行く。" in text
    assert text.count("青葉") == text.count("青葉ハローワーク") == 2


@pytest.fixture
def sat(work):
    """A meeting of two people who sit in it with their own, each named by a consent."""
    meeting = add_record(
        work, "conference", {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    ).id
    items = []
    for name, daughter in (("森 葉子", "森 こずえ"), ("林 一", "谷川 なぎさ")):
        person_id = make_person(work, name=name)
        house = add_record(work, "household", {"name": f"{name}世帯"}).id
        member = {"household_id": house, "name": daughter, "relation": "child"}
        add_record(work, "member", member)
        answers = {"household_id": house}
        case_id = open_case(work, centre="life_support", person_id=person_id, answers=answers)
        consent = {"person_id": person_id, "type": "coord_meeting", "method": "written"}
        add_record(work, "consent", {**consent, "given_on": TODAY})
        item = {"conference_id": meeting, "case_id": case_id, "agenda_type": "share"}
        items.append(add_record(work, "agenda_item", item).id)
        for role, who in (("client", name), ("family", daughter)):
            sat = {"conference_id": meeting, "name": who, "role": role, "presence": "present"}
            add_record(work, "attendance", {**sat, "opinion": f"{who}の意見"})
        said = f"{name.split()[0]}さんと{daughter.split()[1]}さんは家に戻る。"
        conclude(work, items[-1], {"conclusion": "approved", "discussion": said})
    worker = {"conference_id": meeting, "name": "森 職員", "org": "見本ハローワーク"}
    add_record(work, "attendance", worker)
    return meeting, items


def test_the_anonymous_minutes_hide_clients_and_families_among_the_members(sat, printed):
    text = printed("minutes_anonymous", sat[0])
    for name in ("葉子", "こずえ", "林一", "なぎさ", "谷川", "森さん", "林さん"):
        assert name not in text
    assert "本人出席" in text
    assert "家族等出席" in text
    assert "森職員" in text
    assert text.count("家に戻る") == 2
    assert "ケース番号" not in text


def test_the_whole_minutes_name_those_who_may_be_named(sat, printed):
    text = printed("minutes", sat[0])
    assert "森葉子" in text
    assert "谷川なぎさ" in text
    assert "林さんとなぎささん" in text
    assert text.count("ケース番号") == 2
    assert "同意があります。" in text


def test_an_extract_keeps_the_people_of_other_cases_out(sat, printed):
    text = printed("minutes_extract", sat[1][0])
    assert "森葉子" in text
    assert "森こずえ" in text
    for name in ("林一", "なぎさ", "谷川"):
        assert name not in text
    assert "森職員" in text


def test_an_extract_tells_of_its_case_alone(held, printed):
    text = printed("minutes_extract", held[1][0].id)
    assert "青葉見本と会う" in text
    assert "の歩みを認める" in text
    assert text.count("の歩みを認める") == 1


def test_a_brief_is_printed_only_where_the_name_may_be_said(work, held, printed):
    _, (named, unnamed) = held
    assert "青葉見本として働く" in printed("case_brief", named.id)
    with pytest.raises(NotAllowedError, match="名前を伏せる"):
        preview_paper(work, "case_brief", unnamed.id)
    hide_name(work, unnamed.id)
    text = printed("case_brief", unnamed.id)
    assert "月岡" not in text
    assert "Bさん" in text


def test_a_meeting_and_its_items_have_their_papers(work, held):
    meeting, items = held
    found = {info.key for info in papers_of(work, "conference", meeting)}
    assert found == {"minutes", "minutes_anonymous", "circulation_slip"}
    found = {info.key for info in papers_of(work, "agenda_item", items[0].id)}
    assert found == {"minutes_extract", "case_brief"}
