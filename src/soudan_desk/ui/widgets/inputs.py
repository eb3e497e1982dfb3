"""Editors that Qt draws by the style sheet, with what it leaves out.

    LineEdit("090-0000-1234", figures=True)            Select([("tel", "電話"), ("visit", "来所")])

`Select` is for more than five options (up to five: `Segments`); it can be left blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.labels import FIXED, PREFERRED
from soudan_desk.ui.widgets.painting import draw_icon


class LineEdit(QLineEdit):
    """One line of text; `figures` sets digits of one width, `quiet` the ground of the page."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        figures: bool = False,
        quiet: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setProperty("figures", figures)
        self.setProperty("quiet", quiet)
        self.setCursorPosition(0)


class Select(QComboBox):
    """A list of options, one of which, or none yet, is chosen."""

    picked = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        *,
        blank: str | None = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._blank = blank
        self.setAccessibleName(name)
        self.setSizePolicy(PREFERRED, FIXED)
        self.setItemDelegate(QStyledItemDelegate(self))  # lets the style sheet set the row height
        self.setMaxVisibleItems(16)
        # Qt's other policies resize the box behind the layout's back when its items change.
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.set_options(options)
        self.activated.connect(self._on_activated)
        self.currentTextChanged.connect(self._offer_whole)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options; what was chosen stays chosen if it is among them."""
        chosen = self.value()
        self.clear()
        if self._blank is not None:
            self.addItem(self._blank, None)
        for code, label in options:
            self.addItem(label, code)
        self.set_value(chosen)

    def value(self) -> str | None:
        """Return the chosen option's code."""
        code: str | None = self.currentData()
        return code

    def set_value(self, code: str | None) -> None:
        """Choose an option; none, and one that is not offered, leave it blank."""
        found = self.findData(code) if code is not None else -1
        self.setCurrentIndex(found if found >= 0 else self._blank_index())

    def sizeHint(self) -> QSize:
        """Return room for the longest option."""
        widths = (theme.text_width(self.itemText(index)) for index in range(self.count()))
        return QSize(round(max(widths, default=0)) + theme.px(44), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        """Let layouts cut long options."""
        return QSize(theme.px(72), theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, its words cut with …, and the arrow that a styled combo box loses."""
        from PySide6.QtWidgets import (  # 600 names, which the login page does without
            QStyle,
            QStyleOptionComboBox,
            QStylePainter,
        )

        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, self._room()
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        left = self.width() - theme.px(24)
        role = Role.TEXT if self.isEnabled() else Role.MUTED
        draw_icon(QPainter(self), left, self.height() / 2, Icon.CHEVRON_DOWN, role, 15)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words as a tooltip where they are cut."""
        super().resizeEvent(event)
        self._offer_whole()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, or scrolling would change answers."""
        event.ignore()

    def _room(self) -> int:
        """Return how wide the words may be, in pixels."""
        return self.width() - theme.px(9 + 26)

    def _offer_whole(self) -> None:
        words = self.currentText()
        is_cut = self.fontMetrics().horizontalAdvance(words) > self._room()
        self.setToolTip(words if is_cut else "")

    def _blank_index(self) -> int:
        return -1 if self._blank is None else 0

    def _on_activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index, Qt.ItemDataRole.UserRole))
