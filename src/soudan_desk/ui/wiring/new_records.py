"""Records made in passing, from the editor that was to point to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication

from soudan_desk.models import fields_of
from soudan_desk.services.records import Saved, add_record, model_of
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

_LEFT_OUT = {
    "agency": frozenset({"is_active"}),
    "agency_contact": frozenset({"is_active"}),
    "consent": frozenset({"person_id", "case_id", "centre", "withdrawn_on", "withdrawal_note"}),
}
_NAMED = {"agency": "name", "agency_contact": "name"}


def open_new(seat: Seat, kind: str, words: str, done: Callable[[UUID], None], **given: Any) -> None:
    """Ask for a new record of a kind and hand its id to `done`; what is typed names it."""
    model, left_out = model_of(kind), _LEFT_OUT.get(kind, frozenset())
    fields = [f for f in fields_of(model) if f.key not in left_out and f.key not in given]

    def save(answers: Mapping[str, Any]) -> Saved:
        return add_record(seat.work, kind, answers)

    begun = {**given, **({_NAMED[kind]: words} if words and kind in _NAMED else {})}
    filed = {key: given.get(key) for key in ("case_id", "person_id")}
    context = form_context(seat, on=seat.work.today(), **filed)
    parent = QApplication.activeWindow()
    made = ask_new_record(parent, f"新しい{model.label}", fields, save, context, begun)
    if made is not None:
        done(made.id)
