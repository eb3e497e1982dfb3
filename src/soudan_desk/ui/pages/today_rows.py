"""The lines of 今日: what there is to do, as rows with headings; and the model of all its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.services.due import DueItem
from soudan_desk.services.due_rules import Doing
from soudan_desk.services.today import Today, ToDo
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.theme import Role

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 3
NEXT_DAYS = 10
DUE_ENDS = (-1, 0, NEXT_DAYS)
"""The last days of the groups of what has a day, but of the last one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A word above rows, with their count."""

    text: str
    count: int
    role: Role = Role.MUTED
    icon: Icon | None = None


@dataclass(frozen=True, slots=True)
class TodoRow:
    """Something to do: when, for whom, what, and the act that does it."""

    todo: ToDo
    when: str
    day: str
    act: str
    role: Role = Role.MUTED
    icon: Icon | None = None
    item: DueItem | None = None
    """The derived due item behind the row; None for what was typed or promised."""
    who: str = ""
    """Who is to do it, where others' work stands here too."""

    @property
    def title(self) -> str:
        """Return what stands in bold: the person, or the to-do itself."""
        return self.todo.person or self.todo.title

    @property
    def line(self) -> str:
        """Return what stands below."""
        return self.todo.title if self.todo.person else ""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something left for oneself; `what` is the object behind it."""

    what: Any
    title: str
    line: str
    at: str
    is_urgent: bool = False
    is_new: bool = False
    """Not read yet: bold, and said so to screen readers."""
    rules: str = ""
    """What must not be done when getting in touch."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """Stands for all the records whose 供覧・決裁 is the worker's turn."""

    id: str = "to_read"


@dataclass(frozen=True, slots=True)
class Offered:
    """Stands for all the cases one is asked to take over."""

    id: str = "offered"


@dataclass(frozen=True, slots=True)
class MoreRow:
    """Stands at the end of a group for what falls due and is not shown."""

    count: int
    act: str = "すべて出す"


Row = Heading | TodoRow | WaitingRow | MoreRow


class RowsModel(QAbstractListModel):
    """Rows that are given whole; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """Return a row."""
        return self._rows[index.row()] if index.isValid() else None

    def find(self, is_wanted: Callable[[Row], bool]) -> QModelIndex:
        """Return the first row that is wanted; invalid where there is none."""
        for at, row in enumerate(self._rows):
            if not isinstance(row, Heading) and is_wanted(row):
                return self.index(at, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be passed over."""
        if isinstance(self.row(index), Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, or its words for screen readers."""
        row = self.row(index)
        if role == ROW_ROLE:
            return row
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return spoken(row) if is_words and row else None


def spoken(row: Row) -> str:
    """Return everything a row says."""
    match row:
        case Heading():
            return f"{row.text} {row.count}"
        case TodoRow():
            parts = (
                row.when,
                row.day,
                row.title,
                row.todo.case_no,
                row.who,
                row.todo.rules,
                row.line,
                row.act,
            )
            return " ".join(part for part in parts if part)
        case MoreRow():
            return f"ほか {row.count:,}件 {row.act}"
        case WaitingRow():
            marks = ("急ぎ" if row.is_urgent else "", "未読" if row.is_new else "")
            return " ".join(
                part for part in (*marks, row.title, row.rules, row.line, row.at) if part
            )


def todo_rows(
    today: Today,
    on: date,
    due: Sequence[DueItem] = (),
    left_out: Sequence[int] = (),
    *,
    with_workers: bool = False,
) -> list[Row]:
    """Return what there is to do: what is late, what is for today, what comes, what has no day.

    `left_out` counts for each group (`DUE_ENDS`) what falls due besides.
    """
    items = {_key_of(item): item for item in due}
    derived = [_todo_of(item) for item in due]
    todos = sorted(
        [*today.todos, *today.promises, *derived],
        key=lambda each: (each.due_on is None, each.due_on or on),
    )
    groups: tuple[tuple[str, Role, Callable[[date | None], bool]], ...] = (
        ("過ぎています", Role.DANGER, lambda day: day is not None and day < on),
        ("今日", Role.WARNING, lambda day: day == on),
        (f"この先 {NEXT_DAYS}日", Role.MUTED, lambda day: day is not None and _is_near(day, on)),
        ("それより先", Role.MUTED, lambda day: day is not None and _is_far(day, on)),
        ("日付なし", Role.MUTED, lambda day: day is None),
    )
    rows: list[Row] = []
    for at, (words, role, is_of) in enumerate(groups):
        more = left_out[at] if at < len(left_out) else 0
        own = [todo for todo in todos if is_of(todo.due_on)]
        if own:
            rows.append(Heading(words, len(own) + more, role))
            made = [_todo_row(todo, on, items.get((todo.kind, todo.id))) for todo in own]
            who = _who if with_workers else partial(_away, today)
            rows.extend(replace(row, who=who(row)) for row in made)
        if more:
            rows.append(MoreRow(more))
    return rows


def _who(row: TodoRow) -> str:
    workers = row.item.workers if row.item else ()
    return "・".join(worker.name for worker in workers) or "担当なし"


def _away(today: Today, row: TodoRow) -> str:
    """Name the one in whose place the worker is to do it, where it is not their own."""
    workers = {worker.id for worker in row.item.workers} if row.item else set()
    away = (each.name for each in today.absent if each.staff_id in workers)
    name = row.todo.whose or ("" if today.staff_id in workers else next(away, ""))
    return f"{name}の代理" if name else ""


def _is_near(day: date, on: date) -> bool:
    return 0 < (day - on).days <= NEXT_DAYS


def _is_far(day: date, on: date) -> bool:
    return (day - on).days > NEXT_DAYS


_ACTS = {
    Doing.RECORD: "開く",
    Doing.CONTACT: "記録する",
    Doing.BASICS: "基本情報を開く",
    Doing.TAB: "書く",
}


def _key_of(item: DueItem) -> tuple[str, UUID]:
    """Tell an item from others of the same record: one person may be due for two reasons."""
    return f"due:{item.rule.key}:{item.case_no}:{item.detail}", item.id


def _todo_of(item: DueItem) -> ToDo:
    kind, which = _key_of(item)
    words = f"{item.label}：{item.reason}"
    where = (item.person, item.case_id, item.case_no)
    return ToDo(kind, which, words, *where, item.due_on, rules=item.rules)


def _todo_row(todo: ToDo, on: date, item: DueItem | None = None) -> TodoRow:
    row = _dated_row(todo, on, _act_of(todo, item))
    return row if item is None else replace(row, item=item)


def _act_of(todo: ToDo, item: DueItem | None) -> str:
    if item is not None:
        return _ACTS[item.rule.doing]
    return "済みにする" if todo.kind == "task" else "記録する"


def _dated_row(todo: ToDo, on: date, act: str) -> TodoRow:
    if todo.due_on is None:
        return TodoRow(todo, "", "", act)
    days = (todo.due_on - on).days
    day = day_text(todo.due_on)
    if days < 0:
        return TodoRow(todo, f"{-days}日超過", day, act, Role.DANGER, Icon.LATE)
    if days == 0:
        return TodoRow(todo, "今日まで", day, act, Role.WARNING, Icon.DUE)
    return TodoRow(todo, f"あと{days}日", day, act)
