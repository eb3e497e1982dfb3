"""Files kept with a case: whole, within scope and rights, and never lost without a word."""

import hashlib
import os
import time
from uuid import uuid4

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD, TODAY, make_person
from soudan_desk.centres import all_processes
from soudan_desk.desk.demo.write import give_slots
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import Attachment
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.as_json import show_as_json
from soudan_desk.services.attachment_leaving import attachment_content
from soudan_desk.services.attachments import (
    add_attachment,
    list_attachments,
    papers_of,
    read_attachment,
)
from soudan_desk.services.cases import open_case
from soudan_desk.services.chosen_files import UnreadableFileError
from soudan_desk.services.office import open_office
from soudan_desk.services.office_check import check_office
from soudan_desk.services.records import add_record, void_record
from soudan_desk.services.search import search
from soudan_desk.storage.refusals import (
    AttachmentRefusedError,
    DamagedAttachmentError,
)

MIB = 1024 * 1024
PDF = b"%PDF-1.7 " + "見本の診断書".encode()
LARGE = b"%PDF-1.7 " + b"x" * (2 * MIB)


@pytest.fixture
def case_id(work):
    """Open a case of a fictional person."""
    return open_case(work, person_id=make_person(work), centre="life_support")


def attach(work, office, content=PDF, name="診断書.pdf", **about):
    return add_attachment(work, office.opened, content, file_name=name, **about)


def files_in(office):
    return sorted(office.opened.folder.attachments.iterdir())


def acts_on(office, record_id):
    with office.store.reading(None) as session:
        query = select(AuditEntry).where(AuditEntry.record_id == record_id)
        return [(entry.action, entry.reason) for entry in session.scalars(query)]


@pytest.mark.parametrize("content", [PDF, PDF + b"x" * (MIB - len(PDF)), LARGE])
def test_a_file_reads_back_as_it_was_taken_in(office, work, case_id, content):
    file_id = attach(work, office, content, case_id=case_id, category="certificate")

    read = read_attachment(work, office.opened, file_id)
    (listed,) = list_attachments(work, case_id=case_id)

    assert read.content == content
    assert (read.file_name, read.media_type) == ("診断書.pdf", "application/pdf")
    assert (listed.id, listed.size_bytes, listed.by) == (file_id, len(content), "田中 見本")
    assert listed.sha256 == hashlib.sha256(content).hexdigest()
    assert len(files_in(office)) == (len(content) > MIB)


def test_a_file_on_the_disk_keeps_its_name_composed_and_without_folders(office, work, tmp_path):
    source = tmp_path / "か\u3099くせい証.txt"
    source.write_text("見本", "utf-8")
    person = make_person(work)

    add_attachment(work, office.opened, source, person_id=person)
    attach(work, office, b"a", name="C:\\Users\\見本\\メモ.txt", person_id=person)

    names = {file.file_name for file in list_attachments(work, person_id=person)}
    assert names == {"がくせい証.txt", "メモ.txt"}


def test_a_case_file_is_its_persons_too_and_is_found_by_name(office, work, case_id):
    attach(work, office, case_id=case_id, description="主治医の意見書つき")

    (paper,) = papers_of(work, case_id)
    assert paper.title == "診断書.pdf"
    assert [hit.kind for hit in search(work, "意見書つき").hits] == ["attachment"]


