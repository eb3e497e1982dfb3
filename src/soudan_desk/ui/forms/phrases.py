"""定型文 in a form: Ctrl+; and two letters, or two letters and Ctrl+;.

    install_phrases(page, acts, lambda: "plan")

Works in every line, text and cell below the owner.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from soudan_desk.ui.forms.phrase_acts import PhraseActs
from soudan_desk.ui.forms.phrase_list import PhraseList
from soudan_desk.ui.forms.phrase_target import target_in
from soudan_desk.ui.shortcuts import bind

KEY = "Ctrl+;"
_LETTERS = 2


def install_phrases(owner: QWidget, acts: PhraseActs, kind: Callable[[], str | None]) -> None:
    """Let the key open the phrases of a kind of record in whatever one types in."""
    bind(
        owner, KEY, "定型文を入れる（続けて2文字）", lambda: _open(owner, acts, kind()), inside=True
    )


def _open(owner: QWidget, acts: PhraseActs, kind: str | None) -> None:
    target = target_in(owner)
    if target is None:
        return
    rows = acts.offered(kind)
    typed = _plain(target.before(_LETTERS))
    meant = next((row for row in rows if _plain(row.key) == typed), None)
    if meant is not None and not target.selected():
        target.insert(acts.fill(meant.text), replacing=_LETTERS)
        return
    PhraseList(owner.window(), acts, rows, target).open()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
