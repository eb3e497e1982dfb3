"""A ledger as offices keep it: looked through, taken in as one batch, given back, taken back."""

from datetime import date, time

import openpyxl
import pytest
from ledgers import GOOD, HEADINGS, write_ledger, write_merged_ledger
from sqlalchemy import select, text

from office_fixtures import make_consultation, make_person
from soudan_desk.desk.import_sheets import NoHeadingError
from soudan_desk.desk.importing import import_file, undo_import
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Case, CaseWorker, Consultation, ImportBatch, Person, Referral
from soudan_desk.services.case_lists import CaseFilter, count_cases
from soudan_desk.services.cases import open_case
from soudan_desk.services.import_history import list_imports
from soudan_desk.services.import_undo import ImportInUseError
from soudan_desk.services.imports import importable_kinds
from soudan_desk.services.numbers import next_referral_no
from soudan_desk.services.records import save_record
from soudan_desk.services.search import search
from soudan_desk.services.settings import centre_settings, save_setting
from soudan_desk.storage.refusals import CancelledError
from soudan_desk.tables.cells import TableError
from soudan_desk.tables.sealed import seal
from soudan_desk.tables.writing import table_bytes


def _all(work, model):
    with work.store.reading(None) as session:
        return list(session.scalars(select(model).order_by(model.created_at)))


def _count(work, sql):
    with work.store.reading(None) as session:
        return session.execute(text(sql)).scalar()


def _fields(report):
    return {column.heading: column.field for column in report.columns}


def test_headings_are_matched_by_synonyms_and_values_read_as_written(work, tmp_path):
    report = import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    assert (report.rows, report.good, report.bad) == (3, 3, 0)
    assert _fields(report) == {
        "No": "contact_no", "相談日": "held_on", "氏名": "person.name", "ﾌﾘｶﾞﾅ": "person.kana",
        "生年月日": "person.birth_on", "相談方法": "method", "担当者": "staff_id",
        "相談内容": "body", "対応": "response",
    }  # fmt: skip
    first, second, third = _all(work, Consultation)
    assert (first.held_on, second.held_on) == (date(2026, 4, 1), date(2026, 4, 2))
    assert [each.method for each in (first, second, third)] == ["phone", "interview", "phone"]
    assert {each.record_state for each in (first, second, third)} == {"final"}
    assert third.body == "ごみの相談\n二行目"


def test_people_are_found_or_made_by_name_reading_and_birth_date(work, tmp_path):
    known = make_person(work, name="山野 花", kana="ヤマノ ハナ")
    report = import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    first, second, third = _all(work, Consultation)
    assert first.person_id == second.person_id != third.person_id
    assert third.person_id == known
    assert report.new_persons == 1
    person = next(each for each in _all(work, Person) if each.id == first.person_id)
    assert (person.name, person.kana) == ("青葉 すみれ", "アオバ スミレ")
    assert person.birth_on.stored() == "1980-03-01"


def test_two_people_of_one_name_are_asked_about_not_guessed(work, tmp_path):
    for year in (1980, 1990):
        make_person(work, name="山野 花", kana="ヤマノ ハナ", birth_on=PartialDate(year))
    rows = [["R8.4.1", "山野 花", "電話", "相談"]]
    path = write_ledger(tmp_path / "l.xlsx", rows, ("相談日", "氏名", "方法", "内容"))
    report = import_file(work, path, "consultation", dry_run=True)
    assert report.problems[0].column == "氏名"
    assert "同じ氏名の方が2人" in report.problems[0].message


