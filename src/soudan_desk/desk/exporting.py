"""Tables that leave the office: Excel or CSV, in an AES-256 ZIP unless there is a reason not to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from soudan_desk.desk.export_tables import columns_of, line_of, long_fields
from soudan_desk.desk.paper_places import require_outside_offices
from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.exports import (
    ExportList,
    LeavingTable,
    register_table,
    require_export,
    require_reason,
)
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.services.second_person import Second
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.opened_office import Progress, say_nothing
from soudan_desk.tables.cells import Value
from soudan_desk.tables.sealed import seal
from soudan_desk.tables.writing import FORMS, MOST_ROWS, table_bytes

_NAMES = {"xlsx": "Excel", "csv": "CSV"}
_DOING = "記録を書き出しています"


class ExportRefusedError(SoudanError):
    """The file cannot be written as asked."""

    code = "export_refused"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: how many rows, and the sha256 of its bytes."""

    file: Path
    rows: int
    sha256: str
    form: str
    is_locked: bool
    masked: int = 0
    """Records of which something was hidden."""
    withheld: int = 0
    """Records left out, as their people took back that others are told."""

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        return {
            "file": str(self.file),
            "rows": self.rows,
            "sha256": self.sha256,
            "format": self.form,
            "locked": self.is_locked,
            "masked": self.masked,
            "withheld": self.withheld,
        }


@dataclass(frozen=True, slots=True)
class _Way:
    """How a table leaves."""

    target: Path
    form: str
    password: str | None
    reason: str
    recipient: str = ""


def export_records(
    work: Work,
    kind: str,
    target: Path,
    *,
    password: str | None = None,
    plain: bool = False,
    reason: str | None = None,
    form: str | None = None,
    case_no: str | None = None,
    reveal: bool = False,
    second: Second | None = None,
    recipient: str = "",
    overwrite: bool = False,
    progress: Progress = say_nothing,
) -> Exported:
    """Write all records of a kind the worker may see (void ones excepted) to `target`.

    An AES-256 ZIP under `password`, whatever the name ends in; bare only with `plain`. Without a
    `reason` nothing leaves: it stands in the register, with the `recipient` where there is one.
    What protects people hides them as on paper, but with `reveal` and a `second` person.
    For a `recipient` outside those are left out who took back that others are told. `form` is
    `xlsx` or `csv`, else what the name says. `import_file` reads the file back.
    """
    require_export(work, kind)
    way = _checked_way(target, password, plain, reason, form, overwrite, recipient)
    told: dict[str, Any] = {
        "reveal": way.reason if reveal else None,
        "second": second,
        "recipient": recipient,
    }
    records = ExportList(work, kind, case_no=case_no, **told)
    if way.form == "xlsx" and records.total > MOST_ROWS:
        raise ExportRefusedError(
            f"{records.total:,}件はExcelの1枚のシートに入りません。CSVで書き出してください。"
        )
    content = _content(work, kind, records, way.form, progress)
    rows = records.total - records.withheld
    exported = _send(work, kind, model_of(kind).label, way, content, rows)
    return replace(exported, masked=records.masked, withheld=records.withheld)


def _content(work: Work, kind: str, records: ExportList, form: str, progress: Progress) -> bytes:
    fields = tuple(asked_of(model_of(kind)).values())
    longest = records.longest(long_fields(fields)) if form == "xlsx" else {}
    columns = columns_of(fields, longest)
    return table_bytes(
        form,
        [column.heading for column in columns],
        _lines(records, columns, progress, kind),
        title=model_of(kind).label,
        widths={at: column.width for at, column in enumerate(columns)},
        about=_about(work),
    )


def _lines(
    records: ExportList, columns: Any, progress: Progress, kind: str
) -> Iterator[list[Value]]:
    done = 0
    for page, names in records.pages():
        for record in page:
            yield line_of(columns, record, names, kind)
        done += len(page)
        progress(_DOING, min(done / max(records.total, 1), 1.0))


def export_rows(
    work: Work,
    title: str,
    headings: Sequence[str],
    lines: Sequence[Sequence[Value]],
    target: Path,
    *,
    kind: str | None = None,
    password: str | None = None,
    plain: bool = False,
    reason: str | None = None,
    recipient: str = "",
    form: str | None = None,
    overwrite: bool = False,
) -> Exported:
    """Write exactly what a list shows; the caller got its rows through the services."""
    require_export(work, kind)
    way = _checked_way(target, password, plain, reason, form, overwrite, recipient)
    content = table_bytes(way.form, headings, lines, title=title, about=_about(work))
    return _send(work, kind, title, way, content, len(lines))


def _about(work: Work) -> str:
    facts = office_facts(work)
    sample = "見本 " if facts.is_sample else ""
    when = f"{work.today().isoformat()} {datetime.now().astimezone():%H:%M}"
    return f"{sample}{facts.name} {when} {work.actor.name} 書き出し"


def _checked_way(
    target: Path,
    password: str | None,
    plain: bool,
    reason: str | None,
    form: str | None,
    overwrite: bool,
    recipient: str,
) -> _Way:
    why = require_reason(reason)
    if not plain and not password:
        raise InvalidEntriesError({"password": "書き出すファイルのパスワードを入れてください。"})
    target = target.expanduser().absolute()
    require_outside_offices(target)
    if target.exists() and not overwrite:
        raise ExportRefusedError(
            f"「{target.name}」はすでにあります。上書きはしません。別の名前にしてください。"
        )
    if not target.parent.is_dir():
        raise ExportRefusedError(
            f"保存先のフォルダー「{target.parent}」がありません。場所を確かめてください。"
        )
    locked = None if plain else password
    return _Way(target, form or _form_of(target), locked, why, recipient.strip())


def _form_of(target: Path) -> str:
    endings = [suffix.lower().lstrip(".") for suffix in target.suffixes[-2:]]
    return next((form for form in FORMS if form in endings), "xlsx")


def _send(
    work: Work, kind: str | None, title: str, way: _Way, content: bytes, rows: int
) -> Exported:
    if way.password:
        content = seal(f"{title}.{way.form}", content, way.password)
    sha256 = hashlib.sha256(content).hexdigest()
    how = f"{way.form}, {'AES-256' if way.password else 'plain'}"
    table = LeavingTable(
        title=f"{title}（{_NAMES[way.form]}）",
        rows=rows,
        how=how,
        sha256=sha256,
        reason=way.reason,
        recipient=way.recipient,
    )
    partial = way.target.with_name(f".{way.target.name}.partial")
    try:
        with disk_faults_as_sentences():
            _write(partial, content)
            register_table(work, kind, table)
            partial.replace(way.target)
    except OSError as error:
        raise ExportRefusedError(
            f"「{way.target}」に書けません。書き込みの権限を確かめるか、別の場所を選んでください。"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return Exported(way.target, rows, sha256, way.form, way.password is not None)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
