"""A short answer that completes from what is usually meant."""

from __future__ import annotations

from soudan_desk.japanese.folding import fold
from soudan_desk.ui.forms.typeahead import Option, TypeAhead


class OfferedLine(TypeAhead):
    """A short answer of any words, with those below it that are usually meant."""

    def options(self, words: str) -> list[Option]:
        """Return what is offered that holds the words."""
        plain = fold(words.strip())
        offered = self.context.offers[self.field.key]()
        return [Option(name, name, about) for name, about in offered if plain in fold(name)]

    def shows_all_when_opened(self) -> bool:
        """Open with all that is offered."""
        return True

    def answer(self) -> str | None:
        """Return the words, or None when blank."""
        return self.text().strip() or None

    def option_of(self, answer: str) -> Option:
        """Return the words themselves."""
        return Option(answer, answer)

    def problem(self) -> str | None:
        """Take any words."""
        return None
