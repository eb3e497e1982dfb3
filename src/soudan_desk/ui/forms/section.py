"""A part of a form: its title, and its questions on the grid with painted labels and problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as given

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.choices import grid_columns, grid_height, offered_entries
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.grid import GUTTER, REQUIRED, Place, Wish, places_of, unit_width, wish_of
from soudan_desk.ui.forms.rows_table import FEWEST_ROWS
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import RIGHT, draw_icon, draw_text

_TITLE, _LABEL, _LABEL_GAP, _ROW_GAP, _BELOW_GAP = 34, 17, 4, 12, 4
_TEXT_LINES = 110
_BELOW_LINE = 17


@dataclass(slots=True)
class Cell:
    """A question on the form: its editor once made, where it stands, what is said below it."""

    field: Field
    wish: Wish
    editor: Editor | None = None
    is_shown: bool = True
    is_needed: bool = False
    problem: str = ""
    warning: str = ""
    cure: QWidget | None = None
    """The link that mends what is wrong."""
    label_at: QRect = given(default_factory=QRect)
    editor_at: QRect = given(default_factory=QRect)
    below_at: QRect = given(default_factory=QRect)

    @property
    def below(self) -> str:
        """Return what stands below the editor: its problem, a warning, or else its help."""
        return self.problem or self.warning or self.field.help


class Section(QWidget):
    """Places its cells for a width; labels, notes, problems and help are painted, not widgets."""

    def __init__(
        self, title: str, fields: Sequence[Field], context: FormContext, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._context = context
        self.cells = [Cell(field, wish_of(field, context)) for field in fields]
        self.setAccessibleName(title)

    def measure_anew(self) -> None:
        """Ask every question again how much room it wants; the zoom has changed."""
        for cell in self.cells:
            cell.wish = wish_of(cell.field, self._context)

    def place(self, width: int) -> int:
        """Place all cells for a width and return the height they take, in pixels."""
        shown = [cell for cell in self.cells if cell.is_shown]
        if not shown:
            return 0
        places = places_of([cell.wish for cell in shown], width)
        top = theme.px(_TITLE) if self.title else 0
        for row in range(places[-1].row + 1):
            cells = [(c, p) for c, p in zip(shown, places, strict=True) if p.row == row]
            top = self._place_row(cells, top, width)
        self.update()
        return top

    def put_in_place(self, cell: Cell) -> None:
        """Give a cell's editor its place."""
        if cell.editor is not None:
            cell.editor.widget().setGeometry(cell.editor_at)
            cell.editor.widget().setVisible(cell.is_shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lead a click on a label to its editor."""
        for cell in self.cells:
            if cell.is_shown and cell.editor and cell.label_at.contains(event.position().toPoint()):
                cell.editor.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, labels, notes, help and problems."""
        painter, seen = QPainter(self), event.rect()
        if self.title:
            title_at = QRectF(0, 0, self.width(), theme.px(24))
            draw_text(painter, title_at, self.title, Role.TEXT, Type.HEADING, bold=True)
        for cell in self.cells:
            if cell.is_shown and seen.intersects(cell.label_at):
                _draw_label(painter, cell)
            if cell.is_shown and cell.below and seen.intersects(cell.below_at):
                _draw_below(painter, cell)

    # placing

    def _place_row(self, cells: Sequence[tuple[Cell, Place]], top: int, width: int) -> int:
        has_labels = any(cell.wish.has_label for cell, _place in cells)
        label = theme.px(_LABEL + _LABEL_GAP) if has_labels else 0
        pitch, bottom = unit_width(width) + theme.px(GUTTER), top
        for cell, place in cells:
            left = round(place.column * pitch)
            wide = round((place.column + place.span) * pitch) - theme.px(GUTTER) - left
            own_label = cell.wish.has_label
            cell.label_at = QRect(left, top, wide, theme.px(_LABEL)) if own_label else QRect()
            cell.editor_at = QRect(left, top + label, wide, self._height(cell, wide))
            bottom = max(bottom, cell.editor_at.bottom() + 1)
        for cell, _place in cells:
            self.put_in_place(cell)
        return self._place_below([cell for cell, _ in cells], bottom, width) + theme.px(_ROW_GAP)

    def _place_below(self, cells: Sequence[Cell], top: int, width: int) -> int:
        speaking = [cell for cell in cells if cell.below]
        lowest = top
        for cell in speaking:
            left = cell.editor_at.x()
            room = width - left if len(speaking) == 1 else cell.editor_at.width()
            inset = theme.px(20) if cell.problem or cell.warning else 0
            height = len(_lines(cell.below, room - inset)) * theme.px(_BELOW_LINE)
            cell.below_at = QRect(left, top + theme.px(_BELOW_GAP), room, height)
            lowest = max(lowest, cell.below_at.bottom() + 1 + _put_cure(cell, left + inset))
        return lowest

    def _height(self, cell: Cell, width: int) -> int:
        if cell.editor is not None:
            return cell.editor.height_for(width) or theme.size("editor")
        return self._height_unbuilt(cell.field, width)

    def _height_unbuilt(self, field: Field, width: int) -> int:
        match field.kind:
            case Kind.TEXT:
                return theme.px(_TEXT_LINES)
            case Kind.CHOICES | Kind.MARKS:
                entries = offered_entries(field, self._context)
                return grid_height(len(entries), grid_columns(entries, width))
            case Kind.ROWS:
                return theme.px(64) + FEWEST_ROWS * theme.size("row")
        return theme.size("editor")


def _put_cure(cell: Cell, left: int) -> int:
    """Put the link behind its sentence, or below it; return the height it takes beyond that."""
    if cell.cure is None:
        return 0
    size, room = cell.cure.sizeHint(), cell.below_at.right() - left
    cell.cure.setVisible(cell.is_shown)
    words = round(theme.text_width(cell.below, Type.SMALL)) + theme.px(4)
    if words + size.width() > room:
        cell.cure.setGeometry(left, cell.below_at.bottom() + 1, size.width(), size.height())
        return size.height()
    spare = (size.height() - cell.below_at.height()) // 2
    cell.cure.setGeometry(left + words, cell.below_at.y() - spare, size.width(), size.height())
    return max(spare, 0)


def _draw_label(painter: QPainter, cell: Cell) -> None:
    room = QRectF(cell.label_at)
    taken = draw_text(painter, room, cell.field.label, Role.MUTED, Type.LABEL)
    if cell.is_needed:
        rest = room.adjusted(taken + theme.px(6), 0, 0, 0)
        taken += theme.px(6) + draw_text(painter, rest, REQUIRED, Role.TEXT, Type.SMALL)
    if cell.editor is not None:
        _draw_notes(painter, cell.editor, room.adjusted(taken + theme.px(8), 0, -theme.px(6), 0))


def _draw_notes(painter: QPainter, editor: Editor, room: QRectF) -> None:
    words = ""
    for note in filter(None, editor.notes()):
        longer = f"{words}・{note}" if words else note
        if theme.text_width(longer, Type.SMALL) > room.width():
            break
        words = longer
    if words:
        draw_text(painter, room, words, editor.note_role(), Type.SMALL, align=RIGHT)


def _draw_below(painter: QPainter, cell: Cell) -> None:
    room, role = cell.below_at, Role.MUTED
    if cell.problem or cell.warning:
        icon, role = (Icon.PROBLEM, Role.DANGER) if cell.problem else (Icon.LATE, Role.WARNING)
        draw_icon(painter, room.x(), room.y() + theme.px(8), icon, role, 14)
        room = room.adjusted(theme.px(20), 0, 0, 0)
    line_at = QRectF(room.x(), room.y(), room.width(), theme.px(_BELOW_LINE))
    for line in _lines(cell.below, room.width()):
        draw_text(painter, line_at, line, role, Type.SMALL)
        line_at.translate(0, line_at.height())


def _lines(text: str, width: int) -> list[str]:
    """Break a sentence for a width in pixels."""
    layout = QTextLayout(text, theme.font(Type.SMALL))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines
