"""What a form holds, without its widgets: given answers, changes, conditions, suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from soudan_desk.fields import Field, Kind
from soudan_desk.fields.checks import is_blank

Answers = dict[str, Any]
Suggest = Mapping[str, Callable[[Answers], Mapping[str, Any]]]
"""For a question's key: what its answer suggests for others, from all answers of the form."""


class Sheet:
    """Answers as given and as changed; a change made by a suggestion gives way to a person's."""

    def __init__(self, fields: Iterable[Field], suggest: Suggest | None = None) -> None:
        self.fields = {field.key: field for field in fields}
        self._suggest = dict(suggest or {})
        self._given: Answers = {}
        self._changed: Answers = {}
        self._suggested: Answers = {}
        conditions = (c for f in self.fields.values() for c in (f.shown_when, f.required_when) if c)
        self.steering = frozenset(key for condition in conditions for key in condition)
        """The keys on which other questions depend."""

    @property
    def is_dirty(self) -> bool:
        """Whether anything was changed since answers were given."""
        return bool(self._changed)

    def give(self, answers: Mapping[str, Any]) -> None:
        """Take stored answers; those of questions that are not on the form steer conditions."""
        self._given, self._changed, self._suggested = dict(answers), {}, {}

    def settle(self) -> None:
        """Count what stands here as stored."""
        self._given, self._changed = {**self._given, **self._changed}, {}

    def answer(self, key: str) -> Any:
        """Return one answer as it stands; a box nobody ticked is False."""
        answer = self._changed.get(key, self._given.get(key))
        field = self.fields.get(key)
        return False if answer is None and field and field.kind is Kind.CHECK else answer

    def change(self, key: str, answer: Any) -> None:
        """Take a person's answer."""
        self._suggested.pop(key, None)
        self._changed[key] = answer

    def everything(self) -> Answers:
        """Return all that is known: the form's answers and what was given beside them."""
        return {**self._given, **{key: self.answer(key) for key in self.fields}}

    def changes(self) -> Answers:
        """Return what was changed since answers were given, hidden questions included."""
        return dict(self._changed)

    def answers(self) -> Answers:
        """Return the form's answers; a question that is not asked has none."""
        known = self.everything()
        return {
            key: known[key] if field.shown(known) else _unasked(field)
            for key, field in self.fields.items()
        }

    def suggests(self, key: str) -> bool:
        """Whether an answer may suggest others."""
        return key in self._suggest

    def suggestions(self, key: str) -> Answers:
        """Return what a changed answer suggests for blank questions, and note it as suggested."""
        act = self._suggest.get(key)
        if act is None:
            return {}
        found = {
            other: value
            for other, value in act(self.everything()).items()
            if other in self.fields and value != self.answer(other) and self._may_suggest(other)
        }
        self._suggested.update(found)
        self._changed.update(found)
        return found

    def _may_suggest(self, key: str) -> bool:
        answer = self.answer(key)
        return is_blank(answer) or (key in self._suggested and self._suggested[key] == answer)


def _unasked(field: Field) -> Any:
    return False if field.kind is Kind.CHECK else None


def without_blanks(answer: Any) -> Any:
    """Return rows without the cells that hold nothing; any other answer as it is."""
    if isinstance(answer, list) and all(isinstance(row, dict) for row in answer):
        return [{key: value for key, value in row.items() if value is not None} for row in answer]
    return answer
