"""What a plan has other than the one it renews: answers, goals, actions, services."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.services.plan_changes import Change, PartChange, PlanChanges
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.changed_text import ChangedText
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.differences import both_html, pieces_between
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.painting import ChipLook

_KINDS = {"goal": "目標", "action": "実施すること", "service": "利用するサービス"}
_CHIPS = {
    "added": ChipLook("加わった", Role.OK, Icon.ADD),
    "dropped": ChipLook("引き継がない", Role.MUTED, Icon.EXCLUDED),
    "changed": ChipLook("変わった", Role.INFO, Icon.EDIT),
    "kept": ChipLook("そのまま", Role.MUTED, Icon.CHECK),
}
_LEFT_BEHIND = "引き継いでいません。新しく入れてください。"


class PlanChangesView(QWidget):
    """The differences in one column to read; Esc goes back."""

    closed = Signal()

    def __init__(self, title: str, changes: PlanChanges) -> None:
        super().__init__()
        self.setObjectName("plan_changes")
        self._back = Button("計画にもどる", icon=Icon.BACK, key="Esc")
        self._back.setObjectName("close_plan_changes")
        self._scroll = QScrollArea()
        self._build(title, changes)
        self._back.clicked.connect(self.closed)
        bind_button(self, self._back)

    def take_focus(self) -> None:
        """Stand where arrows scroll."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, title: str, changes: PlanChanges) -> None:
        parts = [*_answers(changes.answers), *_parts(changes.parts)]
        body = QWidget()
        body.setLayout(layouts.column(*parts, layouts.STRETCH, spacing=14, margins=(20, 8, 20, 16)))
        layouts.set_surface(body, "raised")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("前の計画との違い")
        self._scroll.setWidget(body)
        head = layouts.row(Label(f"{title}　前の計画との違い", Type.HEADING, bold=True))
        layouts.set_space(head, 8, (20, 12, 20, 4))
        bar = ActionBar(self._back, surface="raised", margin=20)
        self.setLayout(layouts.column(head, (self._scroll, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")


def _answers(changes: Iterable[Change]) -> list[QWidget]:
    found: list[QWidget] = [_changed(change) for change in changes]
    if not found:
        return [Label("計画の欄に違いはありません。", tone=Role.MUTED)]
    return [*found, Label("ほかの欄は、前の計画と同じです。", tone=Role.MUTED)]


def _changed(change: Change) -> QWidget:
    label = f"{change.label}　{_LEFT_BEHIND}" if change.is_left_behind else change.label
    return ChangedText(label, partial(both_html, pieces_between(change.before, change.after)))


def _parts(parts: Iterable[PartChange]) -> list[QWidget]:
    found: list[QWidget] = []
    shown = ""
    for part in parts:
        if part.kind != shown:
            shown = part.kind
            found.append(Label(_KINDS[part.kind], Type.BODY, bold=True))
        row = QWidget()
        row.setLayout(
            layouts.row(Chip(_CHIPS[part.change]), (DocumentLabel(part.title), 1), spacing=10)
        )
        found.append(row)
        found.extend(_changed(change) for change in part.answers)
    return found
