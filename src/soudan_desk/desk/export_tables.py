"""Records as lines of a table that `import_file` reads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from soudan_desk.desk.import_words import ID_LABEL, NAME_SUFFIX, STATE_LABEL, STATE_LABELS
from soudan_desk.fields import Field, Kind, Names, as_text
from soudan_desk.fields.typed import typed_from_answer
from soudan_desk.services.exports import Exportable
from soudan_desk.services.masks import PROTECTED_WORD
from soudan_desk.services.protected import leaving_text
from soudan_desk.tables.cells import Value
from soudan_desk.tables.writing import LONGEST_CELL

_AS_THEY_ARE = (Kind.DATE, Kind.TIME, Kind.MINUTES, Kind.YEN, Kind.NUMBER)
_MAY_BE_LONG = (Kind.TEXT, Kind.ROWS, Kind.CHOICES, Kind.MARKS, Kind.REFERENCES, Kind.ATTACHMENTS)
_REFERENCES = (Kind.REFERENCE, Kind.REFERENCES)
_WIDTHS = {Kind.TEXT: 50, Kind.LINE: 20, Kind.DATE: 12, Kind.REFERENCE: 12, Kind.CHOICES: 30}


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: a question, a further part of its long text, or the name it stands for."""

    heading: str
    field: Field | None = None
    part: int = 1
    is_name: bool = False

    @property
    def width(self) -> int:
        """How wide Excel shows it, in characters."""
        if self.field is None:
            return 12
        return 24 if self.is_name else _WIDTHS.get(self.field.kind, 16)


def long_fields(fields: Sequence[Field]) -> list[Field]:
    """Return the questions whose answers may not fit a cell."""
    return [field for field in fields if field.kind in _MAY_BE_LONG]


def columns_of(fields: Sequence[Field], longest: Mapping[str, int]) -> list[ExportColumn]:
    """Return the columns of a kind: labels as headings, and parts where a text is too long."""
    columns = [ExportColumn(ID_LABEL), ExportColumn(STATE_LABEL)]
    for field in fields:
        columns.append(ExportColumn(field.label, field))
        parts = -(-longest.get(field.key, 0) * _growth(field) // LONGEST_CELL)
        more = range(2, parts + 1)
        columns += [ExportColumn(f"{field.label}(続き{part})", field, part) for part in more]
        if field.kind in _REFERENCES:
            columns.append(ExportColumn(field.label + NAME_SUFFIX, field, is_name=True))
    return columns


def _growth(field: Field) -> int:
    """Labels are longer than the codes that are stored."""
    return 1 if field.kind in (Kind.TEXT, Kind.ROWS) else 4


def line_of(
    columns: Sequence[ExportColumn], record: Exportable, names: Names, kind: str = ""
) -> list[Value]:
    """Return a record's line, without what of it must not leave."""
    own = Names(names.codes, names.of, record.answers.get("centre"))
    return list(_cells(columns, record, own, kind))


def _cells(
    columns: Sequence[ExportColumn], record: Exportable, names: Names, kind: str
) -> Iterator[Value]:
    yield str(record.id)
    yield STATE_LABELS[record.state]
    texts: dict[str, str] = {}
    parted = {column.field.key for column in columns if column.field and column.part > 1}
    for column in columns[2:]:
        field = column.field
        assert field is not None
        answer = record.answers.get(field.key)
        if answer is None:
            yield None
        elif column.is_name:
            yield record.mask.words(as_text(field, answer, names)) or None
        elif field.kind in _AS_THEY_ARE and field.codes is None:
            yield answer
        else:
            if field.key not in texts:
                text = typed_from_answer(field, answer, names)
                if record.mask.rows(field.key, answer) != answer:  # taken in again it is left out
                    text = PROTECTED_WORD
                texts[field.key] = leaving_text(kind, field.key, text, record.mask)
            text = texts[field.key]
            yield _part(text, column.part) if field.key in parted else text


def _part(text: str, part: int) -> str | None:
    return text[(part - 1) * LONGEST_CELL : part * LONGEST_CELL] or None
