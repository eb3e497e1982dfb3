"""Every command, about a case one may not see, says what it says where there is no such case."""

import json
import re
from contextlib import contextmanager

import pytest
from typer.main import get_command

from office_fixtures import PASSWORD, Office
from question_samples import KINDS
from soudan_desk.cli import desk as cli_desk
from soudan_desk.cli.program import build
from told import told, without_chance
from twin_offices import OUTSIDERS, Subject, Twins, make_twins

OF_THE_FILE = {
    *("demo", "backup", "backup list", "backup drill", "backup verify", "restore"),
    *("office create", "office recover", "office rebuild", "office rotate-keys", "office check"),
    *("staff add", "staff reset", "staff disable", "staff set-password"),
    *("audit verify", "audit confirm", "audit begin", "audit compare", "office share"),
}
"""What handles the file, its copies, its log's proof and passwords, and tells of no record."""


def words_of(subject: Subject, folder, kind: str) -> dict[str, list[tuple[str, ...]]]:
    """Return by command what follows it, each way it can be told of the subject."""
    ids = {key: str(value) for key, value in subject.ids.items()}
    given = folder / "given.json"
    given.write_text(json.dumps({"case_id": ids["case"], "title": "x"}), "utf-8")
    rows = folder / "rows.csv"
    rows.write_text(
        f"ケース番号,相談日,相談方法,内容\n{subject.number},2026-11-20,電話,x\n", "utf-8"
    )
    why, out = ("--reason", "名簿の確認"), ("--to", str(folder / "out"))
    return {
        "search": [(subject.mark,), (subject.marks[1],), (subject.number,)],
        "due": [(), ("--worker", "sodanin")],
        "disposal list": [(), ("--by", "2040-03-31")],
        "print": [
            *(("face_sheet", ids["case"], *out, *why), ("case_list", *out, *why)),
            ("progress_record", ids["case"], *out, *why),
        ],
        "report": [("monthly_counts", "--month", "2026-11", "--to", str(folder / "out.json"))],
        "import": [(str(rows), "--as", "consultation", "--dry-run", "--centre", "life_support")],
        "import undo": [(ids["case"],)],
        "export": [(kind, "--to", str(folder / "out.csv"), "--plain", *why)],
        "office info": [()],
        "staff list": [()],
        "codes list": [()],
        **_words_of_records(subject, given, kind),
        "papers list": [()],
        "reports list": [()],
        "audit list": [("--case", subject.number)],
    }


def _words_of_records(subject: Subject, given, kind: str) -> dict[str, list[tuple[str, ...]]]:
    ids = {key: str(value) for key, value in subject.ids.items()}
    one, why = (kind, ids[kind]), ("--reason", "名簿の確認")
    return {
        "record kinds": [()],
        "record add": [("task", str(given)), ("consultation", str(given))],
        "record show": [
            one,
            (*one, "--reveal", "--second", "shunin", *why),
            (*one, "--version", "1"),
        ],
        "record list": [(kind,), (kind, "--case", subject.number)],
        "record amend": [(*one, str(given), *why)],
        "record finalise": [one],
        "record void": [(*one, *why)],
        "case open": [
            (
                "--centre",
                "life_support",
                "--person",
                ids["relative"],
                "--consultation",
                ids["consultation"],
            )
        ],
        "case move": [(subject.number, "closed", *why)],
        "case close": [(subject.number, *why)],
        "case show": [(subject.number,)],
        "case list": [(), ("--worker", "sodanin"), ("--overdue",)],
    }


def _commands(command, path=()):
    kept = getattr(command, "commands", {})
    if not kept or command.invoke_without_command:
        yield " ".join(path)
    for name, each in kept.items():
        yield from _commands(each, (*path, name))


@pytest.fixture(scope="module")
def twins(office_template, tmp_path_factory):
    made = make_twins(office_template, tmp_path_factory.mktemp("twins"))
    yield made
    made.close()


@pytest.fixture
def say(plain_command, monkeypatch):
    """Run a command in an office that stands open."""

    def run_in(office: Office, login: str, name: str, words: tuple[str, ...]) -> str:
        @contextmanager
        def opened(program, _path, _login, _stdin, output):
            yield cli_desk.Desk(program, office.opened, office.work(login), output)

        monkeypatch.setattr(cli_desk, "_open", opened)
        monkeypatch.setenv("SOUDAN_SECOND_PASSWORD", PASSWORD)
        said = plain_command(*name.split(), office.path, *words, "--user", login, "--json")
        assert said.code in {0, 1}, (name, words, said.err)
        return f"{said.code} {said.out} {said.err}"

    return run_in


def test_every_command_is_called(twins, tmp_path):
    known = words_of(twins.hidden[0], tmp_path, "task").keys() | OF_THE_FILE
    assert set(_commands(get_command(build()))) == known


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_command_tells_of_a_hidden_case(twins: Twins, say, login, tmp_path):
    faults, marks = [], [mark for subject in twins.hidden for mark in subject.marks]
    kinds = sorted(kind for kind in twins.hidden[0].ids if kind in KINDS)
    asked = set()
    for place, subject in enumerate(twins.hidden, OUTSIDERS.index(login)):
        kind = kinds[7 * place % len(kinds)]
        for name, ways in words_of(subject, tmp_path, kind).items():
            for words in [each for each in ways if each not in asked]:
                asked.add(words)
                answers = []
                for office in (twins.with_cases, twins.without):
                    answer = say(office, login, name, words)
                    for file in tmp_path.glob("out*"):
                        answer += told(file.read_bytes())
                        file.unlink()
                    answers.append(answer)
                seen, bare = answers
                faults += [(name, mark) for mark in marks if mark in seen and mark not in bare]
                if _plain(seen) != _plain(bare) and (name, login) not in TELLS_MORE:
                    faults.append((name, words, subject.level, seen[:300], bare[:300]))
    assert not faults


_SIZE = re.compile(r'"(bytes|sha256|made_at)": "?[^,"]+"?')
TELLS_MORE = {("audit list", "kansa"), ("office info", "kanri")}
"""The auditor reads the log of any case; the administrator knows of conflicts of interest."""


def _plain(said: str) -> str:
    return _SIZE.sub("", without_chance(said))
