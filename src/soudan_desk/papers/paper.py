"""One document of the catalogue: what it is called, what it is made of, how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank, PrintedBy
from soudan_desk.papers.files import write_pdf
from soudan_desk.papers.page import PageOptions


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document: what it is called, what it is made of, and how it is laid out."""

    key: str
    label: str
    kinds: tuple[str, ...]  # record kinds it is printed from; none for an office paper
    personal: bool
    data: type
    story: Callable[[Any], list[Flowable]]
    empty: Callable[[Blank], Any] | None = None
    forms: Callable[[Blank], Mapping[str, str]] | None = None
    """Where centres have several forms for the hand: their keys and titles."""
    running_head: Callable[[Any], str] = lambda _data: ""
    warning: str = "取扱注意"
    turned: Callable[[Any], bool] = lambda _data: False  # the first page lies on its side

    @property
    def form(self) -> bool:
        """Whether it can be printed empty, for handwriting."""
        return self.empty is not None

    def write(self, data: Any, target: Path | BinaryIO, printed: PrintedBy) -> int:
        """Write the document as a PDF; return the number of pages."""
        options = PageOptions(
            printed, self.running_head(data), self.warning, turned=self.turned(data)
        )
        return write_pdf(self.story(data), target, title=self.label, options=options)
