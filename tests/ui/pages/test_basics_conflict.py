"""基本: what a colleague stored meanwhile stands beside what one has typed; nothing is overlaid."""

import pytest
from desk_fixtures import told_office

from soudan_desk.services.case_people import add_household
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.ui.pages.case_conflict import ConflictView
from soudan_desk.ui.pages.page import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
__all__ = ["told_office"]


@pytest.fixture
def member(office, case):
    """Write somebody of the household."""
    work = office.work("shunin")
    house = show_record(work, "case", case).answers["household_id"]
    house = house or add_household(work, case, {"name": "見本 世帯"}).id
    return add_record(work, "member", {"household_id": house, "name": "見本 弟"}).id


@pytest.fixture
def begun(desk_of, case, member, office):
    """Type at one desk what a colleague then stores otherwise at another."""
    desk = desk_of("shunin")
    page = desk.frame.go(Place("case", {"id": case, "tab": "basics"}))
    desk.settle()
    basics = page.part("basics")
    basics._edit("member", member)
    basics._editing.form.change({"name": "見本 弟（次男）", "health": "持病あり"})
    theirs = {"name": "見本 三男", "kana": "ミホン サンナン"}
    save_record(office.work("sodanin"), "member", member, theirs)
    return desk, basics


def stored(office, member):
    answers = show_record(office.work("shunin"), "member", member).answers
    return [answers[key] for key in ("name", "health", "kana")]


def test_both_texts_stand_side_by_side_and_the_worker_chooses(begun, office, member):
    desk, basics = begun
    assert not basics._editing.finish()
    view = basics.findChild(ConflictView)
    assert view is not None
    assert view.isVisible()
    said = {clash.field.key: (clash.theirs, clash.mine) for clash in view._clashes}
    assert said["name"] == ("見本 三男", "見本 弟（次男）")
    assert said["kana"] == ("ミホン サンナン", None)
    view._choices["name"].set_value("theirs")
    view._on_go_on_clicked()
    desk.settle()
    assert basics.findChild(ConflictView) is None
    assert basics._editing.finish()
    assert stored(office, member) == ["見本 三男", "持病あり", "ミホン サンナン"]


def test_what_is_typed_is_kept_while_one_has_not_chosen_yet(begun, office, member, case):
    _desk, basics = begun
    basics._editing.finish()
    kept = basics._acts.records.kept(f"member:{member}")
    assert kept is not None
    assert "見本 弟（次男）" in str(kept.answers)
    basics._edit("member", member)  # begun anew: the choice goes, what was typed comes back
    assert basics.findChild(ConflictView) is None
    assert basics._editing.form.answers()["name"] == "見本 弟（次男）"
    assert stored(office, member)[0] == "見本 三男"
