"""The way out reads what the program wrote, sharing nothing with it but docs/way-out.md."""

import ast
import csv
import hashlib
import random
import sqlite3
import subprocess
import sys
import uuid
import zipapp
from contextlib import closing
from io import BytesIO

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from written_office import (
    LARGE,
    SENTINEL,
    SMALL,
    WAY_OUT,
    found_by,
    run_way_out,
    written_once,  # noqa: F401  (a fixture)
)

from office_fixtures import PASSWORD, make_person, sit_down

PAGE = 4096


@pytest.fixture
def written(written_once, tmp_path):  # noqa: F811
    return written_once.moved_to(tmp_path)


@pytest.fixture
def to(tmp_path):
    return tmp_path / "書き出し"


@pytest.fixture
def pages(monkeypatch):
    """Give the tool's page reader, loaded without the rest."""
    monkeypatch.syspath_prepend(str(WAY_OUT))
    import office_pages

    return office_pages


def files_of(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_of(connection, table):
    return sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))


def encrypted(written):
    connection = sqlcipher.connect(f"{written.database.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(f"x'{written.key.hex()}'")
    return connection


# --- what comes out --------------------------------------------------------------------------


def test_every_row_and_every_attachment_comes_out_and_the_office_stays_as_it_was(written, to):
    before = files_of(written.path)

    found = found_by(written.path, "--to", to)

    assert found["exit"] == 0
    assert found["slots_untouched"] is True
    assert found["tables"]["consultation"] == 60
    with (
        closing(sqlite3.connect(to / "office.sqlite")) as plain,
        closing(encrypted(written)) as ours,
    ):
        for table in found["tables"]:
            assert rows_of(plain, table) == rows_of(ours, table)
    contents = {path.read_bytes() for path in (to / "attachments").iterdir()}
    assert contents == {SMALL, LARGE}
    assert {path.name[33:] for path in (to / "attachments").iterdir()} == {
        "小さな書類.pdf",
        "大きな書類.pdf",
    }
    assert files_of(written.path) == before


def test_tables_come_out_as_csv_that_a_spreadsheet_takes_for_text(written, to):
    found_by(written.path, "--to", to)

    with (to / "csv" / "person.csv").open(encoding="utf-8-sig", newline="") as file:
        [person] = csv.DictReader(file)
    with (to / "csv" / "consultation.csv").open(encoding="utf-8-sig", newline="") as file:
        bodies = {row["body"] for row in csv.DictReader(file)}
    assert person["name"] == "'=見本 花子"
    assert uuid.UUID(person["id"]).version == 7
    assert bodies == {f"{SENTINEL} {number}" for number in range(60)}


def test_without_a_place_to_write_it_only_tells(written, tmp_path):
    before = files_of(tmp_path)

    done = run_way_out(written.path)

    assert done.returncode == 0
    assert "すべてのページと添付は、書かれたときのままです。" in done.stdout
    assert SENTINEL not in done.stdout
    assert files_of(tmp_path) == before


def test_the_recovery_key_opens_an_office_and_a_copy(written):
    for folder in (written.path, written.bundle):
        found = found_by(folder, login="", said=written.recovery_key.lower())
        assert (found["exit"], found["attachments"]) == (0, 2)


def test_the_sheet_opens_an_office_whose_slots_are_lost(written):
    (written.path / "office.slots").unlink()

    lost = run_way_out(written.path)
    found = found_by(
        written.path, "--sheet", login="", said=f"{written.sheet}\n{written.recovery_key}"
    )

    assert (lost.returncode, found["exit"]) == (1, 0)
    assert "--sheet" in lost.stderr
    assert found["tables"]["consultation"] == 60


def test_a_one_time_password_opens_as_it_is_read_out(written):
    read_out = " ".join(written.one_time_password.lower())

    assert found_by(written.path, login=" SODANIN ", said=read_out)["exit"] == 0


def test_it_reads_with_nothing_but_python_and_cryptography():
    for path in WAY_OUT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                top = name.split(".")[0]
                is_own = (WAY_OUT / f"{top}.py").exists()
                assert is_own or top in sys.stdlib_module_names or top == "cryptography"


def test_it_fits_into_one_file_on_a_stick(written, tmp_path):
    stick = tmp_path / "way_out.pyz"
    zipapp.create_archive(WAY_OUT, stick)

    words = [sys.executable, "-I", stick, written.path, "--login", "kanri"]
    done = subprocess.run(words, input=PASSWORD, capture_output=True, text=True, check=False)

    assert done.returncode == 0


# --- what it refuses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "said", "sentence"),
    [
        ("kanri", "chigau kotoba desu", "のいずれかが合いません"),
        ("dareka", PASSWORD, "のいずれかが合いません"),
        ("", "AAAA-" * 8 + "AAAA", "書き違い"),
        ("", "AAAA", "書き違い"),
    ],
)
def test_a_wrong_secret_writes_nothing(written, to, login, said, sentence):
    done = run_way_out(written.path, "--to", to, login=login, said=said)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not to.exists()


def test_it_never_writes_into_the_office_nor_over_anything(written, to, tmp_path):
    (tmp_path / "link").symlink_to(written.path)
    to.mkdir()
    (to / "memo.txt").write_text("mine")
    before = files_of(tmp_path)

    refused = {
        run_way_out(written.path, "--to", place).stderr
        for place in (written.path / "out", written.path, tmp_path / "link" / "out")
    }
    full = run_way_out(written.path, "--to", to)

    assert refused == {
        "オフィスのフォルダーの中には書き出せません。別のフォルダーを指定してください。\n"
    }
    assert "空のフォルダー" in full.stderr
    assert files_of(tmp_path) == before


