"""The plain data every paper is made of. Nothing here knows a database or a window.

An answer of None means "nobody has answered yet": the paper leaves room for handwriting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

BLANK_DATE = "令和　　　年　　　月　　　日"
BLANK_BIRTH = "大正・昭和・平成・令和　　　年　　月　　日（　　歳）"


@dataclass(frozen=True)
class Option:
    """One choice of a question; `note` is what stands in the brackets after it, if it has any."""

    label: str
    chosen: bool = False
    note: str | None = None
    mark: str = ""  # ○ or ◎ where the form asks for a mark instead of a box


@dataclass(frozen=True)
class Table:
    """Rows of an answer under the headings of their columns."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Answer:
    """One line of a form: the question, and its answer as it reads."""

    label: str
    text: str | None = None
    options: tuple[Option, ...] = ()
    long: bool = False
    blank: str = ""  # what guides the hand where the answer is None
    lines: int = 3  # ruled for handwriting where the answer is long
    wide: bool = False  # shares its row with no other, however short it is
    table: Table | None = None  # where the answer is rows; `text` tells them as well


@dataclass(frozen=True)
class Stamp:
    """One box of the 押印欄, filled by the review or empty."""

    title: str
    name: str = ""
    on: date | None = None
    word: str = "済"  # 供覧, 承認, 代決 …
    after: date | None = None  # when the one away has read it since (後閲)


@dataclass(frozen=True)
class Named:
    """A name with its reading."""

    name: str | None = None
    kana: str | None = None


@dataclass(frozen=True)
class Sender:
    """The centre that issues a paper, and who answers for it."""

    office: str
    centre: str
    head: str = ""  # 所長 森本 恵
    worker: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    seal_omitted: bool = True  # （公印省略）


@dataclass(frozen=True)
class PrintedBy:
    """Who printed a paper, where and when: the foot of every page."""

    office: str
    centre: str
    worker: str
    at: datetime
    serial: str = ""
    version: str = ""
    sample: bool = False


# 見出し and the questions under it: any record prints without a line of code for it.
Sections = Sequence[tuple[str, Sequence[Answer]]]


@dataclass(frozen=True)
class Head:
    """What identifies a case at the top of a paper."""

    case_no: str | None = None
    client: Named = field(default_factory=Named)

    @property
    def line(self) -> str:
        """The running head: number and name."""
        return "　".join(part for part in (self.case_no, self.client.name) if part)


@dataclass(frozen=True)
class CentreWords:
    """What a centre has worded for its own papers; blank where the form's words stand."""

    to: str = ""
    consent: str = ""
    privacy: str = ""


@dataclass(frozen=True)
class Blank:
    """What a form for handwriting is made from: option lists, and the kinds of centre it is for."""

    options: Callable[[str, str | None], Sequence[tuple[str, str]]]  # label and statistics group
    centres: tuple[str, ...]
    asked: Callable[[str, str, Sequence[str]], Sections] = lambda _kind, _centre, _keys: ()
    """The questions of a kind of record, unanswered, in one kind of centre; some keys, or all."""
    words_of: Callable[[str], CentreWords] = lambda _centre: CentreWords()
    form: str = ""
    """Which one is wanted where these centres have several forms of a paper; all, if blank."""

    def __call__(self, name: str, centre: str | None = None) -> list[str]:
        """Return the labels of an option list."""
        return [label for label, _ in self.options(name, centre)]
