"""「この方ではありませんか」: people who may be the one on the telephone, each with the reason.

    people = CandidateList(hint)    # a widget below the cards that says what picking does
    people.show_candidates([Candidate(id, "朝倉 文", ...)], "名前・電話から")
    people.picked.connect(...)      # the candidate's id;  Alt+1 … Alt+9
    people.declined.connect(...)    # 別の方として続ける, Alt+0

It hides itself while there is nobody to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED, Label
from soudan_desk.ui.widgets.painting import (
    draw_box,
    draw_focus,
    draw_icon,
    draw_key_cap,
    draw_text,
    key_cap_width,
)

_MOST = 9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known person; `reasons` say in one line each why it may be the one."""

    id: Any
    name: str
    reading: str = ""
    facts: str = ""
    reasons: tuple[str, ...] = ()
    is_likely: bool = False


class CandidateCard(QAbstractButton):
    """One person to pick; the likeliest has an accent edge."""

    def __init__(self, candidate: Candidate, key: str) -> None:
        super().__init__()
        self.candidate, self.key = candidate, key
        self.setText(candidate.name)
        self.setSizePolicy(EXPANDING, FIXED)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        parts = (candidate.name, candidate.reading, candidate.facts, *candidate.reasons)
        self.setAccessibleName("　".join(part for part in parts if part))
        self.setAccessibleDescription(f"キー {key}")
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        """Return two lines and one for each reason."""
        return QSize(theme.px(240), theme.px(74 + 18 * len(self.candidate.reasons)))

    def minimumSizeHint(self) -> QSize:
        """Let the side be narrow; words are then cut with …."""
        return QSize(theme.px(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px, who = QPainter(self), theme.px, self.candidate
        on = who.is_likely
        ground = Role.HOVER if self.underMouse() else Role.RAISED
        draw_box(painter, self.rect(), ground, Role.ACCENT if on else Role.LINE, 1.5 if on else 1)
        cap = self.width() - key_cap_width(self.key) - px(10)
        inks = (Role.ACCENT, Role.ACCENT) if on else (Role.MUTED, Role.LINE_STRONG)
        draw_key_cap(painter, cap, px(19), self.key, *inks)
        line = QRectF(px(12), px(10), cap - px(20), px(18))
        taken = draw_text(painter, line, who.name, bold=True) + px(8)
        if line.width() > taken:
            rest = line.adjusted(taken, 0, 0, 0)
            draw_text(painter, rest, who.reading, Role.MUTED, Type.SMALL)
        line = QRectF(px(12), px(31), self.width() - px(24), px(18))
        draw_text(painter, line, who.facts, Role.MUTED, Type.LABEL)
        self._draw_reasons(painter)
        if self.hasFocus():
            draw_focus(painter, self.rect())

    def _draw_reasons(self, painter: QPainter) -> None:
        px, top = theme.px, theme.px(56)
        icon = Icon.CHECK if self.candidate.is_likely else Icon.SIMILAR
        role = Role.OK if self.candidate.is_likely else Role.MUTED
        for reason in self.candidate.reasons:
            draw_icon(painter, px(12), top + px(8), icon, role, 14)
            line = QRectF(px(32), top, self.width() - px(44), px(16))
            draw_text(painter, line, reason, Role.TEXT, Type.LABEL)
            top += px(19)


class CandidateList(QWidget):
    """The likely people, and the way past them."""

    picked = Signal(object)
    declined = Signal()

    def __init__(self, hint: QWidget | None = None) -> None:
        super().__init__()
        self._hint = hint
        self._cards: list[CandidateCard] = []
        self._title = Label("この方ではありませんか", Type.HEADING, bold=True)
        self._why = Label("", Type.SMALL, Role.MUTED)
        self._column = layouts.column(spacing=8)
        self._decline = Button("別の方として続ける", icon=Icon.ADD_PERSON, key="Alt+0")
        self._decline.setObjectName("decline_candidates")
        self._build()
        self._decline.clicked.connect(self.declined)

    def show_candidates(self, candidates: Sequence[Candidate], why: str = "") -> None:
        """Show other people; `why` says what they were found by."""
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = list(candidates)[:_MOST]
        self._cards = [CandidateCard(who, f"Alt+{n}") for n, who in enumerate(shown, 1)]
        for card in self._cards:
            self._column.addWidget(card)
            card.clicked.connect(partial(self._on_card_clicked, card))
        self._why.setText(f"{why} {len(shown)}人" if why and shown else "")
        self.setVisible(bool(shown))

    def cards(self) -> list[CandidateCard]:
        """Return the people shown, likeliest first."""
        return list(self._cards)

    def _build(self) -> None:
        head = layouts.column(self._title, self._why, spacing=4)
        foot = layouts.row(self._decline, layouts.STRETCH)
        parts = (head, 2, self._column, 2, self._hint, layouts.STRETCH, foot)
        self.setLayout(layouts.column(*parts, spacing=8))
        for number in range(1, _MOST + 1):
            bind(self, f"Alt+{number}", "", partial(self._pick, number))
        note(self, "Alt+1〜9", "候補をえらぶ")
        bind_button(self, self._decline)

    def _on_card_clicked(self, card: CandidateCard) -> None:
        self.picked.emit(card.candidate.id)

    def _pick(self, number: int) -> None:
        if number <= len(self._cards):
            self._cards[number - 1].click()
