"""だれから: who calls, and what more one asks of family, agencies and those without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeEntry
from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.references import ReferenceEditor
from soudan_desk.ui.pages.intake_rows import IntakeRow, make_editor
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.toggles import CheckBox

SELF, FAMILY, AGENCY, NAMELESS, OTHER = "self", "family", "agency", "anonymous", "other"
_WHO = {SELF: "本人", FAMILY: "家族", AGENCY: "機関", NAMELESS: "匿名", OTHER: "ほか"}
_KEYS = "QWERT"
_GROUPS = {AGENCY: ("agency",), OTHER: ("other",), NAMELESS: ("self", "family", "agency", "other")}
_OWN, _OWN_SHORT = "家族自身の相談", "家族自身"
_USUAL = {AGENCY: "agency"}


class OrganisationEditor(ReferenceEditor):
    """Where a caller belongs: an agency the office knows, or just words."""

    def answer(self) -> str | None:
        """Return the words."""
        return self.text().strip() or None

    def agency_id(self) -> UUID | None:
        """Return the known agency that is meant, if it is one."""
        option = self._meant()
        return option.id if option else None

    def set_answer(self, answer: str | None) -> None:
        """Show the words."""
        self.set_typed(answer or "")

    def problem(self) -> str | None:
        """Words that are no known agency are no problem."""
        return None


class CallerRow(IntakeRow):
    """Segments, and beside them the one question that follows from the answer."""

    changed = Signal()

    def __init__(self, fields: Mapping[str, Field], context: FormContext) -> None:
        self._types: tuple[CodeEntry, ...] = context.codes.entries(
            "consultation.caller_type", centre=context.centre, on=context.today
        )
        self.who = Segments(list(_WHO.items()), keys=_KEYS, name="だれから")
        self.who.setObjectName("who_calls")
        self._kind = Select(blank="区分", name="相談者の区分")
        self._kind.setObjectName("caller_type")
        self._relation = make_editor(fields["caller_relation"], context)
        organisation = replace(fields["caller_org"], of="agency")
        self._organisation = OrganisationEditor(organisation, context)
        self._organisation.setPlaceholderText("機関の名前")
        self._own = CheckBox(_OWN)
        self._own.setToolTip("家族自身の困りごととして受けるときに入れます。")
        self._own.setObjectName("subject_type")
        self._relation_label = Label("続柄", Type.LABEL, Role.MUTED)
        self._relation_label.setBuddy(self._relation.widget())
        relation = self._relation.widget()
        for widget, width in ((relation, 116), (self._kind, 132), (self._organisation, 176)):
            layouts.fix_size(widget, width=width, height=32)
        parts = (
            self.who, 14, self._relation_label, relation, 6, self._own, self._kind,
            self._organisation, layouts.STRETCH,
        )  # fmt: skip
        editors: dict[str, Editor] = {
            "caller_relation": self._relation,
            "caller_org": self._organisation,
        }
        second = (self._relation_label, relation, self._own, self._kind, self._organisation)
        super().__init__("だれから", *parts, editors=editors, buddy=self.who, second=second)
        self._show_what_follows()
        self._connect()

    # what stands there

    def value(self) -> str | None:
        """Return who calls: one of the segments."""
        return self.who.value()

    def answers(self) -> dict[str, Any]:
        """Return the consultation's answers of this row."""
        who = self.value()
        is_family = who == FAMILY
        return {
            "caller_type": self._caller_type(who),
            "is_anonymous": who == NAMELESS,
            "caller_relation": self._relation.answer() if is_family else None,
            "caller_org": self._organisation.answer() if who == AGENCY else None,
            "caller_agency_id": self._organisation.agency_id() if who == AGENCY else None,
            "subject_type": "family" if is_family and self._own.isChecked() else None,
        }

    def kept(self) -> dict[str, Any]:
        """Return all that stands here in shapes JSON can hold."""
        return {
            "who": self.value(),
            "kind": self._kind.value(),
            "relation": self._relation.answer(),
            "organisation": self._organisation.answer(),
            "own": self._own.isChecked(),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was kept."""
        self.who.set_value(kept["who"])
        self._show_what_follows()
        self._kind.set_value(kept["kind"])
        self._relation.set_answer(kept["relation"])
        self._organisation.set_answer(kept["organisation"])
        self._own.setChecked(bool(kept["own"]))

    def set_relation(self, code: str | None) -> None:
        """Take over how the caller is related, unless it is answered."""
        if self.value() == FAMILY and self._relation.answer() is None:
            self._relation.set_answer(code)

    def set_narrow(self, *, narrow: bool) -> None:
        """Say less where room is short."""
        self._own.setText(_OWN_SHORT if narrow else _OWN)
        self._own.setAccessibleName(_OWN)
        self._own.updateGeometry()

    # private

    def _connect(self) -> None:
        self.who.picked.connect(self._on_who_picked)
        self._kind.picked.connect(self.changed)
        self._own.toggled.connect(self.changed)
        for editor in (self._relation, self._organisation):
            editor.edited.connect(self.changed)

    def _on_who_picked(self) -> None:
        self._show_what_follows()
        self.changed.emit()

    def _show_what_follows(self) -> None:
        who = self.value()
        relation: tuple[QWidget, ...] = (
            self._relation_label,
            self._relation.widget(),
            self._own,
        )
        for widget in relation:
            widget.setVisible(who == FAMILY)
        groups = _GROUPS.get(who or "", ())
        kinds = [entry for entry in self._types if entry.group in groups]
        self._kind.setVisible(bool(kinds))
        self._kind.set_options([(entry.code, entry.brief) for entry in kinds])
        if self._kind.value() is None and _USUAL.get(who or "") in {entry.code for entry in kinds}:
            self._kind.set_value(_USUAL[who or ""])
        self._organisation.setVisible(who == AGENCY)

    def _caller_type(self, who: str | None) -> str | None:
        if who in (SELF, FAMILY):
            return next((entry.code for entry in self._types if entry.group == who), None)
        return self._kind.value() if who else None
