"""What tests of the storage share: an office of three tables, small disks, other processes."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

PASSWORD = "mihon no jimusho desu"
ADMIN = UUID("00000000-0000-4000-8000-000000000001")
SENTINEL = "架空の秘密の相談内容"


def make_tables(office):
    """Stand in for the migrations: the office's identity, an audit head, one table of notes."""
    if not office.is_new:
        return
    with office.engine.begin() as connection:
        for statement in (
            "CREATE TABLE app_meta (db_uuid BLOB NOT NULL, epoch INTEGER NOT NULL) STRICT",
            "CREATE TABLE audit_entry (seq INTEGER PRIMARY KEY, mac BLOB DEFAULT x'5e') STRICT",
            "CREATE TABLE note (body TEXT NOT NULL) STRICT",
        ):
            connection.execute(text(statement))
        identity = {"db_uuid": office.db_uuid.bytes, "epoch": office.epoch}
        connection.execute(text("INSERT INTO app_meta VALUES (:db_uuid, :epoch)"), identity)


def add_notes(office, count=1, body=SENTINEL):
    """Write notes, each with an audit row, in one transaction."""
    with office.engine.begin() as connection:
        for _ in range(count):
            connection.execute(text("INSERT INTO note VALUES (:body)"), {"body": body})
            connection.execute(
                text(
                    "INSERT INTO audit_entry (seq)"
                    " SELECT coalesce(max(seq), 0) + 1 FROM audit_entry"
                )
            )


def count_notes(office):
    """Count what is there."""
    with office.engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM note")).scalar_one()


def make_read_only(folder):
    """Remount a small disk so that nothing can be written."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill(folder):
    """Leave no free byte."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def python(code, *arguments, talks=False):
    """Start another Python on a script; the caller kills or awaits it, and may talk to it."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE if talks else None,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent), *sys.path))},
    )
