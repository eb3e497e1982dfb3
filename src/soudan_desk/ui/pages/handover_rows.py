"""The lines of a 申し送り票: what comes, what to mind, what has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.handover_sheet import HandoverSheet
from soudan_desk.services.today import ToDo
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.notes.acts import first_line
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.pages.today_rows import Heading, Row, WaitingRow
from soudan_desk.ui.theme import Role

Words = Callable[[str], str]


def summary_of(sheet: HandoverSheet) -> str:
    """Say how many cases these are, and who stands in."""
    deputies = (
        f"代理 {row.staff}（{wareki_short(row.from_on)}〜{wareki_short(row.to_on)}）"
        for row in sheet.deputies
    )
    return "　".join((f"担当ケース {sheet.case_count}件", *deputies))


def ahead_rows(sheet: HandoverSheet, kind: Words) -> list[Row]:
    """Return what comes; `kind` turns a code of `appointment.kind` into words."""
    return _grouped(
        ("約束・連絡を待っている人", Role.WARNING, Icon.PHONE, list(_calls(sheet))),
        ("予定", Role.TEXT, Icon.CALENDAR, [_visit(row, kind) for row in sheet.visits]),
        ("期限", Role.TEXT, Icon.DUE, list(_due(sheet))),
        ("やること", Role.TEXT, Icon.CHECK, [_todo(each) for each in sheet.todos]),
        ("受け取った申し送り", Role.TEXT, Icon.INTERVIEW, list(_notes(sheet))),
        ("返事待ち", Role.TEXT, Icon.SEND, list(_awaited(sheet))),
    )


def behind_rows(sheet: HandoverSheet, method: Callable[[str, str], str]) -> list[Row]:
    """Return what to mind and what has happened; `method` words a centre's code."""
    happened: list[Row] = [
        WaitingRow(
            each,
            _whose(each.person, each.case_no),
            "　".join(filter(None, (method(each.centre, each.method), each.what))),
            day_text(each.on),
        )
        for each in sheet.happened
    ]
    return _grouped(
        ("とくに気をつけること", Role.DANGER, Icon.URGENT, list(_cautions(sheet, is_grave=True))),
        ("気をつけること", Role.WARNING, Icon.LATE, list(_cautions(sheet, is_grave=False))),
        ("この2週間にあったこと", Role.TEXT, Icon.DOCUMENT, happened),
    )


def _grouped(*groups: tuple[str, Role, Icon, list[Row]]) -> list[Row]:
    rows: list[Row] = []
    for words, role, icon, own in groups:
        if own:
            rows.extend((Heading(words, len(own), role, icon), *own))
    return rows


def _whose(person: str, case_no: str) -> str:
    return "　".join(filter(None, (person, case_no)))


def _cautions(sheet: HandoverSheet, *, is_grave: bool) -> Iterator[Row]:
    for each in sheet.cautions:
        if each.is_grave is is_grave:
            title = _whose(each.person, each.case_no)
            yield WaitingRow(each, title, "。".join(each.words), "")


def _calls(sheet: HandoverSheet) -> Iterator[Row]:
    for call in sheet.calls:
        if isinstance(call, ToDo):
            yield _todo(call)
        else:
            line = call.title or "電話の約束"
            yield WaitingRow(
                call, _whose(call.person, call.case_no), line, _at(call), rules=call.rules
            )


def _visit(row: AppointmentRow, kind: Words) -> Row:
    line = "　".join(filter(None, (kind(row.kind), row.title, row.place)))
    title = _whose(row.person, row.case_no) or line
    return WaitingRow(row, title, line, _at(row), rules=row.rules)


def _at(row: AppointmentRow) -> str:
    starts = row.span.starts
    at = f"{starts.hour}:{starts.minute:02}" if starts else ""
    return f"{day_text(row.span.held_on)}{at}"


def _due(sheet: HandoverSheet) -> Iterator[Row]:
    for item in sheet.due:
        at = f"{-item.days}日超過" if item.days < 0 else day_text(item.due_on)
        line = f"{item.label}：{item.reason}"
        yield WaitingRow(item, _whose(item.person, item.case_no), line, at, rules=item.rules)


def _todo(todo: ToDo) -> Row:
    title = _whose(todo.person, todo.case_no)
    line = todo.title if title else ""
    return WaitingRow(todo, title or todo.title, line, _day(todo.due_on), rules=todo.rules)


def _notes(sheet: HandoverSheet) -> Iterator[Row]:
    for note in sheet.notes:
        line = "　".join(filter(None, (f"{note.writer}より", _whose(note.person, note.case_no))))
        yield WaitingRow(
            note, first_line(note), line, _day(note.due_on), note.is_urgent, rules=note.rules
        )


def _awaited(sheet: HandoverSheet) -> Iterator[Row]:
    for letter in sheet.awaited:
        line = f"{letter.agency}　{day_text(letter.sent_on)} 送付"
        yield WaitingRow(letter, letter.person or letter.agency, line, _day(letter.due_on))


def _day(day: date | None) -> str:
    return day_text(day) if day else ""
