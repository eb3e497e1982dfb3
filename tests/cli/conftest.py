"""Commands against a real closed office in which everybody can log in."""

import io
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from office_fixtures import PASSWORD, STAFF, TODAY
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.cli.main import run
from soudan_desk.services.office import open_office
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots
from soudan_desk.storage.keys import FLOOR


@dataclass
class Answer:
    """What a command returned and said."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def items(self):
        return self.json["items"]

    @property
    def error(self):
        return json.loads(self.err)


class Typed(io.TextIOWrapper):
    """Standard input that a script fills."""

    def __init__(self, text):
        super().__init__(io.BytesIO(text.encode()), encoding="ascii")


@pytest.fixture(scope="session")
def cli_template(office_template, tmp_path_factory) -> Path:
    """Make an office whose staff all have a password of their own, at the read floor."""
    path = tmp_path_factory.mktemp("cli") / "office"
    shutil.copytree(office_template, path)
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    assert opened.read_only_reason == ""
    for login in STAFF:
        one_time = admit(work, opened, login)
        slots.change_password(opened.folder, login, one_time, PASSWORD).drop()
    opened.close()
    return path


@pytest.fixture
def office_path(cli_template, tmp_path) -> Path:
    """Return a closed office of one's own."""
    return shutil.copytree(cli_template, tmp_path / "事務所")


@pytest.fixture
def plain_command(capsys, monkeypatch):
    """Run any command in this process; passwords of a new office cost as little as can be read."""

    monkeypatch.setattr("soudan_desk.cli.office.calibrate", lambda: FLOOR)
    monkeypatch.setitem(open_office.__kwdefaults__, "today", lambda: TODAY)

    def command(*words, stdin="", password=PASSWORD):
        if password is not None:
            monkeypatch.setenv("SOUDAN_PASSWORD", password)
        else:
            monkeypatch.delenv("SOUDAN_PASSWORD", raising=False)
        monkeypatch.setattr(sys, "stdin", Typed(stdin))
        code = run([str(word) for word in words], centres=CENTRES, processes=all_processes())
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return command


@pytest.fixture
def command(plain_command, office_path):
    """Run a command on the office: `command("record list", "person", user="sodanin")`."""

    def on_office(name, *words, user="shunin", stdin=""):
        given = stdin if isinstance(stdin, str) else json.dumps(stdin, ensure_ascii=False)
        said = plain_command(
            *name.split(), office_path, *words, "--user", user, "--json", stdin=given
        )
        assert said.code in {0, 1}, said.err
        if said.code == 1 and not said.out:
            assert said.error.keys() >= {"error", "message", "problems"}
        return said

    return on_office


@pytest.fixture
def add(command):
    """Add one record and return its id."""

    def add_one(kind, given, *words, user="shunin"):
        said = command("record add", kind, "-", *words, stdin=given, user=user)
        assert said.code == 0, said.err
        return said.items[0]["id"]

    return add_one
