"""The right of 供覧・決裁: the stamps, what happened so far, what the case is about to need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import IconLabel, Label, Line
from soudan_desk.ui.widgets.stamps import StampLook, StampRow


@dataclass(frozen=True, slots=True)
class SideLine:
    """One line with its icon; `at` and `words` stand below it."""

    icon: Icon
    role: Role
    text: str
    at: str = ""
    words: str = ""
    tone: Role = Role.TEXT


class ReviewSide(QWidget):
    """押印欄, これまで, このケース."""

    case_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("review_side")
        self.stamps = StampRow()
        self._events = layouts.column(spacing=8)
        self._alerts = layouts.column(spacing=6)
        self._link = Button("ケースを開く", kind=ButtonKind.LINK, icon=Icon.CASES, height=24)
        self.print = Button("印刷", kind=ButtonKind.LINK, icon=Icon.PRINT, key="Ctrl+P", height=24)
        self._link.setObjectName("open_case")
        self.print.setObjectName("print_review")
        self._alert_part = layouts.panel(self._part("このケース", self._alerts, self._link))
        self.setLayout(
            layouts.column(
                layouts.row(Label("押印欄", Type.LABEL, bold=True), layouts.STRETCH, self.print),
                self.stamps,
                8,
                layouts.panel(self._part("これまで", self._events)),
                8,
                self._alert_part,
                layouts.STRETCH,
                spacing=6,
                margins=(16, 12, 16, 16),
            )
        )
        self._link.clicked.connect(self.case_wanted)

    def show_all(
        self,
        stamps: Sequence[StampLook],
        events: Sequence[SideLine],
        alerts: Sequence[SideLine],
        *,
        link: str,
    ) -> None:
        """Show these; `link` names what Enter opens."""
        self.stamps.show_stamps(stamps)
        _refill(self._events, events)
        _refill(self._alerts, alerts)
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._alert_part.setVisible(bool(alerts or link))

    def _part(self, title: str, lines: QVBoxLayout, *more: QWidget) -> QVBoxLayout:
        return layouts.column(Label(title, Type.LABEL, bold=True), Line(), lines, *more, spacing=6)


def _refill(column: QVBoxLayout, lines: Sequence[SideLine]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for line in lines:
        shown = _shown(line)
        column.addWidget(shown)
        shown.show()


def _shown(line: SideLine) -> QWidget:
    words = DocumentLabel(line.text, Type.LABEL, line.tone, line_height=1.35)
    at = Label(line.at, Type.SMALL, Role.MUTED, figures=True) if line.at else None
    more = DocumentLabel(line.words, Type.SMALL, line_height=1.4) if line.words else None
    icon = layouts.column(
        IconLabel(line.icon, line.role, 14), layouts.STRETCH, margins=(0, 2, 0, 0)
    )
    return layouts.panel(layouts.row(icon, (layouts.column(words, at, more, spacing=1), 1)))
