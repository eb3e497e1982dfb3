"""Faults of disk, folder, clock and files: a sentence says what to do, and nothing is lost."""

import os
import shutil
import subprocess
from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD, TODAY, make_consultation, make_person
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.desk.importing import import_file
from soudan_desk.errors import SoudanError
from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.attachments import add_attachment, list_attachments, read_attachment
from soudan_desk.services.office import NewOffice, create_office, open_office
from soudan_desk.services.records import add_record, finalise_record, save_record, show_record
from soudan_desk.services.search import search
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.refusals import (
    DamagedDatabaseError,
    DamagedSlotsError,
    DiskFullError,
    MissingDatabaseError,
    NotAnOfficeError,
    ReadOnlyPlaceError,
)

DISK = 24 * 1024 * 1024
FORM = "consultation:new"


@pytest.fixture
def disk(tmp_path):
    """Mount a small disk of its own; give its folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def desk_on(disk):
    """Make an office on the small disk; give it open, with its worker's desk."""
    new = NewOffice(
        name="見本市",
        centres=tuple((key, centre.title) for key, centre in CENTRES.items()),
        admin_login="kanri",
        admin_name="管理 見本",
        admin_does_casework=True,
    )
    opened, work, _ = create_office(
        disk / "office",
        new,
        PASSWORD,
        processes=all_processes(),
        cost=FLOOR,
        today=lambda: TODAY,
    )
    yield opened, work
    opened.close()


