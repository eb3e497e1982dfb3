"""A sitting: what is due stands on the agenda, names need consent, decisions are typed once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import (
    Action,
    AgendaItem,
    Appointment,
    Case,
    Evaluation,
    Monitoring,
    Plan,
    Task,
)
from soudan_desk.services.appointment_lists import appointments_between
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.conference_agenda import propose_agenda
from soudan_desk.services.conference_briefs import case_brief
from soudan_desk.services.conference_decisions import conclude, take_decisions
from soudan_desk.services.conference_lists import list_conferences
from soudan_desk.services.conference_next import propose_next, put_next
from soudan_desk.services.conference_rules import kind_options
from soudan_desk.services.conference_sittings import sitting
from soudan_desk.services.conferences import (
    add_to_agenda,
    finalise_conference,
    hide_name,
    hold_conference,
    reorder_agenda,
)
from soudan_desk.services.decision_doers import offered_doers
from soudan_desk.services.moves import move_case, standing
from soudan_desk.services.records import add_record, amend_record, save_record, show_record
from soudan_desk.services.search import search
from soudan_desk.services.timeline import timeline
from soudan_desk.storage.store import fetch

COORD = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
STATUTORY = {**COORD, "meeting_kind": "statutory"}


def awaiting(work, name="見本 花子", consent="coord_meeting", **person):
    """Make a case whose signed plan waits for its meeting."""
    person_id = make_person(work, name=name, **person)
    case_id = open_case(work, centre="life_support", person_id=person_id)
    plan = {"case_id": case_id, "client_agreed_on": TODAY, "goal_short": f"{name}の家計を整える"}
    plan_id = add_record(work, "plan", plan).id
    force(work, case_id, "awaiting_meeting")
    if consent is not None:
        agreed(work, person_id, consent)
    return case_id, plan_id


def agreed(work, person_id, kind="coord_meeting", **more):
    answers = {"person_id": person_id, "type": kind, "given_on": TODAY, "method": "written"}
    return add_record(work, "consent", {**answers, **more}).id


def force(work, case_id, state):
    with work.store.writing(None) as session:
        fetch(session, Case, case_id).state = state


def held(work, model, record_id):
    with work.store.reading(None) as session:
        return fetch(session, model, record_id)


def proposed(work, kind="coord"):
    return propose_agenda(work, "life_support", kind, TODAY)


def meet(work, **more):
    return hold_conference(work, {**COORD, **more}, proposed(work)).id


def only_item(work, conference_id):
    [item] = sitting(work, conference_id).items
    return item


def test_the_agenda_is_what_waits_for_the_meeting(work):
    case_id, plan_id = awaiting(work)
    open_case(work, centre="life_support", person_id=make_person(work, name="見本 他"))
    [found] = proposed(work)
    assert (found.case_id, found.plan_id, found.agenda_type) == (case_id, plan_id, "new_plan")
    assert found.why.endswith("。")
    assert found.naming.ground == "consent"


def test_an_evaluation_and_a_needed_change_are_proposed_until_judged(work):
    case_id, plan_id = awaiting(work)
    force(work, case_id, "evaluating")
    answers = {"plan_id": plan_id, "outcome": "close", "close_reason": "resolved"}
    evaluation_id = add_record(work, "evaluation", answers).id
    [found] = proposed(work)
    assert (found.agenda_type, found.evaluation_id) == ("evaluation_close", evaluation_id)
    item = only_item(work, meet(work))
    conclude(work, item.id, {"conclusion": "close"})
    assert held(work, Evaluation, evaluation_id).meeting_on == TODAY
    assert proposed(work) == []


def plain_case(work, centre="life_support", **answers):
    person_id = make_person(work)
    given = {"opened_on": TODAY - timedelta(days=5), **answers}
    return open_case(work, centre=centre, person_id=person_id, answers=given)


def judged(work, case_id, conclusion, *, kind="kentou", centre="rights_advocacy", **more):
    """Let a meeting a month ago come to a conclusion about a case."""
    on = TODAY - timedelta(days=30)
    meeting = {"meeting_kind": kind, "centre": centre, "held_on": on}
    conference = add_record(work, "conference", meeting).id
    item = {"conference_id": conference, "case_id": case_id, "agenda_type": "new_plan"}
    add_record(work, "agenda_item", {**item, "conclusion": conclusion, **more})


def of_rights(work, kind="kentou"):
    return {each.case_id: each.why for each in propose_agenda(work, "rights_advocacy", kind, TODAY)}


def test_a_case_that_was_put_off_comes_before_the_next_meeting_of_its_kind(work):
    again, settled, later = (plain_case(work, "rights_advocacy") for _ in range(3))
    for each in (again, settled, later):
        force(work, each, "docs_collecting")
    judged(work, again, "more_info")
    judged(work, settled, "petition_self")
    judged(work, later, "petition_self", next_on=TODAY)
    assert of_rights(work).keys() == {again, later}
    assert "検討することにしました" in of_rights(work)[again]
    judged(work, later, "approved", kind="case", next_on=TODAY)
    assert later in of_rights(work, "case")


def test_a_monitoring_that_thinks_of_guardianship_brings_the_case_before_the_meeting(work):
    case_id = plain_case(work, "rights_advocacy")
    force(work, case_id, "service")
    plan_id = add_record(work, "plan", {"case_id": case_id, "plan_kind": "nichiji"}).id
    looked = {"case_id": case_id, "plan_id": plan_id, "guardianship_consider": True}
    monitoring_id = add_record(work, "monitoring", looked).id
    with work.store.writing(None) as session:
        fetch(session, Monitoring, monitoring_id).record_state = "final"
    assert of_rights(work) == {case_id: "モニタリングで成年後見制度の検討が要るとされました。"}


def test_what_the_office_may_take_on_comes_before_its_own_board(work):
    case_id = plain_case(work, "rights_advocacy")
    judged(work, case_id, "petition_mayor", candidate_kind="corporate")
    assert case_id in of_rights(work, "juken_shinsa")


def test_a_case_meeting_has_what_presses_the_worst_first(work):
    calm = plain_case(work)
    silent = plain_case(work, opened_on=TODAY - timedelta(days=45))
    urgent = plain_case(work, urgency="high")
    resting = plain_case(work, opened_on=TODAY - timedelta(days=45))
    force(work, resting, "interrupted")
    found = proposed(work, "case")
    assert [each.case_id for each in found] == [urgent, silent]
    assert found[1].why.endswith("45日対応がありません。")
    assert calm not in [each.case_id for each in found]
    judged(work, silent, "approved", kind="case", centre="life_support")
    meeting = {"meeting_kind": "case", "centre": "life_support", "held_on": TODAY}
    item = {"conference_id": add_record(work, "conference", meeting).id, "case_id": urgent}
    add_record(work, "agenda_item", {**item, "agenda_type": "share", "conclusion": "approved"})
    assert [each.case_id for each in proposed(work, "case")] == [silent]


def test_who_has_not_consented_yet_comes_before_the_statutory_meeting(work):
    case_id = plain_case(work)
    force(work, case_id, "pre_consent")
    assert [each.case_id for each in proposed(work, "statutory")] == [case_id]


def test_what_one_may_not_see_is_not_proposed(office, work):
    case_id, _ = awaiting(work)
    save_record(work, "case", case_id, {"restriction_level": 1})
    set_worker(work, case_id, work.actor.staff_id, role="main", reason="担当")
    assert len(proposed(work)) == 1
    assert proposed(office.work("nishio")) == []


def test_meetings_are_numbered_by_kind_and_fiscal_year(work):
    meet(work)
    second = show_record(work, "conference", meet(work)).answers
    other = show_record(work, "conference", hold_conference(work, STATUTORY).id).answers
    last = meet(work, held_on=TODAY.replace(month=3))
    assert (second["title"], second["serial"]) == ("支援調整会議", "令和8年度第2回")
    assert other["serial"] == "令和8年度第1回"
    assert show_record(work, "conference", last).answers["serial"] == "令和7年度第1回"


def test_the_members_of_the_last_meeting_are_called_again(work):
    first = meet(work)
    answers = {"conference_id": first, "name": "見本 早川", "org": "見本ハローワーク"}
    add_record(work, "attendance", {**answers, "presence": "present"})
    [member] = sitting(work, meet(work)).members
    assert (member.name, member.org, member.presence) == ("見本 早川", "見本ハローワーク", "")


def test_a_worker_who_sits_in_brings_the_name(work):
    conference = meet(work)
    add_record(work, "attendance", {"conference_id": conference, "member_id": work.actor.staff_id})
    [member] = sitting(work, conference).members
    assert member.name == "田中 見本"


def test_a_name_that_nothing_carries_is_neither_shown_nor_concluded(work):
    awaiting(work, name="月岡 見本", consent=None)
    conference = meet(work)
    item = only_item(work, conference)
    assert item.called == item.case_no
    with pytest.raises(NotAllowedError, match="名前を伏せる"):
        conclude(work, item.id, {"conclusion": "approved"})
    save_record(work, "agenda_item", item.id, {"naming_ground": "life_protection"})
    conclude(work, item.id, {"conclusion": "approved"})
    assert only_item(work, conference).called == "月岡 見本"


def test_a_named_brief_needs_a_consent_and_says_what_else_can_be_done(work):
    awaiting(work, consent=None, birth_on=PartialDate(1974, 5, 3))
    item = only_item(work, meet(work))
    assert not item.naming.holds
    with pytest.raises(NotAllowedError, match=r"名前を伏せるか.*支援会議"):
        case_brief(work, item.id)
    hide_name(work, item.id)
    brief = case_brief(work, item.id)
    assert (brief.title, brief.age) == ("Aさん", "50歳代")
    assert "花子" not in repr(brief)
    with pytest.raises(NotAllowedError, match="同意がありません"):
        hide_name(work, item.id, hidden=False)


@pytest.mark.parametrize(
    "consent",
    [
        {"withdrawn_on": TODAY},
        {"expires_on": TODAY - timedelta(days=1), "given_on": TODAY - timedelta(days=9)},
        {"method": "explained"},
        {"kind": "stat_system"},
    ],
)
def test_a_consent_that_does_not_hold_on_the_day_names_nobody(work, consent):
    case_id, _ = awaiting(work, consent=None)
    agreed(work, held(work, Case, case_id).person_id, **consent)
    assert not only_item(work, meet(work)).naming.holds


def test_an_agency_outside_the_consent_stops_the_named_brief(work):
    case_id, _ = awaiting(work, consent=None)
    agency = add_record(work, "agency", {"name": "見本法律事務所"}).id
    person_id = held(work, Case, case_id).person_id
    agreed(work, person_id, excluded_agency_ids=[agency])
    conference = meet(work)
    item = only_item(work, conference)
    assert case_brief(work, item.id).title == "見本 花子"
    add_record(work, "attendance", {"conference_id": conference, "name": "弁", "agency_id": agency})
    with pytest.raises(NotAllowedError, match="見本法律事務所は同意の範囲外"):
        case_brief(work, item.id)


def test_the_brief_tells_the_plan_and_the_contacts_of_three_months(work):
    case_id, _ = awaiting(work)
    make_consultation(work, case_id=case_id, held_on=TODAY - timedelta(days=10))
    make_consultation(work, case_id=case_id, held_on=TODAY - timedelta(days=200))
    sections = dict(case_brief(work, only_item(work, meet(work)).id).sections)
    assert "家計を整える" in sections["プラン(第1回)"]
    assert sections["この3か月"] == "電話 1回"


DECISIONS = [
    {"what": "家計の記録を続ける", "actor": "self", "due_on": TODAY, "becomes": "action"},
    {"what": "大家さんへ説明する", "becomes": "task", "due_on": TODAY + timedelta(days=2)},
    {"what": "次のモニタリング", "becomes": "date", "due_on": TODAY + timedelta(days=60)},
    {"what": "方針を共有した", "becomes": "nothing"},
]


def test_decisions_typed_once_become_plan_lines_to_dos_and_dates(work):
    case_id, plan_id = awaiting(work)
    item = only_item(work, meet(work))
    answers = {"conclusion": "approved", "discussion": "適切", "decisions": DECISIONS}
    taken = conclude(work, item.id, answers)
    assert (taken.actions, taken.tasks, taken.dates) == (1, 1, 1)
    again = take_decisions(work, item.id)
    assert (again.actions, again.tasks, again.dates) == (0, 0, 0)
    with work.store.reading(None) as session:
        action = session.scalars(select(Action)).one()
        tasks = session.scalars(select(Task).order_by(Task.due_on)).all()
        [appointment] = session.scalars(select(Appointment)).all()
    assert (action.plan_id, action.what, action.due_on) == (plan_id, "家計の記録を続ける", TODAY)
    assert [(task.title, task.case_id) for task in tasks] == [("大家さんへ説明する", case_id)]
    assert (appointment.title, appointment.case_id) == ("次のモニタリング", case_id)
    assert appointment.held_on == TODAY + timedelta(days=60)
    assert held(work, Plan, plan_id).meeting_on == TODAY


@pytest.fixture
def doers(office, work):
    """A case before a meeting in which an agency and a second worker sit."""
    awaiting(work, name="青葉 太郎")
    agency_id = add_record(work, "agency", {"name": "見本ハローワーク"}).id
    conference = meet(work)
    for who in ({"name": "早川 見本", "agency_id": agency_id}, {"member_id": work.actor.staff_id}):
        add_record(work, "attendance", {"conference_id": conference, **who})
    return conference, only_item(work, conference), agency_id, office.staff_id("nishio")


@pytest.mark.parametrize(
    ("typed", "actor"),
    [("本人", "self"), ("青葉 太郎さん", "self"), ("家族", "family"), ("早川さん", "agency")],
)
def test_who_does_what_was_decided_is_known_by_their_names(work, doers, typed, actor):
    _, item, agency_id, _ = doers
    rows = [{"what": "家計簿", "actor_name": typed}]
    taken = conclude(work, item.id, {"conclusion": "approved", "decisions": rows})
    assert (taken.actions, taken.tasks) == (1, 0)  # not the office's: a line of the plan
    with work.store.reading(None) as session:
        action = session.scalars(select(Action)).one()
    assert action.actor == actor
    assert action.agency_id == (agency_id if actor == "agency" else None)


def test_a_to_do_falls_to_the_worker_who_is_named(work, doers):
    _, item, _, nishio = doers
    rows = [{"what": "同行する", "actor_name": "西尾"}, {"what": "電話する"}]
    taken = conclude(work, item.id, {"conclusion": "approved", "decisions": rows})
    assert taken.tasks == 2
    with work.store.reading(None) as session:
        tasks = {each.title: each.staff_id for each in session.scalars(select(Task))}
    assert tasks == {"同行する": nishio, "電話する": work.actor.staff_id}
    assert [row["becomes"] for row in rows_of(work, item.id)] == ["task", "task"]


def test_a_name_of_two_is_asked_about(work, doers):
    conference, item, agency_id, _ = doers
    other = {"conference_id": conference, "name": "西尾 機関", "agency_id": agency_id}
    add_record(work, "attendance", other)
    with pytest.raises(InvalidEntriesError, match="1行目: 「西尾」は2人います"):
        conclude(work, item.id, {"decisions": [{"what": "同行する", "actor_name": "西尾"}]})


def test_those_who_sit_in_are_offered_first(work, doers):
    names = [each.name for each in offered_doers(work, doers[0])]
    assert names[:3] == ["本人", "家族等", "田中 見本"]
    assert {"西尾 見本", "見本ハローワーク", "センター"} <= set(names)


def test_final_minutes_take_what_was_decided_and_only_saved(work, doers):
    conference, item, _, nishio = doers
    rows = [{"what": "同行する", "actor_name": "西尾"}]
    save_record(work, "agenda_item", item.id, {"conclusion": "approved", "decisions": rows})
    finalise_conference(work, conference)
    with work.store.reading(None) as session:
        assert session.scalars(select(Task.staff_id)).all() == [nishio]


def rows_of(work, item_id):
    return show_record(work, "agenda_item", item_id).answers["decisions"]


def void_ones(work, *models):
    with work.store.reading(None) as session:
        found = [row for model in models for row in session.scalars(select(model))]
    return {row.kind() for row in found if row.record_state == "void"}


def test_a_line_that_is_taken_out_takes_back_what_came_of_it(work):
    awaiting(work)
    item = only_item(work, meet(work))
    conclude(work, item.id, {"conclusion": "approved", "decisions": DECISIONS})
    kept = [row for row in rows_of(work, item.id) if row["becomes"] == "task"]
    conclude(work, item.id, {"decisions": kept})
    assert void_ones(work, Action, Task, Appointment) == {"action", "appointment"}
    save_record(work, "agenda_item", item.id, {"decisions": None})
    assert void_ones(work, Action, Task, Appointment) == {"action", "appointment", "task"}


def test_what_somebody_has_worked_on_since_stays_when_its_line_is_taken_out(work):
    awaiting(work)
    item = only_item(work, meet(work))
    conclude(work, item.id, {"conclusion": "approved", "decisions": DECISIONS})
    rows = {row["becomes"]: row for row in rows_of(work, item.id)}
    moved = {"held_on": TODAY + timedelta(days=61)}
    save_record(work, "appointment", rows["date"]["appointment_id"], moved)
    save_record(work, "task", rows["task"]["task_id"], {"done_on": TODAY})
    conclude(work, item.id, {"decisions": []})
    assert void_ones(work, Action, Task, Appointment) == {"action"}


@pytest.mark.parametrize(
    ("what", "kind"),
    [("長男への訪問", "visit"), ("家裁の審判に同行", "accompaniment"), ("様子を見る", "other")],
)
def test_an_appointment_that_was_decided_is_of_the_kind_its_words_tell(work, what, kind):
    awaiting(work)
    item = only_item(work, meet(work))
    row = {"what": what, "becomes": "date", "due_on": TODAY}
    conclude(work, item.id, {"conclusion": "approved", "decisions": [row]})
    made = rows_of(work, item.id)[0]["appointment_id"]
    assert show_record(work, "appointment", made).answers["appointment_kind"] == kind


def test_decisions_that_cannot_be_taken_leave_nothing_behind(work):
    awaiting(work)
    item = only_item(work, meet(work))
    rows = [DECISIONS[0], {"what": "日のない予定", "becomes": "date"}]
    with pytest.raises(InvalidEntriesError, match="2行目"):
        conclude(work, item.id, {"conclusion": "approved", "decisions": rows})
    with work.store.reading(None) as session:
        assert session.scalars(select(Action)).all() == []
    assert held(work, AgendaItem, item.id).conclusion is None


def test_the_case_goes_on_once_the_meeting_approved_this_very_plan(work):
    case_id, _ = awaiting(work)
    [offer] = [each for each in standing(work, case_id).offers if each.to == "awaiting_decision"]
    assert "支援調整会議" in offer.missing[0]
    meeting = meet(work)
    conclude(work, only_item(work, meeting).id, {"conclusion": "again"})
    finalise_conference(work, meeting)
    with pytest.raises(NotAllowedError, match="支援調整会議"):
        move_case(work, case_id, "awaiting_decision")
    meeting = meet(work)
    conclude(work, only_item(work, meeting).id, {"conclusion": "approved_with_changes"})
    with pytest.raises(NotAllowedError, match="会議録を確定"):
        move_case(work, case_id, "awaiting_decision")
    finalise_conference(work, meeting)
    move_case(work, case_id, "awaiting_decision")


def test_a_new_plan_needs_a_meeting_of_its_own(work):
    case_id, _ = awaiting(work)
    meeting = meet(work)
    conclude(work, only_item(work, meeting).id, {"conclusion": "approved"})
    finalise_conference(work, meeting)
    add_record(work, "plan", {"case_id": case_id, "client_agreed_on": TODAY})
    with pytest.raises(NotAllowedError, match="支援調整会議"):
        move_case(work, case_id, "awaiting_decision")
    assert [each.agenda_type for each in proposed(work)] == ["replan"]


def test_a_conclusion_of_another_kind_of_meeting_is_refused(work):
    answers = {"meeting_kind": "kentou", "centre": "rights_advocacy", "held_on": TODAY}
    kentou = hold_conference(work, answers).id
    item = {"conference_id": kentou, "agenda_type": "new_plan", "centre": "rights_advocacy"}
    with pytest.raises(InvalidEntriesError, match="この会議では選べない"):
        add_record(work, "agenda_item", {**item, "conclusion": "approved"})
    add_record(work, "agenda_item", {**item, "conclusion": "petition_mayor"})
    labels = [
        each.code
        for each in kind_options(work.codes, "agenda.conclusion", "rights_advocacy", "case")
    ]
    assert "approved" in labels
    assert "nichiji" not in labels


@pytest.mark.parametrize(
    ("centre", "kind", "conclusions"),
    [
        ("rights_advocacy", "shinsa", {"board_approved", "board_rejected", "board_conditional"}),
        ("rights_advocacy", "juken_shinsa", {"accept", "decline", "accept_conditional"}),
        ("rights_advocacy", "core", {"emergency", "intervene", "watch"}),
        ("disability", "core", {"emergency", "intervene", "watch"}),
        ("life_support", "chiikicare", {"approved", "again"}),
    ],
)
def test_each_kind_of_meeting_has_its_own_conclusions(work, centre, kind, conclusions):
    known = {each.code for each in kind_options(work.codes, "agenda.conclusion", centre, kind)}
    assert conclusions <= known
    assert kind in {each.code for each in work.codes.entries("conference.kind", centre=centre)}
    meeting = {"meeting_kind": kind, "centre": centre, "held_on": TODAY}
    item = {"conference_id": add_record(work, "conference", meeting).id, "agenda_type": "share"}
    for conclusion in conclusions:
        add_record(work, "agenda_item", {**item, "conclusion": conclusion})


def test_the_board_is_told_why_a_case_comes_before_it(work):
    case_id = plain_case(work, "rights_advocacy")
    force(work, case_id, "review_board")
    [found] = propose_agenda(work, "rights_advocacy", "shinsa", TODAY)
    assert found.agenda_type == "board_capacity"
    reasons = [
        each.label
        for each in work.codes.entries("agenda.type", centre="rights_advocacy")
        if each.group == "shinsa"
    ]
    assert len(reasons) == 5


def test_the_agenda_is_put_into_another_order(work):
    for name in ("見本 一", "見本 二", "見本 三"):
        awaiting(work, name=name)
    conference = meet(work)
    ids = [item.id for item in sitting(work, conference).items]
    reorder_agenda(work, conference, [ids[2], ids[0]])
    assert [item.id for item in sitting(work, conference).items] == [ids[2], ids[0], ids[1]]
    assert add_to_agenda(work, conference, proposed(work)) == []


def test_final_minutes_are_amended_never_overwritten(work):
    awaiting(work)
    conference = meet(work)
    item = only_item(work, conference)
    with pytest.raises(InvalidEntriesError, match="結論"):
        finalise_conference(work, conference)
    conclude(work, item.id, {"conclusion": "approved", "discussion": "適切と考える。"})
    finalise_conference(work, conference)
    with pytest.raises(NotAllowedError, match="議事録が確定"):
        conclude(work, item.id, {"conclusion": "again"})
    with pytest.raises(NotAllowedError, match="訂正・追記"):
        save_record(work, "agenda_item", item.id, {"discussion": "別の文"})
    amended = amend_record(work, "agenda_item", item.id, {"discussion": "加筆"}, reason="補足")
    assert amended.version == 2
    day = TODAY - timedelta(days=1)
    amend_record(work, "conference", conference, {"held_on": day}, reason="日付の誤り")
    assert held(work, AgendaItem, item.id).held_on == day


class TestUnderSecrecy:
    @pytest.fixture
    def statutory(self, work):
        case_id, _ = awaiting(work, name="見本 秘匿", consent=None)
        meeting = hold_conference(work, STATUTORY, proposed(work)).id
        add_record(work, "attendance", {"conference_id": meeting, "name": "見本 民生"})
        item = only_item(work, meeting)
        conclude(work, item.id, {"conclusion": "again", "discussion": "玄関先の様子"})
        return case_id, meeting, item

    def test_only_its_members_see_it(self, office, work, statutory):
        _, meeting, item = statutory
        other = office.work("nishio")
        assert list_conferences(other) == []
        for verb in (
            lambda: sitting(other, meeting),
            lambda: show_record(other, "agenda_item", item.id),
            lambda: case_brief(other, item.id),
        ):
            with pytest.raises(NotFoundError):
                verb()
        assert search(other, "玄関先の様子").hits == ()
        answers = {"conference_id": meeting, "member_id": other.actor.staff_id}
        add_record(work, "attendance", answers)
        assert [row.id for row in list_conferences(other)] == [meeting]
        assert len(sitting(other, meeting).members) == 2

    def test_it_names_without_consent_and_leaves_no_trace_in_the_case(self, work, statutory):
        case_id, _, item = statutory
        assert case_brief(work, item.id).title == "見本 秘匿"
        assert "玄関先" not in repr(timeline(work, case_id))
        line = {"what": "訪ねる", "due_on": TODAY}
        rows = [{**line, "becomes": "task"}, {**line, "becomes": "date"}]
        conclude(work, item.id, {"decisions": rows})
        with work.store.reading(None) as session:
            assert {task.case_id for task in session.scalars(select(Task))} == {None}
            assert session.scalars(select(Appointment)).all() == []  # colleagues see the calendar
        rows = [{"what": "訪ねる", "becomes": "action"}]
        with pytest.raises(InvalidEntriesError, match="プランに載せません"):
            conclude(work, item.id, {"decisions": rows})

    def test_only_a_supervisor_calls_one(self, office):
        with pytest.raises(NotAllowedError, match="法に基づく会議"):
            hold_conference(office.work("sodanin"), STATUTORY)


def test_a_meeting_of_a_caseworker_is_their_own(office, work):
    mine = office.work("sodanin")
    awaiting(mine)
    item = only_item(mine, meet(mine))
    other = replace(office.work("nishio"))
    with pytest.raises(NotAllowedError, match="ほかの人の記録"):
        conclude(other, item.id, {"conclusion": "approved"})


def test_the_next_date_goes_into_the_calendars_of_the_offices_own_members(office, work):
    next_on = TODAY + timedelta(days=14)
    meeting = hold_conference(work, {**COORD, "next_on": next_on, "place": "会議室"}).id
    assert propose_next(work, meeting) is None  # nobody of the office sits in it
    for login in ("shunin", "nishio"):
        add_record(
            work,
            "attendance",
            {"conference_id": meeting, "name": login, "member_id": office.staff_id(login)},
        )
    add_record(work, "attendance", {"conference_id": meeting, "name": "市の人"})
    proposed = propose_next(work, meeting)
    assert (proposed.on, proposed.names) == (next_on, ("田中 見本", "西尾 見本"))
    put_next(work, meeting)
    assert propose_next(work, meeting) is None
    for login in ("shunin", "nishio"):
        rows = appointments_between(work, next_on, next_on, staff_ids={office.staff_id(login)})
        assert [row.title for row in rows] == ["支援調整会議"]


def test_a_meeting_that_is_called_for_its_proposed_day_stands_there_once(office, work):
    next_on = TODAY + timedelta(days=14)
    meeting = hold_conference(work, {**COORD, "next_on": next_on}).id
    me = {"name": "田中", "member_id": office.staff_id("shunin")}
    add_record(work, "attendance", {"conference_id": meeting, **me})
    put_next(work, meeting)
    hold_conference(work, {**COORD, "held_on": next_on})
    rows = appointments_between(work, next_on, next_on)
    assert [row.is_meeting for row in rows] == [False]
