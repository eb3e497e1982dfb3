"""Tables taken in and out from the shell."""

import shutil

import pytest

from office_fixtures import PASSWORD
from soudan_desk.centres import all_processes
from soudan_desk.services.copy_places import add_place
from soudan_desk.services.office import open_office

LEDGER = """相談日,方法,氏名,フリガナ,相談内容の記録
令和8年11月2日,電話,見本 花子,ミホン ハナコ,家賃の相談
R8.11.3,電話,見本 太郎,ミホン タロウ,電気代の相談
いつか,電話,見本 次郎,ミホン ジロウ,日付が読めない
"""
MAP = ("--map", "相談内容の記録=body")


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "台帳.csv"
    path.write_text(LEDGER, encoding="cp932")
    return path


def take_in(command, ledger, *words):
    given = ("--as", "consultation", "--centre", "life_support", *MAP, *words)
    return command("import", ledger, *given)


def test_a_dry_run_tells_each_rows_fate_and_stores_nothing(command, ledger):
    said = take_in(command, ledger, "--dry-run")
    assert said.code == 0, said.err
    told = said.json
    assert told.keys() >= {
        *("rows", "good", "bad", "batch", "columns", "problems", "rejected_file")
    }
    assert (told["rows"], told["good"], told["bad"], told["batch"]) == (3, 2, 1, None)
    assert {"heading": "相談内容の記録", "field": "body"} in told["columns"]
    (problem,) = told["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "相談日", "いつか")
    assert command("record list", "consultation").json["total"] == 0


def test_good_rows_go_in_as_a_batch_that_is_taken_back(command, ledger):
    told = take_in(command, ledger).json
    assert told["rejected_file"]
    assert command("record list", "consultation").json["total"] == 2
    assert command("search", "電気代").json["items"]
    undone = command("import undo", told["batch"]).json
    assert undone["records"]["consultation"] == 2
    assert command("record list", "consultation", "--where", "state=void").json["total"] == 2
    assert command("import undo", told["batch"]).error["error"] == "not_allowed"


def test_a_copy_is_made_before_a_ledger_is_taken_in(command, ledger, office_path, tmp_path):
    place = tmp_path / "控え"
    place.mkdir()
    opened, admin = open_office(office_path, "kanri", PASSWORD, processes=all_processes())
    add_place(admin, opened, place)
    opened.close()

    take_in(command, ledger, "--dry-run")
    assert list(place.glob("*.backup")) == []
    take_in(command, ledger)
    assert len(list(place.glob("*.backup"))) == 1


def with_more(ledger):
    """Add a running number, and columns that answer no question."""
    heading, first, *_ = LEDGER.splitlines()
    lines = (f"No,{heading},天気,曜日", f"17,{first},晴れ,月")
    ledger.write_text("\n".join(lines), encoding="cp932")
    return ledger


def test_columns_that_answer_no_question_are_kept_and_told_of(command, ledger):
    told = take_in(command, with_more(ledger)).json
    assert {"heading": "天気", "field": None} in told["columns"]
    assert told["notes"] == [
        "項目の決まらない列は「記録(事実)」の終わりに、見出しをつけて残します。(「天気」)"
    ]
    (record,) = command("record list", "consultation").json["items"]
    assert record["values"]["body"] == "家賃の相談\n\n【台帳のほかの欄】\n天気: 晴れ"
    assert record["values"]["contact_no"] == "17"


def test_columns_are_dropped_only_when_asked_to(command, ledger):
    told = take_in(command, with_more(ledger), "--drop-unmatched").json
    assert "取り込みません" in told["notes"][0]
    (record,) = command("record list", "consultation").json["items"]
    assert record["values"]["body"] == "家賃の相談"


def test_a_person_at_the_shell_reads_sentences(plain_command, office_path, ledger):
    said = plain_command(
        "import", office_path, with_more(ledger), "--as", "consultation", "--user", "shunin",
        "--centre", "life_support", *MAP,
    )  # fmt: skip
    assert said.out.splitlines()[0] == "1行のうち、1行を取り込みました。取り込めない行は0行です。"
    assert "  No → 受付番号" in said.out
    assert "  天気 → (項目なし)" in said.out
    assert "見出しをつけて残します" in said.out


def test_a_file_without_a_good_row_exits_1_and_tells_why(command, ledger):
    ledger.write_text("".join(LEDGER.splitlines(keepends=True)[i] for i in (0, 3)), "utf-8")
    said = take_in(command, ledger)
    assert (said.code, said.json["good"], said.json["bad"]) == (1, 0, 1)


def test_what_is_no_table_is_a_sentence(command, tmp_path):
    (tmp_path / "x.csv").write_bytes(bytes(100))
    for name in ("x.csv", "ない.csv"):
        said = take_in(command, tmp_path / name)
        assert said.error["error"] == "unreadable_file", name


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_who_does_not_write_takes_nothing_in(command, ledger, login):
    given = ("--as", "consultation", "--centre", "life_support", *MAP)
    said = command("import", ledger, *given, user=login)
    assert said.code == 1
    assert command("record list", "consultation").json["total"] == 0


def test_a_map_without_a_sign_is_wrong_usage(plain_command, office_path, ledger):
    words = ("--as", "person", "--map", "x", "--user", "shunin")
    assert plain_command("import", office_path, ledger, *words).code == 2
    assert plain_command("import", "undo", office_path, "x", "--user", "shunin").code == 2


def test_a_map_of_a_heading_that_is_not_there_is_refused_by_name(command, ledger):
    said = command(
        "import", ledger, "--as", "consultation", "--dry-run", "--map", "無い見出し=body"
    )
    assert said.code == 1
    assert "無い見出し" in said.error["problems"]["map"]


def test_what_is_exported_comes_back_the_same_in_another_office(
    command, plain_command, cli_template, ledger, tmp_path, monkeypatch
):
    take_in(command, ledger)
    monkeypatch.setenv("SOUDAN_FILE_PASSWORD", "soto ni dasu hyou")
    other = shutil.copytree(cli_template, tmp_path / "別の事務所")

    def elsewhere(*words):
        """Do it on another PC: on this one the copy would be an older state of the office."""
        with monkeypatch.context() as pc:
            pc.setenv("SOUDAN_STATE_DIR", str(tmp_path / "別のパソコン"))
            return plain_command(*words, "--user", "shunin", "--json")

    for kind in ("person", "consultation"):
        target = tmp_path / f"{kind}.xlsx.zip"
        said = command("export", kind, "--to", target)
        assert said.code == 0, said.err
        assert (said.json["rows"], said.json["file"]) == (2, str(target))
        told = elsewhere("import", other, target, "--as", kind)
        assert (told.json["good"], told.json["problems"]) == (2, [])
        before, after = (
            {item["id"]: item["values"] for item in items}
            for items in (
                command("record list", kind).items,
                elsewhere("record", "list", other, kind).items,
            )
        )
        assert after == before
    monkeypatch.setenv("SOUDAN_FILE_PASSWORD", "chigau aikotoba")
    said = command("import", target, "--as", "consultation", "--dry-run")
    assert said.error["error"] == "wrong_file_password"


def test_a_bare_file_needs_a_reason(command, plain_command, office_path, ledger, tmp_path):
    take_in(command, ledger)
    target = tmp_path / "相談.csv"
    words = ("consultation", "--to", target, "--plain", "--user", "shunin", "--json")
    assert plain_command("export", office_path, *words).code == 2
    said = command("export", "consultation", "--to", target, "--plain", "--reason", "移行")
    assert said.code == 0, said.err
    assert "家賃の相談" in target.read_text("utf-8-sig")
    again = command("export", "consultation", "--to", target, "--plain", "--reason", "移行")
    assert again.code == 1


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_who_may_not_export_sends_nothing_out(command, tmp_path, login):
    words = ("consultation", "--to", tmp_path / "x.csv", "--plain", "--reason", "x")
    assert command("export", *words, user=login).code == 1
    assert not (tmp_path / "x.csv").exists()
