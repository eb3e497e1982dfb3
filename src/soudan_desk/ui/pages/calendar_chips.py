"""Whose appointments are shown: one's own, everybody's, or those of some colleagues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.calendar_acts import Colleague
from soudan_desk.ui.pages.calendar_looks import surname
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.wrapping import WrapRow


class WorkerChip(FilterChip):
    """A colleague's chip, with the colour their appointments have below the name."""

    def __init__(self, label: str, role: Role) -> None:
        super().__init__(label)
        self._role = role

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colour too."""
        super().paintEvent(event)
        edge, thick = theme.px(8), theme.px(3)
        room = QRectF(edge, self.height() - theme.px(6), self.width() - 2 * edge, thick)
        QPainter(self).fillRect(room, theme.colour(self._role))


class WhoseChips(QWidget):
    """自分, 係のみんな, and each colleague."""

    changed = Signal()

    def __init__(self, me: UUID) -> None:
        super().__init__()
        self._me = me
        self._all: list[UUID] = []
        self._names: dict[UUID, str] = {}
        self._chosen = frozenset({me})
        self._mine = FilterChip("自分")
        self._everybody = FilterChip("係のみんな")
        self._others: dict[UUID, WorkerChip] = {}
        self._holder = layouts.row(spacing=0)
        self._row: QWidget | None = None
        self.setLayout(self._holder)
        self._mine.setObjectName("show_mine")
        self._everybody.setObjectName("show_everybody")
        self._mine.clicked.connect(lambda: self.choose({me}))
        self._everybody.clicked.connect(lambda: self.choose(self._all))

    def show_colleagues(
        self, colleagues: Sequence[Colleague], colours: Mapping[UUID, Role]
    ) -> None:
        """Offer these; who is no longer among them is no longer shown."""
        others = [each for each in colleagues if each.id != self._me]
        self._all = [each.id for each in colleagues]
        self._names = {each.id: each.name for each in colleagues}
        self._chosen = self._chosen & frozenset(self._all) or frozenset({self._me})
        self._others = {
            each.id: WorkerChip(surname(each.name), colours[each.id]) for each in others
        }
        self._everybody.set_count(len(self._all))
        self._put(others)
        self._show()

    def chosen(self) -> frozenset[UUID]:
        """Return those whose appointments are shown."""
        return self._chosen

    def names(self) -> list[str]:
        """Return what they are called; all of them as one word."""
        is_all = len(self._chosen) == len(self._all) > 1
        chosen = [self._names[each] for each in self._all if each in self._chosen]
        return [self._everybody.text()] if is_all else chosen

    def choose(self, staff_ids: Sequence[UUID] | set[UUID] | frozenset[UUID]) -> None:
        """Show these; nobody means oneself."""
        self._chosen = frozenset(staff_ids) or frozenset({self._me})
        self._show()
        self.changed.emit()

    def toggle(self) -> None:
        """Go over from oneself to everybody, and back."""
        self.choose({self._me} if len(self._chosen) > 1 else self._all)

    def _put(self, others: Sequence[Colleague]) -> None:
        for number, each in enumerate(others, 1):
            chip = self._others[each.id]
            chip.setObjectName(f"show_worker_{number}")
            chip.setToolTip(each.name)
            chip.clicked.connect(partial(self._on_worker_clicked, each.id))
        line = Line(vertical=True)
        layouts.fix_size(line, height=20)
        row = WrapRow(self._mine, self._everybody, line, *self._others.values(), spacing=6)
        layouts.add(self._holder, (row, 1))
        if self._row is not None:
            self._holder.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
        self._row = row

    def _show(self) -> None:
        is_all = len(self._chosen) == len(self._all) > 1
        self._mine.setChecked(self._me in self._chosen)
        self._everybody.setChecked(is_all)
        for which, other in self._others.items():
            other.setChecked(which in self._chosen)
        for chip in (self._mine, self._everybody, *self._others.values()):
            chip.updateGeometry()

    def _on_worker_clicked(self, which: UUID, _on: bool = False) -> None:
        self.choose(self._chosen ^ {which})
