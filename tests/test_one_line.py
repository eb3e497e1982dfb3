"""One line asks one more question: on page, list, paper, in search, import, export and tests."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from office_fixtures import make_consultation, make_person

ROOT = Path(__file__).parents[1]
KEY, LABEL, WORDS = "parking", "駐車場", "東側の二番区画"
LINE = (
    f'    {KEY}: Mapped[str | None] = asks("{LABEL}", section=_WHEN,'
    " listed=True, printed=True, searched=True)\n"
)
BEFORE = "    held_on: Mapped[date] = asks("
GROWING = ("tests/fields", "tests/models", "tests/ui/forms/test_every_question.py")


@pytest.fixture
def copy(tmp_path):
    """Copy the program and add the line to its copy; nothing else is written by hand."""
    root = tmp_path / "copy"
    for name in ("src", "scripts", "benchmarks", "tests"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("resources", "pyproject.toml"):
        (root / name).symlink_to(ROOT / name)
    model = root / "src" / "soudan_desk" / "models" / "consultation.py"
    text = model.read_text("utf-8")
    assert text.count(BEFORE) == 1
    model.write_text(text.replace(BEFORE, LINE + BEFORE), "utf-8")
    return root


def run(copy, *command):
    """Run Python over the copy, with the tests' helpers at hand."""
    paths = (copy / "src", copy / "tests")
    around = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "QT_QPA_PLATFORM": "offscreen",
    }
    around.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=copy,
        env=around,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_one_line_asks_a_question_everywhere(copy, office, work, office_template, tmp_path):
    make_person(work)
    make_consultation(work)
    office.opened.close()
    other = shutil.copytree(office_template, tmp_path / "other")
    head = json.loads(run(copy, "-c", _NEXT_STEP))

    run(copy, "scripts/new_migration.py", head, "Ask one more question")
    shown = run(
        copy, copy / "tests" / "one_line_trial.py", KEY, LABEL, WORDS, office.path, other, tmp_path
    )
    found = json.loads(shown.splitlines()[-1])

    assert found == {
        "program": str(copy / "src" / "soudan_desk"),
        "old_records": [None],
        "page": {"label": LABEL, "answer": WORDS},
        "list": {"heading": LABEL, "cell": WORDS},
        "paper": {"label": True, "answer": True},
        "search": [True],
        "round_trip": {"column": KEY, "bad": 0, "same": True, "answer": True},
        "protected": True,
        "growing_tests": True,
    }


_NEXT_STEP = """
import json
from soudan_desk.storage.migrate import HEAD
print(json.dumps(f"{int(HEAD) + 1:04}"))
"""


def test_the_tests_that_grow_by_themselves_try_the_new_question(copy):
    options = ("-p", "no:randomly", "-p", "no:cacheprovider", "-k", KEY)
    done = run(copy, "-m", "pytest", *options, *GROWING)
    assert int(done.split(" passed")[0].split()[-1]) >= 5
