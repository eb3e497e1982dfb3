"""What leaves the office: locked, entered in the audit chain, within one's scope, readable back."""

import hashlib
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import pyzipper
from sqlalchemy import select, text

from office_fixtures import make_consultation, make_person
from sealed_office import make_case
from soudan_desk.centres import all_processes
from soudan_desk.desk.exporting import ExportRefusedError, export_records, export_rows
from soudan_desk.desk.importing import import_file
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, CaseWorker, Consultation, Disclosure, Person
from soudan_desk.models.base import new_id
from soudan_desk.services.answers import read_answers
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.disclosure_lists import DisclosureFilter, list_disclosures
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record, save_record, void_record
from soudan_desk.storage.refusals import CancelledError

PASSWORD = "himitsu no kagi"
WHY = "月次の会議の資料"


def _unsealed(path, password=PASSWORD):
    with pyzipper.AESZipFile(path) as archive:
        (entry,) = archive.infolist()
        return entry.filename, archive.read(entry, password.encode())


def _answers(work, model):
    with work.store.reading(None) as session:
        return {each.id: read_answers(each) for each in session.scalars(select(model))}


def _fill(work):
    person = make_person(work, name="青葉 すみれ", kana="アオバ スミレ", note="=SUM(A1)\n+81")
    case = open_case(work, centre="life_support", person_id=person)
    make_consultation(work, person_id=person, case_id=case, topics=["housing", "debt"])
    answers = {
        "centre": "life_support", "held_on": date(2026, 4, 1), "method": "phone",
        "body": "確定した記録。", "urgency": ["no_food"], "cash_on_hand_yen": 1_200,
    }  # fmt: skip
    add_record(work, "consultation", answers, finalise=True)
    return case


@pytest.mark.parametrize("name", ["out.zip", "out.csv.zip", "out.xlsx"])
def test_what_leaves_is_locked_with_aes_256_whatever_its_name(work, tmp_path, name):
    _fill(work)
    done = export_records(work, "consultation", tmp_path / name, password=PASSWORD, reason=WHY)
    with zipfile.ZipFile(done.file) as archive:
        assert archive.infolist()[0].compress_type == 99
    inside, content = _unsealed(done.file)
    assert inside.endswith(".csv" if "csv" in name else ".xlsx")
    assert (done.rows, done.is_locked) == (2, True)
    assert done.sha256 == hashlib.sha256(done.file.read_bytes()).hexdigest()
    assert "確定した記録".encode() not in done.file.read_bytes()
    assert content


def test_every_file_needs_a_reason_and_a_locked_one_a_password(work, tmp_path):
    for way in ({"plain": True}, {"password": PASSWORD}, {"password": PASSWORD, "reason": " "}):
        with pytest.raises(InvalidEntriesError) as refused:
            export_records(work, "person", tmp_path / "a.csv", **way)
        assert "理由" in refused.value.problems["reason"]
        with pytest.raises(InvalidEntriesError, match="理由"):
            export_rows(work, "ケース一覧", ["番号"], [["1"]], tmp_path / "a.csv", **way)
    with pytest.raises(InvalidEntriesError, match="パスワード"):
        export_records(work, "person", tmp_path / "a.csv", reason=WHY)
    done = export_records(work, "person", tmp_path / "a.csv", plain=True, reason="名簿の確認")
    assert done.file.read_bytes().startswith("\ufeff記録ID,".encode())
    assert list(tmp_path.glob(".*.partial")) == []


def test_the_audit_row_tells_who_took_out_what_and_how_much(work, tmp_path):
    _fill(work)
    done = export_records(work, "consultation", tmp_path / "a.zip", password=PASSWORD, reason=WHY)
    with work.store.reading(None) as session:
        row = session.execute(
            text("SELECT * FROM audit_entry WHERE action = 'export' ORDER BY seq DESC")
        ).first()
    assert (row.kind, row.content_sha256) == ("consultation", done.sha256)
    assert row.fields == "2 rows, xlsx, AES-256"
    assert row.by == work.actor.staff_id.bytes
    assert row.reason == WHY


