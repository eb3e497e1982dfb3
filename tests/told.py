"""What a verb told, as one text in which only what a reader could read is left."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
from sqlalchemy import Row

from soudan_desk.fields import Field
from soudan_desk.models.base import Record
from soudan_desk.services.answers import read_answers
from soudan_desk.services.exports import ExportList
from soudan_desk.services.process import Process
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.work import Work

_NUMBER = re.compile(r"R\d\d-[A-Z]-\d{4}")
_TIME = re.compile(r"\d{1,2}:\d\d(:\d\d)?")
_ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_ROW = re.compile(r'(seq|"seq"): \d+')

_CHANCE = ((_ID, "<id>"), (_NUMBER, "<no>"), (_TIME, "<time>"), (_ROW, "<row>"))


def told(value: Any) -> str:
    """Return everything a verb returned as text."""
    return "\n".join(_lines(value))


def without_chance(text: str) -> str:
    """Return a text without ids, numbers of a series and times of this day, which chance makes."""
    for pattern, word in _CHANCE:
        text = pattern.sub(word, text)
    return text


def _lines(value: Any) -> Iterator[str]:
    line = _one_line(value)
    if line is not None:
        yield line
        return
    match value:
        case Mapping():
            pairs = ((told(key), told(each)) for key, each in value.items())
            yield from (f"{key} = {each}" for key, each in sorted(pairs))
        case set() | frozenset():
            yield from sorted(told(each) for each in value)
        case AbstractContextManager():
            with value as opened:
                yield from _lines(opened)
        case list() | tuple() | Iterator() | Row():
            yield from (f"- {told(each)}" for each in value)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield f"{field.name}: {told(getattr(value, field.name))}"


def _one_line(value: Any) -> str | None:
    match value:
        case None | bool() | int() | float() | str() | UUID():
            return str(value)
        case datetime():
            return "<at>"
        case date():
            return str(value)
        case bytes():
            return _text_of(value)
        case Path():
            return value.name
        case type():
            return value.__name__
        case Record():
            return told(read_answers(value))
        case RecordList() | ExportList():
            is_list = isinstance(value, RecordList)
            rows = value.items() if is_list else [page for page, _ in value.pages()]
            return f"{value.total}\n{told(rows)}"
    is_told = isinstance(value, _TOLD) or is_dataclass(value)
    return None if is_told and not isinstance(value, _BY_NAME) else type(value).__name__


_TOLD = (Mapping, set, frozenset, AbstractContextManager, list, tuple, Iterator, Row)
_BY_NAME = (Field, Process, Work)


def _text_of(content: bytes) -> str:
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    with_pages = pypdfium2.PdfDocument(BytesIO(content))
    pages = [page.get_textpage().get_text_range() for page in with_pages]
    with_pages.close()
    return "\n".join(pages)
