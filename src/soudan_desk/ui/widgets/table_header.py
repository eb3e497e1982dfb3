"""The headings of a table of records, of which some may stay while the others scroll."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import LEFT, RIGHT, draw_icon, draw_line, draw_text

_PADDING = 8


class TableHeader(QHeaderView):
    """Headings small and muted on the page's ground, with the arrow of the order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted_by: tuple[int, bool] | None = None
        self.staying = 0
        """How many columns at the left stay in sight while the others scroll."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(theme.px(32))

    def staying_sections(self) -> list[tuple[int, QRect]]:
        """Return the columns that stay and where; none while all stand in their places."""
        if not self.offset():
            return []
        columns = range(min(self.staying, self.count()))
        places = [(column, self.sectionPosition(column)) for column in columns]
        return [(c, QRect(left, 0, self.sectionSize(c), self.height())) for c, left in places]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the headings that stay over the others."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for column, rect in self.staying_sections():
            self.paintSection(painter, rect, column)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click on a heading that stays for that heading."""
        at = event.position().toPoint()
        for column, rect in self.staying_sections():
            if rect.contains(at):
                self.sectionClicked.emit(column)
                return
        super().mousePressEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a heading."""
        model, padding = self.model(), theme.px(_PADDING)
        box = QRectF(rect)
        painter.fillRect(rect, theme.colour(Role.SURFACE))
        draw_line(painter, QRectF(box.x(), box.bottom() - 1, box.width(), 1))
        box.adjust(padding, 0, -padding, 0)
        across = Qt.Orientation.Horizontal
        text = str(model.headerData(section, across) or "")
        align = model.headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        is_right = bool(align is not None and int(align) & Qt.AlignmentFlag.AlignRight.value)
        is_sorted = self.sorted_by is not None and self.sorted_by[0] == section
        if is_sorted and self.sorted_by:
            icon = Icon.CHEVRON_DOWN if self.sorted_by[1] else Icon.CHEVRON_UP
            words = theme.text_width(text, Type.SMALL, bold=True)
            left = box.right() - words - theme.px(16) if is_right else box.x() + words + theme.px(3)
            draw_icon(painter, left, box.center().y(), icon, Role.TEXT, 14)
        role = Role.TEXT if is_sorted else Role.MUTED
        place = RIGHT if is_right else LEFT
        draw_text(painter, box, text, role, Type.SMALL, bold=is_sorted, align=place)
