"""What each row of a ledger would become, and what is wrong with it, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.desk.import_report import ImportReport, Line
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView

_BECOMES = {
    "new_person": "新しい相談者と記録",
    "known_person": "登録済みの方の記録",
    "record": "記録",
}
_STATES = {"final": "確定", "draft": "下書き", "void": "取消"}


class ResultTable(QWidget):
    """A table that says in words when it has nothing to show."""

    def __init__(
        self, name: str, headings: Sequence[str], widths: Sequence[int], empty: str
    ) -> None:
        super().__init__()
        self._model = PlainModel(headings)
        self.table = TableView(name=name)
        self.table.setModel(self._model)
        self.table.set_widths(widths)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(empty))
        inside = layouts.column((self._stack, 1), spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(layouts.column((layouts.panel(inside, "well"), 1)))
        self.show_rows(())

    def show_rows(self, rows: Sequence[PlainRow]) -> None:
        """Show these rows."""
        self._model.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows:
            self.table.choose_row(0)


def rows_table() -> ResultTable:
    """Make the table of what becomes of each row."""
    headings = ("行", "結果", "内容", "なるもの", "理由")
    empty = "ファイルを選ぶと、1行ずつ何になるかがここに並びます。"
    return ResultTable("行ごとの結果", headings, (60, 104, 280, 208, 300), empty)


def row_lines(lines: Sequence[Line]) -> list[PlainRow]:
    """Return the rows of that table."""
    return [_row_line(line) for line in lines]


def _row_line(line: Line) -> PlainRow:
    reasons = " ".join(problem.message for problem in line.problems)
    if line.problems:
        state = Cell("見直す", role=Role.DANGER, icon=Icon.PROBLEM, bold=True)
    else:
        state = Cell("取り込む", role=Role.OK, icon=Icon.CHECK)
    words = _BECOMES.get(line.becomes, "")
    becomes = f"{words}（{_STATES.get(line.state, line.state)}）" if words else ""
    cells = (_number(line.row), state, Cell(line.title), Cell(becomes), Cell(reasons))
    return PlainRow(line.row, cells, reasons)


def problems_table() -> ResultTable:
    """Make the table of cells that need another look."""
    headings = ("場所", "見出し", "書いてあること", "直し方")
    empty = "見直すところはありません。"
    return ResultTable("見直すところ", headings, (76, 160, 220, 500), empty)


def problem_lines(report: ImportReport) -> list[PlainRow]:
    """Return a row for each problem, then one for each remark."""
    problems = [
        PlainRow(
            at,
            (
                Cell(p.cell or f"{p.row}行", role=Role.DANGER, icon=Icon.PROBLEM, figures=True),
                Cell(p.column),
                Cell(p.value),
                Cell(p.message),
            ),
            p.message,
        )
        for at, p in enumerate(report.problems)
    ]
    remarks = [
        PlainRow(
            -at,
            (
                Cell(f"{r.row}行", role=Role.WARNING, icon=Icon.INFO, figures=True),
                Cell(r.column),
                Cell(r.value),
                Cell(r.message),
            ),
            r.message,
        )
        for at, r in enumerate(report.remarks, start=1)
    ]
    return problems + remarks


def skipped_table() -> ResultTable:
    """Make the table of lines that are no record."""
    headings = ("行", "理由", "書いてあること")
    empty = "読み飛ばした行はありません（空の行は数えません）。"
    return ResultTable("読み飛ばした行", headings, (60, 180, 700), empty)


def skipped_lines(report: ImportReport) -> list[PlainRow]:
    """Return the rows of that table."""
    return [
        PlainRow(each.row, (_number(each.row), Cell(each.reason), Cell(each.text)), each.text)
        for each in report.skipped
    ]


def _number(row: int) -> Cell:
    return Cell(f"{row:,}", figures=True, right=True)
