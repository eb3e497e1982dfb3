"""Copies a worker's office makes, the weekly checks and the drill, each with its audit row."""

import json
import os
import tempfile
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD, make_consultation, make_person
from sealed_office import WHY, make_case
from soudan_desk.errors import NotAllowedError, SoudanError
from soudan_desk.models import Attachment, AuditEntry
from soudan_desk.models.base import now
from soudan_desk.services import weekly
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.copies import (
    CopyPlace,
    back_up,
    copies_in,
    keep_copy,
    keep_due,
    last_copy_at,
    prove_kept,
)
from soudan_desk.services.copy_places import (
    add_place,
    advice_about,
    change_place,
    drop_place,
    kept_places,
)
from soudan_desk.services.copy_standing import (
    DAMAGED,
    DRILL_EVERY,
    Light,
    copy_standing,
    keep_before,
)
from soudan_desk.services.drill import finish_drill, run_drill
from soudan_desk.services.records import amend_record, finalise_record, void_record
from soudan_desk.services.weekly import check_if_due, check_weekly, is_weekly_check_due
from soudan_desk.storage.copy_media import PlaceKind
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.refusals import CancelledError, DamagedBackupError
from soudan_desk.storage.sqlite_dialect import open_connection


def acts(work, action):
    with work.store.reading(None) as session:
        rows = session.query(AuditEntry).filter(AuditEntry.action == action)
        return [(row.result, row.fields, row.reason) for row in rows]


@pytest.fixture
def place(tmp_path):
    return CopyPlace("folder", tmp_path / "控え")


def test_a_copy_that_anybody_leaves_behind_is_entered_and_has_all_the_work(office, place):
    work = office.work("sodanin")

    made = keep_copy(work, office.opened, place)

    assert made.warning == ""
    assert copy_standing(work, office.opened).unprotected_since is None
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
    assert last_copy_at(work) is None
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


def test_the_weekly_check_names_lost_files_until_they_are_mended(office, monkeypatch):
    work, names = _with_damaged_files(office)

    checked = check_weekly(work, office.opened, [])

    assert checked.office_is_sound
    assert checked.warning.count("診断書") == 2
    assert acts(work, "weekly_check") == [("refused", None, "files")]
    standing = copy_standing(work, office.opened)
    assert standing.judged(now()) == (Light.RED, DAMAGED)
    assert not is_weekly_check_due(work)
    with monkeypatch.context() as later:
        later.setattr(weekly, "now", lambda: now() + timedelta(days=1, minutes=1))
        assert is_weekly_check_due(work), "what is damaged is looked at again the next day"

    _make_void(work, names)
    assert check_weekly(work, office.opened, []).warning == ""
    assert copy_standing(work, office.opened).judged(now()).reason != DAMAGED
    with monkeypatch.context() as later:
        later.setattr(weekly, "now", lambda: now() + timedelta(days=6))
        assert not is_weekly_check_due(work)


def test_the_weekly_check_finds_a_record_that_is_its_former_self_again(office):
    work = office.work("shunin")
    record = make_consultation(work, body="はじめの文")
    finalise_record(work, "consultation", record)
    amend_record(work, "consultation", record, {"body": "訂正した文"}, reason="まちがい")
    assert check_weekly(work, office.opened, []).warning == ""

    key = office.opened.keys.key_for(Purpose.DATABASE)
    connection = open_connection(office.path / "office.db", key)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE consultation SET body = 'はじめの文'")
    connection.close()

    checked = check_weekly(work, office.opened, [])

    assert (checked.office_is_sound, checked.unlike_history) == (True, 1)
    assert "履歴の終わりと合いません" in checked.warning
    assert acts(work, "weekly_check")[-1] == ("refused", None, "history")


@pytest.mark.parametrize("login", ["sodanin", "nishio"])
def test_the_weekly_check_takes_what_is_sealed_as_sound(at_desk, login):
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        large = b"%PDF-1.7 " + b"x" * (2 * 1024 * 1024)
        add_attachment(work, opened, large, file_name="写し.pdf", case_id=case)
        restrict_case(work, case, 2, WHY)
        make_consultation(work, case_id=case, body="封印のあと")
    with at_desk(login) as (opened, work):
        assert check_weekly(work, opened, []).warning == ""


