"""The banner of a case or a person: it never scrolls away, and shrinks to one row in low windows.

banner = Banner();  banner.show_facts(BannerFacts("青葉 すみれ", "アオバ スミレ", ...))
banner.set_compact(window_height < 720);  banner.acted.connect(...)
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label
from soudan_desk.ui.widgets.painting import ChipLook

_SHORT_BELOW, _NAME_LEAST = 760, 140


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What stands in the banner; `facts` are short (女性, 52歳), `workers` are (role, name)."""

    name: str
    reading: str = ""
    facts: tuple[str, ...] = ()
    born: str = ""
    number: str = ""
    state: ChipLook | None = None
    workers: tuple[tuple[str, str], ...] = ()
    warnings: tuple[ChipLook, ...] = ()
    due: str = ""
    due_role: Role = Role.MUTED
    visit: str = ""
    """When one meets next."""
    visit_act: str = ""
    visit_key: str = ""
    act: str = ""
    act_key: str = ""


class Banner(QWidget):
    """Who this is about, what to be careful of, what is due next."""

    acted = Signal()
    visit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts = BannerFacts("")
        self._is_compact = False
        self._holder = layouts.column(spacing=0)
        self._inside: QWidget | None = None
        self.button: Button | None = None
        self._reading: ElidedLabel | None = None
        self.setLayout(self._holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layouts.set_surface(self, "raised")

    def show_facts(self, facts: BannerFacts) -> None:
        """Show another case, or the same after a change."""
        self._facts = facts
        self.setAccessibleName(f"{facts.name} {facts.number}")
        self._rebuild()

    def set_compact(self, compact: bool) -> None:
        """Show one row instead of two."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._rebuild()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the reading and the key where the row would cut the name."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_short = self._is_compact and self.width() * 100 / theme.zoom < _SHORT_BELOW
        if self._reading is not None:
            self._reading.setHidden(is_short)
        if self.button is not None:
            self.button.show_key(not is_short)

    def _rebuild(self) -> None:
        if self._inside is not None:
            self._holder.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.button = self._make_button()
        rows = [self._single_row()] if self._is_compact else [self._upper_row(), self._lower_row()]
        margins = (24, 8, 20, 4) if self._is_compact else (24, 10, 20, 8)
        self._inside = layouts.panel(layouts.column(*rows, spacing=6, margins=margins))
        self._holder.addWidget(self._inside)
        self._fit()

    def _make_button(self) -> Button | None:
        if not self._facts.act:
            return None
        button = Button(self._facts.act, key=self._facts.act_key, height=28)
        button.setObjectName("banner_act")
        button.clicked.connect(self.acted)
        return button

    def _upper_row(self) -> QHBoxLayout:
        facts = self._facts
        row = layouts.row(*self._naming(), spacing=8)
        layouts.add(row, *(Label(fact) for fact in facts.facts))
        layouts.add(row, Label(facts.born, Type.LABEL, Role.MUTED) if facts.born else None)
        layouts.add(row, layouts.STRETCH, *(Chip(look, look.text) for look in facts.warnings))
        return row

    def _lower_row(self) -> QHBoxLayout:
        row = layouts.row(*self._case(), 6, spacing=6)
        for role, name in self._facts.workers:
            layouts.add(row, Label(role, Type.LABEL, Role.MUTED), Label(name), 4)
        layouts.add(row, layouts.STRETCH, *self._visit(), *self._due(), 4, self.button)
        return row

    def _single_row(self) -> QHBoxLayout:
        chips = [Chip(look, look.text) for look in self._facts.warnings]
        facts = [Label(fact) for fact in self._facts.facts]
        row = layouts.row(*self._naming(), *facts, *self._case(), spacing=7)
        layouts.add(row, layouts.STRETCH, *chips, 4, *self._due(), self.button)
        return row

    def _naming(self) -> list[QWidget]:
        self._reading = ElidedLabel(self._facts.reading, Type.LABEL, Role.MUTED)
        name = ElidedLabel(self._facts.name, Type.TITLE, bold=True).at_least(_NAME_LEAST)
        return [name, self._reading]

    def _case(self) -> list[QWidget]:
        facts = self._facts
        parts: list[QWidget] = []
        if facts.number:
            parts.append(Label(facts.number, Type.BODY, Role.MUTED, figures=True))
        if facts.state:
            parts.append(Chip(facts.state))
        return parts

    def _visit(self) -> list[QWidget]:
        facts = self._facts
        parts: list[QWidget] = []
        if facts.visit:
            words = ElidedLabel(facts.visit, Type.LABEL)
            parts += [IconLabel(Icon.CALENDAR, Role.MUTED, 14), words]
        if facts.visit_act:
            link = Button(facts.visit_act, kind=ButtonKind.LINK, key=facts.visit_key, height=28)
            link.setObjectName("plan_appointment")
            link.clicked.connect(self.visit_wanted)
            parts.append(link)
        return parts

    def _due(self) -> list[QWidget]:
        facts = self._facts
        if not facts.due:
            return []
        is_late = facts.due_role is Role.DANGER
        icon = IconLabel(Icon.LATE if is_late else Icon.DUE, facts.due_role, 14)
        return [icon, ElidedLabel(facts.due, Type.LABEL, facts.due_role, bold=is_late)]
