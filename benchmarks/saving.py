"""Saving one consultation through the services, against its rows written by hand.

By hand: the consultation, its revision, its audit row, its row in the search map and its tokens,
and the day of the case's last contact, in one transaction; digests, MAC and tokens are ready.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from benchmarks.offices import TODAY, Sizes, demo_office, desk_in_copy, raw_connection
from benchmarks.timing import Line, medians, ms
from soudan_desk.services.case_lists import CaseFilter, list_cases
from soudan_desk.services.records import add_record
from soudan_desk.services.work import Work

_BODY = (
    "本人から電話。「先週の面接は不採用だった。来月の家賃が払えるか分からない」とのこと。声に張りが"
    "なく、食事は一日一回と話す。緊急の食糧提供を案内し、明日の午後に窓口で渡すこととした。"
) * 3
_CLOCK = "update number_series"


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure on a copy of the smaller office."""
    with desk_in_copy(demo_office(sizes.small)) as work:
        yield save_line(work, sizes)


def save_line(work: Work, sizes: Sizes) -> Line:
    """Compare the service's save with the same statements handed over ready-made."""
    save = saving(work)
    by_hand = _by_hand(work, _written_by(work, save))
    ours, hand = medians(save, by_hand, rounds=5 * sizes.rounds)
    return Line(
        "save of one consultation with revision, audit row and tokens",
        "the same rows by hand-made SQL in one transaction",
        ours / hand,
        3.0,
        f"{ms(ours)} against {ms(hand)}; the warning line is 50 ms",
    )


def saving(work: Work) -> Any:
    """Return what saves a consultation of one of the first cases, another one each time."""
    cases = itertools.cycle(
        row.id  # of a sealed one no tokens are written
        for row in list_cases(work, CaseFilter(centre="life_support", only_open=True), limit=60)
        if not row.restriction_level
    )
    count = itertools.count()

    def save() -> None:
        answers = {
            "case_id": next(cases),
            "centre": None,
            "held_on": TODAY,
            "method": "phone",
            "topics": ["housing"],
            "counterparts": ["self"],
            "subject": f"家賃の相談 {next(count)}",
            "body": _BODY,
            "next_action": "窓口で渡す",
            "next_due_on": TODAY,
        }
        add_record(work, "consultation", answers)

    return save


def _written_by(work: Work, save: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the writing statements of one save with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            rows = parameters if isinstance(parameters, list) else [parameters]
            seen.extend((statement, tuple(row)) for row in rows)

    save()  # the first of a year begins a series of numbers, which is written once
    engine = work.store._writer
    event.listen(engine, "before_cursor_execute", note)
    save()
    event.remove(engine, "before_cursor_execute", note)
    return seen


def _by_hand(work: Work, statements: list[tuple[str, tuple[Any, ...]]]) -> Any:
    """Return what writes the same rows again under new keys, everything else ready."""
    connection = raw_connection(work)
    keys = itertools.count(1)
    record = _record_id(statements)

    def write() -> None:
        number = next(keys)
        fresh = number.to_bytes(16, "big")
        connection.execute("BEGIN IMMEDIATE")
        (seq,) = connection.execute("SELECT max(seq) FROM audit_entry").fetchone()
        (doc,) = connection.execute(
            "SELECT max(id) FROM search_doc WHERE id < ?", (1 << 40,)
        ).fetchone()
        for sql, row in statements:
            given = [fresh if bytes_of(value) == record else value for value in row]
            if sql.startswith("INSERT INTO audit_entry"):
                given[_place(sql, "seq")] = seq + 1
            elif sql.startswith(("INSERT INTO search_doc", "INSERT INTO search_text")):
                given[_place(sql, "id", "rowid")] = doc + 1
            connection.execute(sql, given)
        connection.execute("COMMIT")

    return write


def _record_id(statements: list[tuple[str, tuple[Any, ...]]]) -> bytes:
    sql, row = next(each for each in statements if each[0].startswith("INSERT INTO consultation"))
    found = bytes_of(row[_place(sql, "id")])
    assert found is not None
    return found


def bytes_of(value: Any) -> bytes | None:
    """Return a key as bytes, whichever way the driver was handed it."""
    return bytes(value) if isinstance(value, bytes | memoryview) else None


def _place(sql: str, *names: str) -> int:
    columns = sql[sql.index("(") + 1 : sql.index(")")].split(", ")
    return next(columns.index(name) for name in names if name in columns)
