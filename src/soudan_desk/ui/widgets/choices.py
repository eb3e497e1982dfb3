"""Choosing among up to five: segments. The chosen one is bold, tinted and edged.

    who = Segments([("self", "本人"), ("family", "家族")], keys="QW")
    who.picked.connect(self._on_who_picked)        # the option's code
    who.set_value("family"); who.value(); who.set_value(None)

Arrows move and choose, Space chooses, a drawn letter chooses while the focus is inside, Delete
takes the answer back (unless `required`). Tab stops once for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import FIXED, offer_whole
from soudan_desk.ui.widgets.painting import (
    draw_box,
    draw_focus,
    draw_key_cap,
    draw_line,
    draw_text,
    key_cap_width,
)


class _Segment(QAbstractButton):
    """One option; its row draws it, for neighbours share an edge."""

    def __init__(self, code: str, label: str, key: str, height: int) -> None:
        super().__init__()
        self.code, self.key, self._height = code, key, height
        self.setText(label)
        self.setCheckable(True)
        self.setAccessibleName(label)
        self.setAccessibleDescription(f"キー {key}" if key else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(FIXED, FIXED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words as a tooltip where they are cut."""
        super().resizeEvent(event)
        offer_whole(self)

    def words_width(self) -> float:
        """Measure the words in the wider of both weights."""
        return max(theme.text_width(self.text(), bold=bold) for bold in (False, True))

    def cap_width(self) -> int:
        """Measure the key cap with the gap before it."""
        return key_cap_width(self.key) + theme.px(6) if self.key else 0

    def sizeHint(self) -> QSize:
        """Return room for the words in bold, so that choosing moves nothing."""
        width = round(self.words_width()) + theme.px(24) + self.cap_width()
        return QSize(width, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave it to the row."""


class Segments(QWidget):
    """A row of up to five options of which one, or none yet, is chosen."""

    picked = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        *,
        keys: Sequence[str] = (),
        height: int = 32,
        required: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._required = required
        self._group = QButtonGroup(self)
        self._row = layouts.row(spacing=0)
        self._segments: list[_Segment] = []
        self.setLayout(self._row)
        self.setSizePolicy(FIXED, FIXED)
        self.setAccessibleName(name)
        for index, (code, label) in enumerate(options):
            self._add(_Segment(code, label, keys[index] if keys else "", height))
        if self._segments:
            self.setFocusProxy(self._segments[0])
        self._keep_one_tab_stop()
        self._group.buttonClicked.connect(self._on_segment_clicked)
        self._group.buttonToggled.connect(self._on_segment_toggled)

    def value(self) -> str | None:
        """Return the chosen option's code."""
        chosen = self._group.checkedButton()
        return chosen.code if isinstance(chosen, _Segment) else None

    def set_value(self, code: str | None) -> None:
        """Choose an option, or none; sends no signal."""
        self._group.setExclusive(False)
        for segment in self._segments:
            segment.setChecked(segment.code == code)
        self._group.setExclusive(True)
        self._keep_one_tab_stop()
        self.update()

    def buttons(self) -> list[QAbstractButton]:
        """Return the single options, in order."""
        return list(self._segments)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, each option, and over them the chosen and the focused one."""
        painter = QPainter(self)
        problem = bool(self.property("problem"))
        width = theme.px(2) if problem else 1
        draw_box(painter, self.rect(), Role.RAISED if self.isEnabled() else Role.SUNKEN)
        for before, segment in zip([None, *self._segments], self._segments, strict=False):
            self._draw_segment(painter, segment, before)
        edge = Role.DANGER if problem else Role.LINE_STRONG if self.isEnabled() else Role.LINE
        draw_box(painter, self.rect(), None, edge, width)
        for segment in self._segments:
            self._draw_over(painter, segment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the drawn letter, take back by Delete."""
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            for segment in self._segments:
                if segment.key and event.text().upper() == segment.key.upper():
                    segment.setFocus()
                    segment.click()
                    return
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._take_back():
                return
        super().keyPressEvent(event)

    # private

    def _add(self, segment: _Segment) -> None:
        self._segments.append(segment)
        self._group.addButton(segment)
        self._row.addWidget(segment)

    def _take_back(self) -> bool:
        if self._required or self.value() is None:
            return False
        self.set_value(None)
        self.picked.emit(None)
        return True

    def _on_segment_clicked(self) -> None:
        self.picked.emit(self.value())

    def _on_segment_toggled(self, segment: QAbstractButton, is_on: bool) -> None:
        if is_on:
            self.setFocusProxy(segment)
        self._keep_one_tab_stop()
        self.update()

    def _keep_one_tab_stop(self) -> None:
        stop = self._group.checkedButton() or next(iter(self._segments), None)
        for segment in self._segments:
            policy = Qt.FocusPolicy.StrongFocus if segment is stop else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)

    def _draw_segment(self, painter: QPainter, segment: _Segment, before: _Segment | None) -> None:
        rect = QRectF(segment.geometry())
        if segment.underMouse() and self.isEnabled() and not segment.isChecked():
            draw_box(painter, rect.adjusted(1, 1, -1, -1), Role.HOVER)
        if segment.isChecked():
            draw_box(painter, rect, Role.ACCENT_SOFT, Role.ACCENT, 1.5)
        elif before is not None and not before.isChecked():
            draw_line(painter, QRectF(rect.x(), theme.px(8), 1, rect.height() - theme.px(16)))
        self._draw_words(painter, segment, rect)

    def _draw_words(self, painter: QPainter, segment: _Segment, rect: QRectF) -> None:
        is_on, middle = segment.isChecked(), rect.center().y()
        ink = Role.ACCENT if is_on else Role.TEXT if self.isEnabled() else Role.MUTED
        words = theme.text_width(segment.text(), Type.BODY, bold=is_on)
        inside = rect.width() - 2 * theme.px(4)
        has_key = bool(segment.key) and words + segment.cap_width() <= inside
        words = min(words, inside)
        left = rect.x() + (rect.width() - words - (segment.cap_width() if has_key else 0)) / 2
        room = QRectF(left, rect.y(), words, rect.height())
        draw_text(painter, room, segment.text(), ink, bold=is_on)
        if has_key:
            inks = (Role.ACCENT, Role.ACCENT) if is_on else (Role.MUTED, Role.LINE_STRONG)
            draw_key_cap(painter, left + words + theme.px(6), middle, segment.key, *inks)

    def _draw_over(self, painter: QPainter, segment: _Segment) -> None:
        rect = QRectF(segment.geometry())
        if segment.isChecked() and not self.property("problem"):
            draw_box(painter, rect, None, Role.ACCENT, 1.5)
        if segment.hasFocus():
            draw_focus(painter, rect)
