"""Plans, monitoring and evaluation printed from the office's records: nothing asked is lost."""

import re
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import pypdfium2
import pytest

from letter_office import ADDRESS, MOBILE, make_desk, told_by
from office_fixtures import make_person
from question_samples import sample_of
from soudan_desk.desk.paper_infos import papers_of
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.errors import NotFoundError
from soudan_desk.fields import Kind, Names, as_text
from soudan_desk.models import Disclosure, fields_of, record_kinds
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record

PLANS = {
    "self_reliance": ("life_support", "consultation"),
    "nichiji": ("rights_advocacy", "nichiji"),
    "service_use": ("disability", "plan_consultation"),
    "regional_move": ("disability", "regional_move"),
}
GOAL = "𠮷野家と葛\U000e0100城で暮らす"
_REFERRED = {"centre", "plan_kind", "case_id", "person_id", "plan_id", "renews_id", "goal_id"}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def answers_of(model, centre, **given):
    """Answer every printed question that refers to no other record."""
    found = {
        field.key: sample_of(field, centre)
        for field in fields_of(model)
        if field.printed and field.of is None and field.key not in _REFERRED
    }
    return {**found, **given}


class Made(NamedTuple):
    """A plan, and what was answered for it and its parts."""

    case: UUID
    plan: UUID
    goal: UUID
    answers: dict[str, dict[str, Any]]


def make_plan(work, kind, **given):
    """Make a plan of a kind with one goal, action and service, everything answered."""
    centre, process = PLANS[kind]
    person = given.pop("person_id", None) or make_person(work)
    case = given.pop("case_id", None) or open_case(
        work, centre=centre, process=process, person_id=person
    )
    known = {"case_id": case, "plan_kind": kind, "author_id": work.actor.staff_id}
    stage = "issued" if kind == "service_use" else "draft"  # a 案 has no column for the providers
    asked = {"plan": asked_of("plan", centre, **{"plan_no": 1, "stage": stage, **known, **given})}
    plan = add_record(work, "plan", asked["plan"]).id
    about = {"plan_id": plan, "case_id": case}
    asked["goal"] = asked_of("goal", centre, goal=GOAL, priority=1, **about)
    goal = add_record(work, "goal", asked["goal"]).id
    for part in ("action", "service"):
        asked[part] = asked_of(part, centre, goal_id=goal, **about)
        add_record(work, part, asked[part])
    return Made(case, plan, goal, asked)


def asked_of(kind, centre, **given):
    """Answer every question that is asked, given those answers."""
    model = record_kinds()[kind]
    every = answers_of(model, centre, **given)
    context = {**every, "centre": centre}
    return {f.key: every[f.key] for f in fields_of(model) if f.key in every and f.shown(context)}


def told_of(work, paper, record_id, tmp_path):
    target = tmp_path / f"{paper}.pdf"
    print_paper(work, paper, record_id, target=target, reason="確認", force=True)
    return exact(target)


def exact(pdf):
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return squeezed(text.replace("（続き）", ""))


def words_of(field, answer, names):
    """Return what must stand on the paper for an answer; boxes say it by their label."""
    if field.kind is Kind.CHECK:
        return []
    if field.codes == "yes_no_unknown":
        return ["有"]
    if field.codes == "plan.weekday":
        return [names.codes.find("plan.weekday", answer).brief]
    if field.kind is Kind.CHOICES:
        return [names.codes.label(field.codes, code, centre=names.centre) for code in answer]
    if field.kind is Kind.ROWS:
        return [
            word
            for row in answer
            for each in field.rows
            if each.of is None
            for word in words_of(each, row.get(each.key), names)
        ]
    return as_text(field, answer, names).split("\n")


def missing(told, work, kind, answers, centre):
    """Name the printed questions whose answers do not stand on the paper."""
    names = Names(work.codes, lambda _kind, _id: "", centre)
    return [
        field.key
        for field in fields_of(record_kinds()[kind])
        if field.printed and field.of is None and answers.get(field.key) is not None
        for words in words_of(field, answers[field.key], names)
        if squeezed(words) not in told
    ]


@pytest.mark.parametrize("kind", PLANS)
def test_every_printed_question_of_a_plan_and_its_parts_stands_on_its_paper(work, tmp_path, kind):
    centre, _ = PLANS[kind]
    made = make_plan(work, kind)
    told = told_of(work, "plan", made.plan, tmp_path)
    for part, answers in made.answers.items():
        assert missing(told, work, part, answers, centre) == [], part
    assert squeezed(GOAL) in told


@pytest.mark.parametrize("kind", PLANS)
def test_every_printed_question_of_monitoring_and_evaluation_stands_on_its_paper(
    work, tmp_path, kind
):
    centre, _ = PLANS[kind]
    case, plan, goal, _ = make_plan(work, kind)
    for paper, who in (("monitoring", "staff_id"), ("evaluation", "evaluator_id")):
        given = {"plan_id": plan, "case_id": case, who: work.actor.staff_id}
        if paper == "evaluation":
            given |= {"changes": ["other"], "outcome": "close"}
        asked = asked_of(paper, centre, **given)
        for rows in ("results", "goal_results"):
            if rows in asked:
                asked[rows] = [{**asked[rows][0], "goal_id": goal, "goal": "自分で買い物をする"}]
        record = add_record(work, paper, asked).id
        told = told_of(work, paper, record, tmp_path)
        assert missing(told, work, paper, asked, centre) == []