def fill(folder):
    """Leave no free byte."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def reopen(path):
    return open_office(path, "kanri", PASSWORD, processes=all_processes())


def chain_holds(work):
    with work.store.reading(None) as session:
        return first_bad_seq(session, work.store.chain) is None


# --- a full disk ---


def test_a_full_disk_refuses_the_save_and_keeps_all_that_was_there(desk_on, disk):
    _, work = desk_on
    person = make_person(work)
    record = make_consultation(work, person_id=person, body="はじめの文")
    keep_unsaved(work, FORM, {"body": "打ちかけの文"}, title="受付")
    fill(disk)

    with pytest.raises(DiskFullError, match="片づけてから、もう一度保存"):
        for _ in range(200):
            make_consultation(work, body="あ" * 100_000)
    with pytest.raises(DiskFullError):
        save_record(work, "consultation", record, {"body": "い" * 200_000}, form=FORM)

    assert show_record(work, "consultation", record).answers["body"] == "はじめの文"
    assert unsaved_form(work, FORM).answers == {"body": "打ちかけの文"}
    assert chain_holds(work)

    (disk / "filler").unlink()
    save_record(work, "consultation", record, {"body": "い" * 200_000}, form=FORM)
    assert show_record(work, "consultation", record).answers["body"] == "い" * 200_000
    assert unsaved_form(work, FORM) is None
    assert chain_holds(work)


def test_a_full_disk_takes_no_attachment_and_leaves_no_half_one(desk_on, disk):
    opened, work = desk_on
    person = make_person(work)
    small = add_attachment(work, opened, b"a" * 1000, file_name="a.txt", person_id=person)
    fill(disk)

    with pytest.raises(DiskFullError):
        add_attachment(work, opened, b"b" * 3_000_000, file_name="b.txt", person_id=person)

    assert list(opened.folder.attachments.iterdir()) == []
    assert [each.id for each in list_attachments(work, person_id=person)] == [small]


# --- a folder that cannot be written ---


def test_a_read_only_folder_is_looked_at_and_refuses_writing_with_a_sentence(office, disk):
    record = make_consultation(office.work(), body="読める文")
    office.opened.close()
    shutil.copytree(office.path, disk / "office")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    opened, admin = reopen(disk / "office")
    try:
        work = Work(admin.store, office.actors["shunin"], admin.codes, admin.processes)

        assert "見るだけで開きました" in opened.read_only_reason
        assert show_record(work, "consultation", record).answers["body"] == "読める文"
        assert len(search(work, "読める文").hits) == 1
        for write in (
            lambda: save_record(work, "consultation", record, {"body": "x"}),
            lambda: add_record(work, "person", {"name": "見本"}),
            lambda: keep_unsaved(work, FORM, {"body": "x"}, title="受付"),
            lambda: add_attachment(work, opened, b"a", file_name="a.txt"),
        ):
            with pytest.raises(ReadOnlyPlaceError, match="書き込みの権限"):
                write()
    finally:
        opened.close()


def test_a_file_can_be_looked_at_in_a_read_only_folder(office, disk):
    work = office.work()
    person = make_person(work)
    file_id = add_attachment(work, office.opened, b"a", file_name="a.txt", person_id=person)
    office.opened.close()
    shutil.copytree(office.path, disk / "office")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    opened, admin = reopen(disk / "office")
    try:
        reader = Work(admin.store, office.actors["shunin"], admin.codes, admin.processes)
        assert read_attachment(reader, opened, file_id).content == b"a"
    finally:
        opened.close()


# --- a clock set back ---


def jumps(work):
    with work.store.reading(None) as session:
        query = select(AuditEntry).where(AuditEntry.action == "clock_jump")
        return [entry.reason for entry in session.scalars(query)]


@pytest.mark.parametrize(("minutes", "is_told"), [(4, False), (6, True), (60 * 24 * 365, True)])
def test_a_clock_set_back_is_told_at_log_in_and_written_down(office, minutes, is_told):
    ahead = now() + timedelta(minutes=minutes)
    office.store.note(None, Act(action="backup", by=None, at=ahead))
    office.opened.close()

    opened, work = reopen(office.path)
    told = [sentence for sentence in opened.warnings if "時計" in sentence]
    found = jumps(work)
    assert chain_holds(work)
    opened.close()

    assert len(told) == is_told
    assert all("確かめてください" in sentence for sentence in told)
    assert found == [ahead.isoformat()] * is_told


def test_a_clock_that_runs_on_is_not_spoken_of(office):
    make_consultation(office.work())
    office.opened.close()
    opened, work = reopen(office.path)
    assert opened.warnings == []
    assert jumps(work) == []
    opened.close()


# --- damaged, cut off, empty and foreign files ---


def overwritten(at, size):
    def damage(path):
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\xff" * size)

    return damage


def cut_to(size):
    return lambda path: os.truncate(path, size)


@pytest.mark.parametrize(
    ("name", "damage", "error"),
    [
        ("office.db", cut_to(0), MissingDatabaseError),
        ("office.db", os.unlink, MissingDatabaseError),
        ("office.db", cut_to(100), DamagedDatabaseError),
        ("office.db", cut_to(4096), DamagedDatabaseError),
        ("office.db", overwritten(0, 4096), DamagedDatabaseError),
        ("office.db", lambda path: path.write_bytes(b"PK\x03\x04" * 5000), DamagedDatabaseError),
        (
            "office.db",
            lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(8176)),
            DamagedDatabaseError,
        ),
        ("office.slots", cut_to(0), DamagedSlotsError),
        ("office.slots", cut_to(200), DamagedSlotsError),
        ("office.slots", os.unlink, SoudanError),
        ("office.slots", lambda path: path.write_text("見本"), DamagedSlotsError),
        ("office.toml", cut_to(0), NotAnOfficeError),
        ("office.toml", os.unlink, NotAnOfficeError),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_and_left_as_it_is(
    office, name, damage, error, tmp_path
):
    make_consultation(office.work(), body="残る文")
    office.opened.close()
    whole = shutil.copytree(office.path, tmp_path / "whole")
    damage(office.path / name)
    before = {path.name: path.read_bytes() for path in office.path.iterdir() if path.is_file()}

    with pytest.raises(error) as refused:
        reopen(office.path)

    assert str(refused.value).endswith("。")
    assert "ください" in str(refused.value)
    for path in office.path.iterdir():
        if path.is_file() and path.name in {"office.db", "office.slots", "office.toml"}:
            assert before[path.name] == path.read_bytes()
    shutil.copy(whole / name, office.path / name)
    opened, admin = reopen(office.path)
    work = Work(admin.store, office.actors["shunin"], admin.codes, admin.processes)
    assert len(search(work, "残る文").hits) == 1
    opened.close()


def test_the_files_of_another_office_are_refused(office, office_template, tmp_path):
    office.opened.close()
    opened, _, _ = create_office(
        tmp_path / "other",
        NewOffice(name="別", centres=(), admin_login="kanri", admin_name="別 見本"),
        PASSWORD,
        processes={},
        cost=FLOOR,
    )
    opened.close()

    for name, error in (("office.db", DamagedDatabaseError), ("office.slots", SoudanError)):
        path = shutil.copytree(office_template, tmp_path / f"with-{name}")
        shutil.copy(tmp_path / "other" / name, path / name)
        with pytest.raises(error, match="ください"):
            reopen(path)


def test_a_page_damaged_in_the_middle_is_told_when_it_is_read(office):
    work = office.work()
    for number in range(30):
        record = make_consultation(work, body=f"{number}番目の記録。" * 500)
        finalise_record(work, "consultation", record)
    office.opened.close()
    database = office.path / "office.db"
    size = database.stat().st_size
    for at in range(8 * 4096, size, 4096):
        overwritten(at + 2000, 16)(database)

    with pytest.raises(DamagedDatabaseError, match="控え"):
        opened, admin = reopen(office.path)
        try:
            reader = Work(admin.store, office.actors["shunin"], admin.codes, admin.processes)
            search(reader, "番目の記録")
        finally:
            opened.close()


# --- a formula in a table ---


def test_a_formula_in_a_csv_cell_is_refused_by_row_and_never_becomes_a_record(work, tmp_path):
    table = tmp_path / "台帳.csv"
    table.write_text(
        "氏名,フリガナ,備考\n見本 花子,ミホン ハナコ,ふつうの行\n"
        '見本 次郎,ミホン ジロウ,"=HYPERLINK(""http://example.invalid"",""x"")"\n',
        "utf-8-sig",
    )

    report = import_file(work, table, "person")

    assert (report.good, report.bad) == (1, 1)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, "備考")
    assert "式" in problem.message
    assert len(search(work, "見本").hits) == 1
