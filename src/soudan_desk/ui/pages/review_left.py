"""The left of 供覧・決裁: the queue, and below it what each worker has left unread or unwritten."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.review_desk import ORDERS, TITLES, Listed
from soudan_desk.ui.pages.review_queue import QueueView
from soudan_desk.ui.pages.review_workers import (
    HEADINGS,
    WorkerLine,
    WorkersHead,
    WorkersTable,
)
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, Line


class ReviewLeft(QWidget):
    """Queue and numbers."""

    back_wanted = Signal()
    """The tab's own list is wanted again."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ElidedLabel("", Type.LABEL, bold=True)
        self._count = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._order = Label("", Type.SMALL, Role.MUTED)
        self.back = Button("もどる", kind=ButtonKind.LINK, icon=Icon.BACK, key="Esc", height=24)
        self.queue = QueueView()
        self.workers = WorkersTable()
        self._forgotten = DocumentLabel("", Type.SMALL, Role.WARNING, line_height=1.4)
        self._build()
        self.back.clicked.connect(self.back_wanted)

    def show_list(self, listed: Listed, count: int) -> None:
        """Say which list it is, and show the workers' numbers."""
        asked = listed.asked
        is_own = asked.staff_id is None
        words = "" if is_own else f"{asked.name} の{HEADINGS[asked.which]}"
        self._title.setText(TITLES[asked.which] if is_own else words)
        self._count.setText(f"{count:,}")
        self._order.setText(ORDERS.get(asked.which, ORDERS["waiting"]))
        self._order.setVisible(is_own)
        self.back.setVisible(not is_own)
        lines = [
            WorkerLine(each.staff_id, each.name, (each.unread, each.late, each.forgotten))
            for each in listed.workers
        ]
        self.workers.show_lines(lines)
        self._numbers.setVisible(bool(lines))
        forgotten = sum(each.forgotten for each in listed.workers)
        self._forgotten.set_text(f"忘れ：記録のない面接・訪問の予定が{forgotten}件あります")
        self._forgotten.setVisible(forgotten > 0)

    def _build(self) -> None:
        self.back.setObjectName("leave_numbers")
        head = layouts.row(
            self._title,
            self._count,
            layouts.STRETCH,
            self._order,
            self.back,
            spacing=6,
            margins=(16, 0, 16, 0),
        )
        note = layouts.row((self._forgotten, 1), margins=(16, 2, 16, 0))
        line = layouts.row((Line(), 1), margins=(16, 0, 16, 0))
        table = layouts.row((self.workers, 1), margins=(0, 0, 10, 0))
        self._numbers = layouts.panel(
            layouts.column(WorkersHead(self.workers), line, (table, 1), note, 8, spacing=0)
        )
        self.setLayout(
            layouts.column(
                layouts.panel(head, height=32), (self.queue, 1), self._numbers, spacing=0
            )
        )
        layouts.set_surface(self, "surface")
