"""方法: how one got in touch, by the centre's own list, and what an urgent call makes one ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal

from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.pages.intake_rows import IntakeRow, make_editor
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import Label

PHONE = "phone"
_CONTACT = "contact"
_MOST_SEGMENTS = 5


class MethodRow(IntakeRow):
    """Five segments and a list of the rest; 予約・随時 and 所持金 where they are asked."""

    changed = Signal()

    def __init__(self, fields: Mapping[str, Field], context: FormContext) -> None:
        entries = context.codes.entries(
            "consultation.method", centre=context.centre, on=context.today
        )
        usual = [entry for entry in entries if entry.group == _CONTACT][:_MOST_SEGMENTS]
        rest = [entry for entry in entries if entry not in usual]
        self._centre, self._come_in = context.centre, fields["come_in_kind"]
        self._usual = Segments([(each.code, each.brief) for each in usual], name="方法")
        self._usual.setObjectName("method")
        self._rest = Select(
            [(each.code, each.brief) for each in rest], blank="ほかの方法", name="ほかの方法"
        )
        self._rest.setObjectName("other_method")
        self._kind = make_editor(self._come_in, context)
        self._cash = make_editor(fields["cash_on_hand_yen"], context)
        self._cash_label = Label("所持金", Type.LABEL, Role.MUTED)
        self._cash_label.setBuddy(self._cash.widget())
        layouts.fix_size(self._rest, width=124)
        layouts.fix_size(self._kind.widget(), width=128, height=32)
        layouts.fix_size(self._cash.widget(), width=92, height=32)
        parts = (
            self._usual, self._rest, 6, self._kind.widget(), layouts.STRETCH,
            self._cash_label, self._cash.widget(),
        )  # fmt: skip
        editors = {"come_in_kind": self._kind, "cash_on_hand_yen": self._cash}
        second = (self._kind.widget(), self._cash_label, self._cash.widget())
        super().__init__("方法", *parts, editors=editors, buddy=self._usual, second=second)
        self.set_method(PHONE)
        self.set_urgent(urgent=False)
        self._connect()

    def method(self) -> str | None:
        """Return the method's code."""
        return self._usual.value() or self._rest.value()

    def set_method(self, code: str | None) -> None:
        """Show a method; sends no signal."""
        self._usual.set_value(code)
        self._rest.set_value(None if self._usual.value() else code)
        self._show_what_follows()

    def set_urgent(self, *, urgent: bool) -> None:
        """Ask for the cash on hand where somebody is in need at once."""
        self._cash_label.setVisible(urgent or self._cash.answer() is not None)
        self._cash.widget().setVisible(urgent or self._cash.answer() is not None)

    def answers(self) -> dict[str, Any]:
        """Return the consultation's answers of this row."""
        is_asked = self._is_kind_asked()
        return {
            "method": self.method(),
            "come_in_kind": self._kind.answer() if is_asked else None,
            "cash_on_hand_yen": self._cash.answer(),
        }

    def restore(self, answers: Mapping[str, Any]) -> None:
        """Show answers."""
        self.set_method(answers.get("method"))
        self._kind.set_answer(answers.get("come_in_kind"))
        self._cash.set_answer(answers.get("cash_on_hand_yen"))
        self.set_urgent(urgent=bool(answers.get("urgency")))

    # private

    def _connect(self) -> None:
        self._usual.picked.connect(self._on_usual_picked)
        self._rest.picked.connect(self._on_rest_picked)
        for editor in (self._kind, self._cash):
            editor.edited.connect(self.changed)

    def _on_usual_picked(self, code: str | None) -> None:
        self.set_method(code)
        self.changed.emit()

    def _on_rest_picked(self, code: str | None) -> None:
        self.set_method(code)
        self.changed.emit()

    def _is_kind_asked(self) -> bool:
        return self._come_in.shown({"centre": self._centre, "method": self.method()})

    def _show_what_follows(self) -> None:
        self._kind.widget().setVisible(self._is_kind_asked())