def test_merged_headings_totals_and_blank_rows_are_seen_through(work, tmp_path):
    path = write_merged_ledger(tmp_path / "l.xlsx")
    report = import_file(work, path, "consultation")
    assert _fields(report) == {
        "相談日": "held_on", "相談者 氏名": "caller_name", "相談者 続柄": "caller_relation",
        "相談者 電話": "caller_tel", "対象者 氏名": "person.name",
        "対象者 生年月日": "person.birth_on", "方法": "method", "内容": "body",
    }  # fmt: skip
    assert (report.rows, report.good, report.problems) == (3, 3, [])
    assert [(each.row, each.reason) for each in report.skipped] == [
        (8, "合計の行"), (10, "合計の行"),
    ]  # fmt: skip
    first, second, third = _all(work, Consultation)
    assert first.held_on == second.held_on == date(2026, 4, 1)
    assert (first.caller_name, first.caller_relation) == ("山野 花", "mother")
    assert first.caller_tel == "090-0000-0102"
    assert first.person_id == second.person_id is not None
    assert third.is_anonymous
    assert third.person_id is None


def test_a_dry_run_says_what_each_row_would_become_and_stores_nothing(work, tmp_path):
    rows = [*GOOD, [4, "R8.4.31", "山野 花", None, None, "のろし", "だれそれ", "相談", "=1+1"]]
    path = write_ledger(tmp_path / "l.xlsx", rows)
    report = import_file(work, path, "consultation", dry_run=True)
    assert (report.rows, report.good, report.bad, report.batch) == (4, 3, 1, None)
    assert [(line.row, line.becomes, line.state) for line in report.lines] == [
        (2, "new_person", "final"), (3, "known_person", "final"), (4, "new_person", "final"),
        (5, "", ""),
    ]  # fmt: skip
    assert {(each.cell, each.column) for each in report.problems} == {
        ("B5", "相談日"), ("F5", "相談方法"), ("G5", "担当者"), ("I5", "対応"),
    }  # fmt: skip
    assert report.rejected_file is None
    assert _count(work, "SELECT count(*) FROM consultation") == 0
    assert _count(work, "SELECT count(*) FROM person") == 0
    assert list_imports(work) == []


def test_bad_rows_come_back_as_a_file_with_the_reasons_and_can_be_taken_in_mended(work, tmp_path):
    rows = [*GOOD, [4, "R8.4.31", "山野 花", None, None, "電話", "田中", "相談", "=1+1"]]
    report = import_file(work, write_ledger(tmp_path / "台帳.xlsx", rows), "consultation")
    assert (report.good, report.bad) == (3, 1)
    assert report.rejected_file == tmp_path / "台帳-取り込めなかった行.xlsx"
    book = openpyxl.load_workbook(report.rejected_file)
    headings, row = book.active.iter_rows(values_only=True)
    assert headings == (*HEADINGS, "元の行", "取り込めなかった理由")
    assert row[:-1] == (4, "R8.4.31", "山野 花", None, None, "電話", "田中", "相談", "=1+1", 5)
    assert "4月31日" in row[-1]
    assert "計算式" in row[-1]
    book.active["B2"], book.active["I2"] = "R8.4.30", "案内"
    book.save(report.rejected_file)
    again = import_file(work, report.rejected_file, "consultation", keep_unmatched=True)
    assert (again.good, again.bad) == (1, 0)
    assert _all(work, Consultation)[-1].body == "相談"


def test_every_bad_row_is_given_back_and_no_batch_is_made_of_none(work, tmp_path):
    rows = [[1, "きのうごろ", "山野 花"], [2, None, "山野 花"]]
    path = write_ledger(tmp_path / "l.xlsx", rows, ("No", "相談日", "氏名"))
    report = import_file(work, path, "consultation")
    assert (report.good, report.bad, report.batch) == (0, 2, None)
    assert report.rejected_file.exists()
    assert list_imports(work) == []
    assert _count(work, "SELECT count(*) FROM audit_entry WHERE action = 'import'") == 0


