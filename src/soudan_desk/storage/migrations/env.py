"""Alembic's entry: runs on the connection handed over by `soudan_desk.storage.migrate`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import soudan_desk.models  # noqa: F401 - every record must be known
from soudan_desk.models.base import Base
from soudan_desk.models.columns import OwnColumn


def _render_type(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, OwnColumn):
        autogen.imports.add("from soudan_desk.models import columns as t")
        return f"t.{type(item).__name__}()"
    return False


def _ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith("search_text"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render_type,
    include_object=_ours,
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
