"""What is shown of the cases, as an Excel table or on paper: exactly these rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.list_masks import without_names
from soudan_desk.services.supervision import Supervision
from soudan_desk.services.supervision_words import TOLD_HEADINGS, lines_of
from soudan_desk.tables.cells import Value
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.export_preview import SHOWN, Leavings
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.cases_acts import CasesActs, ShownCases
from soudan_desk.ui.pages.cases_export import ask_export
from soudan_desk.ui.paper_dialog import PaperDialog

_AT_ONCE = 500
_CASES, _WORKERS = "ケース一覧", "担当ごとのケースの状況"
Lines = Sequence[Sequence[Value]]
Shown = ShownCases | Supervision


class CasesGiving(QObject):
    """Asks where to and gives what is shown there."""

    said = Signal(str)

    def __init__(self, acts: CasesActs, parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._acts = parent, acts

    def export(self, shown: Shown | None) -> None:
        """Write what is shown as an Excel table, after asking where to."""
        if isinstance(shown, Supervision):
            leavings = Leavings(TOLD_HEADINGS, lambda *_: lines_of(shown))
            self._export(_WORKERS, leavings, leavings, len(shown.rows))
        elif shown is not None:
            first = replace(shown, ids=shown.ids[:SHOWN])
            whole, few = (
                Leavings(each.headings, partial(self._lines, each), has_names=True)
                for each in (shown, first)
            )
            self._export(_CASES, whole, few, len(shown.ids))

    def print(self, shown: Shown | None) -> None:
        """Let what is shown be printed."""
        if shown is None:
            return
        if isinstance(shown, Supervision):
            papers = self._acts.worker_papers(shown)
        else:
            papers = self._acts.case_papers(shown)
        dialog = PaperDialog(self._page, papers, "一覧を印刷する")
        dialog.given.connect(lambda gone: self.said.emit(f"印刷しました。通し番号 {gone.serial}"))
        run_dialog(dialog)

    # private

    def _export(self, title: str, whole: Leavings, few: Leavings, count: int) -> None:
        wish: ExportWish | None = ask_export(self._page, title, count, few)
        if wish is not None:
            job = partial(self._written, title, whole, wish)
            self._acts.run(job, self._on_exported, self._on_refused)

    def _written(self, title: str, whole: Leavings, wish: ExportWish) -> int:
        lines = whole.lines(wish.recipient, wish.nameless)
        told = f"{title}・氏名なし" if wish.nameless else title
        return self._acts.export(told, whole.headings, lines, wish)

    def _lines(self, shown: ShownCases, recipient: str, nameless: bool) -> Lines:
        starts = range(0, len(shown.ids), _AT_ONCE)
        parts = (self._acts.leaving(shown.ids[at : at + _AT_ONCE], recipient) for at in starts)
        rows = [row for part in parts for row in part]
        return [shown.line(row) for row in (without_names(rows) if nameless else rows)]

    def _on_exported(self, count: int) -> None:
        self.said.emit(f"{count:,}件をExcelに書き出しました。")

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))