def test_headings_are_corrected_by_hand_by_their_name_or_column(work, tmp_path):
    headings = ("いつ", "誰が", "どうした", "さらに")
    path = write_ledger(tmp_path / "l.xlsx", [["R8.4.1", "山野 花", "家賃", "晴れ"]], headings)
    with pytest.raises(NoHeadingError, match="見出しの行が見つかりません"):
        import_file(work, path, "consultation")
    mapping = {"いつ": "held_on", "誰が": "氏名", "C": "記録(事実)", "さらに": ""}
    report = import_file(work, path, "consultation", mapping=mapping)
    assert list(_fields(report).values()) == ["held_on", "person.name", "body", None]
    assert report.good == 1
    with pytest.raises(InvalidEntriesError, match="weather"):
        import_file(work, path, "consultation", mapping={"いつ": "weather"})


def test_columns_without_a_question_are_reported_and_kept_where_asked(work, tmp_path):
    headings = (*HEADINGS, "天気")
    path = write_ledger(tmp_path / "l.xlsx", [[*GOOD[0], "晴れ"]], headings)
    report = import_file(work, path, "consultation", keep_unmatched=False)
    assert _fields(report)["天気"] is None
    assert "天気" not in _all(work, Consultation)[0].body
    import_file(work, path, "consultation", keep_unmatched=True)
    assert _all(work, Consultation)[1].body == "家賃の相談\n\n【台帳のほかの欄】\n天気: 晴れ"


def test_what_a_ledger_says_otherwise_of_a_known_person_is_not_lost(work, tmp_path):
    make_person(work, name="山野 花", kana="ヤマノ ハナ", address="見本市東町1")
    headings = ("相談日", "氏名", "住所", "方法", "内容")
    rows = [["R8.4.1", "山野 花", "見本市西町2", "電話", "相談"]]
    path = write_ledger(tmp_path / "l.xlsx", rows, headings)
    report = import_file(work, path, "consultation", dry_run=True, keep_unmatched=False)
    assert [(each.row, each.column, each.value) for each in report.remarks] == [
        (2, "住所", "見本市西町2")
    ]
    import_file(work, path, "consultation", keep_unmatched=True)
    assert "住所: 見本市西町2" in _all(work, Consultation)[0].body
    assert _all(work, Person)[0].address == "見本市東町1"


def test_an_incomplete_row_becomes_a_draft_and_is_counted(work, tmp_path):
    path = write_ledger(tmp_path / "l.xlsx", [["R8.4.1 10:30", "相談"]], ("日時", "内容"))
    report = import_file(work, path, "consultation")
    record = _all(work, Consultation)[0]
    assert (report.good, report.drafts, record.record_state) == (1, 1, "draft")
    assert record.started_at_time == time(10, 30)


def test_a_whole_import_is_one_audit_row_with_a_revision_for_each_record(work, tmp_path):
    before = _count(work, "SELECT count(*) FROM audit_entry")
    import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    assert _count(work, "SELECT count(*) FROM audit_entry") == before + 1
    assert _count(work, "SELECT count(*) FROM revision WHERE action = 'import'") == 5
    assert search(work, "ごみの相談", limit=5).hits


def test_an_import_is_undone_as_a_whole(work, tmp_path):
    kept = make_consultation(work)
    report = import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    undone = undo_import(work, report.batch)
    assert undone.counts == {"person": 2, "consultation": 3}
    states = {each.id: each.record_state for each in _all(work, Consultation)}
    assert states.pop(kept) == "draft"
    assert set(states.values()) == {"void"}
    assert {each.record_state for each in _all(work, Person)} == {"void"}
    assert not search(work, "ごみの相談", limit=5).hits
    assert _count(work, "SELECT count(*) FROM revision WHERE action = 'void'") == 5
    assert list_imports(work)[0].undone_at is not None
    with pytest.raises(NotAllowedError, match="すでに取り消されています"):
        undo_import(work, report.batch)


