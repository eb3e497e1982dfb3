"""What the phrases of a form can do, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from soudan_desk.services.phrases import PhraseRow


class AddPhrase(Protocol):
    """Keeps a sentence; see `services.phrases.add_phrase`."""

    def __call__(self, *, key: str, text: str, title: str = "", for_office: bool = False) -> object:
        """Raise `InvalidEntriesError` with a sentence per question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseActs:
    """The verbs of phrases, bound to a worker and to the case that a form is about."""

    offered: Callable[[str | None], Sequence[PhraseRow]]
    """What may be inserted into a kind of record, by key."""
    fill: Callable[[str], str]
    """Puts in what is known, as the name for {氏名}."""
    add: AddPhrase
    may_share: bool
    """Whether the worker writes for the whole office."""
