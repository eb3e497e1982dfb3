"""Where a letter goes: agency, person, way, and by when an answer is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QSizePolicy, QWidget

from soudan_desk.fields import Field
from soudan_desk.services.agencies import AgencyFigures, ContactRow
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.references import ReferenceEditor
from soudan_desk.ui.forms.typed_lines import WEEKDAYS, DateEditor
from soudan_desk.ui.pages.referral_desk import ReferralDesk
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import ElidedLabel, Label

_SHARES = {"agency_id": 265, "to_contact": 106, "handover": 105, "check_due_on": 158}
_LABELS = {
    "agency_id": "宛先",
    "to_contact": "担当",
    "handover": "つなぎ方",
    "check_due_on": "返事の目安",
}
_NEAR_DAYS = 300


class DueEditor(DateEditor):
    """A day soon to come, without its year."""

    def written(self, answer: date | None) -> str:
        """Write 「12月8日(火)」 where the year goes without saying."""
        if answer is None or abs((answer - self.context.today).days) > _NEAR_DAYS:
            return super().written(answer)
        return f"{answer.month}月{answer.day}日({WEEKDAYS[answer.weekday()]})"


class AddressRow(QWidget):
    """The four questions in one row, and below them how this agency has answered so far."""

    edited = Signal(str)
    """The key of the question that was answered."""

    def __init__(self, desk: ReferralDesk) -> None:
        super().__init__()
        self._desk = desk
        self._contacts: tuple[ContactRow, ...] = ()
        self.agency = _AgencyEditor(desk.fields["agency_id"], desk.context)
        self.contact = LineEdit(name=_LABELS["to_contact"])
        self.handover = Select(_ways(desk), name=_LABELS["handover"])
        self.due = DueEditor(desk.fields["check_due_on"], desk.context)
        self._figures = ElidedLabel("", Type.LABEL, bold=True)
        self._last = Label("", Type.LABEL, Role.MUTED)
        self.frames = self._make_frames()
        self._build()
        self._connect()

    def answers(self) -> dict[str, Any]:
        """Return the answers of the row; a registered contact comes as a reference."""
        name = self.contact.text().strip()
        known = next((row.id for row in self._contacts if row.name == name), None)
        return {
            "agency_id": self.agency.answer(),
            "to_contact_id": known,
            "to_contact": None if known else name or None,
            "handover": self.handover.value(),
            "check_due_on": self.due.answer(),
        }

    def set_answers(self, answers: Mapping[str, Any]) -> None:
        """Show stored answers."""
        self.agency.set_answer(answers.get("agency_id"))
        self._show_agency(answers.get("agency_id"))
        known = next((r for r in self._contacts if r.id == answers.get("to_contact_id")), None)
        self.contact.setText(known.name if known else answers.get("to_contact") or "")
        self.handover.set_value(answers.get("handover"))
        self.due.set_answer(answers.get("check_due_on"))

    def typing_problems(self) -> dict[str, str]:
        """Return why typed words cannot be read."""
        editors: dict[str, Editor] = {"agency_id": self.agency, "check_due_on": self.due}
        found = {key: editor.problem() for key, editor in editors.items()}
        return {key: problem for key, problem in found.items() if problem}

    def refresh(self) -> None:
        """Show the agency's figures and people as they are now."""
        self._show_agency(self.agency.answer())

    def _make_frames(self) -> dict[str, LabelledEditor]:
        editors: dict[str, QWidget] = {
            "agency_id": self.agency,
            "to_contact": self.contact,
            "handover": self.handover,
            "check_due_on": self.due,
        }
        needed = {"agency_id", "handover"}
        return {
            key: LabelledEditor(_LABELS[key], editor, required=key in needed)
            for key, editor in editors.items()
        }

    def _build(self) -> None:
        for key, widget in (("to_contact", self.contact), ("handover", self.handover)):
            widget.setObjectName(key)
        for frame in self.frames.values():
            frame.setMinimumWidth(1)
            frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        shared = ((self.frames[key], share) for key, share in _SHARES.items())
        row = layouts.row(*shared, spacing=12)
        self._about = Label("この宛先の実績", Type.LABEL, Role.MUTED)
        facts = layouts.row(self._about, (self._figures, 1), self._last, spacing=8)
        self.setLayout(layouts.column(row, facts, spacing=4))

    def _connect(self) -> None:
        self.agency.edited.connect(self._on_agency_edited)
        self.contact.textEdited.connect(lambda: self.edited.emit("to_contact"))
        self.handover.picked.connect(lambda: self.edited.emit("handover"))
        self.due.edited.connect(lambda: self.edited.emit("check_due_on"))

    def _on_agency_edited(self) -> None:
        self._show_agency(self.agency.answer())
        self.edited.emit("agency_id")

    def _show_agency(self, agency_id: UUID | None) -> None:
        figures = self._desk.figures(agency_id) if agency_id else None
        self._contacts = tuple(self._desk.contacts(agency_id)) if agency_id else ()
        self._figures.setText(figures_text(figures))
        last = figures.last_on if figures else None
        self._last.setText(f"最後は {last.month}/{last.day}" if last else "")
        self._about.setVisible(figures is not None)
        names = QCompleter([row.name for row in self._contacts], self)
        names.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        names.setFilterMode(Qt.MatchFlag.MatchContains)
        names.activated.connect(lambda: self.edited.emit("to_contact"))
        self.contact.setCompleter(names)


class _AgencyEditor(ReferenceEditor):
    """The agency's line; its questions are named as in the letter's own row."""

    def __init__(self, field: Field, context: FormContext) -> None:
        super().__init__(field, context)
        self.setPlaceholderText("名前の一部を入れる")


def _ways(desk: ReferralDesk) -> list[tuple[str, str]]:
    entries = desk.codes.entries("referral.handover", on=desk.today)
    return [(entry.code, entry.brief) for entry in entries]


def figures_text(figures: AgencyFigures | None) -> str:
    """Say how an agency has answered: 返事 86%(12/14) ・返事まで 中央値 9日."""
    if figures is None:
        return ""
    if not figures.sent_count:
        return "まだ送ったことがありません"
    rate = f"返事 {figures.reply_rate}%({figures.replied_count}/{figures.sent_count})"
    if figures.median_days is None:
        return rate
    return f"{rate} ・返事まで 中央値 {figures.median_days}日"