def test_an_import_somebody_has_worked_with_is_not_undone_and_says_which(work, tmp_path):
    report = import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    third = _all(work, Consultation)[2]
    open_case(work, centre="life_support", person_id=third.person_id, consultation_id=third.id)
    with pytest.raises(ImportInUseError, match="山野 花") as refused:
        undo_import(work, report.batch)
    assert len(refused.value.records) == 2
    assert {each.record_state for each in _all(work, Consultation)} == {"final"}
    assert count_cases(work, CaseFilter()) == 1


def test_only_who_took_it_in_or_a_supervisor_takes_it_back(office, tmp_path):
    mine = office.work("sodanin")
    report = import_file(mine, write_ledger(tmp_path / "l.xlsx"), "consultation")
    with pytest.raises(NotAllowedError, match="取り込んだ人か主任"):
        undo_import(office.work("nishio"), report.batch)
    undo_import(office.work("shunin"), report.batch)


@pytest.mark.parametrize("login", ["kansa", "etsuran"])
def test_who_may_not_write_may_not_take_in(office, tmp_path, login):
    with pytest.raises(NotAllowedError):
        import_file(office.work(login), write_ledger(tmp_path / "l.xlsx"), "consultation")


def test_a_row_of_another_centre_is_refused(office, tmp_path):
    work = office.work("sodanin", {"life_support"})
    headings = ("センター", "相談日", "方法", "内容")
    rows = [
        ["権利擁護センター", "R8.4.1", "電話", "相談"],
        ["生活サポート", "R8.4.1", "電話", "相談"],
    ]
    path = write_ledger(tmp_path / "l.xlsx", rows, headings)
    report = import_file(work, path, "consultation", dry_run=True)
    assert (report.good, report.bad) == (1, 1)
    assert "権限がありません" in report.problems[0].message


def test_a_person_hidden_from_the_worker_is_not_betrayed(office, tmp_path):
    hidden = make_person(office.work("shunin"), name="秘匿 花子", kana="ヒトク ハナコ")
    case = open_case(office.work("shunin"), centre="life_support", person_id=hidden)
    save_record(office.work("shunin"), "case", case, {"restriction_level": 3})
    rows = [["R8.4.1", "秘匿 花子", "電話", "相談"]]
    path = write_ledger(tmp_path / "l.xlsx", rows, ("相談日", "氏名", "方法", "内容"))
    report = import_file(office.work("nishio"), path, "consultation", dry_run=True)
    assert report.lines[0].becomes == "new_person"
    own = import_file(office.work("shunin"), path, "consultation", dry_run=True)
    assert own.lines[0].becomes == "known_person"


def test_a_stopped_import_leaves_nothing(work, tmp_path):
    def stop(_what, _done):
        raise CancelledError

    with pytest.raises(CancelledError):
        import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation", progress=stop)
    assert _count(work, "SELECT count(*) FROM consultation") == 0
    assert _count(work, "SELECT count(*) FROM import_batch") == 0


def test_the_centre_is_assumed_only_with_a_word_and_can_be_named(work, tmp_path):
    path = write_ledger(tmp_path / "l.xlsx")
    report = import_file(work, path, "consultation", dry_run=True)
    assert "「生活サポートセンター」の記録として扱いました" in report.notes[0]
    named = import_file(work, path, "consultation", centre="disability")
    assert named.notes == []
    assert {each.centre for each in _all(work, Consultation)} == {"disability"}
    assert _all(work, Consultation)[1].method == "come_in"


