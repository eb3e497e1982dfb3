"""The rows of the audit log in words, for the page and for paper."""

from __future__ import annotations

from soudan_desk.models import fields_of, record_kinds
from soudan_desk.services.audit_log import AuditRow
from soudan_desk.services.work import Work

HEADINGS = ("番号", "日時", "職員", "操作", "ケース", "対象", "くわしく", "結果")
_TOLD = {"asked": "条件の印 {}", "words": "ことばの印 {}", "hits": "{}件", "place": "保存先の印 {}"}
_LISTS = {"due": "期限", "handover_sheet": "申し送り票"}
"""Lists that are not of one kind of record."""
_MARK = 6
"""How much of the mark of a search is shown: enough to see that two were the same."""
_RESULTS = {"ok": "", "refused": "断られた", "failed": "誤りあり"}


def audit_line(work: Work, row: AuditRow) -> tuple[str, ...]:
    """Return one row as the page and the paper show it."""
    local = row.at.astimezone()
    kind = record_kinds().get(row.kind or "")
    details = "　".join(filter(None, ("、".join(_field_words(row)), row.reason or "")))
    return (
        f"{row.seq:,}",
        f"{local:%Y/%m/%d %H:%M:%S}",
        row.name or "（だれでもない）",
        action_words(work, row.action),
        row.case_no or "",
        kind.label if kind else "",
        details,
        _RESULTS.get(row.result, row.result),
    )


def _field_words(row: AuditRow) -> list[str]:
    """Name the questions that a row is about, or what was listed and how much of it."""
    model = record_kinds().get(row.kind or "")
    labels = {field.key: field.label for field in fields_of(model)} if model else {}
    known = [labels[key] for key in row.fields if key in labels]
    return known or [_told(field) for field in row.fields]


def _told(field: str) -> str:
    """Say in words what was listed or searched for; of words typed only a mark is known."""
    name, _, value = field.partition(":")
    if name in _TOLD and value:
        return _TOLD[name].format(value[:_MARK])
    kind = record_kinds().get(field)
    return kind.label if kind else _LISTS.get(field, field)


def action_words(work: Work, action: str) -> str:
    """Name an action; one of a later program by its code."""
    found = work.codes.find("audit.action", action)
    return found.label if found else action
