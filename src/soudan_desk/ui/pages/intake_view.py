"""How the intake page is laid out: form in the middle, people at its side, or above when narrow."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_desk import IntakeDesk
from soudan_desk.ui.pages.intake_foot import IntakeFoot
from soudan_desk.ui.pages.intake_form import IntakeForm
from soudan_desk.ui.pages.intake_head import IntakeHead
from soudan_desk.ui.pages.intake_side import SidePane
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.notices import Notice, ProblemBar

_SIDE, _SIDE_WIDE = 305, 380
_SMALL_BELOW, _NARROW_BELOW, _WIDE_FROM = 780, 1090, 1500
"""Logical pixels under which rows take two lines, under which people stand above the form, and
from which they get more room."""


class IntakeView(QWidget):
    """The parts of the page, and the problems shown among them."""

    def __init__(self, desk: IntakeDesk) -> None:
        super().__init__()
        self._desk = desk
        self.head = IntakeHead(desk.now, desk.centres, desk.options("consultation.urgency", ""))
        self.side = SidePane(desk.codes, desk.staff_id)
        self.foot = IntakeFoot()
        self.offer = Notice(Role.INFO, Icon.DRAFT, "", act="続きを書く", key="F2", bold=False)
        self.offer.button.setObjectName("resume_consultation")
        self.form: IntakeForm
        self._bar = ProblemBar()
        self._scroll = QScrollArea()
        self._edge = Line(vertical=True)
        self._problems: dict[str, str] = {}
        self._build()
        self._bar.jumped.connect(self.go_to_problem)

    def begin(self, centre: str) -> IntakeForm:
        """Ask everything anew, for one centre; return the new questions."""
        self.form = IntakeForm(self._desk, centre)
        self.form.set_narrow(narrow=self._is_narrow(), small=self._is_small())
        self.form.prompts.urgent.connect(self.head.urgent.add_code)
        self._scroll.setWidget(self.form)
        self.head.begin(centre, may_choose=self._desk.centre() is None)
        self.side.show_hint()
        self.foot.set_case("")
        self.foot.set_dirty(is_dirty=False)
        self.show_problems({})
        return self.form

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show each problem beside its editor, their count and the rest in the bar above."""
        self._problems = dict(problems)
        others = self.form.show_problems(problems)
        placed = len(problems) - len(others)
        self._bar.show_problems(placed, "保存できません")
        self._bar.button.setVisible(placed > 0)
        if others:
            self._bar.say(" ".join(others))
            self._bar.show()

    def go_to_problem(self) -> None:
        """Stand in the next editor that has to be looked at."""
        places = self.form.problem_places(self._problems)
        if not places:
            return
        here = next((n for n, place in enumerate(places, 1) if place.hasFocus()), 0)
        place = places[here % len(places)]
        self._scroll.ensureWidgetVisible(place)
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reading_parts(self) -> list[QWidget]:
        """Return the head, the questions, the ways to end, and then the side."""
        return [self.head, self.offer, self._bar, self.side.strip, self.form, self.foot, self.side]

    def minimumSizeHint(self) -> QSize:
        """Let the window be narrow: the people then stand above the form."""
        return QSize(theme.px(700), theme.px(360))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the people where there is room for them."""
        super().resizeEvent(event)
        is_narrow = self._is_narrow()
        self.side.set_narrow(narrow=is_narrow)
        self.head.set_narrow(narrow=is_narrow, small=self._is_small())
        self.foot.set_narrow(narrow=is_narrow)
        self.form.set_narrow(narrow=is_narrow, small=self._is_small())
        gap = 6 if self._is_small() else 10
        layouts.set_space(self._upper, gap, (24, gap, 24, gap))
        self._edge.setVisible(not is_narrow)
        if not is_narrow:
            is_wide = self.width() * 100 / theme.zoom >= _WIDE_FROM
            layouts.fix_size(self.side, width=_SIDE_WIDE if is_wide else _SIDE)

    def _is_narrow(self) -> bool:
        return self.width() * 100 / theme.zoom < _NARROW_BELOW

    def _is_small(self) -> bool:
        return self.width() * 100 / theme.zoom < _SMALL_BELOW

    def _build(self) -> None:
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offer.hide()
        self._upper = layouts.column(
            self.head, self.offer, self._bar, self.side.strip, (self._scroll, 1),
            spacing=10, margins=(24, 10, 24, 10),
        )  # fmt: skip
        left = layouts.column((self._upper, 1), self.foot, spacing=0)
        self.setLayout(layouts.row((left, 1), self._edge, self.side, spacing=0))
        layouts.set_surface(self, "surface")
        bind_button(self, self.offer.button)
        bind(self, "Ctrl+G", "急ぎへ", self.head.urgent.take_focus)
        bind(self, "Ctrl+T", "困りごとへ", self._on_topics_wanted)
        bind(self, "Ctrl+B", "聞いたことへ", self._on_text_wanted)
        bind(self, "Ctrl+D", "くわしく", self._on_details_wanted)
        bind(self, "F8", "見直すところへ移る", self.go_to_problem)
        note(self, "Q W E R T", "だれから(その行で)")
        note(self, "Enter", "次の欄へ・読みを確認済みにする")

    def _on_topics_wanted(self) -> None:
        self.form.topics.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_text_wanted(self) -> None:
        self.form.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_details_wanted(self) -> None:
        self.form.turn_details()
