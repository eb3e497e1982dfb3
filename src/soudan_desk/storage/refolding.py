"""Names, readings and search tokens made anew where an older program folded them differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, func, select, update

from soudan_desk.models import record_kinds
from soudan_desk.models.base import Record
from soudan_desk.models.program import AppMeta, SearchDoc
from soudan_desk.storage.opened_office import Progress, say_nothing
from soudan_desk.storage.search_index import open_parts, searched_fields
from soudan_desk.storage.sqlite_dialect import (
    create_search_table,
    drop_search_table,
    search_insert_many,
    search_pack,
)
from soudan_desk.storage.tokens import document_text, pair_tokens, single_tokens

FOLDING: Final = 4
"""Which folding, and which texts of a record, this program finds by; another makes all anew."""
_AT_ONCE = 2_000
_DOING: Final = "さがすための索引を、新しいプログラムに合わせて作り直しています"
_PACKING: Final = 0.95
"""The share at which the index is whole and is merged into one piece."""
_DOC: Any = SearchDoc.__table__
_META: Any = AppMeta.__table__


def folding_of(connection: Connection) -> int | None:
    """Return by which folding an office was written last."""
    return connection.execute(select(_META.c.folding)).scalar()


def refold(engine: Engine, progress: Progress = say_nothing) -> None:
    """Make every folded column and the search index anew, in one transaction.

    Nothing a worker wrote is touched: no revision, no audit row. `progress` may raise to stop, and
    nothing is changed.
    """
    progress(_DOING, 0.0)
    with engine.begin() as connection:
        for model in record_kinds().values():
            _fold_anew(connection, model)
        _index_anew(connection, progress)
        connection.execute(update(_META).values(folding=FOLDING))


def _fold_anew(connection: Connection, model: type[Record]) -> None:
    table: Any = model.__table__
    keys = [column.key for column in table.columns if column.key.endswith("_folded")]
    if not keys:
        return
    changed = [
        {"of_id": row["id"], **folded}
        for row in connection.execute(select(table)).mappings()
        for folded in [_folded(model, row, keys)]
        if any(row[key] != value for key, value in folded.items())
    ]
    if changed:
        anew: dict[str, Any] = {key: bindparam(key) for key in keys}
        connection.execute(
            update(table).where(table.c.id == bindparam("of_id")).values(anew), changed
        )


def _folded(model: type[Record], row: Any, keys: list[str]) -> dict[str, Any]:
    record = model()
    record.__dict__.update(row)
    record.derive()
    return {key: getattr(record, key) for key in keys}


def _index_anew(connection: Connection, progress: Progress) -> None:
    total = connection.execute(select(func.count()).select_from(_DOC)).scalar() or 1
    done = 0
    drop_search_table(connection)
    create_search_table(connection)
    for model in record_kinds().values():
        if fields := searched_fields(model):
            table: Any = model.__table__
            columns = [table.c[field.key] for field in fields]
            rows = connection.execute(
                select(_DOC.c.id.label("doc_number"), *columns)
                .join(table, table.c.id == _DOC.c.record_id)
                .order_by(_DOC.c.id)
            )
            for some in rows.partitions(_AT_ONCE):
                search_insert_many(connection, _tokens(model, some))
                done += len(some)
                progress(_DOING, _PACKING * done / total)
    progress(_DOING, _PACKING)
    search_pack(connection)
    progress(_DOING, 1.0)


def _tokens(model: type[Record], rows: Any) -> Iterator[tuple[int, str, str]]:
    for row in rows:
        folded = document_text(text for _, text in open_parts(model, row))
        yield row.doc_number, single_tokens(folded), pair_tokens(folded)
