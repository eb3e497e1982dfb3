"""The questions of every call: short ones each at its place, long texts that share one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import lead_on
from soudan_desk.ui.forms.grid import Place
from soudan_desk.ui.forms.section import Cell, Section
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.choices import Segments

TEXTS = ("body", "findings", "response")
LEAST_TEXT = 110
"""The least height of the long text, px at 100 %."""
_HEAD, _GAP = 32, 12
_ROWS = (
    (("held_on", 4), ("started_at_time", 2), ("ended_at_time", 2), ("method", 4)),
    (("counterparts", 12),),
    (("place", 3), ("staff_id", 4), ("subject", 5)),
    (("next_action", 8), ("next_due_on", 4)),
)
"""The rows of the questions of every call, on a grid of twelve columns."""
_TEXT_WORDS = {"body": "事実", "findings": "所見", "response": "次の対応"}


class CallSection(Section):
    """The short questions of every call, each at its place."""

    def place(self, width: int) -> int:
        """Place the questions in the rows one answers them in."""
        shown = {cell.field.key: cell for cell in self.cells if cell.is_shown}
        top = 0
        for row in _ROWS:
            starts = accumulate((span for _key, span in row), initial=0)
            places = [
                (shown[key], Place(0, start, span))
                for (key, span), start in zip(row, starts, strict=False)
                if key in shown
            ]
            if places:
                top = self._place_row(places, top, width)
        self.update()
        return top


class TextsSection(Section):
    """The long texts share one place; segments say which of them is seen."""

    def __init__(
        self,
        fields: Sequence[Field],
        context: FormContext,
        parent: QWidget,
        on_turned: Callable[[], None],
    ) -> None:
        super().__init__("", fields, context, parent)
        self._on_turned = on_turned
        self._room = 0
        self._segments = Segments(
            [(key, _TEXT_WORDS[key]) for key in TEXTS],
            height=28,
            required=True,
            name="記録のどの部分",
        )
        self._segments.setParent(self)
        self._segments.setObjectName("record_part")
        self._segments.set_value(TEXTS[0])
        self._segments.picked.connect(self._on_segments_picked)

    @property
    def current(self) -> str:
        """Return the key of the text that is seen."""
        return self._segments.value() or TEXTS[0]

    def turn_to(self, key: str) -> None:
        """Let one of the texts be seen."""
        self._segments.set_value(key)
        self._show_current()

    def give_room(self, height: int) -> None:
        """Say how high the text may be, in pixels."""
        self._room = height

    def place(self, width: int) -> int:
        """Place all three at the same spot."""
        head, room = theme.px(_HEAD), max(self._room, theme.px(LEAST_TEXT))
        wants_line = any(cell.problem for cell in self.cells)
        for cell in self.cells:
            cell.label_at = QRect(0, 0, width, head - theme.px(4))
            cell.editor_at = QRect(0, head, width, room)
            cell.below_at = QRect(0, head + room + theme.px(4), width, theme.px(16))
            self.put_in_place(cell)
        self._segments.move(theme.px(78), 0)
        self._segments.resize(self._segments.sizeHint())
        self._show_current()
        return head + room + theme.px(_GAP) + (theme.px(20) if wants_line else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the label and the problem of the text that is seen."""
        cells, self.cells = self.cells, [self._current_cell()]
        super().paintEvent(event)
        self.cells = cells

    def put_in_place(self, cell: Cell) -> None:
        """Give an editor its place; only the current one is seen."""
        super().put_in_place(cell)
        if cell.editor is not None:
            cell.editor.widget().setVisible(cell.field.key == self.current)

    def lead_in(self, before: QWidget) -> None:
        """Let Tab come to the segments from what stands above them."""
        lead_on(before, self._segments)

    def _current_cell(self) -> Cell:
        return next(cell for cell in self.cells if cell.field.key == self.current)

    def _show_current(self) -> None:
        for cell in self.cells:
            if cell.editor is not None:
                cell.editor.widget().setVisible(cell.field.key == self.current)
        self.update()

    def _on_segments_picked(self) -> None:
        self._show_current()
        self._on_turned()
