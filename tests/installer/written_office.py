"""A closed office with people, records and attachments, and what a stranger needs to read it."""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from office_fixtures import PASSWORD, make_consultation, make_person, sit_down
from soudan_desk.services.attachments import add_attachment
from soudan_desk.storage.backup import make_backup
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.recovery import replace_recovery_key, sheet_text
from soudan_desk.storage.slots import add_user

WAY_OUT = Path(__file__).parents[2] / "installer" / "way_out"
SMALL = b"%PDF-1.7 a small one"
LARGE = b"%PDF-1.7 " + os.urandom(2_100_000)
SENTINEL = "架空の秘密の相談内容"


@dataclass
class Written:
    """What lies on the disk, and what is kept apart from it."""

    path: Path
    bundle: Path
    recovery_key: str
    sheet: str
    one_time_password: str
    key: bytes

    @property
    def database(self) -> Path:
        return self.path / "office.db"

    def moved_to(self, folder: Path) -> "Written":
        """Give a copy of one's own, to be damaged."""
        office = shutil.copytree(self.path, folder / "office")
        bundle = shutil.copytree(self.bundle, folder / self.bundle.name)
        return Written(
            office, bundle, self.recovery_key, self.sheet, self.one_time_password, self.key
        )

    def cipher_says(self) -> set[int]:
        """Ask SQLCipher which pages are not as they were written."""
        uri = f"{self.database.as_uri()}?mode=ro&immutable=1"
        with closing(sqlcipher.connect(uri, uri=True)) as connection:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.set_key(f"x'{self.key.hex()}'")
            rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return {int(re.search(r"page (\d+)", row[0])[1]) for row in rows}


def write_office(template: Path, folder: Path) -> Written:
    """Work in an office for a moment, copy it, close it."""
    path = shutil.copytree(template, folder / "office")
    office = sit_down(path)
    work, opened = office.work("shunin"), office.opened
    person = make_person(work, name="=見本 花子", note=None)
    for number in range(60):
        make_consultation(work, body=f"{SENTINEL} {number}", person_id=person)
    add_attachment(work, opened, SMALL, file_name="小さな書類.pdf", person_id=person)
    add_attachment(work, opened, LARGE, file_name="大きな書類.pdf", person_id=person)
    one_time = add_user(opened.folder, opened.keys, office.staff_id("sodanin"), "sodanin")
    recovery_key = replace_recovery_key(opened.folder, opened.keys)
    key = opened.keys.key_for(Purpose.DATABASE)
    bundle = make_backup(opened, folder / "控え").bundle
    written = Written(path, bundle, recovery_key, sheet_text(opened.folder), one_time, key)
    opened.close()
    return written


def run_way_out(office: Path, *words: str | Path, said: str = PASSWORD, login: str = "kanri"):
    """Run the tool as a stranger would, without this project in sight."""
    login_words = ["--login", login] if login else []
    return subprocess.run(
        [sys.executable, "-I", WAY_OUT, office, *login_words, *words],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )


def found_by(office: Path, *words: str | Path, **told) -> dict:
    """Run it and read what it found."""
    done = run_way_out(office, "--json", *words, **told)
    assert done.returncode in {0, 3}, done.stderr
    return json.loads(done.stdout) | {"exit": done.returncode}


@pytest.fixture(scope="module")
def written_once(office_template, tmp_path_factory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOUDAN_STATE_DIR", str(folder / "state"))
        return write_office(office_template, folder)
