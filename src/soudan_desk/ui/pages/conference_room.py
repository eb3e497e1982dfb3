"""Where the parts of the cockpit stand: side by side, or taking turns where room is short."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.conference_bars import ConferenceButtons
from soudan_desk.ui.pages.conference_panes import AgendaPane, BriefPane, MembersPane
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.labels import Line

_NARROW_BELOW, _LOW_BELOW = 1040, 420
"""Logical width of the window under which brief and form take turns, and height of the room under
which agenda and members do."""
_SIDE_LEAST, _SIDE_WIDTH, _ANY_WIDTH = 276, 296, 16_777_215


class ConferenceRoom(QWidget):
    """Agenda and members left, the brief in the middle, what is written right."""

    fitted = Signal()
    """The room has another shape."""

    def __init__(
        self,
        agenda: AgendaPane,
        members: MembersPane,
        brief: BriefPane,
        writing: QWidget,
        acts: ConferenceButtons,
    ) -> None:
        super().__init__()
        self._agenda, self._members, self._acts = agenda, members, acts
        self._reading, self._writing = brief, writing
        self._reads = self._at_members = False
        self._is_narrow: bool | None = None
        self._is_low: bool | None = None
        self._upper = layouts.row(layouts.STRETCH, spacing=4)
        self._lower = layouts.row(layouts.STRETCH, spacing=4)
        self._build()

    @property
    def is_low(self) -> bool:
        """Whether lines are too few for more than is needed."""
        return bool(self._is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let parts take turns where they cannot stand side by side."""
        super().resizeEvent(event)
        self._fit()

    def show_agenda(self) -> None:
        """Stand in the agenda."""
        self._show_left(at_members=False)
        self._agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_members(self) -> None:
        """Stand in the list of who is there."""
        self._show_left(at_members=True)
        self._members.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_writing(self) -> None:
        """Show what is written, where it takes turns with the brief."""
        self._reads = False
        self._arrange()

    def turn(self) -> bool:
        """Stand in the brief; where it takes turns with what is written, come and go.

        Tell whether one reads now.
        """
        self._reads = not (self._is_narrow and self._reads)
        self._arrange()
        if self._reads:
            self._reading.take_focus()
        return self._reads

    # private

    def _build(self) -> None:
        left = layouts.column(
            (self._agenda, 3),
            self._upper,
            (self._members, 2),
            self._lower,
            spacing=6,
            margins=(12, 12, 8, 12),
        )
        brief = layouts.column(self._reading, margins=(16, 12, 16, 12))
        self._left = layouts.panel(left, "surface")
        self._middle = layouts.panel(brief, "raised")
        self._edge = Line(vertical=True)
        panes = layouts.row(
            (self._left, 7),
            Line(vertical=True),
            (self._middle, 9),
            self._edge,
            (self._writing, 17),
            spacing=0,
        )
        self.setLayout(panes)
        self._upper.insertWidget(0, self._acts.fill)
        self._lower.insertWidget(0, self._acts.add)
        self._lower.insertWidget(1, self._acts.member)

    def _fit(self) -> None:
        narrow = self.window().width() * 100 / theme.zoom < _NARROW_BELOW
        low = self.height() * 100 / theme.zoom < _LOW_BELOW
        if (narrow, low) != (self._is_narrow, self._is_low):
            self._is_narrow, self._is_low = narrow, low
            self._reads = False
            self._arrange()
            self.fitted.emit()

    def _show_left(self, *, at_members: bool) -> None:
        self._at_members = at_members
        self._arrange()

    def _arrange(self) -> None:
        low, narrow = bool(self._is_low), bool(self._is_narrow)
        has_agenda, has_members = not (low and self._at_members), not low or self._at_members
        (self._upper if low else self._lower).insertWidget(1 if low else 0, self._acts.add)
        upper: tuple[QWidget, ...] = (self._agenda, self._acts.fill, self._acts.add)
        lower: tuple[QWidget, ...] = (self._members, self._acts.member)
        for part in upper:
            part.setVisible(has_agenda)
        for part in lower:
            part.setVisible(has_members)
        self._middle.setVisible(not narrow or self._reads)
        self._writing.setVisible(not narrow or not self._reads)
        self._edge.setVisible(not narrow)
        self._acts.show_keys(on_page=not narrow, at_left=not low)
        self._acts.read.setVisible(narrow)
        self._acts.read.setText("書く" if self._reads else "資料を読む")
        self._left.setMaximumWidth(theme.px(_SIDE_WIDTH) if narrow else _ANY_WIDTH)
        self._left.setMinimumWidth(theme.px(_SIDE_LEAST) if narrow else 0)
