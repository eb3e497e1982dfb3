"""The password of a file that leaves the office: proposed, and long enough before it is taken."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Signal

from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_SHORTEST = 8


def new_password() -> str:
    """Make a password that can be told by telephone: three groups of four."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


class FilePassword(LineEdit):
    """A line that proposes a password; `judged` tells whether what stands there will do."""

    judged = Signal(bool)

    def __init__(self, name: str = "パスワード") -> None:
        super().__init__(new_password(), figures=True, name=name)
        self.setObjectName("file_password")
        self.textChanged.connect(lambda _text: self.judged.emit(self.will_do()))

    def will_do(self) -> bool:
        """Tell whether what stands there is long enough."""
        return len(self.text()) >= _SHORTEST

    def framed(self) -> LabelledEditor:
        """Return the line below its label, which says how long it must be."""
        return LabelledEditor("パスワード", self, required=True, note=f"{_SHORTEST}文字以上")
