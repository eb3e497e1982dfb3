"""Two people wrote on one record: both texts side by side, a choice for each question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from soudan_desk.fields import Field, Kind, as_text
from soudan_desk.fields.reading import Names
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.reading import Reading
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import RecordActs
from soudan_desk.ui.pages.case_saving import Opened, plain
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.changed_text import ChangedText
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.differences import left_html, new_html, pieces_between
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.notices import Notice

THEIRS, MINE, BOTH = "theirs", "mine", "both"
_JOINED = {Kind.LINE: " ", Kind.TEXT: "\n"}


@dataclass(frozen=True, slots=True)
class Clash:
    """A question whose stored answer and whose typed answer differ."""

    field: Field
    theirs: Any
    mine: Any
    choice: str

    @property
    def is_hidden(self) -> bool:
        """Whether there is nothing to choose: it is not told by now, and was not typed anew."""
        return self.choice == THEIRS and bool(self.theirs == UNTOLD)


def clashes_between(
    fields: Sequence[Field],
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
) -> list[Clash]:
    """Compare by question; what only one side changed is chosen from that side beforehand.

    What is not told by now and was not typed anew stays as it is stored.
    """
    found = []
    for field in fields:
        first, left, right = (plain(each.get(field.key)) for each in (base, theirs, mine))
        if left != right:
            choice = THEIRS if right == first else MINE if left == first else _usual(field, left)
            found.append(Clash(field, left, right, choice))
    return found


def _usual(field: Field, theirs: Any) -> str:
    return BOTH if field.kind in _JOINED and theirs != UNTOLD else MINE


def _joins(clash: Clash) -> bool:
    told = UNTOLD not in (clash.theirs, clash.mine)
    return bool(told and clash.field.kind in _JOINED and clash.theirs and clash.mine)


def merged(clash: Clash, choice: str) -> Any:
    """Return the answer that a choice stands for."""
    if choice == BOTH and _joins(clash):
        return f"{clash.theirs}{_JOINED[clash.field.kind]}{clash.mine}"
    if choice == BOTH:
        return clash.mine if clash.mine is not None else clash.theirs
    return clash.theirs if choice == THEIRS else clash.mine


class ConflictView(QWidget):
    """Lets the worker choose for each question; nothing is saved until they go on and save."""

    resolved = Signal(dict)
    """The answers chosen, by question."""

    def __init__(
        self, clashes: Sequence[Clash], words: Callable[[Field, Any], str], saved_by: str
    ) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._clashes = list(clashes)
        self._choices: dict[str, Segments] = {}
        self._go_on = Button(
            "この内容で書き続ける", kind=ButtonKind.FILLED, icon=Icon.MERGE, key="Ctrl+Enter"
        )
        self._build(words, saved_by)
        self._go_on.clicked.connect(self._on_go_on_clicked)
        bind_button(self, self._go_on)

    def take_focus(self) -> None:
        """Stand on the first choice."""
        first = next(iter(self._choices.values()), None)
        (first or self._go_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, words: Callable[[Field, Any], str], saved_by: str) -> None:
        self._go_on.setObjectName("resolve_conflict")
        notice = Notice(
            Role.WARNING,
            Icon.SPLIT,
            f"書いている間に{saved_by}が同じ記録を保存しました。どちらの文も残っています。",
        )
        grid = QGridLayout()
        layouts.set_space(grid, 16)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)
        grid.addWidget(Label(f"保存されている文　{saved_by}", Type.LABEL, bold=True), 0, 0)
        grid.addWidget(Label("あなたが書いた文", Type.LABEL, bold=True), 0, 1)
        shown = [clash for clash in self._clashes if not clash.is_hidden]
        for at, clash in enumerate(shown):
            self._add(grid, 2 * at + 1, clash, words)
        inside = layouts.panel(
            layouts.column(grid, layouts.STRETCH, spacing=12, margins=(0, 4, 12, 20))
        )
        inside.setProperty("plain", True)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        body = layouts.column(notice, (scroll, 1), spacing=12, margins=(20, 12, 20, 8))
        bar = ActionBar(
            self._go_on, surface="raised", margin=20, note="保存はこのあと、書式を見てから行います"
        )
        self.setLayout(layouts.column((body, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")

    def _add(
        self, grid: QGridLayout, at: int, clash: Clash, words: Callable[[Field, Any], str]
    ) -> None:
        pieces = pieces_between(words(clash.field, clash.theirs), words(clash.field, clash.mine))
        for column, html in enumerate((left_html, new_html)):
            grid.addWidget(ChangedText(clash.field.label, partial(html, pieces)), at, column)
        options = [(THEIRS, "保存されている文"), (MINE, "自分の文")]
        if _joins(clash):
            options.append((BOTH, "両方つなげる"))
        choice = Segments(options, height=28, required=True, name=f"{clash.field.label}はどちら")
        choice.setObjectName(f"choose_{clash.field.key}")
        choice.set_value(clash.choice if clash.choice in dict(options) else MINE)
        self._choices[clash.field.key] = choice
        grid.addWidget(choice, at + 1, 0, 1, 2)

    def _on_go_on_clicked(self) -> None:
        said = {key: choice.value() or MINE for key, choice in self._choices.items()}
        keyed = {clash.field.key: clash for clash in self._clashes}
        chosen = {key: merged(clash, said.get(key, THEIRS)) for key, clash in keyed.items()}
        self.resolved.emit(chosen)


def conflict_of(
    acts: RecordActs, centre: str, opened: Opened, mine: Mapping[str, Any], stored: Reading
) -> ConflictView:
    """Return the choice between what is typed in a form and what somebody stored meanwhile."""
    names = acts.context(centre, None).names
    asked = [field for field in acts.fields(opened.kind) if field.key in mine]
    return conflict_between(asked, names, opened.answers, mine, stored)


def conflict_between(
    asked: Sequence[Field],
    names: Names,
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    stored: Reading,
) -> ConflictView:
    """Return that choice for questions asked; `base` are the answers the form began with."""

    def words(field: Field, answer: Any) -> str:
        return UNTOLD if answer == UNTOLD else as_text(field, answer, names)

    by = f"{stored.updated_by}さん（{stored.updated_at.astimezone():%H:%M}）"
    return ConflictView(clashes_between(asked, base, stored.answers, mine), words, by)