def test_the_sheet_that_fits_is_read_and_the_others_are_named(work, tmp_path):
    path = write_ledger(tmp_path / "l.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("集計", 0).append(["月", "件数"])
    book.save(path)
    report = import_file(work, path, "consultation", dry_run=True)
    assert report.sheet == "Sheet"
    assert "「集計」" in report.notes[0]


def test_a_locked_file_gives_its_bad_rows_back_locked(work, tmp_path):
    rows = [["R8.4.31", "相談"], ["R8.4.30", "相談"]]
    content = table_bytes("csv", ["相談日", "内容"], rows, title="")
    path = tmp_path / "l.zip"
    path.write_bytes(seal("l.csv", content, "himitsu"))
    with pytest.raises(TableError, match="パスワード"):
        import_file(work, path, "consultation")
    report = import_file(work, path, "consultation", password="himitsu")
    assert report.rejected_file.suffix == ".zip"
    assert b"R8.4.31" not in report.rejected_file.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_csv_ledgers_are_taken_in_too(work, tmp_path, encoding):
    lines = ["相談年月日,対象者名,相談方法,主訴・相談内容", "2026/4/1,山野　花,電話,家賃の件"]
    path = tmp_path / "l.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    report = import_file(work, path, "consultation")
    assert report.good == 1
    assert _all(work, Person)[0].name == "山野　花"


def test_people_and_agencies_are_taken_in_as_well(work, tmp_path):
    people = write_ledger(
        tmp_path / "p.xlsx",
        [["山野 花", "やまの はな", "S35.1.1", "女", 312345678, "090-0000-0102", 600001]],
        ("名前", "ふりがな", "生年月日", "性別", "電話", "携帯", "郵便番号"),
    )
    assert import_file(work, people, "person").good == 1
    person = _all(work, Person)[0]
    assert (person.kana, person.sex, person.tel_home) == ("ヤマノ ハナ", "female", "03-1234-5678")
    assert person.postal_code == "060-0001"
    agencies = write_ledger(
        tmp_path / "a.xlsx", [["見本病院", "00-0000-0001"]], ("機関名", "電話番号")
    )
    report = import_file(work, agencies, "agency", dry_run=True)
    assert report.good == 1, report.problems


@pytest.mark.parametrize("kind", ["staff", "attachment", "office_setting"])
def test_what_has_a_verb_of_its_own_is_not_taken_in(work, tmp_path, kind):
    path = write_ledger(tmp_path / "l.xlsx", [["x", "y"]], ("氏名", "記録ID"))
    headings = (
        "ケース番号",
        "開始日",
        "氏名",
        "ファイル名",
        "事務所の名称",
        "ログイン名",
        "電話",
        "種類",
    )
    path = write_ledger(tmp_path / "l.xlsx", [["x"] * 8], headings)
    with pytest.raises(NotAllowedError):
        import_file(work, path, kind, dry_run=True)
    assert kind not in dict(importable_kinds(work))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("あ" * 201, "200字まで"),
        ("山野\u202e花", "画面に出ない文字"),
        ("山野\u0007花", "画面に出ない文字"),
    ],
)
def test_bad_text_is_refused_by_cell_with_a_sentence(work, tmp_path, value, words):
    path = tmp_path / "l.csv"
    path.write_text(f"相談日,件名,内容\n2026/4/1,{value},相談\n", "utf-8")
    report = import_file(work, path, "consultation", dry_run=True)
    assert report.problems[0].column == "件名"
    assert words in report.problems[0].message


def test_a_megabyte_in_a_cell_is_refused_and_given_back_whole(work, tmp_path):
    path = tmp_path / "l.csv"
    path.write_text(f"相談日,内容\n2026/4/1,{'あ' * 1_000_000}\n2026/4/2,相談\n", "utf-8")
    report = import_file(work, path, "consultation")
    assert (report.good, report.bad) == (1, 1)
    assert "あ" * 1_000_000 in report.rejected_file.read_text("utf-8-sig")


def test_the_shape_of_the_commands(work, tmp_path):
    report = import_file(work, write_ledger(tmp_path / "l.xlsx"), "consultation")
    told = report.as_json()
    keys = {"rows", "good", "bad", "batch", "columns", "problems", "rejected_file"}
    assert keys <= told.keys()
    assert told["batch"] == str(report.batch)
    assert told["columns"][1] == {"heading": "相談日", "field": "held_on"}
    with work.store.reading(None) as session:
        assert session.scalars(select(ImportBatch.row_count)).one() == 3


