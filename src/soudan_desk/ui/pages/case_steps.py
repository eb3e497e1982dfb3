"""The bar below a case's tabs: its steps, what is missing for the next one, the way on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.services.moves import Offer, Standing
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.clamped import ClampedLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, Line
from soudan_desk.ui.widgets.step_strip import Place, Step, StepStrip

_CONSULT_AGAIN = "consult_again"


class StepBar(QWidget):
    """Shows where a case stands; its button offers every way on, and ticks for what is missing."""

    moved = Signal(object)
    """The `Offer` that was taken."""
    tick_wanted = Signal(str)
    """A step's tick is to be written down."""
    record_wanted = Signal(str)
    """A record of a kind is to be begun."""
    again_wanted = Signal()
    """The closed case's person has come back."""

    def __init__(self, label_of: Callable[[str], str], *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("step_bar")
        self._label_of, self._may_write = label_of, may_write
        self._standing: Standing | None = None
        self.strip = StepStrip()
        self._towards = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._missing = ClampedLabel("", Type.SMALL)
        self.button = Button("進める", icon=Icon.FORWARD, key="Ctrl+M", height=32)
        self.button.setObjectName("move_case")
        self._build()
        self.button.clicked.connect(self._on_clicked)

    def show_standing(self, standing: Standing, names: dict[str, str]) -> None:
        """Show where the case stands; `names` are the words of the steps that can be ticked."""
        self._standing, self._names = standing, names
        self.strip.show_steps(steps_of(standing))
        self._show_next(standing)
        can_act = self._may_write and standing.may_change
        self.button.setText("再相談を始める" if standing.is_closed else "進める")
        self.button.setVisible(can_act and bool(standing.is_closed or standing.offers))

    def set_compact(self, compact: bool) -> None:
        """Be one row of dots in a low window."""
        self.strip.set_compact(compact)
        self._towards.setVisible(not compact)
        self._missing.set_lines(1 if compact else 2)

    def menu(self) -> QMenu:
        """Return the ways on: those that are open, those with what they lack, and the ticks."""
        menu = QMenu(self)
        standing = self._standing
        if standing is None:
            return menu
        usual = standing.usual
        for offer in sorted(standing.offers, key=lambda offer: offer is not usual):
            menu.addAction(self._action(menu, offer))
        meant = [offer for offer in standing.offers if offer.is_meant]
        kinds = dict.fromkeys(kind for offer in meant for kind in offer.begins)
        steps = dict.fromkeys(step for offer in standing.offers for step in offer.ticks)
        if kinds or steps:
            menu.addSeparator()
        for kind in kinds:
            begin = menu.addAction(theme.icon(Icon.ADD), f"「{self._label_of(kind)}」を書く")
            begin.setObjectName(f"begin_{kind}")
            begin.triggered.connect(partial(self._on_begin, kind))
        for step in steps:
            words = self._names.get(step, step)
            tick = menu.addAction(theme.icon(Icon.CHECK), f"「{words}」を記録する")
            tick.setObjectName(f"tick_{step}")
            tick.triggered.connect(partial(self._on_tick, step))
        if standing.is_closed:
            again = menu.addAction(theme.icon(Icon.PROMOTE), "再相談を始める（新しい番号）")
            again.setObjectName(_CONSULT_AGAIN)
            again.triggered.connect(lambda _checked=False: self.again_wanted.emit())
        return menu

    def _build(self) -> None:
        words = layouts.panel(layouts.column(self._towards, self._missing, spacing=0), width=280)
        row = layouts.row((self.strip, 1), words, self.button, spacing=16, margins=(16, 0, 20, 0))
        self.setLayout(layouts.column(row, Line(), spacing=0))
        layouts.set_surface(self, "raised")

    def _show_next(self, standing: Standing) -> None:
        offer = standing.usual
        if offer is None:
            self._towards.setText("")
            self._missing.setText("終わったケースです" if standing.is_closed else "")
            return
        several = f"（足りないもの {len(offer.missing)}件）" if len(offer.missing) > 1 else ""
        self._towards.setText(f"「{offer.label}」へ進むには{several}")
        words = offer.missing[0] if offer.missing else offer.refused or "そろっています"
        self._missing.setText(words)
        self._missing.setToolTip(_all_said(offer))

    def _action(self, menu: QMenu, offer: Offer) -> QAction:
        lack = f"　足りないもの {len(offer.missing)}件" if offer.missing else ""
        lack += "　進める役割ではありません" if offer.refused else ""
        icon = Icon.FORWARD if offer.allowed else Icon.MISSING
        action = QAction(theme.icon(icon), f"{offer.label}{lack}", menu)
        action.setObjectName(f"move_to_{offer.to}")
        action.setToolTip(_all_said(offer))
        action.triggered.connect(partial(self._on_picked, offer))
        return action

    def _on_clicked(self) -> None:
        standing = self._standing
        if standing is not None and standing.is_closed and not standing.offers:
            self.again_wanted.emit()
            return
        menu = self.menu()
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _on_picked(self, offer: Offer, _checked: bool = False) -> None:
        self.moved.emit(offer)

    def _on_begin(self, kind: str, _checked: bool = False) -> None:
        self.record_wanted.emit(kind)

    def _on_tick(self, step: str, _checked: bool = False) -> None:
        self.tick_wanted.emit(step)


def steps_of(standing: Standing) -> list[Step]:
    """Lay the usual way out; a state beside it stands behind the last of it that was reached."""
    order = [state for state, _ in standing.line]
    reached = [at for at, state in enumerate(order) if state in standing.entered]
    here = order.index(standing.state) if standing.state in order else max(reached, default=0)
    steps = [
        Step(label, _place(at, here), _day(standing, state) if at < here else "")
        for at, (state, label) in enumerate(standing.line)
    ]
    if standing.state not in order:
        steps[here] = Step(steps[here].label, Place.DONE, _day(standing, order[here]))
        steps.insert(here + 1, Step(standing.label, Place.HERE))
    return steps


def _all_said(offer: Offer) -> str:
    return "\n".join(words for words in (*offer.missing, offer.refused) if words)


def _place(at: int, here: int) -> Place:
    return Place.DONE if at < here else Place.HERE if at == here else Place.AHEAD


def _day(standing: Standing, state: str) -> str:
    day = standing.entered.get(state)
    return f"{day.month}/{day.day}" if day else ""
