"""What a topic of a call makes one think of: who may read it, and what cannot wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggestion: its sentence, the words on its button, the urgent need it would mark."""

    words: str
    act: str
    urgency: str = ""


_GUARDED = Prompt(
    "虐待・権利侵害の相談です。閲覧制限・支援措置・安全な連絡のしかたを確かめてください。",
    "確かめる",
)
_PROMPTS = {
    "dv_abuse": _GUARDED,
    "ra_abuse": _GUARDED,
    "no_food": Prompt(
        "食べるものがないとのことです。急ぎの「食べ物がない」に印をつけますか。",
        "急ぎにする",
        urgency="no_food",
    ),
}


def prompts_of(topics: Iterable[str]) -> list[Prompt]:
    """Return what the ticked topics suggest, each once, in their order."""
    return list(dict.fromkeys(_PROMPTS[code] for code in topics if code in _PROMPTS))
