"""What the steps of the first run share, and the answers they gather."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

Otherwise = Callable[[SoudanError], object]


@dataclass(slots=True)
class Gathered:
    """What has been answered so far."""

    is_demo: bool = False
    folder: Path | None = None
    office_name: str = ""
    centres: list[tuple[str, str]] = field(default_factory=list)
    admin_name: str = ""
    login: str = ""
    password: str = ""
    does_casework: bool = True
    sheet: Path | None = None
    audit_sheet: Path | None = None
    """Where the auditor's sheet still lies as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunActs:
    """The verbs of the first run; slow ones run in the background under a bar.

    `place_problem` gives a sentence that forbids a folder, and sentences of warning about it.
    """

    suggested_folder: Path
    place_problem: Callable[[Path], tuple[str, Sequence[str]]]
    centres: Sequence[tuple[str, str]]
    password_problem: Callable[[str, Gathered], str]
    create: Callable[[Gathered, WorkBar, Callable[[object], object], Otherwise], object]
    print_sheet: Callable[[QWidget, Path], bool]
    groups: Callable[[], tuple[int, int] | None]
    prove: Callable[[Sequence[str]], None]
    make_audit_sheet: Callable[[Path], object]
    back_up: Callable[[Path, WorkBar, Callable[[str], object], Otherwise], object]
    make_demo: Callable[[Gathered, WorkBar, Callable[[object], object], Otherwise], object]
    close: Callable[[], None]
    demo_login: str
    demo_password: str


class Step(QWidget):
    """One step: a heading, a few words, its questions; `changed` when it may be left or not."""

    changed = Signal()
    asked_on = Signal()
    """Enter was pressed in the last question."""

    heading = ""
    words = ""
    next_label = "次へ"
    can_go_back = True

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__()
        self.acts, self.gathered = acts, gathered
        self.told = Told()

    def arrive(self) -> None:
        """Get ready to be shown."""

    def is_ready(self) -> bool:
        """Whether everything is answered."""
        return True

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Do what the step is for, then go on; stay and say why where that is refused."""
        go_on()

    def take_focus(self) -> None:
        """Stand in the first question."""

    def refuse(self, error: SoudanError) -> None:
        """Say why the step cannot be left."""
        self.told.tell(Role.DANGER, str(error))
        self.changed.emit()

    def place(self, *parts: layouts.Part) -> None:
        """Set heading, words and questions below one another."""
        inside = layouts.column(
            Label(self.heading, Type.TITLE, bold=True),
            DocumentLabel(self.words, Type.BODY, Role.MUTED) if self.words else None,
            self.told,
            4,
            *parts,
            layouts.STRETCH,
            spacing=12,
            margins=(2, 4, 12, 8),
        )
        self.setLayout(layouts.column((scrolled(inside), 1)))
