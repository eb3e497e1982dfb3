"""しぼり込み of a cross table: questions, and which of their answers are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.reports.table import Heading
from soudan_desk.services.figure_questions import Countable
from soudan_desk.services.saved_tables import Narrowed
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.menus import StayingMenu, pop_up, tick
from soudan_desk.ui.widgets.wrapping import WrapRow

Rows = Callable[[str, str, Sequence[str], Callable[[list[Heading]], object]], object]
"""Fetches the rows of a question of a kind, those chosen among them, and hands them on."""
_FEW = 3


class Narrowing(QWidget):
    """A chip for each question narrowed by, whose menu holds its answers; one button adds more."""

    changed = Signal()

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows
        self._about: Countable | None = None
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, list[Heading]] = {}
        self._chips: dict[str, FilterChip] = {}
        self._add = Button("しぼり込む", icon=Icon.FILTER, key="Alt+N", height=28)
        self._clear = Button("条件をはずす", kind=ButtonKind.LINK, key="Alt+0", height=28)
        self._row = WrapRow(self._add, spacing=6)
        self._add.setObjectName("narrow_table")
        self._clear.setObjectName("clear_narrowing")
        row = layouts.row((self._row, 1), self._clear, spacing=6)
        row.setAlignment(self._clear, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self._add.clicked.connect(lambda: pop_up(self.question_menu(), self._add))
        self._clear.clicked.connect(self._on_clear_clicked)
        self._show()

    def bind(self, page: QWidget) -> None:
        """Let the keys of both buttons work on the page."""
        bind_button(page, self._add)
        bind_button(page, self._clear)

    def narrowed(self) -> Narrowed:
        """Return the questions with the answers chosen."""
        return tuple(self._chosen.items())

    def offer(self, about: Countable | None) -> None:
        """Offer the questions of a kind of record; another kind begins with none chosen."""
        if about is None or self._about is None or about.kind != self._about.kind:
            self._known.clear()
            self._chosen = {}
        self._about = about
        self._show()

    def show_narrowed(self, narrowed: Narrowed) -> None:
        """Show what a saved table is narrowed to; sends no signal."""
        self._chosen = dict(narrowed)
        self._show()
        for question, answers in narrowed:
            self._fetch(question, answers, self._keep_rows)

    # --- menus ---

    def question_menu(self) -> QMenu:
        """Return the questions to narrow by."""
        menu = QMenu(self)
        for asked in self._about.questions if self._about else ():
            is_on = asked.key in self._chosen
            action = tick(menu, asked.label, f"narrow_{asked.key}", is_on=is_on)
            action.triggered.connect(partial(self._on_question_picked, asked.key))
        return menu

    def answer_menu(self, question: str) -> QMenu:
        """Return the answers of a question to tick, as they were fetched last."""
        menu = StayingMenu(self)
        for row in self._known.get(question, ()):
            is_on = row.key in self._chosen.get(question, ())
            action = tick(menu, row.label, f"answer_{row.key}", is_on=is_on)
            action.triggered.connect(partial(self._on_answer_ticked, question, row.key))
        return menu

    def _fetch(
        self,
        question: str,
        chosen: Sequence[str],
        then: Callable[[str, list[Heading]], object],
    ) -> None:
        if self._about is not None:
            self._rows(self._about.kind, question, chosen, partial(then, question))

    def _keep_rows(self, question: str, rows: list[Heading]) -> None:
        self._known[question] = rows
        self._show()

    def _pop_up(self, below: QWidget, question: str, rows: list[Heading]) -> None:
        self._keep_rows(question, rows)
        menu = self.answer_menu(question)
        pop_up(menu, below)
        menu.setActiveAction(menu.actions()[0])

    # --- showing ---

    def _show(self) -> None:
        for question in self._chosen:
            if question not in self._chips:
                self._chips[question] = self._new_chip(question)
        for question, chip in self._chips.items():
            chip.setVisible(question in self._chosen)
            chip.setChecked(True)
            chip.setText(self._label_of(question))
            chip.set_value(self._words_of(question))
        self._clear.setVisible(bool(self._chosen))

    def _new_chip(self, question: str) -> FilterChip:
        chip = FilterChip("", opens_menu=True)
        chip.setObjectName(f"narrowed_{question}")
        chip.clicked.connect(lambda: self._on_chip_clicked(question))
        self._row.add(chip)
        return chip

    def _label_of(self, question: str) -> str:
        asked = self._about.questions if self._about else ()
        return next((each.label for each in asked if each.key == question), question)

    def _words_of(self, question: str) -> str:
        labels = {row.key: row.brief for row in self._known.get(question, ())}
        chosen = self._chosen.get(question, ())
        if len(chosen) > _FEW:
            return f"{len(chosen)}つ"
        return "・".join(labels.get(each, "…") for each in chosen)

    # --- slots ---

    def _on_chip_clicked(self, question: str) -> None:
        chip = self._chips[question]
        self._fetch(question, self._chosen.get(question, ()), partial(self._pop_up, chip))

    def _on_question_picked(self, question: str, _on: bool = False) -> None:
        self._fetch(question, self._chosen.get(question, ()), partial(self._pop_up, self._add))

    def _on_answer_ticked(self, question: str, answer: str, _on: bool = False) -> None:
        chosen = set(self._chosen.pop(question, ())) ^ {answer}
        if chosen:
            rows = self._known.get(question, ())
            self._chosen[question] = tuple(row.key for row in rows if row.key in chosen)
        self._show()
        self.changed.emit()

    def _on_clear_clicked(self) -> None:
        self._chosen.clear()
        self._show()
        self._add.setFocus()
        self.changed.emit()
