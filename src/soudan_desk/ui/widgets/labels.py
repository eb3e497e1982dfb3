"""Words and small marks that cannot be operated: labels, titles, key caps, lines, the mark.

    Label("担当", Type.LABEL, Role.MUTED)     Label("128", Type.HEADING, figures=True)
    ElidedLabel("生活福祉課 保護第一係")        SectionTitle("期限", count=7)
    KeyCap("Ctrl+K")                          KeyHint("Enter", "行う")
    IconLabel(Icon.LOCK)                      Line()   Line(vertical=True)   Mark(24)

Tones are roles of colour, sizes are roles of type.
"""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.fitting import Fitting
from soudan_desk.ui.widgets.painting import (
    CENTRE,
    draw_box,
    draw_icon,
    draw_key_cap,
    draw_line,
    draw_text,
    key_cap_width,
)

FIXED = QSizePolicy.Policy.Fixed
PREFERRED = QSizePolicy.Policy.Preferred
EXPANDING = QSizePolicy.Policy.Expanding


def offer_whole(widget: QLabel | QAbstractButton) -> None:
    """Give a widget its words as a tooltip where it is narrower than they need."""
    words, is_cut = widget.text(), widget.sizeHint().width() > widget.width() + 1
    if is_cut and not widget.toolTip():
        widget.setToolTip(words)
    elif not is_cut and words and widget.toolTip() == words:
        widget.setToolTip("")


class Label(QLabel):
    """One line of plain text in a size and tone of the theme."""

    def __init__(
        self,
        text: str = "",
        size: Type = Type.BODY,
        tone: Role = Role.TEXT,
        *,
        bold: bool = False,
        figures: bool = False,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if tone is not Role.TEXT:
            self.setProperty("tone", str(tone))
        layouts.set_type(self, size, bold=bold, figures=figures)

    def set_tone(self, tone: Role) -> None:
        """Change the colour's role."""
        layouts.set_property(self, "tone", str(tone))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text where there is less room than it needs."""
        super().resizeEvent(event)
        offer_whole(self)


class ElidedLabel(Label):
    """A line that may be narrower than its text: cut with …, the whole of it as a tooltip."""

    _least = 42  # three characters

    def at_least(self, pixels: int) -> Self:
        """Say how far it gives way, at a zoom of 100 %; give it back."""
        self._least = pixels
        return self

    def minimumSizeHint(self) -> QSize:
        """Let layouts squeeze it, but not below what is asked for as long as it has words."""
        whole = super().minimumSizeHint()
        return QSize(min(theme.px(self._least), whole.width()), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text cut to the width there is."""
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment().value, shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text where it is cut."""
        super().resizeEvent(event)
        self._offer_whole()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._offer_whole()

    def _offer_whole(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if is_cut else "")


class _Painted(QWidget):
    """A mark of a size of its own that takes no input."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(FIXED, FIXED)

    def minimumSizeHint(self) -> QSize:
        """Never shrink."""
        return self.sizeHint()


class KeyCap(_Painted):
    """A key, drawn as it stands on the keyboard."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(f"キー {key}")

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(key_cap_width(self._key), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_key_cap(QPainter(self), 0, self.height() / 2, self._key)


class KeyHint(_Painted):
    """A key cap and, muted, what the key does."""

    def __init__(self, key: str, does: str) -> None:
        super().__init__()
        self._key, self._does = key, does
        self.setAccessibleName(f"{key} で{does}")

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        width = key_cap_width(self._key) + theme.px(5) + theme.text_width(self._does, Type.SMALL)
        return QSize(round(width) + 1, theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        left = draw_key_cap(painter, 0, self.height() / 2, self._key) + theme.px(5)
        rect = QRectF(left, 0, self.width() - left, self.height())
        draw_text(painter, rect, self._does, Role.MUTED, Type.SMALL)


class IconLabel(_Painted):
    """An icon that stands beside words."""

    def __init__(self, icon: Icon, role: Role = Role.MUTED, size: int = 16) -> None:
        super().__init__()
        self._icon, self._role, self._side = icon, role, size

    def set_icon(self, icon: Icon, role: Role) -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_icon(QPainter(self), 0, self.height() / 2, self._icon, self._role, self._side)


class Line(QWidget):
    """A hairline, one device pixel wide at every zoom."""

    def __init__(self, *, vertical: bool = False, role: Role = Role.LINE) -> None:
        super().__init__()
        self._role = role
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_line(QPainter(self), QRectF(self.rect()), self._role)


class Mark(_Painted):
    """The mark of the program: 「相」 in bold on accent."""

    def __init__(self, side: int = 24) -> None:
        super().__init__()
        self._side = side

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), Role.ACCENT)
        font = QFont(theme.font(bold=True))
        font.setPixelSize(round(theme.px(self._side) * 0.62))
        painter.setFont(font)
        painter.setPen(theme.colour(Role.ACCENT_TEXT))
        painter.drawText(QRectF(self.rect()), CENTRE.value, "相")


@runtime_checkable
class _Keyed(Protocol):
    """A button that can leave the drawing of its key out."""

    def show_key(self, shown: bool) -> None: ...
    def full_width(self) -> int: ...
    def least_width(self) -> int: ...


class SectionTitle(Fitting):
    """A heading with its count, muted; `side` widgets stand at its right end.

    Where room is short hints of keys go, then keys on buttons: the heading is never cut for them.
    """

    def __init__(
        self, text: str, *side: QWidget, count: int | None = None, size: Type = Type.HEADING
    ) -> None:
        super().__init__()
        self._count = Label("", size, Role.MUTED, figures=True)
        self._text = Label(text, size, bold=True)
        self._side, self._gap = side, 5 if size is Type.LABEL else 8
        words = layouts.row(self._text, self._count, spacing=self._gap)
        self.setLayout(layouts.row(words, layouts.STRETCH, *side, spacing=self._gap))
        self.setSizePolicy(PREFERRED, FIXED)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Show how many there are; None hides the number."""
        self._count.setText("" if count is None else f"{count:,}")
        self._count.setVisible(count is not None)

    def set_text(self, text: str) -> None:
        """Change the heading."""
        self._text.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Be content without the hints."""
        return QSize(self._taken(with_keys=False), super().minimumSizeHint().height())

    def _taken(self, *, with_keys: bool) -> int:
        """Measure what never goes, in pixels."""
        lasting = (each for each in self._side if not isinstance(each, KeyHint))
        parts = [self._text, self._count, *lasting]
        shown = [_width_of(each, with_key=with_keys) for each in parts if not each.isHidden()]
        return sum(shown) + theme.px(self._gap) * len(shown)

    def _fit(self) -> None:
        room = self.width() - self._taken(with_keys=True)
        for button in (each for each in self._side if isinstance(each, _Keyed)):
            button.show_key(room >= 0)
        for hint in (each for each in self._side if isinstance(each, KeyHint)):
            room -= hint.sizeHint().width() + theme.px(self._gap)
            hint.setVisible(room >= 0)


def _width_of(widget: QWidget, *, with_key: bool) -> int:
    if isinstance(widget, _Keyed):
        return widget.full_width() if with_key else widget.least_width()
    return widget.sizeHint().width()