def test_what_a_drill_that_was_killed_left_behind_goes(office, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, running = tmp_path / "soudan-desk-drill-a", tmp_path / "soudan-desk-drill-b"
    for folder in (left, running):
        (folder / "office").mkdir(parents=True)
        (folder / "office" / "office.db").write_bytes(b"sealed")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(left, (two_days_ago, two_days_ago))

    check_weekly(office.work("sodanin"), office.opened, [])

    assert (left.exists(), running.exists()) == (False, True)


def test_of_several_programs_at_one_office_one_does_the_weekly_check(office, place):
    keep_copy(office.work("sodanin"), office.opened, place)
    found, both = [], threading.Barrier(2)

    def check(login):
        both.wait()
        found.append(check_if_due(office.work(login), office.opened, [place]))

    desks = [threading.Thread(target=check, args=(login,)) for login in ("sodanin", "shunin")]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()

    (done,) = [each for each in found if each is not None]
    assert done.warning == ""
    assert acts(office.work("sodanin"), "weekly_check") == [("ok", None, None)]


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


def test_the_end_of_a_guided_drill_tells_its_time_and_what_was_seen_to(office, place):
    admin = office.work_of_admin
    assert not copy_standing(admin, office.opened).is_drill_due(now())
    assert copy_standing(admin, office.opened).is_drill_due(now() + DRILL_EVERY)
    made = back_up(admin, office.opened, place.folder)
    done = run_drill(admin, office.opened, made.bundle, PASSWORD)

    finish_drill(admin, office.opened, done, timedelta(minutes=8), {"紙": True, "媒体": False})

    assert acts(admin, "restore_drill")[-1] == ("ok", made.bundle.name, "案内つき 8分 紙○ 媒体×")
    standing = copy_standing(admin, office.opened)
    assert not standing.is_drill_due(now())
    assert standing.is_drill_due(now() + DRILL_EVERY)


# --- places and media ------------------------------------------------------------------------


@pytest.fixture
def media(tmp_path):
    folders = [tmp_path / name for name in ("usb a", "usb b")]
    for folder in folders:
        folder.mkdir()
    return folders


def add_medium(office, folder):
    return add_place(office.work_of_admin, office.opened, folder, kind=PlaceKind.EXTERNAL)


def standing_of(office):
    return copy_standing(office.work_of_admin, office.opened)


def test_two_media_by_turns_each_have_their_age_and_the_older_one_is_next(office, media):
    admin = office.work_of_admin
    first, second = (add_medium(office, folder) for folder in media)
    assert (first.name, second.name) == ("外付けA", "外付けB")
    away = media[1].rename(media[1].with_name("in the safe"))

    keep_due(admin, office.opened, standing_of(office).due(now()))
    standing = standing_of(office)

    assert [each.found for each in standing.places] == [media[0], None]
    assert standing.places[0].last is not None
    assert standing.next_medium.place == second
    assert standing.due(now()) == ()

    away.rename(media[1])
    (due,) = standing_of(office).due(now())
    assert due.folder == media[1]
    keep_due(admin, office.opened, [due])
    assert standing_of(office).next_medium.place == first


def test_a_copy_is_due_before_four_hours_of_use_are_unprotected_and_at_leaving(office, media):
    add_medium(office, media[0])
    keep_due(office.work_of_admin, office.opened, standing_of(office).due(now()))
    assert standing_of(office).due(now() + timedelta(days=1), leaving=True) == ()
    make_person(office.work("shunin"))
    standing = standing_of(office)

    assert standing.unprotected_since is not None
    assert standing.due(now()) == ()
    assert standing.due(now(), leaving=True)
    assert standing.due(now() + timedelta(hours=3, minutes=50))
    assert not standing.is_unprotected()
    media[0].rename(media[0].with_name("gone"))
    assert standing_of(office).is_unprotected()


def test_a_copy_made_by_command_on_a_known_medium_counts_for_its_age(office, media):
    add_medium(office, media[0])
    back_up(office.work_of_admin, office.opened, media[1])
    assert standing_of(office).places[0].last is None

    back_up(office.work_of_admin, office.opened, media[0])

    standing = standing_of(office)
    assert standing.places[0].last == standing.last


def test_one_place_that_fails_does_not_cost_the_others_their_copy(office, media):
    media[0].rmdir()
    media[0].write_text("no folder")

    kept = keep_due(
        office.work_of_admin, office.opened, [CopyPlace("a", media[0]), CopyPlace("b", media[1])]
    )

    assert [made.result.bundle.parent for made in kept.made] == [media[1]]
    assert "usb a" in kept.problems[0]


def test_only_an_administrator_says_where_copies_go(office, media):
    with pytest.raises(NotAllowedError):
        add_place(office.work("shunin"), office.opened, media[0])
    place = add_medium(office, media[0])
    with pytest.raises(NotAllowedError, match="外付けA"):
        add_medium(office, media[0])
    with pytest.raises(NotAllowedError, match="オフィスのフォルダーの外"):
        add_medium(office, office.path / "att")
    with pytest.raises(NotAllowedError, match="ありません"):
        add_medium(office, media[0] / "nothing")
    (media[1] / "OneDrive").mkdir()
    with pytest.raises(NotAllowedError, match="同期フォルダー"):
        add_medium(office, media[1] / "OneDrive")

    change_place(office.work_of_admin, office.opened, replace(place, name="青", is_off_site=True))
    assert [(each.name, each.is_off_site) for each in kept_places(office.opened)] == [("青", True)]
    drop_place(office.work_of_admin, office.opened, place.number)
    assert kept_places(office.opened) == ()
    told = [reason for _, _, reason in acts(office.work_of_admin, "copy_place")]
    assert told == ["外付けAを加えた", "青を変えた", "青をやめた"]


def test_a_place_on_the_offices_own_disk_is_advised_against(office, media):
    assert "同じディスク" in advice_about(office.opened, add_medium(office, media[0]))


def test_kept_copies_are_listed_and_proven_with_their_own_keys(office, place):
    work = office.work("sodanin")
    bundle = keep_copy(work, office.opened, place).result.bundle
    (found,) = copies_in(office.opened, [("内蔵", place.folder)])
    assert (found.place, found.copy.bundle) == ("内蔵", bundle)

    assert prove_kept(work, office.opened, bundle).audit_seq
    content = bytearray((bundle / "office.db").read_bytes())
    content[-3000] ^= 1
    (bundle / "office.db").write_bytes(content)
    with pytest.raises(DamagedBackupError):
        prove_kept(work, office.opened, bundle)

    assert [result for result, *_ in acts(work, "reread_copy")] == ["ok", "refused"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("db_uuid", "00000000-0000-4000-8000-000000000099", "この事務所の控えではありません"),
        ("epoch", 99, "鍵を替える前の控え"),
    ],
)
def test_a_copy_of_another_office_or_another_key_is_refused_in_words(
    office, place, key, value, told
):
    work = office.work("sodanin")
    manifest = keep_copy(work, office.opened, place).result.bundle / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {key: value}))

    with pytest.raises(NotAllowedError, match=told):
        prove_kept(work, office.opened, manifest.parent)
    with pytest.raises(NotAllowedError, match="この事務所の控えではありません"):
        prove_kept(work, office.opened, place.folder)


