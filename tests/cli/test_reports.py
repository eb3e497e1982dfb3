"""Reports from the shell, to the letter of the contract."""

import csv
import json
import subprocess

import pytest
from cli_samples import CALL, PERSON
from openpyxl import load_workbook

from office_fixtures import PASSWORD

PERIOD = ("--month", "2026-11")
SHAPE = {
    *("report", "title", "period", "state", "made_at"),
    *("definitions", "tables", "checks"),
}


@pytest.fixture
def calls(add):
    """Six telephone calls and one visit of one person in November, one call in October."""
    person = add("person", PERSON)
    given = {**CALL, "person_id": person, "centre": "life_support", "method": "phone"}
    days = [f"2026-11-{day:02}" for day in range(2, 8)]
    november = [add("consultation", {**given, "held_on": day}) for day in days]
    visit = add("consultation", {**given, "held_on": "2026-11-10", "method": "visit"})
    add("consultation", {**given, "held_on": "2026-10-31"})
    return {"person": person, "phone": november, "visit": visit}


def table_of(said, key):
    return next(table for table in said["tables"] if table["key"] == key)


def cell_of(table, row, column):
    at = [each["key"] for each in table["rows"]].index(row)
    across = [each["key"] for each in table["columns"]].index(column)
    return table["cells"][at][across]


def test_every_centre_ships_monthly_counts(command):
    said = command("reports list").json
    assert said.keys() == {"items", "total", "truncated"}
    assert {each["centre"] for each in said["items"]} == {
        *("life_support", "rights_advocacy", "disability"),
    }
    assert {each["report"] for each in said["items"]} == {"monthly_counts"}


def test_a_month_is_told_with_the_keys_of_the_contract(command, calls, tmp_path):
    to = tmp_path / "out.json"
    said = command("report", "monthly_counts", *PERIOD, "--centre", "life_support", "--to", to)
    assert said.json.keys() == SHAPE
    assert json.loads(to.read_text("utf-8")).keys() == SHAPE
    assert said.json["period"] == {
        "from": "2026-11-01",
        "to": "2026-11-30",
        "fiscal_year": 2026,
    }
    assert said.json["state"] in {"open", "closed"}
    assert said.json["made_at"].endswith("Z")
    for table in said.json["tables"]:
        assert table.keys() == {"key", "title", "rows", "columns", "cells", "notes"}
        assert len(table["cells"]) == len(table["rows"])
        assert {len(line) for line in table["cells"]} == {len(table["columns"])}
        assert all(each.keys() == {"key", "label"} for each in table["rows"] + table["columns"])
    assert all(each.keys() == {"key", "ok", "text"} for each in said.json["checks"])
    assert any("実人員" in text for text in said.json["definitions"])
    overview = table_of(said.json, "overview")
    assert cell_of(overview, "contacts", "period") == 7
    by_method = table_of(said.json, "contacts_by_method")
    assert cell_of(by_method, "total", "records") == 7
    assert cell_of(by_method, "phone", "people") is None  # one person: masked


def test_a_small_count_is_null_and_no_sum_gives_it_away(command, calls, tmp_path):
    words = ("monthly_counts", *PERIOD, "--centre", "life_support", "--to", tmp_path / "o.json")
    table = table_of(command("report", *words).json, "contacts_by_method")
    records = [line[0] for line in table["cells"]]
    assert records.count(None) == 2  # the visit, and the calls that would tell it
    assert cell_of(table, "total", "records") == 7
    assert any("＊" in text for text in table["notes"] + command_definitions(command, words))


def command_definitions(command, words):
    return command("report", *words[:-1], words[-1].with_name("again.json")).json["definitions"]


def test_a_year_stands_by_its_months(command, calls, tmp_path):
    words = ("monthly_counts", "--fiscal-year", "2026", "--centre", "life_support")
    said = command("report", *words, "--to", tmp_path / "o.json").json
    assert said["period"] == {"from": "2026-04-01", "to": "2027-03-31", "fiscal_year": 2026}
    overview = table_of(said, "overview")
    assert [each["key"] for each in overview["columns"]][-1] == "total"
    assert cell_of(overview, "contacts", "2026-11") == 7
    assert cell_of(overview, "contacts", "2026-10") is None  # one call
    assert cell_of(overview, "contacts", "total") is None  # with November it would tell October


def test_a_cell_prints_the_ids_it_counted(command, calls):
    words = ("monthly_counts", *PERIOD, "--centre", "life_support", "--cell")
    said = command("report", *words, "contacts_by_method:phone,records").json
    assert {each["id"] for each in said["items"]} == set(calls["phone"])
    assert {each["kind"] for each in said["items"]} == {"consultation"}
    assert said["total"] == 6
    assert not said["truncated"]
    people = command("report", *words, "contacts_by_method:phone,people").json
    assert [each["id"] for each in people["items"]] == [calls["person"]]
    first = command("report", *words, "contacts,period").json
    assert first["total"] == 7
    missing = command("report", *words, "moon,period")
    assert (missing.code, missing.error["error"]) == (1, "not_found")


def test_without_a_centre_every_centre_of_the_login_is_counted(command, calls, tmp_path):
    said = command("report", "monthly_counts", *PERIOD, "--to", tmp_path / "o.json").json
    keys = {table["key"].partition(".")[0] for table in said["tables"]}
    assert keys == {"life_support", "rights_advocacy", "disability"}


