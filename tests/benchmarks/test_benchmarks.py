"""Whether the measurements run; what they say is for `make bench`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_small_offices_are_measured_and_the_table_is_written(tmp_path):
    table = tmp_path / "benchmarks.md"
    table.write_text("<!-- words -->\nWhat a person wrote.\n<!-- end of words -->\n", "utf-8")
    where = ["--offices", str(tmp_path / "offices"), "--out", str(table)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "reading", "saving", "--quick", *where],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    written = table.read_text("utf-8")
    assert written.count("\n| search") == 2
    assert "| save of one consultation" in written
    assert "What a person wrote." in written
