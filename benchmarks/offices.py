"""Offices to measure on: made once, kept under build/bench by what they are made from.

An office is made in a process of its own without `cipher_memory_security`, which SQLCipher can
switch on but never off again in a process: its people are fictional, and it is made in a third
of the time. Whoever opens it afterwards does so with every pragma of the opening sequence.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from benchmarks import open_cases
from benchmarks.open_cases import TODAY, add_open_cases
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.desk.demo import write as demo
from soudan_desk.models import Case, CaseWorker, Consultation, Person, Staff
from soudan_desk.models.base import FINAL, Base, new_id
from soudan_desk.services.office import open_office
from soudan_desk.services.older_copies import store_of
from soudan_desk.services.work import Work
from soudan_desk.storage import sqlite_dialect, tokens
from soudan_desk.storage.audit_chain import AuditChain
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import STANDARD, Purpose
from soudan_desk.storage.opening import open_office as open_folder
from soudan_desk.storage.origin import new_origin
from soudan_desk.storage.sqlite_dialect import create_engine_for
from soudan_desk.storage.store import Store
from soudan_desk.storage.unlocking import unlock

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / "bench"
LOGIN, FOUNDER, PASSWORD = "shunin", "kanri", demo.PASSWORD
_SEED = 1


@dataclass(frozen=True)
class Sizes:
    """How large the offices are: consultations of two, cases of the third, entries of one case."""

    small: int = 40_000
    large: int = 400_000
    cases: int = 100_000
    entries: int = 1_000
    import_rows: int = 100_000
    due_cases: int = 20_000
    rounds: int = 9

    @classmethod
    def quick(cls) -> Sizes:
        """Return sizes with which everything runs in seconds and the figures mean nothing."""
        return cls(
            small=60, large=120, cases=40, entries=20, import_rows=50, due_cases=60, rounds=1
        )


def demo_office(consultations: int) -> Path:
    """Return an office of the demo's people with so many consultations."""
    return _made(f"demo-{consultations}", consultations)


def case_office(cases: int) -> Path:
    """Return an office with so many cases, each with a person and a worker, few consultations."""
    return _made(f"cases-{cases}", cases)


def due_office(cases: int) -> Path:
    """Return an office with so many open cases of life support, of which some fall due."""
    return _made(f"due-{cases}", cases)


def _made(name: str, size: int) -> Path:
    path = HOME / _recipe() / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        command = [sys.executable, "-m", "benchmarks.offices", name.partition("-")[0], part, size]
        subprocess.run([str(word) for word in command], check=True, cwd=ROOT)
        part.rename(path)
    return path