def test_a_table_of_records_is_a_line_of_the_register_and_one_of_settings_is_not(
    office, work, tmp_path
):
    _fill(work)
    asked = {"password": PASSWORD, "reason": WHY}
    done = export_records(work, "person", tmp_path / "a.zip", recipient=" 見本市 ", **asked)
    export_rows(work, "ケース一覧", ["番号"], [["1"]], tmp_path / "b.csv.zip", kind="case", **asked)
    export_records(work, "staff", tmp_path / "c.zip", **asked)

    lines, total = list_disclosures(work, DisclosureFilter())

    assert total == 2
    told = {(line.paper_title, line.recipient, line.reason, line.by) for line in lines}
    assert told == {
        ("相談者（Excel）", "見本市", WHY, work.actor.name),
        ("ケース一覧（CSV）", "", WHY, work.actor.name),
    }
    with work.store.reading(None) as session:
        stored = session.scalars(select(Disclosure.sha256)).all()
    assert done.sha256 in stored


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_import_reads_an_export_back_without_loss_into_an_empty_office(
    work, office_template, tmp_path, form, monkeypatch
):
    _fill(work)
    files = {
        kind: export_records(
            work, kind, tmp_path / f"{kind}.{form}.zip", password=PASSWORD, reason=WHY
        ).file
        for kind in ("person", "case", "case_worker", "consultation")
    }
    shutil.copytree(office_template, tmp_path / "other")
    with monkeypatch.context() as another_pc:  # on this one it is an older state of the office
        another_pc.setenv("SOUDAN_STATE_DIR", str(tmp_path / "pc"))
        opened, admin = open_office(
            tmp_path / "other", "kanri", "mihon no jimusho desu", processes=all_processes()
        )
    try:
        other = replace(admin, actor=work.actor, today=work.today)
        for kind, file in files.items():
            report = import_file(other, file, kind, password=PASSWORD)
            assert report.problems == []
            assert report.bad == 0
        for model in (Person, Case, CaseWorker, Consultation):
            assert _answers(other, model) == _answers(work, model)
        with other.store.reading(None) as session:
            states = session.scalars(select(Consultation.record_state)).all()
        assert sorted(states) == ["draft", "final"]
        again = import_file(other, files["person"], "person", password=PASSWORD, dry_run=True)
        assert "すでに入っています" in again.problems[0].message
    finally:
        opened.close()


def test_only_what_one_may_see_leaves(office, tmp_path):
    work = office.work("shunin")
    case = _fill(work)
    save_record(work, "case", case, {"restriction_level": 2})
    outsider = office.work("nishio")
    done = export_records(
        outsider, "consultation", tmp_path / "a.zip", password=PASSWORD, reason=WHY
    )
    assert done.rows == 1
    assert (
        export_records(outsider, "case", tmp_path / "b.zip", password=PASSWORD, reason=WHY).rows
        == 0
    )
    assert export_records(work, "case", tmp_path / "c.zip", password=PASSWORD, reason=WHY).rows == 1


@pytest.mark.parametrize("login", ["kansa", "etsuran"])
def test_who_may_not_write_may_not_export(office, tmp_path, login):
    with pytest.raises(NotAllowedError):
        export_records(office.work(login), "person", tmp_path / "a.zip", password=PASSWORD)


def test_void_records_stay_behind_and_a_case_may_be_asked_for(work, tmp_path):
    _fill(work)
    with work.store.reading(None) as session:
        number = session.execute(text('SELECT case_no FROM "case"')).scalar()
    done = export_records(
        work, "consultation", tmp_path / "a.zip", password=PASSWORD, reason=WHY, case_no=number
    )
    assert done.rows == 1
    for record_id in _answers(work, Consultation):
        void_record(work, "consultation", record_id, reason="まちがい")
    assert (
        export_records(work, "consultation", tmp_path / "b.zip", password=PASSWORD, reason=WHY).rows
        == 0
    )


