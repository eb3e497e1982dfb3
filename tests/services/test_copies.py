"""Copies a worker's office makes, the weekly checks and the drill, each with its audit row."""

from datetime import timedelta

import pytest

from office_fixtures import PASSWORD, make_consultation, make_person
from soudan_desk.errors import NotAllowedError, SoudanError
from soudan_desk.models import AuditEntry
from soudan_desk.services.cases import open_case
from soudan_desk.services.copies import CopyPlace, back_up, is_due, keep_copy, last_copy_at
from soudan_desk.services.drill import run_drill
from soudan_desk.services.weekly import check_weekly, is_weekly_check_due
from soudan_desk.storage.refusals import CancelledError


def acts(work, action):
    with work.store.reading(None) as session:
        rows = session.query(AuditEntry).filter(AuditEntry.action == action)
        return [(row.result, row.fields, row.reason) for row in rows]


@pytest.fixture
def place(tmp_path):
    return CopyPlace("folder", tmp_path / "控え")


def test_a_copy_that_anybody_leaves_behind_is_entered_and_no_longer_due(office, place):
    work = office.work("sodanin")
    assert is_due(work)

    made = keep_copy(work, office.opened, place)

    assert made.warning == ""
    assert not is_due(work)
    assert last_copy_at(work) is not None
    assert acts(work, "backup") == [("ok", "folder", None)]
    assert acts(work, "check_copies") == [("ok", "folder", None)]


def test_damaged_copies_are_warned_of_entered_and_nothing_goes(office, place):
    work = office.work("sodanin")
    bundles = [keep_copy(work, office.opened, place).result.bundle for _ in range(4)]
    for bundle in bundles[:2]:
        (bundle / "office.db").write_bytes(b"no longer ours")

    made = keep_copy(work, office.opened, place)

    assert "控え2個が壊れています" in made.warning
    assert "媒体を抜き" in made.warning
    assert made.removed == ()
    assert all(bundle.exists() for bundle in bundles)
    assert acts(work, "check_copies")[-1][0] == "refused"


def test_a_failure_is_entered_and_a_stop_by_hand_is_not(office, tmp_path):
    work = office.work("sodanin")
    (tmp_path / "file").write_text("ファイル")

    with pytest.raises(SoudanError):
        keep_copy(work, office.opened, CopyPlace("folder", tmp_path / "file"))
    with pytest.raises(CancelledError):
        keep_copy(
            work, office.opened, CopyPlace("folder", tmp_path / "控え"), cancelled=lambda: True
        )

    assert [result for result, *_ in acts(work, "backup")] == ["refused"]
    assert is_due(work)
    assert not list((tmp_path / "控え").iterdir())


def test_the_weekly_check_reads_the_office_and_one_old_copy(office, place):
    work = office.work("sodanin")
    bundles = [keep_copy(work, office.opened, place).result.bundle for _ in range(2)]
    assert is_weekly_check_due(work)

    checked = check_weekly(work, office.opened, [place])

    assert (checked.office_is_sound, checked.copy, checked.copy_is_sound) == (
        True,
        bundles[0],
        True,
    )
    assert not is_weekly_check_due(work)
    assert acts(work, "weekly_check") == [("ok", None, None)]
    assert acts(work, "reread_copy") == [("ok", bundles[0].name, None)]
    assert not list(office.path.glob("office.check*"))


def test_an_old_copy_that_rotted_is_found_by_the_weekly_reading(office, place):
    work = office.work("sodanin")
    bundle = keep_copy(work, office.opened, place).result.bundle
    content = bytearray((bundle / "office.db").read_bytes())
    content[-3000] ^= 1
    (bundle / "office.db").write_bytes(content)

    checked = check_weekly(work, office.opened, [place])

    assert not checked.copy_is_sound
    assert bundle.name in checked.warning
    assert acts(work, "reread_copy") == [("refused", bundle.name, None)]


def test_a_drill_reads_three_cases_in_another_place_and_measures_both_aims(office, place):
    work = office.work("shunin")
    for _ in range(4):
        person = make_person(work)
        consultation = make_consultation(work, person_id=person)
        open_case(work, centre="life_support", person_id=person, consultation_id=consultation)
    admin = office.work_of_admin
    made = back_up(admin, office.opened, place.folder)

    done = run_drill(admin, office.opened, made.bundle, PASSWORD)

    assert len({case.case_no for case in done.cases}) == 3
    assert all(case.consultations == 1 and case.revisions >= 2 for case in done.cases)
    assert done.reaches_aims
    assert timedelta(0) < done.took < timedelta(minutes=1)
    ((result, fields, told),) = acts(admin, "restore_drill")
    assert (result, fields) == ("ok", made.bundle.name)
    assert "RTO" in told
    with pytest.raises(NotAllowedError):
        run_drill(work, office.opened, made.bundle, PASSWORD)
    with pytest.raises(SoudanError):
        run_drill(admin, office.opened, made.bundle, "wrong")
    assert [result for result, *_ in acts(admin, "restore_drill")] == ["ok", "refused"]
