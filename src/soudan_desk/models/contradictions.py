"""Answers that cannot both be right, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def not_before(
    answers: Mapping[str, Any], later: str, earlier: str, sentence: str
) -> dict[str, str]:
    """Return the sentence for `later` where it lies before `earlier`; nothing if one is blank."""
    first, second = answers.get(earlier), answers.get(later)
    if first is None or second is None or second >= first:
        return {}
    return {later: sentence}
