"""What a command that opens an office works with, and the decorator that opens it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import typer

from soudan_desk.centres import all_due_rules
from soudan_desk.centres.centre import Centre
from soudan_desk.cli.options import Json, OfficePath, PasswordStdin, User
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import password_of
from soudan_desk.errors import NotAllowedError, SoudanError
from soudan_desk.services.log_ins import LOG_OUT, note_going
from soudan_desk.services.office import Processes, open_office
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.search_packing import pack_search

Show = Callable[[Path, str, str], int]
"""Opens the window on an office at somebody's desk (folder, login, password) until it closes."""


@dataclass(frozen=True, slots=True)
class Program:
    """What `app` hands to the commands: every kind of centre, their processes, the window."""

    centres: Mapping[str, Centre]
    processes: Processes
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """An office opened for one command, and where its answer goes."""

    program: Program
    office: OpenedOffice
    work: Work
    output: Output


Verb = Callable[..., None]


def at_desk(app: typer.Typer, name: str, *, help: str) -> Callable[[Verb], Verb]:  # noqa: A002
    """Make a command of a verb: it gets a `Desk` first, then its own arguments and options.

    OFFICE, `--user`, `--password-stdin` and `--json` are every such command's.
    """

    def register(verb: Verb) -> Verb:
        def command(
            ctx: typer.Context,
            *,
            office: Path,
            user: str,
            password_stdin: bool,
            json: bool,
            **words: Any,
        ) -> None:
            output = Output(json)
            with _open(ctx.obj, office, user, password_stdin, output) as desk:
                verb(desk, **words)

        command.__signature__ = _signature_with(verb)  # type: ignore[attr-defined]
        app.command(name, help=help)(command)
        return verb

    return register


@contextmanager
def _open(
    program: Program, path: Path, login: str, password_stdin: bool, output: Output
) -> Iterator[Desk]:
    password = password_of(login, from_stdin=password_stdin)
    rules = all_due_rules(program.centres.values())
    office, work = open_office(path, login, password, processes=program.processes, due_rules=rules)
    try:
        if office.must_change_password:
            raise NotAllowedError(
                "仮パスワードです。先に staff set-password で自分のパスワードを決めてください。"
            )
        for sentence in filter(None, (*office.warnings, office.read_only_reason)):
            output.note(sentence)
        yield Desk(program, office, work, output)
    finally:
        with suppress(SoudanError):
            if not office.read_only:
                pack_search(work.store)
            note_going(work, LOG_OUT)
        office.close()


def _signature_with(verb: Verb) -> inspect.Signature:
    hints = get_type_hints(verb, include_extras=True)
    own = [
        each.replace(annotation=hints[each.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for each in list(inspect.signature(verb).parameters.values())[1:]
    ]
    return inspect.Signature(
        [
            _word("ctx", typer.Context),
            _word("office", OfficePath),
            *own,
            _word("user", User),
            _word("password_stdin", PasswordStdin, default=False),
            _word("json", Json, default=False),
        ]
    )


def _word(
    name: str, annotation: Any, *, default: Any = inspect.Parameter.empty
) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )
