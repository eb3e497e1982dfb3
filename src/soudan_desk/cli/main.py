"""Running one command: what it returns, and how it says what went wrong."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from soudan_desk.centres.centre import Centre
from soudan_desk.cli.desk import Program, Show
from soudan_desk.cli.output import say_error, say_misuse, speak_utf8
from soudan_desk.cli.program import build
from soudan_desk.errors import SoudanError
from soudan_desk.services.office import Processes
from soudan_desk.storage.refusals import CancelledError

DONE, REFUSED, MISUSED = 0, 1, 2
NAME = "soudan-desk"
_NO_COMMAND = re.compile(r"No such command '(.*)'", re.DOTALL)
_EXTRA = re.compile(r"extra argument(?:\(s\)|s)? \((.*)\)", re.DOTALL)
_AT_LEAST = re.compile(r"greater than or equal to (-?\d+)")


def run(
    arguments: Sequence[str],
    *,
    centres: Mapping[str, Centre],
    processes: Processes,
    show: Show | None = None,
) -> int:
    """Run one command; return 0 when done, 1 when refused with a sentence, 2 for wrong usage."""
    speak_utf8()
    words = list(arguments)
    as_json = "--json" in words[: words.index("--") if "--" in words else None]
    try:
        _require_readable(words)
        _head_help_in_japanese(words)
        code = _command(tells_help=_asks_for_help(words)).main(
            args=words,
            prog_name=NAME,
            standalone_mode=False,
            obj=Program(centres, processes, show),
        )
        sys.stdout.flush()
    except SoudanError as error:
        say_error(error, as_json=as_json)
        return REFUSED
    except TyperException as error:
        say_misuse(_sentence(error), _usage(error), as_json=as_json)
        return MISUSED
    except (typer.Abort, KeyboardInterrupt, EOFError):
        say_error(CancelledError(), as_json=as_json)
        return REFUSED
    except BrokenPipeError:  # whoever read the answer had enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return REFUSED
    return code if isinstance(code, int) else DONE


def _require_readable(words: Sequence[str]) -> None:
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise typer.BadParameter(
                "UTF-8として読めない文字が指定にあります。打ち直してください。"
            ) from None


def _asks_for_help(words: Sequence[str]) -> bool:
    return len(words) <= 1 or "--help" in words


def _head_help_in_japanese(words: Sequence[str]) -> None:
    if not _asks_for_help(words):
        return
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
    rich_utils.OPTIONS_PANEL_TITLE = "オプション"
    rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
    rich_utils.REQUIRED_LONG_STRING = "[必須]"
    rich_utils.DEFAULT_STRING = "[指定しないとき: {}]"


@cache  # a run asks once, but tests run a thousand commands in one process
def _command(*, tells_help: bool) -> Any:
    command = get_command(build())
    if tells_help:
        _tell_of_help(command)
    return command


def _tell_of_help(command: Any) -> None:
    if option := command.get_help_option(typer.Context(command)):
        option.help = "この説明を出して終わる"
    for each in getattr(command, "commands", {}).values():
        _tell_of_help(each)


def _sentence(error: TyperException) -> str:
    hint = _hint_of(error)
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return error.format_message()
        case "MissingParameter":
            return f"「{hint}」がありません。"
        case "NoSuchOption":
            return f"「{getattr(error, 'option_name', '')}」という指定はありません。"
        case "BadOptionUsage":
            return f"「{getattr(error, 'option_name', '')}」の値がありません。"
        case "BadParameter" if _is_japanese(error.message):
            return f"「{hint}」: {error.message}" if hint else error.message
        case "BadParameter":
            return f"「{hint}」の値が使えません。{_of_value(error.message)}"
        case _ if found := _NO_COMMAND.search(error.message):
            return f"「{found[1]}」というコマンドはありません。--help で確かめてください。"
        case _ if error.message.startswith("Missing command"):
            return "コマンドを続けてください。"
        case _ if found := _EXTRA.search(error.message):
            return f"「{found[1]}」が余分です。使い方を確かめてください。"
        case _:
            return "使い方が違います。--help で確かめてください。"


def _of_value(message: str) -> str:
    """Say in Japanese what the library says of a number out of place."""
    if least := _AT_LEAST.search(message):
        return f"{least[1]}以上の整数を入れてください。"
    if "integer" in message:
        return "整数を入れてください。"
    return "使い方を --help で確かめてください。"


def _hint_of(error: TyperException) -> str:
    hint = getattr(error, "param_hint", None)
    param = getattr(error, "param", None)
    if hint is None and param is not None:
        hint = param.get_error_hint()
    if isinstance(hint, str):
        return hint.strip("'\"")
    return " / ".join(hint or ())


def _is_japanese(text: str) -> bool:
    return any(character > "\u3000" for character in text)


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    if context is None or type(error).__name__ == "NoArgsIsHelpError":
        return ""
    return f"{context.get_usage()}\n使い方: {context.command_path} --help"
