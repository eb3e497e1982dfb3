"""A second session at the same office on this computer: saves what it is told to, once it is told.

One line of JSON in (record, text, version read), one out (the sentence of a refusal, or null).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from faults import no_sockets
from office_fixtures import sit_down
from soudan_desk.errors import ConflictError, SoudanError
from soudan_desk.services.records import save_record

ROOT = Path(__file__).parents[1]


class Beside:
    """The session, in a process of its own."""

    def __init__(self, office: Path) -> None:
        paths = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.beside", str(office)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        assert self._read() == {"ready": True}

    def begin_save(self, record: UUID, text: str, read: int | None) -> None:
        """Let it save; `told` says how that ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(record), text, read]) + "\n")
        self._process.stdin.flush()

    def told(self) -> str | None:
        """Return what the worker was told: None where it is saved, else a kind of refusal."""
        return self._read()["refused"]

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


def main() -> None:
    """Sit down, and save one line after the other until the input ends."""
    no_sockets.watch()
    office = sit_down(Path(sys.argv[1]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        record, text, read = json.loads(line)
        told = refusal_of(office, UUID(record), text, read)
        print(json.dumps({"refused": told}), flush=True)
    office.opened.close()


def refusal_of(office: Any, record: UUID, text: str, read: int | None) -> str | None:
    """Save a text over the version read; say "conflict", another refusal, or None when saved."""
    work = office.work("shunin")
    try:
        save_record(work, "consultation", record, {"body": text}, lock_version=read)
    except ConflictError:
        return "conflict"
    except SoudanError as error:
        return str(error)
    return None


if __name__ == "__main__":
    main()
