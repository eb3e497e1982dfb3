"""Papers from the shell."""

import hashlib
import subprocess

import pytest
from cli_samples import CALL, PERSON


@pytest.fixture
def call(command, add):
    """Add a final consultation of a named person."""
    person = add("person", PERSON)
    return add("consultation", {**CALL, "person_id": person}, "--finalise")


def text_of(pdf, *words):
    read = subprocess.run(["pdftotext", *words, str(pdf), "-"], capture_output=True, check=True)
    return read.stdout.decode()


def test_a_paper_is_written_and_told(command, call, tmp_path):
    target = tmp_path / "記録.pdf"
    words = (call, "--to", target, "--reason", "会議の資料", "--recipient", "見本課")
    said = command("print", "progress_record", *words)
    assert said.code == 0, said.err
    assert said.json.keys() == {"file", "pages", "sha256", "serial"}
    assert said.json["file"] == str(target)
    assert said.json["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert said.json["serial"]
    assert "家賃" in text_of(target)
    (register,) = command("record list", "disclosure").items
    assert register["values"]["reason"] == "会議の資料"


def test_an_existing_file_is_kept_without_force(command, call, tmp_path):
    target = tmp_path / "記録.pdf"
    target.write_text("前のもの")
    words = (call, "--to", target, "--reason", "会議")
    assert command("print", "progress_record", *words).code == 1
    assert target.read_text() == "前のもの"
    assert command("print", "progress_record", *words, "--force").code == 0
    assert command("record list", "disclosure").json["total"] == 1


def test_a_personal_paper_without_a_reason_is_wrong_usage(
    plain_command, office_path, call, tmp_path
):
    words = ("--to", tmp_path / "x.pdf", "--user", "shunin", "--json")
    said = plain_command("print", office_path, "progress_record", call, *words)
    assert (said.code, said.error["error"]) == (2, "usage")
    assert plain_command("print", office_path, "progress_record", *words).code == 2
    both = plain_command("print", office_path, "progress_record", call, "--empty", *words)
    assert both.code == 2


def test_a_list_is_printed_from_no_one_record(command, plain_command, office_path, call, tmp_path):
    words = ("--to", tmp_path / "x.pdf")
    told = ("--reason", "朝の打合せ")
    for paper in ("case_list", "morning_list"):
        assert command("print", paper, *words, *told, "--force").json["serial"]
        said = command("print", paper, call, *words, *told, "--force")
        assert (said.code, "番号を指定しません" in said.error["problems"]["id"]) == (1, True)
        assert command("print", paper, "--empty", *words, "--force").json["serial"] is None
    me = command("record show", "consultation", call).json["values"]["staff_id"]
    assert command("print", "handover_sheet", me, *words, *told, "--force").json["serial"]
    for paper in ("case_table", "supervision_list", "handover_sheet"):
        assert command("print", paper, *words, *told, "--force").json["serial"]
    bare = plain_command("print", office_path, "case_list", *words, "--user", "shunin", "--json")
    assert (bare.code, bare.error["error"]) == (2, "usage")


def test_an_empty_form_needs_neither_record_nor_reason(command, tmp_path):
    said = command("print", "intake_sheet", "--empty", "--to", tmp_path / "x.pdf").json
    assert said["serial"] is None
    assert said["pages"] >= 1


PLANS = {
    "self_reliance": ("プラン兼事業等利用申込書", 2),
    "nichiji": ("支援計画書", 2),
    "service_use_draft": ("サービス等利用計画案", 2),
    "service_use": ("サービス等利用計画・障害児支援利用計画", 2),
    "regional_move": ("地域移行支援計画", 2),
}


def test_of_a_plan_one_form_is_printed_and_who_has_several_is_told_which(command, tmp_path):
    to = ("--empty", "--force", "--to", tmp_path / "x.pdf")
    said = command("print", "plan", *to)
    assert said.code == 1
    assert "5種類あります。どれにするかを --kind で選んでください" in said.error["message"]
    for key, (title, pages) in PLANS.items():
        assert f"{key}（{title}" in said.error["problems"]["kind"]
        assert command("print", "plan", "--kind", key, *to).json["pages"] <= pages
        assert title in text_of(tmp_path / "x.pdf", "-raw")
    for centre, code in (("life_support", 0), ("disability", 1), ("moon", 1)):
        assert command("print", "plan", "--centre", centre, *to).code == code
    wrong = command("print", "monitoring", "--kind", "moon", *to)
    assert "3種類" in wrong.error["message"]
    assert command("print", "monitoring", "--kind", "nichiji", *to).json["pages"] <= 2
    only_one = command("print", "minutes", "--kind", "nichiji", *to)
    assert "--kind をつけずに" in only_one.error["message"]
    assert command("print", "minutes", "--centre", "disability", *to).code == 0


def test_a_protected_paper_opens_with_its_password_only(command, call, tmp_path, monkeypatch):
    monkeypatch.setenv("SOUDAN_FILE_PASSWORD", "soto ni dasu kami")
    target = tmp_path / "x.pdf"
    words = (call, "--to", target, "--reason", "会議", "--protect")
    assert command("print", "progress_record", *words).code == 0
    assert "家賃" in text_of(target, "-upw", "soto ni dasu kami")
    with pytest.raises(subprocess.CalledProcessError):
        text_of(target)


@pytest.mark.parametrize("paper", ["recovery_sheet", "nothing"])
def test_a_paper_that_cannot_be_printed_is_a_sentence(command, call, tmp_path, paper):
    words = (call, "--to", tmp_path / "x.pdf", "--reason", "会議")
    assert command("print", paper, *words).error["error"] == "not_found"
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_who_may_not_give_papers_gives_none(command, call, tmp_path, login):
    words = (call, "--to", tmp_path / "x.pdf", "--reason", "会議")
    assert command("print", "progress_record", *words, user=login).code == 1
    assert not (tmp_path / "x.pdf").exists()


def test_no_paper_is_put_into_an_office_or_over_its_database(command, call, office_path):
    for name in ("office.db", "紙.pdf", "att/紙.pdf"):
        target = office_path / name
        said = command(
            "print", "progress_record", call, "--to", target, "--reason", "会議", "--force"
        )
        assert said.code == 1
        assert said.error["error"] == "unsafe_place"
    assert command("office check").json["ok"]
    assert not (office_path / "紙.pdf").exists()


def test_no_table_is_put_into_an_office(command, office_path):
    words = ("--to", office_path / "表.csv", "--plain", "--reason", "移行")
    assert command("export", "person", *words).error["error"] == "unsafe_place"
