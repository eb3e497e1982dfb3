"""Joins a form to what may be suggested about its answers: warnings beside, cures as links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from soudan_desk.services.advice import Cure
from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.context import Mend

if TYPE_CHECKING:
    from soudan_desk.ui.forms.page import FormPage

_PAUSE_MS = 200
Warn = Callable[[str, Mapping[str, Any]], Mapping[str, str]]


class Advising(QObject):
    """Looks at the answers a moment after each change, and at each refusal."""

    def __init__(
        self,
        form: FormPage,
        body: FormBody,
        answers: Callable[[], Mapping[str, Any]],
        mend: Mend | None,
    ) -> None:
        super().__init__(form)
        self._form, self._body, self._answers, self._mend = form, body, answers, mend
        self._warn: Warn | None = None
        self._soon = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        form.edited.connect(self._on_form_edited)
        form.judged.connect(self._on_form_judged)

    def begin(self, kind: str, warn: Warn) -> None:
        """Mend and warn by the rules of a kind of record from now on."""
        self._form.record_kind, self._warn = kind, warn
        self.look()

    def look(self) -> None:
        """Say beside each question what is odd about its answer."""
        if self._warn is None or self._form.record_kind is None:
            return
        found = self._warn(self._form.record_kind, self._answers())
        keys = [cell.field.key for cell in self._body.cells()]
        changed = [self._body.set_warning(key, found.get(key, "")) for key in keys]
        if any(changed):
            self._body.place()

    def _on_form_edited(self, key: str) -> None:
        self._soon.start()
        if self._body.cell(key).cure is not None:
            self._body.set_cure(key, "", None)

    def _on_form_judged(self, problems: dict[str, str]) -> None:
        cures = self._cures(problems) if problems else {}
        for cell in self._body.cells():
            key = cell.field.key
            cure = cures.get(key)
            if cure is not None:
                self._body.set_cure(key, cure.words, partial(self._take, key, cure))
            elif cell.cure is not None:
                self._body.set_cure(key, "", None)

    def _cures(self, problems: Mapping[str, str]) -> Mapping[str, Cure]:
        kind = self._form.record_kind
        if self._mend is None or kind is None:
            return {}
        return self._mend(kind, self._answers(), problems)

    def _take(self, key: str, cure: Cure) -> None:
        """Put the cure's answers in, and what they made wrong right."""
        self._form.change(cure.answers)
        for each in {key, *cure.answers}:
            self._body.set_problem(each, "")
            self._body.set_cure(each, "", None)
        wrong = {cell.field.key: cell.problem for cell in self._body.cells() if cell.problem}
        self._form.show_problems(wrong)
        self._body.editor(key).widget().setFocus(Qt.FocusReason.OtherFocusReason)
