"""The tree of commands."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from soudan_desk.cli import (
    audit,
    cases,
    codes,
    copies,
    demo,
    disposals,
    due,
    exports,
    imports,
    office,
    papers,
    records,
    reports,
    search,
    staff,
)


class TwoWordGroup(TyperGroup):
    """Knows commands of two words beside commands of one: `backup OFFICE`, `backup verify`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Take two words where a command has such a name."""
        pair = " ".join(args[:2])
        return super().resolve_command(ctx, [pair, *args[2:]] if pair in self.commands else args)


def build() -> typer.Typer:
    """Build every command anew; the caller runs one of them."""
    app = typer.Typer(
        cls=TwoWordGroup,
        add_completion=False,
        no_args_is_help=True,
        help="相談デスク: パソコンを管理する人のためのコマンド。コマンドなしで画面が開きます。",
    )
    for name, about, module in _GROUPS:
        group = typer.Typer(no_args_is_help=True, help=about)
        module.register(group)
        app.add_typer(group, name=name)
    for add in _SINGLE:
        add(app)
    return app


_GROUPS = (
    ("office", "事務所を作る・確かめる", office),
    ("staff", "職員を登録する・止める", staff),
    ("codes", "選択肢の一覧", codes),
    ("record", "記録を入れる・見る・直す", records),
    ("case", "ケースを開く・見る", cases),
    ("papers", "書類の一覧", papers),
    ("reports", "集計の一覧", reports),
    ("disposal", "廃棄候補を見る", disposals),
    ("audit", "操作の記録を見る・確かめる・監査票で始める", audit),
)
_SINGLE = (
    demo.register,
    search.register,
    due.register,
    papers.register_print,
    reports.register_report,
    imports.register,
    exports.register,
    copies.register,
)