def test_a_ledger_of_cases_brings_numbers_workers_and_people(work, tmp_path):
    headings = ("ケース番号", "氏名", "ﾌﾘｶﾞﾅ", "受付日", "担当者", "終結日", "概要")
    rows = [
        ["R08-L-0007", "青葉 すみれ", "ｱｵﾊﾞ ｽﾐﾚ", "R8.4.1", "西尾", None, "家賃の滞納"],
        [None, "山野 花", None, "R8.5.1", None, None, "仕事探し"],
        ["R08-L-0007", "川口 次郎", None, "R8.5.2", None, None, "番号が同じ"],
        [None, "川口 三郎", None, "R8.5.2", None, "R8.6.1", "終わった"],
    ]
    path = write_ledger(tmp_path / "l.xlsx", rows, headings)
    dry = import_file(work, path, "case", dry_run=True)
    assert (dry.good, dry.bad) == (3, 1)
    assert "同じものがすでにあります" in dry.problems[0].message
    report = import_file(work, path, "case")
    first, second, third = _all(work, Case)
    assert [each.case_no for each in (first, second, third)] == [
        "R08-L-0007", "R08-L-0008", "R08-L-0009",
    ]  # fmt: skip
    assert [each.state for each in (first, second)] == ["received", "received"]
    assert third.state.startswith("closed")
    workers = {each.case_id: each.staff_id for each in _all(work, CaseWorker)}
    assert workers[second.id] == work.actor.staff_id != workers[first.id]
    assert report.new_persons == 3
    opened = open_case(work, centre="life_support", person_id=first.person_id)
    with work.store.reading(None) as session:
        number = session.scalars(select(Case.case_no).where(Case.id == opened)).one()
    assert number == "R08-L-0010"


def test_letters_get_their_number_when_they_are_stored_not_when_they_are_tried(work, tmp_path):
    path = write_ledger(
        tmp_path / "l.xlsx", [["R8.4.1", "家賃の件"], ["R8.4.2", "別の件"]], ("作成日", "件名")
    )
    assert import_file(work, path, "referral", dry_run=True).bad == 0
    assert import_file(work, path, "referral").good == 2
    assert [each.ref_no for each in _all(work, Referral)] == ["08-つ-0001", "08-つ-0002"]


def test_imported_letters_are_numbered_in_the_centres_form_behind_those_brought(
    office, work, tmp_path
):
    admin = office.work("kanri")
    own = next(s for s in centre_settings(admin) if s.answers["centre"] == "life_support")
    save_setting(admin, own, {"ref_no_format": "{年度}生支第{番号}号"})
    rows = [["R8.4.1", "家賃の件", "08生支第7号"], ["R8.4.2", "別の件", None]]
    path = write_ledger(tmp_path / "l.xlsx", rows, ("作成日", "件名", "文書番号"))
    assert import_file(work, path, "referral").good == 2
    assert [each.ref_no for each in _all(work, Referral)] == ["08生支第7号", "08生支第8号"]
    with work.store.writing(work.actor) as session:
        given = next_referral_no(session, date(2026, 5, 1), "{年度}生支第{番号}号")
    assert given == "08生支第9号"


def test_the_office_counts_on_behind_reception_numbers_that_were_brought(work, tmp_path):
    rows = [
        ["R8.4.3", "08-受L-0041", "家賃"],
        ["R8.4.4", "台帳7", "家賃"],
        ["R8.4.5", None, "家賃"],
    ]
    path = write_ledger(tmp_path / "l.xlsx", rows, ("相談日", "受付番号", "相談内容"))
    assert import_file(work, path, "consultation", centre="life_support").good == 3
    assert [each.contact_no for each in _all(work, Consultation)] == ["08-受L-0041", "台帳7", None]
    known = make_consultation(work)
    with work.store.reading(None) as session:
        query = select(Consultation.contact_no).where(Consultation.id == known)
        assert session.scalars(query).one() == "08-受L-0042"