def test_form_3_1_tells_of_each_goal_which_parts_of_the_plan_must_change(work, tmp_path):
    case, plan, goal, _ = make_plan(work, "service_use")
    asked = asked_of("monitoring", "disability", plan_id=plan, case_id=case)
    seen = {"goal_id": goal, "goal": "自分で買い物をする"}
    rows = [
        {**seen, "change_kind": "no", "change_quantity": "yes", "change_week": "unknown"},
        {**seen, "change_needed": True},  # as it was asked before
    ]
    about = {"staff_id": work.actor.staff_id, "plan_change_needed": "no", "results": rows}
    told = told_of(work, "monitoring", add_record(work, "monitoring", asked | about).id, tmp_path)
    assert "種類無量有週間計画不明" in told
    assert "種類有・無" not in told


def test_a_case_prints_its_newest_plan_and_says_so_where_there_is_none(office, work, tmp_path):
    desk = make_desk(work)
    offered = {info.key for info in papers_of(work, "case", desk.case)}
    assert not offered & {"plan", "monitoring", "evaluation"}
    assert {"face_sheet", "intake_sheet"} <= offered
    with pytest.raises(NotFoundError, match="計画がまだありません"):
        print_paper(work, "plan", desk.case, target=tmp_path / "a.pdf", reason="確認")
    old = make_plan(work, "self_reliance", case_id=desk.case, drafted_on=date(2026, 5, 20)).plan
    make_plan(
        work, "self_reliance", case_id=desk.case, drafted_on=date(2026, 11, 20),
        plan_no=2, renews_id=old, changes_note="仕事探しへ重点を移した。",
    )  # fmt: skip
    assert "plan" in {info.key for info in papers_of(work, "case", desk.case)}
    told = told_of(work, "plan", desk.case, tmp_path)
    assert "第2回（再プラン。前は第1回、令和8年5月20日作成）" in told
    assert "仕事探しへ重点を移した。" in told
    with office.store.reading(None) as session:
        (row,) = session.query(Disclosure).all()
    assert (row.paper, row.case_id) == ("plan", desk.case)


@pytest.mark.parametrize("to", ["ひなた市長", "ひなた市長　殿", "ひなた市福祉課　御中"])
def test_an_application_addresses_its_reader_politely_and_once(work, tmp_path, to):
    plan = make_plan(work, "self_reliance", application_to=to).plan
    told = told_of(work, "plan", plan, tmp_path)
    polite = "御中" if "御中" in to else "殿"
    assert squeezed(to.removesuffix(polite).strip()) + polite in told
    assert told.count("殿") + told.count("御中") == 1


def test_a_week_says_in_which_month_the_plan_begins(work, tmp_path):
    plan = make_plan(work, "service_use", period_from_on=date(2026, 5, 20)).plan
    told = told_of(work, "plan", plan, tmp_path)
    assert re.search(r"計画開始年月令和8年5月(?!20日)", told)


def test_an_evaluation_shows_its_blocks_on_work_and_income_though_blank(work, tmp_path):
    case, plan, goal, _ = make_plan(work, "self_reliance")
    who = {"evaluator_id": work.actor.staff_id, "evaluated_on": date(2026, 11, 21)}
    given = {"plan_id": plan, "case_id": case, **who, "goal_results": [{"goal_id": goal}]}
    told = told_of(work, "evaluation", add_record(work, "evaluation", given).id, tmp_path)
    for words in ("就労の状況", "就労開始日", "増収の状況", "支援前の月収入"):
        assert words in told


def test_a_plan_not_yet_final_says_it_is_a_draft(work, tmp_path):
    plan = make_plan(work, "self_reliance").plan
    assert "下書き・取扱注意" in told_of(work, "plan", plan, tmp_path)


def test_a_protected_place_stands_on_no_plan_and_no_report(work, tmp_path):
    desk = make_desk(work, shien_sochi=True)
    leak = f"{ADDRESS}の自宅へ訪問。電話は０９０−００００−５６７８。"
    _, plan, goal, _ = make_plan(
        work, "self_reliance", case_id=desk.case, wish_self=leak, note=leak
    )
    about = {"plan_id": plan, "case_id": desk.case}
    seen = [{"goal_id": goal, "goal": "目標", "state": leak}]
    add_record(work, "monitoring", {**about, "held_on": date(2026, 11, 20), "overall": leak,
                                    "staff_id": work.actor.staff_id, "results": seen})  # fmt: skip
    add_record(work, "evaluation", {**about, "evaluated_on": date(2026, 11, 21),
                                    "evaluator_id": work.actor.staff_id,
                                    "current_and_remaining": leak})  # fmt: skip
    for paper in ("plan", "monitoring", "evaluation"):
        told = told_of(work, paper, desk.case, tmp_path)
        assert ADDRESS not in told
        assert MOBILE not in told
        assert "０９０" not in told
        assert "〔非表示〕" in told


def test_a_hidden_name_stands_on_no_plan(work, tmp_path):
    desk = make_desk(work)
    make_plan(work, "self_reliance", case_id=desk.case, wish_self="青葉さんは続けたいと話す。")
    restrict_case(work, desk.case, 3, "身の安全のため")
    told = told_of(work, "plan", desk.case, tmp_path)
    assert "氏名秘匿" in told
    assert "青葉" not in told


def test_a_plan_is_previewed_as_typed(work, tmp_path):
    plan = make_plan(work, "self_reliance").plan
    target = tmp_path / "a.pdf"
    target.write_bytes(preview_paper(work, "plan", plan, {"goal_long": "まだ保存していない目標"}))
    assert "まだ保存していない目標" in told_by(target)
