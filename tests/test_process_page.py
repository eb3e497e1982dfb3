"""The page of processes in docs/ says what the centres' packages say."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_is_as_the_processes_are():
    spec = importlib.util.spec_from_file_location("processes", ROOT / "scripts" / "processes.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = script.PAGE.read_text(encoding="utf-8")
    assert written == script.page(), "run: .venv/bin/python scripts/processes.py"
