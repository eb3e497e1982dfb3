"""Taking in a ledger as offices keep it: looked through first, then stored as one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from soudan_desk.desk.import_cells import CellReader
from soudan_desk.desk.import_columns import Column
from soudan_desk.desk.import_rejected import RejectedRow, write_rejected
from soudan_desk.desk.import_report import ImportReport, Line, Remark
from soudan_desk.desk.import_rows import Problem, Read, RowReader
from soudan_desk.desk.import_settling import settle_columns
from soudan_desk.desk.import_sheets import Ledger, Skipped, data_rows, find_ledger, samples_of
from soudan_desk.desk.import_words import ID, PERSON, is_empty_heading
from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.fields import Kind
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.import_undo import Undone, undo_import
from soudan_desk.services.imports import ImportDesk, Ready, importing, trying
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import Progress, say_nothing
from soudan_desk.tables.cells import Value
from soudan_desk.tables.reading import open_table

_REPORT_EVERY, _DOING = 200, "台帳を読んでいます"
_KEPT_IN = ("note", "body", "findings", "reason", "summary")
_KEPT_UNDER = "【台帳のほかの欄】"

__all__ = ["ImportReport", "Undone", "import_file", "undo_import"]


def import_file(
    work: Work,
    path: Path,
    kind: str,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress = say_nothing,
    password: str | None = None,
    centre: str | None = None,
    keep_unmatched: bool = True,
    sheet: str | None = None,
    heading_row: int | None = None,
) -> ImportReport:
    """Take in a file of records of one kind, or with `dry_run` say what would come of each row.

    `mapping` says of headings (or column letters) which question they answer, blank for none.
    Good rows are stored as one batch that `undo_import` takes back; the others are written to a
    file beside, with the reasons. `progress` may raise to stop, and nothing is stored.
    Raises `TableError` and `NoHeadingError` for the file as a whole.
    """
    label = model_of(kind).label
    with open_table(path, password) as book:
        ledger = find_ledger(
            book, kind, label, mapping or {}, sheet_name=sheet, heading_row=heading_row
        )
        run = _Run(work, kind, ledger, keep_unmatched=keep_unmatched, lists_rows=dry_run)
        with _desk(work, kind, path.name, run, dry_run=dry_run) as desk:
            run.settle(desk, centre)
            run.take_all(desk, progress)
        report = run.report
        if run.rejected and not dry_run:
            lock = password if book.was_locked else None
            report.rejected_file = write_rejected(path, book.form, report, run.rejected, lock)
    return report


class _NothingGoodError(Exception):
    """No row can be stored, so no batch is."""


@contextmanager
def _desk(
    work: Work, kind: str, file_name: str, run: _Run, *, dry_run: bool
) -> Iterator[ImportDesk]:
    if dry_run:
        with trying(work, kind, run.person_keys) as desk:
            yield desk
        return
    with suppress(_NothingGoodError), importing(work, kind, file_name, run.person_keys) as opened:
        desk, batch = opened
        yield desk
        run.require_good()
        run.report.batch = batch.id


class _Run:
    """One pass over a ledger."""

    def __init__(
        self, work: Work, kind: str, ledger: Ledger, *, keep_unmatched: bool, lists_rows: bool
    ) -> None:
        self._work = work
        self._kind = kind
        self._ledger = ledger
        self._keep = keep_unmatched
        self._lists_rows = lists_rows
        self._note = _note_of(kind)
        self.rejected: list[RejectedRow] = []
        self.report = ImportReport(kind, ledger.sheet.name, ledger.head.columns)
        self.report.samples = samples_of(ledger)
        self.report.notes += [
            f"シート「{name}」は読んでいません。別に取り込んでください。" for name in ledger.others
        ]

    @property
    def person_keys(self) -> frozenset[str]:
        """What the columns say of people."""
        targets = {each.field or "" for each in self._ledger.head.columns}
        keys = {each.removeprefix(PERSON) for each in targets if each.startswith(PERSON)}
        return frozenset({*keys, "name"} if keys or "person_id" in targets else ())

    def require_good(self) -> None:
        """Raise where there is nothing to store."""
        if not self.report.good:
            raise _NothingGoodError

    def settle(self, desk: ImportDesk, centre: str | None) -> None:
        """Decide what the columns mean, now that the office's own words are at hand."""
        columns = self._ledger.head.columns
        targets = {each.field for each in columns}
        is_own = ID in targets
        cells = CellReader(self._work, desk.names.named, is_own=is_own)
        self._centre = centre or self._assumed_centre(desk, targets)
        columns = settle_columns(self._kind, columns, self._ledger.sample, cells, self._centre)
        self.report.columns = columns
        self._tell_of_unmatched()
        self._reader = RowReader(self._kind, columns, cells, desk, self._centre)

    def _tell_of_unmatched(self) -> None:
        """Say what becomes of the columns that answer no question."""
        headings = [each for each in unmatched(self.report.columns) if not is_empty_heading(each)]
        if not headings:
            return
        names = "、".join(f"「{each}」" for each in headings)
        if self._keep and self._note:
            label = asked_of(model_of(self._kind))[self._note].label
            fate = f"「{label}」の終わりに、見出しをつけて残します。"
        else:
            fate = "取り込みません。残すときは、どの項目に入れるかを指定してください。"
        self.report.notes.append(f"項目の決まらない列は{fate}({names})")

    def _assumed_centre(self, desk: ImportDesk, targets: set[str | None]) -> str | None:
        if "centre" not in asked_of(model_of(self._kind)) or "centre" in targets:
            return None
        centre = desk.first_centre()
        if centre is not None and len(self._work.actor.centres) > 1:
            label = self._work.codes.label("centre", centre)
            self.report.notes.append(
                f"センターの列がないため、「{label}」の記録として扱いました。"
                "違うときは、取り消してからセンターを指定してください。"
            )
        return centre

    def take_all(self, desk: ImportDesk, progress: Progress) -> None:
        """Go through every row."""
        total = max(self._ledger.sheet.row_count, 1)
        for done, row in enumerate(data_rows(self._ledger), start=1):
            if done % _REPORT_EVERY == 0:
                progress(_DOING, min(done / total, 1.0))
            if isinstance(row, Skipped):
                self.report.skipped.append(row)
            else:
                self._take(desk, *row)
        progress(_DOING, 1.0)

    def _take(self, desk: ImportDesk, number: int, cells: list[Value]) -> None:
        self.report.rows += 1
        read = self._reader.read(number, cells)
        ready = None if read.problems else self._prepared(desk, read, cells)
        if ready is None:
            self.report.bad += 1
            self.report.problems += read.problems
            self.rejected.append(RejectedRow(number, cells, [p.message for p in read.problems]))
        else:
            desk.add(ready)
            self.report.count(ready)
        if self._lists_rows:
            self.report.lines.append(_line(self._work, self._kind, read, ready))

    def _prepared(self, desk: ImportDesk, read: Read, cells: list[Value]) -> Ready | None:
        self._keep_leftover(read)
        try:
            ready = desk.prepare(
                read.answers,
                record_id=read.record_id,
                state=read.state,
                person=read.person,
                defaults={"centre": self._centre} if self._centre else {},
            )
        except InvalidEntriesError as error:
            found = error.problems.items()
            read.problems += [self._reader.problem(read.row, cells, *each) for each in found]
            return None
        except SoudanError as error:
            read.problems.append(Problem(read.row, "", "", str(error)))
            return None
        self._remark_on(read, ready, cells)
        return ready

    def _keep_leftover(self, read: Read) -> None:
        if self._keep and self._note and read.leftover:
            self._append(read.answers, read.leftover)

    def _append(self, answers: dict[str, Any], leftover: list[tuple[str, str]]) -> None:
        assert self._note is not None
        text = answers.get(self._note) or ""
        lines = "\n".join(f"{heading}: {value}" for heading, value in leftover)
        head = "" if _KEPT_UNDER in text else f"{_KEPT_UNDER}\n"
        answers[self._note] = (
            f"{text}\n\n{head}{lines}" if text and head else f"{text}\n{head}{lines}"
        )

    def _remark_on(self, read: Read, ready: Ready, cells: list[Value]) -> None:
        """Say what was hidden, and what of a known person was not taken over (or keep that)."""
        self.report.remarks += [
            Remark(each.row, each.column, each.value, each.message) for each in read.hidden
        ]
        for key in ready.differences:
            label = self._reader.problem(read.row, cells, f"{PERSON}{key}", "")
            if self._keep and self._note:
                self._append(ready.answers, [(label.column, label.value)])
            else:
                message = "登録済みの方の内容と違うため、取り込んでいません。"
                self.report.remarks.append(Remark(read.row, label.column, label.value, message))


def _note_of(kind: str) -> str | None:
    asked = asked_of(model_of(kind))
    return next((key for key in _KEPT_IN if key in asked and asked[key].kind is Kind.TEXT), None)


def _line(work: Work, kind: str, read: Read, ready: Ready | None) -> Line:
    answers = {**read.answers, **(ready.answers if ready else {})}
    model = model_of(kind)
    values = [answers[key] for key in model.title_keys if answers.get(key) is not None]
    texts = [wareki_short(each) if isinstance(each, date) else str(each) for each in values]
    person = read.person.get("name", "")
    becomes = ""
    if ready is not None:
        becomes = "new_person" if ready.person else "known_person" if person else "record"
    title = " ".join(filter(None, (*texts, person)))
    return Line(read.row, title, ready.state if ready else "", becomes, tuple(read.problems))


def unmatched(columns: tuple[Column, ...]) -> list[str]:
    """Name the columns that answer no question."""
    return [each.heading for each in columns if each.field is None and not each.is_help]