def _recipe() -> str:
    """Return the digest of what an office is made from: tables, tokens, stories, generator."""
    digest = hashlib.sha256(f"{TODAY} {_SEED}".encode())
    for table in Base.metadata.sorted_tables:
        digest.update(str(CreateTable(table).compile(dialect=sqlite.dialect())).encode())
        digest.update("".join(sorted(str(index.name) for index in table.indexes)).encode())
    files = [
        Path(__file__),
        Path(open_cases.__file__),
        Path(tokens.__file__),
        *Path(demo.__file__).parent.glob("*.py"),
    ]
    for path in sorted([*files, *(ROOT / "resources" / "demo").rglob("*.toml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _make(kind: str, path: Path, size: int) -> None:
    wanted = {"consultations": size} if kind == "demo" else {"cases": 12, "consultations": 100}
    demo.make_demo(path, processes=all_processes(), seed=_SEED, on=TODAY, cost=STANDARD, **wanted)
    office = open_folder(path, FOUNDER, PASSWORD)
    try:
        if kind != "demo":
            (_add_cases if kind == "cases" else add_open_cases)(store_of(office), size)
    finally:
        office.close()
    demo.give_slots(path, logins=[LOGIN])
    opened, _ = open_office(path, LOGIN, PASSWORD, processes=all_processes())
    opened.close()  # seals what that desk may, which is done once


def _add_cases(store: Store, count: int) -> None:
    """Add persons with a case each, cases in all centres, a third of them with a promise."""
    with store.reading(None) as session:
        staff = session.scalars(select(Staff).where(Staff.login == LOGIN)).one()
    with store.writing_many(None, "bench") as bulk:
        for number in range(count):
            centre = ("life_support", "rights_advocacy", "disability")[number % 3]
            opened = TODAY - timedelta(days=number % 3000)
            name, kana = f"見本 {number:06d}", f"ミホン {number:06d}"
            person = bulk.add(
                Person(name=name, kana=kana, is_anonymous=False, created_at=_at(opened))
            )
            case = Case(
                case_no=f"X{number % 10:02d}-L-{number:06d}",
                person_id=person,
                centre=centre,
                process="consultation",
                state=("intake", "assessment", "supporting", "closed")[number % 4],
                opened_on=opened,
                closed_on=opened if number % 4 == 3 else None,
            )
            case_id = bulk.add(case)
            bulk.add(CaseWorker(case_id=case_id, staff_id=staff.id, role="main"))
            if number % 3 == 0:
                bulk.add(_consultation(case_id, person, staff, centre, opened, number))


def add_entries(store: Store, count: int) -> object:
    """Open one case with so many consultations in it; return its id."""
    with store.reading(None) as session:
        case = session.scalars(select(Case).order_by(Case.case_no).limit(1)).one()
        staff = session.scalars(select(Staff).where(Staff.login == LOGIN)).one()
    with store.writing_many(None, "bench") as bulk:
        for number in range(count):
            day = TODAY - timedelta(days=number)
            bulk.add(_consultation(case.id, case.person_id, staff, case.centre, day, number))
    return case.id


def _consultation(case_id, person_id, staff, centre, day, number) -> Consultation:
    return Consultation(
        id=new_id(),
        case_id=case_id,
        person_id=person_id,
        staff_id=staff.id,
        centre=centre,
        held_on=day,
        created_at=_at(day),
        record_state=FINAL,
        method="phone",
        counterparts=["self"],
        topics=["housing"],
        subject=f"家賃の相談 {number}" if number % 2 else None,
        body="大家から家賃が二か月遅れていると言われた。今月の収入の見込みを聞き取った。" * 3,
        next_due_on=day + timedelta(days=14),
        next_action="窓口で書類を確かめる",
    )


def _at(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T01:00:00+00:00")


# --- sitting down in one -------------------------------------------------------------------


@contextmanager
def own_pc() -> Iterator[None]:
    """Keep what this PC noted of other copies of an office from making this one an older state."""
    before = os.environ.get("SOUDAN_STATE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOUDAN_STATE_DIR"] = folder
        try:
            yield
        finally:
            del os.environ["SOUDAN_STATE_DIR"]
            if before is not None:
                os.environ["SOUDAN_STATE_DIR"] = before


@contextmanager
def desk(path: Path) -> Iterator[Work]:
    """Open an office as its supervisor, who also does casework in every centre."""
    with own_pc():
        office, work = open_office(
            path,
            LOGIN,
            PASSWORD,
            processes=all_processes(),
            due_rules=all_due_rules(),
            today=lambda: TODAY,
        )
        try:
            yield work
        finally:
            office.close()


@contextmanager
def desk_without_key(plain: Path, like: Work) -> Iterator[Work]:
    """Sit at the same desk over a database that has no key."""
    engine = create_engine_for(plain, bytes(32), key_none_for_bench=True)
    try:
        yield Work(
            Store(engine, AuditChain(bytes(32), new_origin())),
            like.actor,
            like.codes,
            like.processes,
            like.today,
        )
    finally:
        engine.dispose()


def copy_of(path: Path, folder: Path) -> Path:
    """Copy a made office, to write in it."""
    target = folder / "office"
    shutil.copytree(path, target)
    return target


@contextmanager
def desk_in_copy(path: Path) -> Iterator[Work]:
    """Sit down in a copy that is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder, desk(copy_of(path, Path(folder))) as work:
        yield work


def write_without_key(path: Path, plain: Path) -> None:
    """Write the whole database of an office into a file without a key."""
    folder = OfficeFolder(path)
    key = unlock(folder, FOUNDER, PASSWORD).keys.key_for(Purpose.DATABASE)
    connection = sqlite_dialect.open_connection(folder.database, key)
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.execute("DETACH DATABASE plain")
    connection.close()


def raw_connection(work: Work):
    """Return the driver's connection of a store, for SQL written by hand."""
    return work.store._writer.raw_connection().driver_connection


def without_memory_security() -> None:
    """Leave SQLCipher's allocator as it is in this process, before the first connection."""
    pragmas = sqlite_dialect._SAFE_PRAGMAS
    sqlite_dialect._SAFE_PRAGMAS = tuple(each for each in pragmas if "memory_security" not in each)


if __name__ == "__main__":
    without_memory_security()
    _make(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
