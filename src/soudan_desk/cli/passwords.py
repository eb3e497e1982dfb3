"""Passwords: from the environment, from standard input, or asked for; never an argument."""

from __future__ import annotations

import getpass
import os
import sys

import typer

OF_THE_WORKER = "SOUDAN_PASSWORD"
OF_THE_SECOND = "SOUDAN_SECOND_PASSWORD"
OF_A_FILE = "SOUDAN_FILE_PASSWORD"


def password_of(login: str, *, from_stdin: bool) -> str:
    """Return a worker's password; with `from_stdin` it is the next line of standard input."""
    if from_stdin:
        return line_of_stdin("パスワード")
    return os.environ.get(OF_THE_WORKER) or _asked(f"{login} のパスワード", OF_THE_WORKER)


def password_of_second(login: str) -> str:
    """Return the password of the second person, who has to be there to type it."""
    return os.environ.get(OF_THE_SECOND) or _asked(f"{login} のパスワード", OF_THE_SECOND)


def new_password(*, from_stdin: bool, use_environment: bool) -> str:
    """Return a password somebody has just thought of; asked for twice at a prompt."""
    if from_stdin:
        return line_of_stdin("新しいパスワード")
    if use_environment and (given := os.environ.get(OF_THE_WORKER)):
        return given
    first = _asked("新しいパスワード", "--password-stdin")
    if _asked("新しいパスワード(もう一度)", "--password-stdin") != first:
        raise typer.BadParameter("2回のパスワードが違います。もう一度やり直してください。")
    return first


def recovery_key(*, from_stdin: bool) -> str:
    """Return what the recovery sheet says, as it was typed."""
    if from_stdin:
        return line_of_stdin("回復キー")
    return _asked("回復キー(8つの組と確認の組)", "--password-stdin")


def sheet_letters(*, from_stdin: bool) -> str:
    """Return the recovery slot as the sheet shows it in groups of 4 letters."""
    if from_stdin:
        return line_of_stdin("用紙の控えの文字")
    return _asked("用紙の控えの文字(QRコードを読み取るか、4文字ずつ)", "--password-stdin")


def file_password(*, is_new: bool) -> str:
    """Return the password of a file that goes out (`is_new`) or comes in."""
    given = os.environ.get(OF_A_FILE)
    if given:
        return given
    first = _asked("ファイルのパスワード", OF_A_FILE)
    if is_new and _asked("ファイルのパスワード(もう一度)", OF_A_FILE) != first:
        raise typer.BadParameter("2回のパスワードが違います。もう一度やり直してください。")
    return first


def line_of_stdin(what: str) -> str:
    """Read one line of standard input; what follows stays there for a FILE `-`."""
    line = sys.stdin.readline()
    if not line:
        raise typer.BadParameter(f"標準入力に{what}がありません。1行に入れて渡してください。")
    return line.rstrip("\r\n")


def has_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(what: str, other_way: str) -> str:
    if not has_terminal():
        raise typer.BadParameter(f"{what}がありません。{other_way} で渡してください。")
    return getpass.getpass(f"{what}: ")
