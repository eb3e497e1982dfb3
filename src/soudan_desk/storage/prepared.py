"""Queries of columns that run often: scope, SQL and conversions are worked out once.

SQLAlchemy would do so again for each execution, which costs more than the query itself where that
is short (docs/decisions/007).
"""

from __future__ import annotations

import itertools
import json
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Dialect, Select, Text, bindparam, func
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from soudan_desk.storage.actor import Actor
from soudan_desk.storage.scope import bound_to

Columns = Select[*tuple[Any, ...]]
Convert = Callable[[Any], Any]
Value = TypeVar("Value")
_Key = tuple[Actor | None, tuple[tuple[str, int], ...]]
_KEPT = 64
_UNSAFE = frozenset("'?\\\0")
"""What a text written into SQL must not hold."""


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column is one of the values given as a list by name."""
    return column.in_(bindparam(name, expanding=True))  # type: ignore[no-any-return]


def among_many(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column is one of the keys given by name as `as_one`.

    For thousands of them: each value of `among` is a copy of its own in locked memory.
    """
    keys = func.keys(bindparam(name, type_=Text()))
    return column.bool_op("IN")(keys)  # type: ignore[no-any-return]


def as_one(keys: Iterable[UUID]) -> str:
    """Write keys as the one value that `among_many` takes."""
    return json.dumps([key.hex for key in keys])


class Prepared:
    """A query of columns with named parameters; calling it gives rows, their columns by name.

    Rows are to be read only: where they agree, they share lists too.
    """

    def __init__(self, statement: Columns, *, whole_office: bool = False) -> None:
        self._statement = statement
        self._whole_office = whole_office  # for the store's own needs, and to be counted
        self._made: dict[_Key, _Made] = {}

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        """Run it as the worker of this unit of work; lists are values of `among`."""
        lists = {key: few_sizes(each) for key, each in values.items() if _is_list(each)}
        made = self._made_for(session, lists)
        return made.rows(_fetched(session, made.sql, made.parameters(values | lists)))

    def work_out(self, dialect: Dialect, actor: Actor) -> None:
        """Do beforehand what the first run does, for a query without lists."""
        _make(bound_to(self._statement, actor), dialect, {})

    def _made_for(self, session: Session, lists: dict[str, list[Any]]) -> _Made:
        actor: Actor | None = None if self._whole_office else session.info["actor"]
        key = (actor, tuple((name, len(each)) for name, each in lists.items()))
        made = self._made.get(key)
        if made is None:
            while len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)), None)
            statement = bound_to(self._statement, actor)
            made = self._made[key] = _make(statement, session.get_bind().dialect, lists)
        return made


def _fetched(session: Session, sql: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """Run it by the driver's own cursor: what SQLAlchemy adds to each run is known here already."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
    finally:
        cursor.close()


def few_sizes(values: Collection[Value]) -> list[Value]:
    """Return the values of an `IN (…)`, the first repeated up to a power of two.

    Each number of values is another statement, to be worked out here and in the database.
    """
    given = list(values)
    return given + given[:1] * ((1 << (len(given) - 1).bit_length()) - len(given))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset)


@dataclass(frozen=True, slots=True)
class _Made:
    """SQL with its parameters in order: fixed ones as the database takes them, free ones to be.

    A free one has its place, its name, its number within a list, and its conversion.
    """

    sql: str
    fixed: list[Any]
    free: list[tuple[int, str, int | None, Convert | None]]
    row: Callable[[Iterable[Any]], Any]
    reads: list[Convert | None]

    def parameters(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Return the parameters in the order of the SQL."""
        given = self.fixed.copy()
        for place, name, number, convert in self.free:
            value = values[name] if number is None else values[name][number]
            given[place] = value if convert is None else convert(value)
        return tuple(given)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """Convert what the database gave, column by column, each value of a column once."""
        columns = [
            column if read is None else _converted(column, read)
            for read, column in zip(self.reads, zip(*found, strict=True), strict=False)
        ]
        return list(map(self.row, zip(*columns, strict=True)))


def _converted(column: Sequence[Any], read: Convert) -> Iterable[Any]:
    values = {value: read(value) for value in set(column)}
    return map(values.__getitem__, column)


def _make(statement: Columns, dialect: Dialect, lists: dict[str, list[Any]]) -> _Made:
    compiled: Any = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state(
        {name: lists.get(name) for name, bind in compiled.binds.items() if bind.required}
    )
    places = dict(_places(compiled.binds, state.parameter_expansion, dialect))
    columns = statement.selected_columns
    written: list[str | None] = []
    fixed: list[Any] = []
    free = []
    for name in state.positiontup:
        bind, number, convert = places[name]
        if bind.required:
            free.append((len(fixed), bind.key, number, convert))
        value = None if bind.required else state.parameters[name]
        value = convert(value) if convert and not bind.required else value
        literal = None if bind.required else _literal(value)
        written.append(literal)
        if literal is None:
            fixed.append(value)
    return _Made(
        sql=_written_out(state.statement, written),
        fixed=fixed,
        free=free,
        row=_row_of(columns.keys()),
        reads=[own_type(each.type, dialect).result_processor(dialect, None) for each in columns],
    )


def _literal(value: Any) -> str | None:
    """Write a value as SQL, or give None for one that is better left a parameter."""
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, bytes | memoryview):
        return f"X'{bytes(value).hex()}'"
    if isinstance(value, str) and not _UNSAFE & set(value):
        return f"'{value}'"
    return None


def _written_out(sql: str, written: Sequence[str | None]) -> str:
    """Put values that never change into the SQL: the database copies each parameter at each run.

    With memory security each copy is locked, overwritten and unlocked again.
    """
    pieces = sql.split("?")
    assert len(pieces) == len(written) + 1, "a question mark that is no parameter"
    marks = ("?" if each is None else each for each in written)
    return "".join(itertools.chain.from_iterable(zip(pieces, (*marks, ""), strict=True)))


def _row_of(keys: Iterable[str]) -> Callable[[Iterable[Any]], Any]:
    kind: Any = namedtuple("Found", keys)  # type: ignore[misc]  # noqa: PYI024 - made as it runs
    return partial(tuple.__new__, kind)  # as `_make` does, without a call of Python for each row


def _places(
    binds: dict[str, BindParameter[Any]], expansion: dict[str, list[str]], dialect: Dialect
) -> Iterator[tuple[str, tuple[BindParameter[Any], int | None, Convert | None]]]:
    for name, bind in binds.items():
        convert = own_type(bind.type, dialect).bind_processor(dialect)
        yield name, (bind, None, convert)
        for number, expanded in enumerate(expansion.get(name, ())):
            yield expanded, (bind, number, convert)


def own_type(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    """Return a column's type as a database keeps it, which converts to and fro."""
    return kind.dialect_impl(dialect)
