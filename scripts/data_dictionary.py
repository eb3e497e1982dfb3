"""Write every record's questions to docs/fields.md, as the commands and files name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from soudan_desk.fields import Field
from soudan_desk.models import Record, fields_of, record_kinds

DICTIONARY = Path(__file__).resolve().parents[1] / "docs" / "fields.md"

_HEAD = """\
# Fields

Written by `scripts/data_dictionary.py`; not edited by hand (`tests/test_data_dictionary.py`
compares). Keys are what JSON, `--where` and imported or exported tables use; how each type looks in
JSON is in [commands.md](commands.md#values).

Columns: **must** `yes` = always required, `if …` = required then; **options** is the list for
`codes list` (a centre may have a list of its own: `LIST.CENTRE`); **of** is the kind referred to;
**shows** L listed, P printed, S searched, C counted; **asked if** names the other answers it hangs
on.
"""
_COLUMNS = "| key | label | type | must | options | of | section | shows | asked if |"


def page() -> str:
    """Return the whole dictionary."""
    kinds = sorted(record_kinds().items())
    lines = [_HEAD, "Kinds: " + ", ".join(f"[{kind}](#{kind})" for kind, _ in kinds) + "."]
    for kind, model in kinds:
        lines.extend(_kind(kind, model))
    return "\n".join(lines) + "\n"


def _kind(kind: str, model: type[Record]) -> Iterator[str]:
    kept = "draft → final → amended" if model.evidence else "in force when saved"
    where = ", ".join(model.centres) or "all centres"
    yield from ("", f"## {kind}", "", f"{model.label}: {kept}; {where}.", "")
    yield from _table(fields_of(model))
    for field in fields_of(model):
        if field.rows:
            yield from ("", f"### {kind}.{field.key} (one row)", "")
            yield from _table(field.rows)


def _table(fields: tuple[Field, ...]) -> Iterator[str]:
    yield _COLUMNS
    yield "|" + "---|" * _COLUMNS.count(" | ") + "---|"
    for field in fields:
        cells = (
            f"`{field.key}`",
            field.label,
            field.kind.value,
            _must(field),
            f"`{field.codes}`" if field.codes else "",
            field.of or "",
            field.section,
            _shows(field),
            _condition(field.shown_when),
        )
        yield "| " + " | ".join(cells) + " |"


def _must(field: Field) -> str:
    if field.required:
        return "yes"
    return f"if {_condition(field.required_when)}" if field.required_when else ""


def _shows(field: Field) -> str:
    flags = {"L": field.listed, "P": field.printed, "S": field.searched, "C": field.counted}
    return "".join(letter for letter, is_on in flags.items() if is_on)


def _condition(condition: Mapping[str, tuple[Any, ...]] | None) -> str:
    parts = (
        f"`{key}` = {' or '.join(str(value).lower() for value in values)}"
        for key, values in (condition or {}).items()
    )
    return " and ".join(parts)


def main() -> None:
    """Write the file."""
    DICTIONARY.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