def test_a_record_tells_name_size_and_digest_of_its_files(office, work):
    person = make_person(work)
    scan = attach(work, office, person_id=person)
    given = {"type": "share_agencies", "given_on": TODAY, "method": "written", "scan": [scan]}
    consent = add_record(work, "consent", {"person_id": person, **given})

    told = show_as_json(work, "consent", consent.id)

    assert told["values"]["scan"] == [
        {"file_name": "診断書.pdf", "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
    ]
    assert told["labels"]["scan"] == "診断書.pdf"


# --- what is refused ---


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90", "setup.exe", "添付できない種類"),
        (b"MZ\x90", "診断書.pdf", "中身が名前と合いません"),
        (b"", "空.txt", "空のファイル"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_by_name(office, work, case_id, content, name, words):
    with pytest.raises(AttachmentRefusedError, match=f"{name}.*{words}"):
        attach(work, office, content, name=name, case_id=case_id)
    assert list_attachments(work, case_id=case_id) == []


def test_a_file_above_100_mb_is_refused_without_reading_it(office, work, case_id, tmp_path):
    source = tmp_path / "動画.mp4"
    with source.open("wb") as file:
        file.truncate(100 * MIB + 1)

    with pytest.raises(AttachmentRefusedError, match="100MBまで"):
        add_attachment(work, office.opened, source, case_id=case_id)
    assert files_in(office) == []


def test_a_name_that_reads_backwards_is_refused(office, work, case_id):
    with pytest.raises(InvalidEntriesError, match="画面に出ない文字"):
        attach(work, office, LARGE, name="x\u202efdp.pdf", case_id=case_id)
    assert files_in(office) == []


def test_a_file_that_is_gone_is_told_with_what_to_do(office, work, case_id, tmp_path):
    with pytest.raises(UnreadableFileError, match=r"「ない\.pdf」を読めません"):
        add_attachment(work, office.opened, tmp_path / "ない.pdf", case_id=case_id)


@pytest.mark.parametrize("login", ["kansa", "etsuran"])
def test_who_writes_no_casework_adds_no_file(office, work, case_id, login):
    with pytest.raises(NotAllowedError):
        attach(office.work(login), office, LARGE, case_id=case_id)
    assert files_in(office) == []


def test_nothing_is_written_for_a_case_that_is_not_there(office, work):
    with pytest.raises(NotFoundError):
        attach(work, office, LARGE, case_id=uuid4())
    assert files_in(office) == []


def test_a_file_of_a_case_in_another_centre_is_not_there(office, work, case_id):
    file_id = attach(work, office, case_id=case_id)
    elsewhere = office.work("nishio", centres={"disability"})

    assert list_attachments(elsewhere) == []
    with pytest.raises(NotFoundError):
        read_attachment(elsewhere, office.opened, file_id)
    with pytest.raises(NotFoundError):
        attach(elsewhere, office, case_id=case_id)


def test_a_voided_file_is_listed_no_more(office, work, case_id):
    file_id = attach(work, office, case_id=case_id)
    void_record(work, "attachment", file_id, reason="別の人の書類だった")
    assert list_attachments(work, case_id=case_id) == []


# --- what is written down ---


def test_opening_and_copying_out_are_written_down(office, work, case_id):
    file_id = attach(work, office, case_id=case_id)

    read_attachment(work, office.opened, file_id)
    attachment_content(work, office.opened, file_id, reason="本人に返すため")

    assert acts_on(office, file_id)[1:] == [
        ("attachment_open", None),
        ("attachment_save", "本人に返すため"),
    ]


def test_no_copy_leaves_without_a_reason(office, work, case_id):
    file_id = attach(work, office, case_id=case_id)
    with pytest.raises(InvalidEntriesError, match="理由"):
        attachment_content(work, office.opened, file_id, reason=" ")


# --- faults ---


def _cut(path):
    path.write_bytes(path.read_bytes()[:-5000])


def _grown(path):
    path.write_bytes(path.read_bytes() + b"x")


def _flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


FAULTS = {
    "missing": (lambda path: path.unlink(), "「診断書.pdf」がなくなっています。"),
    "cut": (_cut, "「診断書.pdf」が途中で切れています。"),
    "emptied": (lambda path: path.write_bytes(b""), "「診断書.pdf」が途中で切れています。"),
    "grown": (_grown, "「診断書.pdf」に、あとから何かが付け足されています。"),
    "flipped": (_flipped, "「診断書.pdf」の中身が、書いたときと変わっています。"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_file_is_told_in_its_own_words_with_its_name(office, work, case_id, fault):
    damage, sentence = FAULTS[fault]
    file_id = attach(work, office, LARGE, case_id=case_id)
    damage(files_in(office)[0])

    with pytest.raises(DamagedAttachmentError) as told:
        read_attachment(work, office.opened, file_id)
    assert str(told.value) == f"添付{sentence}控え(バックアップ)から戻してください。"
    assert [action for action, _ in acts_on(office, file_id)] == ["create"]


@pytest.mark.parametrize("tail", [b"", b"y"])
def test_files_put_in_each_others_place_are_told_by_name(office, work, case_id, tail):
    one = attach(work, office, LARGE, name="一.pdf", case_id=case_id)
    (first,) = files_in(office)
    other = attach(work, office, LARGE + tail, name="二.pdf", case_id=case_id)
    (second,) = set(files_in(office)) - {first}
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)

    for file_id, name in ((one, "一.pdf"), (other, "二.pdf")):
        with pytest.raises(DamagedAttachmentError, match=f"{name}」が、別の添付のファイルと入れ"):
            read_attachment(work, office.opened, file_id)


def checked(office, login="shunin"):
    """Close the office and return what the check says of its files."""
    office.opened.close()
    give_slots(office.path, PASSWORD, [login])
    found = {check.key: check for check in check_office(office.path, login, PASSWORD)}
    return found["attachments"].ok, found["attachments"].text


def test_the_check_of_the_office_names_each_file_and_what_befell_it(office, work, case_id):
    for name in (*FAULTS, "sound", "one", "two"):
        attach(work, office, LARGE, name=f"{name}.pdf", case_id=case_id)
    with office.store.reading(None) as session:
        rows = session.execute(select(Attachment.file_name, Attachment.stored_as)).all()
    place = {name.removesuffix(".pdf"): office.opened.folder.attachments / at for name, at in rows}
    for fault, (damage, _sentence) in FAULTS.items():
        damage(place[fault])
    kept = place["one"].read_bytes()
    place["one"].write_bytes(place["two"].read_bytes())
    place["two"].write_bytes(kept)

    is_sound, told = checked(office)
    assert not is_sound
    assert told.startswith("添付7件: ")
    for fault, (_damage, sentence) in FAULTS.items():
        assert f"「{fault}.pdf」(R08-L-0001){sentence.removeprefix('「診断書.pdf」')}" in told
    for name in ("one", "two"):
        assert f"「{name}.pdf」(R08-L-0001)が、別の添付のファイルと入れ替わっています。" in told
    assert "sound" not in told


def test_the_check_tells_no_name_to_who_may_not_see_the_file(office, work, case_id):
    attach(work, office, LARGE, name="診断書.pdf", case_id=case_id)
    path = files_in(office)[0]
    path.unlink()

    is_sound, told = checked(office, "kanri")
    assert not is_sound
    assert "診断書" not in told
    assert f"閲覧できない添付({path.name})がなくなっています。" in told


def test_the_check_reads_what_lies_in_the_database_too(office, work, case_id):
    attach(work, office, case_id=case_id)
    with office.opened.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE attachment SET content = x'00'")

    is_sound, told = checked(office, "kanri")
    assert not is_sound
    assert "閲覧できない添付(記録のファイルの中)の中身が、書いたときと変わっています。" in told


def test_bytes_changed_inside_the_database_are_told_by_name(office, work, case_id):
    file_id = attach(work, office, case_id=case_id)
    with office.opened.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE attachment SET content = x'00'")

    with pytest.raises(DamagedAttachmentError, match=r"診断書\.pdf"):
        read_attachment(work, office.opened, file_id)


def test_a_row_that_cannot_be_saved_leaves_no_file_behind(office, work, case_id):
    before = files_in(office)
    with office.opened.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON attachment BEGIN"
            " SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(Exception, match="no room"):
        attach(work, office, LARGE, case_id=case_id)
    assert files_in(office) == before


def test_what_a_broken_off_save_left_goes_at_the_next_opening(office, work, case_id):
    attach(work, office, LARGE, case_id=case_id)
    voided = attach(work, office, LARGE, case_id=case_id)
    void_record(work, "attachment", voided, reason="見本")
    orphan, fresh = (office.opened.folder.attachments / f"{n * 32}.bin" for n in "ab")
    orphan.touch()
    long_ago = time.time() - 7200
    for path in files_in(office):
        os.utime(path, (long_ago, long_ago))
    fresh.touch()
    office.opened.close()

    opened, again = open_office(office.path, "kanri", PASSWORD, processes=all_processes())
    with again.store.reading(None) as session:
        query = select(AuditEntry.fields).where(AuditEntry.action == "attachment_sweep")
        swept = session.scalars(query).all()
    opened.close()

    assert swept == [orphan.name]
    assert not orphan.exists()
    assert fresh.exists()
    assert len(files_in(office)) == 3
