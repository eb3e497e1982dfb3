"""What a person's page is given: questions, names, and its verbs as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field
from soudan_desk.services.likely_persons import Likely
from soudan_desk.services.person_desk import MergePreview, PersonDesk
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext

Answers = Mapping[str, Any]


MASKED = "支援措置を受けています。住所・電話・勤務先は伏せています。"
CLOSED = (
    "住所・電話・連絡のしかたは封印されています。読み書きできるのは、この人のケースの担当者です。"
    "担当者に聞くか、担当に加えてもらってください。"
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working a case that may be begun here: a centre's process, with its words."""

    centre: str
    process: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonActs:
    """The verbs of one person, or of a new one (`load` then gives None).

    `save` takes the answers and the lock version they stand on; `find_doubles` answers later, in
    the window's thread; `open_case` takes one of the `ways`
    by centre and process and returns the new case's id.
    """

    load: Callable[[], PersonDesk | None]
    stored: Callable[[], Reading]
    """Who stored the person last, and what; told as far as `load` tells it."""
    save: Callable[[Answers, int | None, str], Saved]
    form: str
    kept: Callable[[], Kept | None]
    keep: Callable[[dict[str, Any], str], None]
    drop: Callable[[], None]
    find_doubles: Callable[[Answers, Callable[[list[Likely]], object]], object]
    show_protected: Callable[[], PersonDesk | None]
    """Writes down that somebody asks to see where the person is; from then on it is loaded."""
    preview_merge: Callable[[UUID], MergePreview]
    merge: Callable[[UUID, str], UUID]
    unmerge: Callable[[UUID], None]
    open_case: Callable[[str, str], UUID]
    fields: tuple[Field, ...]
    context: FormContext
    codes: CodeBook
    today: date
    ways: Sequence[Way]
    may_write: bool
