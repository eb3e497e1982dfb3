"""A progress bar on the error stream, for somebody who sits there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import has_terminal

Tell = Callable[[str, float], None]


def progress_for(output: Output) -> AbstractContextManager[Tell]:
    """Give what a long verb calls with what it does and how far it is, from 0 to 1."""
    if output.wants_json or not has_terminal():
        return nullcontext(lambda _what, _done: None)
    return _shown()


@contextmanager
def _shown() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def tell(what: str, done: float) -> None:
            bar.update(task, description=what, completed=done)

        yield tell
