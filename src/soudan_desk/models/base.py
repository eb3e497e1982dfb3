"""What every record has, and `asks()`: a stored column is a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils
from sqlalchemy import CheckConstraint, ForeignKey, MetaData, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.properties import MappedColumn

from soudan_desk.fields import Condition, Field, Kind
from soudan_desk.models.types import TYPE_MAP

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

DRAFT, FINAL, VOID = "draft", "final", "void"
FILING_KEYS = frozenset({"case_id", "person_id", "household_id", "restriction_level"})
"""Where a record is filed: may change on final evidence too, each time with a revision."""


def new_id() -> UUID:
    """Make an id that sorts by the time it was made (UUIDv7)."""
    return UUID(int=uuid_utils.uuid7().int)


def now() -> datetime:
    """Return this instant in UTC; the one place the program reads the clock for a record."""
    return datetime.now(UTC)


def snake_case(name: str) -> str:
    """Turn `AgendaItem` into `agenda_item`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Base(DeclarativeBase):
    """Every table, STRICT in SQLite so that nothing leans on loose typing."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = TYPE_MAP

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy hands the class
        return snake_case(cls.__name__)

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805
        return (*cls.constraints(), {"sqlite_strict": True})

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Return constraints and indexes of this table alone."""
        return ()


class Record(Base):
    """A thing the office keeps: it has a history, and questions unless it is the program's own.

    `record_state` is draft, final or void; `version` counts what readers see as versions (an
    amendment adds 1), `lock_version` every write, so that two editors cannot overwrite each other.
    """

    __abstract__ = True
    label: ClassVar[str] = ""
    """What workers call the record, such as 相談記録."""
    evidence: ClassVar[bool] = False
    """Whether it goes draft → final → amended; other records are in force when saved."""
    centres: ClassVar[tuple[str, ...]] = ()
    """The kinds of centre that keep it; empty for all."""
    title_keys: ClassVar[tuple[str, ...]] = ()
    """The answers that name a record in lists and search results."""

    unread_keys: ClassVar[frozenset[str]] = frozenset()
    """Answers kept as proof that tell a reader nothing: a key of the program's, a digest."""

    later_keys: ClassVar[tuple[str, ...]] = ()
    """Answers of evidence, or of a plan's part, that come after it is final, such as a reply."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-20)
    record_state: Mapped[str] = mapped_column(default=DRAFT, sort_order=-19)
    version: Mapped[int] = mapped_column(default=1, sort_order=-18)
    lock_version: Mapped[int] = mapped_column(sort_order=-17)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=-16)
    created_by: Mapped[UUID | None] = mapped_column(sort_order=-15)
    updated_at: Mapped[datetime] = mapped_column(default=now, sort_order=-14)
    updated_by: Mapped[UUID | None] = mapped_column(sort_order=-13)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.lock_version}

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805
        states = CheckConstraint("record_state IN ('draft', 'final', 'void')", name="record_state")
        return (states, *cls.constraints(), {"sqlite_strict": True})

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Return a sentence for each question whose answer contradicts another one."""
        return {}

    @classmethod
    def in_case_file(cls) -> Iterable[Any]:
        """Return the conditions under which one belongs to what a case's file shows."""
        return ()

    def warnings(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Return a sentence for each answer that may be right but is odd; it is saved anyway."""
        return {}

    def derive(self) -> None:
        """Set the columns that follow from answers; the unit of work calls it before writing."""

    @classmethod
    def kind(cls) -> str:
        """Return the record's kind as commands and audit rows name it: `agenda_item`."""
        return snake_case(cls.__name__)


def asks(
    label: str,
    *,
    section: str,
    long: bool = False,
    codes: str | None = None,
    of: str | None = None,
    rows: tuple[Field, ...] = (),
    listed: bool = False,
    printed: bool = False,
    searched: bool = False,
    counted: bool = False,
    help: str = "",  # noqa: A002 - the word a form uses
    shown_when: Condition | None = None,
    required_when: Condition | None = None,
    past: bool = False,
    **column: Any,
) -> MappedColumn[Any]:
    """Declare a column that appears on the form; its Python type decides the editor.

    `of` names the record kind a reference points to (a foreign key follows), or None for a list
    of references, which has none. `past` is for days of what has happened: none lies ahead of
    today. Further words go to `mapped_column` (`index`, `default`).
    """
    question = {
        "label": label,
        "section": section,
        "codes": codes,
        "of": of,
        "rows": rows,
        "listed": listed,
        "printed": printed,
        "searched": searched,
        "counted": counted,
        "help": help,
        "shown_when": shown_when,
        "required_when": required_when,
        "past": past,
    }
    return mapped_column(info={"question": question, "long": long}, **column)


def refers(
    label: str, *, section: str, of: str, index: bool = True, **question: Any
) -> MappedColumn[Any]:
    """Declare a question answered by another record, with its foreign key."""
    info_column = asks(label, section=section, of=of, **question)
    return mapped_column(ForeignKey(f"{of}.id"), index=index, info=info_column.column.info)


@cache
def fields_of(model: type[Record]) -> tuple[Field, ...]:
    """Return the questions a model asks, in the order it declares them."""
    columns = inspect(model).columns
    return tuple(_field(column) for column in columns if "question" in column.info)


def _field(column: Any) -> Field:
    kind: Kind = column.type.kind
    if kind is Kind.LINE and column.info["long"]:
        kind = Kind.TEXT
    required = not column.nullable and kind is not Kind.CHECK
    return Field(key=column.key, kind=kind, required=required, **column.info["question"])


def record_kinds() -> dict[str, type[Record]]:
    """Return every kind of record by its name; all models must have been imported."""
    return _kinds_among(len(Base.registry._class_registry))  # noqa: SLF001 - grows with each model


@cache
def _kinds_among(_models: int) -> dict[str, type[Record]]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    kinds = (model for model in mapped if issubclass(model, Record))
    return {model.kind(): model for model in sorted(kinds, key=lambda each: each.__name__)}