def test_before_a_ledger_is_taken_in_what_stands_is_copied(office, media):
    add_medium(office, media[0])
    make_person(office.work("shunin"))
    keep_before(office.work("shunin"), office.opened)
    keep_before(office.work("shunin"), office.opened)

    assert len(list(media[0].glob("*.backup"))) == 1


def test_two_copies_at_once_do_not_sweep_each_other_away(office, place):
    work, made = office.work("sodanin"), []

    def copy():
        made.append(keep_copy(work, office.opened, place).result.bundle)

    threads = [threading.Thread(target=copy) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 3
    assert all(bundle.is_dir() for bundle in made)


def _with_damaged_files(office):
    """Attach three large files; one is taken away, and of one a bit is turned."""
    work = office.work("shunin")
    person = make_person(work)
    for n in range(3):
        content = b"%PDF-1.7 " + bytes([n]) * (2 * 1024 * 1024)
        name = f"診断書{n}.pdf"
        add_attachment(work, office.opened, content, file_name=name, person_id=person)
    gone, turned, _whole = sorted(office.opened.folder.attachments.iterdir())
    gone.unlink()
    content = bytearray(turned.read_bytes())
    content[5000] ^= 1
    turned.write_bytes(content)
    return work, (gone.name, turned.name)


def test_a_copy_tells_of_attachments_that_are_gone_or_rotted_and_no_older_one_goes(office, place):
    work, names = _with_damaged_files(office)

    made = keep_copy(work, office.opened, place)

    assert "がなくなっています" in made.warning
    assert "書いたときと変わっています" in made.warning
    assert made.warning.count("診断書") == 2
    ((result, _fields, reason),) = acts(work, "check_copies")
    assert (result, set(reason.split("、"))) == ("refused", set(names))
    for _ in range(9):
        assert keep_copy(work, office.opened, place).removed == ()
    told = keep_copy(office.work_of_admin, office.opened, place).warning
    assert "診断書" not in told, "an administrator sees no records"
    assert all(name in told for name in names)


def _make_void(work, names):
    with work.store.reading(None) as session:
        query = select(Attachment.id).where(Attachment.stored_as.in_(names))
        broken = session.scalars(query).all()
    for record_id in broken:
        void_record(work, "attachment", record_id, reason="壊れたため添え直した")


def test_an_attachment_made_void_is_no_fault_of_a_copy(office, place):
    work, names = _with_damaged_files(office)
    _make_void(work, names)

    assert keep_copy(work, office.opened, place).warning == ""
