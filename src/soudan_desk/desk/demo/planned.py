"""What the demo hands to whoever writes it into an office."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple


class Ref(str):
    """Stands for the id of a record planned earlier: `Ref("person:12")`."""

    __slots__ = ()


class Planned(NamedTuple):
    """A record to be written, after every record its answers refer to.

    `ref` is the name by which later records refer to it; `by` the staff login that entered it;
    `at` an aware UTC instant; `state` is draft, final or void; `extra` what is no answer to a
    question (whether staff logs in, the reason of a void record, what it was `before`, `columns`).
    """

    kind: str
    ref: str
    answers: dict[str, Any]
    by: str
    at: datetime
    state: str
    extra: dict[str, Any]
