"""The options and arguments that several commands share, and reading what a FILE holds."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import UUID

import typer

from soudan_desk.cli.passwords import has_terminal
from soudan_desk.errors import SoudanError

OfficePath = Annotated[Path, typer.Argument(metavar="OFFICE", help="オフィスのフォルダー")]
User = Annotated[str, typer.Option("--user", metavar="LOGIN", help="ログイン名")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="パスワードを標準入力の1行目から読む")
]
Json = Annotated[bool, typer.Option("--json", help="結果をJSONで出す")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="記録の種類(record kinds で見られます)")]
RecordId = Annotated[str, typer.Argument(metavar="ID", help="記録の番号(UUID)")]
JsonFile = Annotated[str, typer.Argument(metavar="FILE", help="JSONのファイル。- は標準入力")]
Reason = Annotated[str, typer.Option("--reason", metavar="T", help="理由")]
CaseNo = Annotated[str, typer.Argument(metavar="CASE_NO", help="ケース番号")]
Centre = Annotated[
    str | None, typer.Option("--centre", metavar="C", help="センター(life_support など)")
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="件数の上限")]


class UnreadableFileError(SoudanError):
    """A FILE that is missing or holds no JSON."""

    code = "unreadable_file"


def id_of(text: str, hint: str = "ID") -> UUID:
    """Read a record's id, or say that it cannot be one."""
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(
            f"「{text}」は番号(UUID)ではありません。record list で確かめてください。",
            param_hint=hint,
        ) from None


def day_of(text: str, hint: str) -> date:
    """Read a day, or say how one is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"「{text}」は日付ではありません。2026-11-22 のように入れてください。",
            param_hint=hint,
        ) from None


def reason_given(given: str, command: str, *, asks: bool = False) -> str:
    """Return why something leaves; whoever sits there may be asked, a script is told of as such."""
    if not given.strip() and asks and has_terminal():
        given = typer.prompt("書き出す理由", err=True)
    return given.strip() or f"コマンド {command} による書き出し"


def read_json(file: str) -> Any:
    """Read the JSON of a path, or of standard input for `-`."""
    text = _text_of(file)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnreadableFileError(
            f"JSONとして読めません({error.lineno}行目の{error.colno}文字目)。形を確かめてください。"
        ) from None
    except (ValueError, RecursionError):
        raise UnreadableFileError(
            "JSONとして読めません。数と入れ子の深さを確かめてください。"
        ) from None


def _text_of(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read().removeprefix("\ufeff")
        return Path(file).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "文字コードがUTF-8ではありません。保存し直してください。"
        ) from None
    except OSError:
        raise UnreadableFileError(
            f"ファイル「{file}」を読めません。場所と読み取りの権限を確かめてください。"
        ) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
