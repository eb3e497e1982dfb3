"""Import of a ledger from Excel against openpyxl reading it and the same rows by executemany.

The other side reads every cell with openpyxl and then writes, in one transaction of the same
encrypted database, the very rows and tokens the import writes, which it is handed ready-made.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from sqlalchemy import event

from benchmarks.offices import own_pc
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.desk.importing import import_file
from soudan_desk.services.office import NewOffice, create_office, open_office
from soudan_desk.storage.keys import FLOOR

ROWS, LIMIT = 100_000, 2.0
_LOGIN, _PASSWORD = "kanri", "mihon no jimusho desu"
_HEADINGS = (
    *("No", "相談日", "氏名", "フリガナ", "生年月日", "相談方法", "相談者区分", "新規・継続"),
    *("所要時間(分)", "相談内容", "対応", "次回予定"),
)
_BODY = (
    "家賃の支払いが二か月遅れていると大家から連絡があったとのこと。来月の収入の見込みを聞き取り、"
    "住居確保給付金を案内した。貯金は残り少なく、食事は一日二回。{n}回目の相談。"
)
_METHODS, _CALLERS = (
    ("電話", "来所", "訪問", "同行", "メール"),
    ("本人", "家族", "知人", "民生委員"),
)
_FAMILY, _GIVEN = "青朝川高見山森林水野", "太花次恵一美和子実香"


def measure(rows: int = ROWS) -> list[tuple[str, float, float]]:
    """Return (label, our time / the other side's, limit) for a ledger of so many rows."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ledger = home / "daichou.xlsx"
        _write_ledger(ledger, rows)
        _make_office(home / "office")
        for name in ("captured", "ours", "theirs"):
            shutil.copytree(home / "office", home / name)
        statements = _captured(home / "captured", ledger)
        ours = _import(home / "ours", ledger, rows)
        theirs = _read(ledger) + _execute(home / "theirs", statements)
    return [(f"import of {rows:,} rows from Excel: openpyxl and executemany", ours / theirs, LIMIT)]


def _write_ledger(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台帳")
    sheet.append(["令和8年度 相談台帳"])
    sheet.append(_HEADINGS)
    for number in range(rows):
        sheet.append(_row(number))
    book.save(path)


def _row(number: int) -> list[Any]:
    who = number % 9_973
    name = f"{_FAMILY[who % 10]}{_FAMILY[who // 10 % 10]} {_GIVEN[who // 100 % 10]}{who}"
    born = date(1935, 1, 1) + timedelta(days=who * 7 % 25_000)
    return [
        number + 1,
        date(2020, 4, 1) + timedelta(days=number % 2_000),
        name,
        f"ミホン{who}",
        born,
        _METHODS[number % 5],
        _CALLERS[number % 4],
        "新規" if number % 10 == 0 else "継続",
        15 + number % 60,
        _BODY.format(n=number),
        "次回は家計表と通帳を持ってきてもらい、いっしょに見直す。",
        "来週の火曜に電話" if number % 3 == 0 else None,
    ]


def _make_office(path: Path) -> None:
    new = NewOffice(
        name="見本",
        centres=tuple((key, centre.title) for key, centre in CENTRES.items()),
        admin_login=_LOGIN,
        admin_name="見本",
        admin_does_casework=True,
    )
    office, _, _ = create_office(path, new, _PASSWORD, processes=all_processes(), cost=FLOOR)
    office.close()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    with own_pc():
        office, work = open_office(path, _LOGIN, _PASSWORD, processes=all_processes())
        try:
            yield office, work
        finally:
            office.close()
            shutil.rmtree(path)


def _captured(path: Path, ledger: Path) -> list[tuple[str, list[Any]]]:
    """Return the statements an import runs over many rows, with their rows."""
    found: list[tuple[str, list[Any]]] = []
    with _opened(path) as (office, work):

        @event.listens_for(office.engine, "before_cursor_execute")
        def _note(_c: Any, _cursor: Any, sql: str, rows: Any, _x: Any, executemany: bool) -> None:
            if executemany:
                found.append((sql, list(rows)))

        import_file(work, ledger, "consultation", centre="life_support")
    return found


def _import(path: Path, ledger: Path, rows: int) -> float:
    with _opened(path) as (_office, work):
        start = time.perf_counter()
        report = import_file(work, ledger, "consultation", centre="life_support")
        spent = time.perf_counter() - start
    assert report.good == rows, report.problems[:3]
    return spent


def _read(ledger: Path) -> float:
    start = time.perf_counter()
    book = load_workbook(ledger, read_only=True, data_only=True)
    for _row in book.worksheets[0].iter_rows(values_only=True):
        pass
    return time.perf_counter() - start


def _execute(path: Path, statements: list[tuple[str, list[Any]]]) -> float:
    with _opened(path) as (office, _work), office.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        start = time.perf_counter()
        raw.execute("BEGIN")
        for sql, rows in statements:
            raw.executemany(sql, rows)
        raw.commit()
        return time.perf_counter() - start


if __name__ == "__main__":
    for label, ratio, limit in measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(f"{label}: {ratio:.2f} x (limit {limit} x)")