def test_what_was_not_closed_is_refused_until_somebody_decides(written, to):
    office = sit_down(written.path)
    try:
        make_person(office.work("shunin"))
        done = run_way_out(written.path, "--to", to)
    finally:
        office.opened.close()

    assert done.returncode == 1
    assert "office.db-wal" in done.stderr
    assert run_way_out(written.path, "--to", to).returncode == 0


def test_a_swapped_database_is_told_from_a_damaged_one(written):
    written.database.write_bytes(random.Random(1).randbytes(PAGE * 30))

    done = run_way_out(written.path)

    assert done.returncode == 1
    assert "どのページも読めません" in done.stderr


# --- an oracle of its own --------------------------------------------------------------------


def verdicts(pages, written):
    """Compare: (what SQLCipher says, what the tool says) about pages."""
    _, faulty = pages.decrypt_pages(BytesIO(written.database.read_bytes()), written.key, BytesIO())
    return written.cipher_says(), set(faulty)


def test_both_name_the_page_of_each_of_forty_flipped_bits(pages, written):
    whole = written.database.read_bytes()
    chance = random.Random(20261123)
    assert verdicts(pages, written) == (set(), set())

    for _ in range(40):
        place = chance.randrange(16, len(whole))  # the first 16 bytes are the salt of every key
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        written.database.write_bytes(flipped)
        page = place // PAGE + 1
        assert verdicts(pages, written) == ({page}, {page})


def swapped(whole):
    return whole[:PAGE] + whole[2 * PAGE : 3 * PAGE] + whole[PAGE : 2 * PAGE] + whole[3 * PAGE :]


@pytest.mark.parametrize(
    ("damage", "bad"),
    [
        (swapped, {2, 3}),
        (lambda c: c[:PAGE] + c[4 * PAGE : 5 * PAGE] + c[2 * PAGE :], {2}),
        (lambda c: c[: 5 * PAGE] + bytes(PAGE) + c[6 * PAGE :], {6}),
        (lambda c: c[: -30 * PAGE], set()),  # neither sees it: SQLite's own check must
        (lambda c: c[: 9 * PAGE + 700], {10}),
    ],
)
def test_both_see_pages_swapped_copied_emptied_and_torn(pages, written, damage, bad):
    written.database.write_bytes(damage(written.database.read_bytes()))

    assert verdicts(pages, written) == (bad, bad)


def test_a_flipped_salt_spoils_every_page_for_both(pages, written):
    whole = bytearray(written.database.read_bytes())
    whole[3] ^= 1
    written.database.write_bytes(whole)

    every = set(range(1, len(whole) // PAGE + 1))
    assert verdicts(pages, written) == (every, every)


# --- what it makes of damage -----------------------------------------------------------------


def test_pages_cut_off_the_end_are_counted(written):
    whole = written.database.read_bytes()
    written.database.write_bytes(whole[: -30 * PAGE])

    found = found_by(written.path)

    assert (found["exit"], found["faulty_pages"], found["missing_pages"]) == (3, [], 30)
    assert found["faulty_structure"]


def test_a_damaged_page_is_named_and_the_rest_comes_out(written, to):
    with closing(encrypted(written)) as ours:
        [page] = ours.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'consultation'"
        ).fetchone()
    whole = bytearray(written.database.read_bytes())
    whole[(page - 1) * PAGE + 5] ^= 1
    written.database.write_bytes(whole)

    done = run_way_out(written.path, "--to", to)

    assert done.returncode == 3
    assert f"【注意】改ざん・破損のあるページ: [{page}]" in done.stdout
    with (to / "csv" / "person.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 1


def test_attachments_swapped_damaged_or_missing_are_named(written):
    [large] = (written.path / "att").iterdir()
    content = bytearray(large.read_bytes())
    content[1_200_000] ^= 1
    for damaged in (content, content[:1_048_608], b""):
        large.write_bytes(damaged)
        found = found_by(written.path)
        assert (found["exit"], found["attachments"]) == (3, 1)
        assert found["faulty_attachments"] == ["大きな書類.pdf"]
    large.unlink()
    assert found_by(written.path)["faulty_attachments"] == ["大きな書類.pdf"]


def test_a_slot_taken_out_of_the_file_is_noticed(written):
    slots = written.path / "office.slots"
    import json

    told = json.loads(slots.read_bytes())
    told["slots"] = [slot for slot in told["slots"] if slot["status"] != "one_time"]
    slots.write_text(json.dumps(told))

    done = run_way_out(written.path)

    assert done.returncode == 3
    assert "鍵のファイル: 書き換えられています" in done.stdout


def test_a_copy_that_does_not_agree_with_its_manifest_is_told(written):
    marker = written.bundle / "office.toml"
    marker.write_text(marker.read_text("utf-8") + "# changed\n", "utf-8")

    assert found_by(written.bundle)["faulty_manifest"] == ["office.toml"]

    manifest = written.bundle / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"epoch":1', '"epoch":2'), "utf-8")
    assert found_by(written.bundle)["faulty_manifest"] == ["manifest.json", "office.toml"]