def test_a_saved_cross_table_is_made_by_its_name(command, calls, add, tmp_path):
    table = {
        "name": "方法と月",
        "record_kind": "consultation",
        "row_key": "method",
        "column_key": "held_on",
        "unit": "records",
        "centre": "life_support",
    }
    add("saved_table", table)
    assert "方法と月" in {each["report"] for each in command("reports list").items}
    said = command("report", "方法と月", *PERIOD, "--to", tmp_path / "o.json").json
    assert cell_of(said["tables"][0], "total", "total") == 7
    cell = ("report", "方法と月", *PERIOD, "--cell", "visit,2026-11")
    assert [each["id"] for each in command(*cell).items] == [calls["visit"]]


def test_excel_csv_and_paper_hold_the_same_counts(command, calls, tmp_path):
    files = {form: tmp_path / f"out.{form}" for form in ("xlsx", "csv", "pdf")}
    words = ("monthly_counts", *PERIOD, "--centre", "life_support", "--to")
    for file in files.values():
        assert command("report", *words, file).code == 0
    sheets = load_workbook(files["xlsx"])
    overview = list(sheets[sheets.sheetnames[1]].values)
    assert overview[0][:2] == ("項目", "当月")
    assert ("相談・支援 延べ（件）", 7) in {line[:2] for line in overview}
    lines = list(csv.reader(files["csv"].read_text("utf-8-sig").splitlines()))
    assert next(line for line in lines if line[:1] == ["相談・支援 延べ（件）"])[1] == "7"
    said = subprocess.run(
        ["pdftotext", "-layout", files["pdf"], "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "月次集計（生活サポートセンター）" in said
    assert next(line for line in said.splitlines() if "相談・支援 延べ" in line).split()[2] == "7"


def test_what_left_is_an_audit_row_with_its_reason(command, calls, office_path, tmp_path):
    from soudan_desk.centres import all_processes
    from soudan_desk.models import AuditEntry
    from soudan_desk.services.office import open_office

    words = ("monthly_counts", *PERIOD, "--to", tmp_path / "o.csv", "--reason", "区への報告")
    assert command("report", *words).code == 0
    opened, work = open_office(office_path, "kanri", PASSWORD, processes=all_processes())
    with work.store.reading(None) as session:
        rows = session.query(AuditEntry).filter(AuditEntry.action == "export").all()
        (row,) = rows
        assert row.reason == "区への報告"
        assert "monthly_counts 2026-11-01..2026-11-30, masked" in row.fields
    opened.close()


def test_a_file_that_is_there_is_not_written_over(command, calls, tmp_path):
    to = tmp_path / "o.csv"
    to.write_text("あ")
    said = command("report", "monthly_counts", *PERIOD, "--to", to)
    assert (said.code, said.error["error"]) == (1, "file_exists")
    assert to.read_text() == "あ"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("monthly_counts", *PERIOD, "--to", "o.doc"), "invalid_entries"),
        (("nothing", *PERIOD, "--to", "o.json"), "not_found"),
        (("monthly_counts", *PERIOD, "--to", "/nowhere/o.json"), "no_such_place"),
    ],
)
def test_what_cannot_be_made_is_a_sentence(command, words, error, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    said = command("report", *words)
    assert (said.code, said.error["error"]) == (1, error)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--month", "2026-11"),
        ("--month", "2026-13", "--to", "o.json"),
        ("--month", "2026-11", "--fiscal-year", "2026", "--to", "o.json"),
        ("--fiscal-year", "26", "--to", "o.json"),
        ("--to", "o.json"),
    ],
)
def test_a_wrong_time_is_wrong_usage(plain_command, office_path, words):
    said = plain_command(
        "report", office_path, "monthly_counts", *words, "--user", "shunin", "--json"
    )
    assert said.code == 2
    assert said.error["error"] == "usage"


def test_rights_hold_for_commands_too(command, calls, tmp_path):
    for login in ("kanri",):
        assert command("reports list", user=login).error["error"] == "not_allowed"
    said = command("report", "monthly_counts", *PERIOD, "--to", tmp_path / "o.csv", user="etsuran")
    assert said.error["error"] == "not_allowed"
    assert not (tmp_path / "o.csv").exists()


@pytest.fixture
def clerk(command, plain_command, office_path):
    """Let a clerk in who makes the figures of one centre and nothing else."""
    words = ("tokei", "--name", "統計 見本", "--role", "figures", "--centre", "life_support")
    one_time = command("staff add", *words, user="kanri").json["one_time_password"]
    change = ("staff", "set-password", office_path, "tokei", "--password-stdin", "--json")
    said = plain_command(*change, stdin=f"{one_time}\n{PASSWORD}\n")
    assert said.code == 0, said.err
    return "tokei"


def test_a_clerk_counts_restricted_records_and_prints_none_of_their_ids(
    command, calls, add, clerk, tmp_path
):
    add(
        "consultation",
        {
            **CALL,
            "held_on": "2026-11-12",
            "centre": "life_support",
            "method": "phone",
            "restriction_level": 2,
        },
        user="nishio",
    )
    words = ("monthly_counts", *PERIOD, "--to")
    whole = command("report", *words, tmp_path / "clerk.json", user=clerk).json
    assert cell_of(table_of(whole, "overview"), "contacts", "period") == 8
    own = command("report", *words, tmp_path / "own.json", "--centre", "life_support").json
    assert cell_of(table_of(own, "overview"), "contacts", "period") == 7
    assert any("すべての記録" in text for text in whole["definitions"])
    assert any("閲覧できる記録だけ" in text for text in own["definitions"])
    cell = ("monthly_counts", *PERIOD, "--cell", "contacts,period")
    said = command("report", *cell, user=clerk).json
    assert (said["items"], said["note"]) == ([], "ほかに閲覧制限のある記録を含みます")
    assert command("record list", "consultation", user=clerk).json["total"] == 0
