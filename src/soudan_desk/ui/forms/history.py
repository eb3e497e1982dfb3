"""What was changed in a form, step by step, so that it can be taken back and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeAlias

State: TypeAlias = tuple[Any, str | None]
"""An answer, and the text in its editor where that cannot be read as an answer."""
_PAUSE_S = 1.2
"""After so long a pause, typing on is a step of its own."""
_MOMENT_S = 0.05
_LONGEST = 20
"""What comes in at once and is longer was pasted: a step of its own."""
_MOST = 500


@dataclass(slots=True)
class Step:
    """One change: the question that led to it, and every state it changed."""

    lead: str
    place: Any
    before: dict[str, State]
    after: dict[str, State]
    at: float


class History:
    """Steps of one form; what is typed on without a pause, at one place, is one step."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_closed = True

    @property
    def is_fresh(self) -> bool:
        """Whether the last step was made in this moment, so that a change may follow from it."""
        return bool(self._done) and self._clock() - self._done[-1].at < _MOMENT_S

    def clear(self) -> None:
        """Forget all steps: what was saved is not taken back here."""
        self._done, self._undone, self._is_closed = [], [], True

    def close(self) -> None:
        """Let the next change be a step of its own."""
        self._is_closed = True

    def note(self, key: str, before: State, after: State, place: Any = None) -> None:
        """Take a change of one answer; `place` says where typing goes on, None nowhere."""
        if before == after:
            return
        now = self._clock()
        last = self._done[-1] if self._done else None
        if last is not None and self._goes_on(last, key, after, place, now):
            last.after[key], last.at = after, now
        else:
            self._done.append(Step(key, place, {key: before}, {key: after}, now))
            del self._done[:-_MOST]
        self._undone, self._is_closed = [], False

    def join(self, key: str, before: State, after: State) -> None:
        """Take a change that follows from the last step."""
        if before == after:
            return
        if not self._done:
            self.note(key, before, after)
            return
        last = self._done[-1]
        last.before.setdefault(key, before)
        last.after[key] = after

    def undo(self) -> Step | None:
        """Return the step to take back, or None."""
        return self._turn(self._done, self._undone)

    def redo(self) -> Step | None:
        """Return the step to do again, or None."""
        return self._turn(self._undone, self._done)

    def _turn(self, source: list[Step], target: list[Step]) -> Step | None:
        if not source:
            return None
        target.append(source.pop())
        self._is_closed = True
        return target[-1]

    def _goes_on(self, last: Step, key: str, after: State, place: Any, now: float) -> bool:
        if self._is_closed or place is None or (last.lead, last.place) != (key, place):
            return False
        if now - last.at > _PAUSE_S:
            return False
        return _is_typing_on(_text(last.before[key]), _text(last.after[key]), _text(after))


def _is_typing_on(first: str, middle: str, last: str) -> bool:
    """Whether a text grows or shrinks on as by typing, in the same line."""
    grown, grows = len(middle) - len(first), len(last) - len(middle)
    if abs(grows) > _LONGEST or last.count("\n") != middle.count("\n"):
        return False
    return (grown >= 0) == (grows >= 0)


def _text(state: State) -> str:
    answer, typed = state
    return typed if typed is not None else answer if isinstance(answer, str) else str(answer or "")
