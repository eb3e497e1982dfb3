"""Column types: what SQLite (STRICT) and PostgreSQL store, and the kind of question each makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    Text,
    Time,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from soudan_desk.fields import Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import sealing
from soudan_desk.models.key_reading import key_of
from soudan_desk.models.sealing import MARK, SealedFields, SealedRows, SealedText, sealed_json


class OwnColumn(TypeDecorator[Any]):
    """A column whose SQLite form may differ from its PostgreSQL form."""

    cache_ok = True
    sqlite: ClassVar[type[TypeEngine[Any]] | None] = None
    kind: ClassVar[Kind]

    def __init_subclass__(cls, **words: Any) -> None:
        """Say of every column type that statements with it may be cached: it holds no state."""
        super().__init_subclass__(**words)
        cls.cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type."""
        if dialect.name == "sqlite" and self.sqlite is not None:
            return dialect.type_descriptor(self.sqlite())
        return dialect.type_descriptor(self.impl_instance)


class TextColumn(OwnColumn):
    """Text, one line or many; of a sealed case, its ciphertext."""

    impl = Text
    kind = Kind.LINE

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Seal what belongs to a compartment."""
        return sealing.written(value, value) if isinstance(value, SealedText) else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what opens a sealed text, without the ways round it that other types need."""
        return sealing.read_text


class LongColumn(TextColumn):
    """Text of many lines."""

    kind = Kind.TEXT


class CodeColumn(OwnColumn):
    """A code of an option list."""

    impl = Text
    kind = Kind.CHOICE


class NumberColumn(OwnColumn):
    """A whole number."""

    impl = BigInteger
    sqlite = Integer
    kind = Kind.NUMBER


class YenColumn(NumberColumn):
    """Whole yen."""

    kind = Kind.YEN


class MinutesColumn(NumberColumn):
    """Whole minutes."""

    kind = Kind.MINUTES


class CheckColumn(OwnColumn):
    """True or false, 1 or 0 in SQLite."""

    impl = Boolean
    sqlite = Integer
    kind = Kind.CHECK

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Store 1 or 0 where the database has no truth values."""
        return value if value is None or dialect.name != "sqlite" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read truth values back."""
        return None if value is None else bool(value)


class _TextInSqlite(OwnColumn):
    """A value SQLite keeps as text in a form that sorts rightly."""

    sqlite = Text

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write the text form for SQLite."""
        return value if value is None or dialect.name != "sqlite" else self.written(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the text form back."""
        return value if value is None or dialect.name != "sqlite" else self.read(value)

    def written(self, value: Any) -> str:
        """Return the text form."""
        raise NotImplementedError

    def read(self, text: str) -> Any:
        """Return the value of a text form."""
        raise NotImplementedError


class DateColumn(_TextInSqlite):
    """A day, as `2026-11-22`."""

    impl = Date
    kind = Kind.DATE

    def written(self, value: date) -> str:
        """Return `2026-11-22`."""
        return value.isoformat()

    def read(self, text: str) -> date:
        """Return the day."""
        return date.fromisoformat(text)


class TimeColumn(_TextInSqlite):
    """A time of day, as `09:30`."""

    impl = Time
    kind = Kind.TIME

    def written(self, value: time) -> str:
        """Return `09:30`."""
        return value.isoformat("minutes")

    def read(self, text: str) -> time:
        """Return the time of day."""
        return time.fromisoformat(text)


class InstantColumn(_TextInSqlite):
    """An instant in UTC, as `2026-11-22T01:30:00.123456Z`."""

    impl = DateTime(timezone=True)
    kind = Kind.INSTANT

    def written(self, value: datetime) -> str:
        """Return the UTC text form."""
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def read(self, text: str) -> datetime:
        """Return the aware instant."""
        return datetime.fromisoformat(text)


class PartialDateColumn(OwnColumn):
    """A date of which perhaps only the year or the age band is known."""

    impl = Text
    kind = Kind.PARTIAL_DATE

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write the stored form."""
        return None if value is None else value.stored()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the stored form back."""
        return None if value is None else PartialDate.from_stored(value)


class _JsonText(OwnColumn):
    """Structured values kept as compact JSON text."""

    impl = Text

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write compact JSON."""
        if value is None:
            return None
        text = json.dumps(self.plain(value), ensure_ascii=False, separators=(",", ":"))
        is_sealed = isinstance(value, SealedRows | SealedFields)
        return sealing.written(value, text) if is_sealed else text

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read JSON back."""
        if value is None or not value.startswith(MARK):
            return None if value is None else self.typed(json.loads(value))
        compartment, text = sealing.opened(value)
        return self.typed(sealed_json(compartment, text, value))

    def plain(self, value: Any) -> Any:
        """Return what JSON can carry."""
        return value

    def typed(self, value: Any) -> Any:
        """Return the answer a JSON value stands for."""
        return value

    def compare_values(self, x: Any, y: Any) -> bool:
        """Compare by value, so that a list set to an equal one is no change."""
        return bool(x == y)


class CodesColumn(_JsonText):
    """Several codes of an option list."""

    kind = Kind.CHOICES


class MarksColumn(_JsonText):
    """Codes each marked ○ or ◎."""

    kind = Kind.MARKS


class RowsColumn(_JsonText):
    """A table inside a form; cells hold the JSON shapes of their questions."""

    kind = Kind.ROWS


class JsonColumn(_JsonText):
    """Structured values that are no question."""

    kind = Kind.ROWS


class IdsColumn(_JsonText):
    """Ids of several records."""

    kind = Kind.REFERENCES

    def plain(self, value: list[UUID]) -> Any:
        """Write ids as text."""
        return [str(each) for each in value]

    def typed(self, value: list[str]) -> list[UUID]:
        """Read ids back."""
        return [UUID(each) for each in value]


class AttachmentIdsColumn(IdsColumn):
    """Ids of attachments."""

    kind = Kind.ATTACHMENTS


class KeyColumn(OwnColumn):
    """A UUID: 16 bytes in SQLite."""

    impl = Uuid
    sqlite = LargeBinary
    kind = Kind.REFERENCE

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write 16 bytes for SQLite."""
        return value if value is None or dialect.name != "sqlite" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the UUID back."""
        return value if isinstance(value, UUID) else key_of(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads the 16 bytes, without the ways round it that other types need."""
        return key_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
