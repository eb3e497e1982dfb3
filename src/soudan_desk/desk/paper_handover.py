"""申し送り票: a worker's sheet as a paper, without what must not leave."""

from __future__ import annotations

from uuid import UUID

from soudan_desk.desk.paper_appointments import at_words
from soudan_desk.desk.paper_lines import (
    Listed,
    Masks,
    about_of,
    day_words,
    due_line,
    masks_of,
    note_line,
    todo_line,
    whose_words,
)
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.papers.handover_sheet import (
    AwaitedLine,
    CautionLine,
    HandoverPaper,
    HappenedLine,
    MeetingLine,
)
from soudan_desk.papers.morning_list import ToDoLine
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.awaited import Awaited
from soudan_desk.services.deputies import DeputyRow
from soudan_desk.services.handover_sheet import (
    Caution,
    HandoverSheet,
    Happened,
    handover_sheet,
)
from soudan_desk.services.today import ToDo
from soudan_desk.services.work import Work


def worker_sheet(work: Work, staff_id: UUID | None = None) -> HandoverPaper:
    """Make the sheet of a worker, one's own where nobody is named."""
    return sheet_paper(work, handover_sheet(work, staff_id))


def sheet_paper(work: Work, sheet: HandoverSheet) -> HandoverPaper:
    """Make the paper of a sheet as it was read."""
    rows: list[Listed] = [*sheet.cautions, *sheet.calls, *sheet.visits, *sheet.due]
    rows += [*sheet.todos, *sheet.notes, *sheet.awaited, *sheet.happened]
    masks = masks_of(work, rows)
    return HandoverPaper(
        remark=f"{day_words(sheet.on)}現在　担当：{sheet.worker}　担当ケース {sheet.case_count}件",
        deputies="　".join(map(_deputy, sheet.deputies)),
        cautions=tuple(_caution(each, masks) for each in sheet.cautions),
        calls=tuple(_call(work, each, masks) for each in sheet.calls),
        visits=tuple(_visit(work, each, masks) for each in sheet.visits),
        due=tuple(due_line(each, masks) for each in sheet.due),
        todos=tuple(todo_line(each, masks) for each in sheet.todos),
        notes=tuple(note_line(each, masks) for each in sheet.notes),
        awaited=tuple(_awaited(each, masks) for each in sheet.awaited),
        happened=tuple(_happened(work, each, masks) for each in sheet.happened),
    )


def _deputy(row: DeputyRow) -> str:
    return f"代理：{row.staff}（{wareki_short(row.from_on)}〜{wareki_short(row.to_on)}）"


def _caution(row: Caution, masks: Masks) -> CautionLine:
    mask = masks[about_of(row)]
    words = "。".join(mask.words(each) for each in row.words)
    return CautionLine(whose_words(row.case_no, mask.name(row.person) or ""), words)


def _call(work: Work, row: ToDo | AppointmentRow, masks: Masks) -> ToDoLine:
    if isinstance(row, ToDo):
        return todo_line(row, masks)
    at = f"{wareki_short(row.span.held_on)}\n{at_words(row, row.span.held_on)}"
    return ToDoLine(at, masks[about_of(row)].words(row.title) or "電話の約束", _whose(row, masks))


def _visit(work: Work, row: AppointmentRow, masks: Masks) -> MeetingLine:
    mask = masks[about_of(row)]
    kind = work.codes.find("appointment.kind", row.kind)
    day = row.span.held_on
    return MeetingLine(
        at=f"{wareki_short(day)}\n{at_words(row, day)}",
        kind=kind.brief if kind else "",
        whose="\n".join(filter(None, (_whose(row, masks), mask.words(row.title)))),
        place="\n".join(filter(None, (mask.words(row.place), row.agency))),
    )


def _whose(row: AppointmentRow, masks: Masks) -> str:
    name = masks[about_of(row)].name(row.person) if row.person else ""
    return whose_words(row.case_no, name or "")


def _awaited(row: Awaited, masks: Masks) -> AwaitedLine:
    return AwaitedLine(
        on=wareki_short(row.due_on) if row.due_on else "",
        whose=masks[about_of(row)].name(row.person) or "",
        agency=row.agency,
        sent=wareki_short(row.sent_on),
    )


def _happened(work: Work, row: Happened, masks: Masks) -> HappenedLine:
    mask = masks[about_of(row)]
    method = work.codes.find("consultation.method", row.method, centre=row.centre)
    return HappenedLine(
        on=wareki_short(row.on),
        whose=whose_words(row.case_no, mask.name(row.person) or ""),
        method=method.brief if method else "",
        what=mask.words(row.what),
    )