def test_excel_shows_names_beside_ids_and_no_formula(work, tmp_path):
    _fill(work)
    done = export_records(work, "consultation", tmp_path / "a.xlsx", plain=True, reason="確認")
    sheet = openpyxl.load_workbook(done.file).active
    headings = [cell.value for cell in sheet[1]]
    row = dict(zip(headings, [cell.value for cell in sheet[2]], strict=True))
    assert row["本人の名前"] == "青葉 すみれ アオバ スミレ"
    assert row["対応者の名前"] == "田中 見本"
    assert row["相談内容"] == "住まいについて、債務について"
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}


def test_nothing_is_overwritten_and_a_missing_folder_is_told(work, tmp_path):
    (tmp_path / "a.zip").write_text("keep")
    with pytest.raises(ExportRefusedError, match="すでにあります"):
        export_records(work, "person", tmp_path / "a.zip", password=PASSWORD, reason=WHY)
    assert (tmp_path / "a.zip").read_text() == "keep"
    with pytest.raises(ExportRefusedError, match="フォルダー"):
        export_records(work, "person", tmp_path / "none" / "a.zip", password=PASSWORD, reason=WHY)


def test_a_stopped_export_leaves_no_file(work, tmp_path):
    _fill(work)

    def stop(_what, _done):
        raise CancelledError

    with pytest.raises(CancelledError):
        export_records(
            work, "person", tmp_path / "a.zip", password=PASSWORD, reason=WHY, progress=stop
        )
    assert list(tmp_path.glob("a*")) == list(tmp_path.glob(".*")) == []


def test_a_list_leaves_exactly_as_it_is_shown(work, tmp_path):
    lines = [["R08-L-0001", "青葉 すみれ", 3], ["R08-L-0002", "=山野", None]]
    done = export_rows(
        work, "ケース一覧", ["番号", "氏名", "件数"], lines, tmp_path / "l.zip",
        kind="case", password=PASSWORD, reason=WHY,
    )  # fmt: skip
    name, content = _unsealed(done.file)
    assert name == "ケース一覧.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)][1:] == lines
    foot = sheet.oddFooter.center.text
    assert "見本" in foot
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d 田中 見本 書き出し", foot), foot


def test_in_an_office_with_other_ids_records_are_found_by_the_names_beside(office, work, tmp_path):
    _fill(work)
    done = export_records(work, "consultation", tmp_path / "a.csv", plain=True, reason="移行")
    person = next(iter(_answers(work, Person)))
    content = done.file.read_text("utf-8-sig").replace(str(person), str(new_id()))
    content = content.replace(str(work.actor.staff_id), str(new_id()))
    for record_id in _answers(work, Consultation):
        content = content.replace(str(record_id), str(new_id()))
    done.file.write_text(content, "utf-8")
    report = import_file(work, done.file, "consultation")
    assert report.problems == []
    added = list(_answers(work, Consultation).values())[2:]
    assert [each["person_id"] for each in added] == [person, None]
    assert {each["staff_id"] for each in added} == {work.actor.staff_id}


def test_a_sealed_text_is_as_long_as_it_reads_not_as_it_is_stored(at_desk, tmp_path):
    with at_desk("sodanin") as (_, work):
        case, _entry = make_case(work)
        make_consultation(work, case_id=case, body="長" * 20_000)
        restrict_case(work, case, 2, WHY)
        told = {"plain": True, "reason": WHY}
        done = export_records(work, "consultation", tmp_path / "a.xlsx", **told)
        make_consultation(work, case_id=case, body="長" * 40_000)
        longer = export_records(work, "consultation", tmp_path / "b.xlsx", **told)
    parts = [
        [cell.value for cell in openpyxl.load_workbook(each.file).active[1] if "続き" in cell.value]
        for each in (done, longer)
    ]
    assert [len(each) for each in parts] == [0, 1]
