"""くわしく: what is not asked in the first minute, in a form beside the large text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QShortcut

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage

_SECTIONS = {
    "いつ": ("held_on", "started_at_time", "ended_at_time", "elapsed_min", "after_hours"),
    "困っている方の住まい": ("postal_code", "address", "tel_home"),
    "連絡のしかた": (
        *("contact_ok", "telephone_ok", "voicemail_ok", "name_shown_ok", "family_may_know"),
        *("contact_hours", "contact_note"),
    ),
    "守ること": ("shien_sochi", "restriction_level"),
    "本人以外からのとき": ("self_knows", "consent_to_contact", "unknown_to_self"),
    "配慮": ("interpreter_needed", "language", "disability_accommodation"),
    "対応": ("place", "place_note", "response", "co_staff_ids"),
}
PERSON_KEYS = frozenset(
    {*_SECTIONS["困っている方の住まい"], *_SECTIONS["連絡のしかた"], "shien_sochi"}
)
"""Questions of the details that are about the person, not the consultation."""


class IntakeDetails(FormPage):
    """The further questions; blank ones change nothing."""

    def __init__(self, fields: Mapping[str, Field], context: FormContext) -> None:
        asked = [
            replace(fields[key], section=section, required=False)
            for section, keys in _SECTIONS.items()
            for key in keys
            if _is_asked(fields[key], context.centre)
        ]
        super().__init__(asked, lambda answers: answers, context, kind="consultation")
        self.setObjectName("intake_details")
        self.setAccessibleName("くわしく")
        for shortcut in self.findChildren(QShortcut):
            shortcut.setEnabled(False)  # the page's own F8 goes to every problem, also these

    def given(self) -> dict[str, Any]:
        """Return the answers that were given."""
        answers = self.answers()
        return {key: value for key, value in answers.items() if value not in (None, False)}


def _is_asked(field: Field, centre: str | None) -> bool:
    """Whether the centre's kind asks it; other conditions are the form's own."""
    bound = (field.shown_when or {}).get("centre")
    return bound is None or centre in bound
