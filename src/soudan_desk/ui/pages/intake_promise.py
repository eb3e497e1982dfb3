"""次の約束: what was promised on the telephone, and for when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from soudan_desk.ui import layouts
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.pages.intake_rows import IntakeRow


class PromiseRow(IntakeRow):
    """次の約束: the day and what was promised."""

    changed = Signal()

    def __init__(self, day: Editor, what: Editor) -> None:
        self.day, self.what = day, what
        layouts.fix_size(day.widget(), width=190)
        for editor, hint in ((day, "いつ（11/26 など）"), (what, "何をするか")):
            line = editor.widget()
            if isinstance(line, QLineEdit):
                line.setPlaceholderText(hint)
        parts = (day.widget(), (what.widget(), 1))
        editors = {"next_due_on": day, "next_action": what}
        super().__init__("次の約束", *parts, editors=editors, buddy=day.widget())
        for editor in (day, what):
            editor.edited.connect(self.changed)

    def answers(self) -> dict[str, Any]:
        """Return the consultation's answers of this row."""
        return {"next_due_on": self.day.answer(), "next_action": self.what.answer()}
