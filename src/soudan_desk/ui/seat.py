"""What the window's parts share while somebody sits at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from soudan_desk.centres.centre import Centre
from soudan_desk.services.copy_standing import Standing
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.ui.tasks import Tasks


@dataclass(slots=True)
class Seat:
    """A worker at an open office, the centre they look at, and the slow-work queue.

    `centre` is the kind of centre chosen at the top of the rail, or None for all of them.
    """

    work: Work
    office: OpenedOffice
    office_name: str
    centre_names: dict[str, str]
    centres: dict[str, Centre]
    centre: str | None
    is_sample: bool
    tasks: Tasks
    lock: Callable[[], None]
    lock_after_min: int = 5
    hides_screen: bool = False
    show_standing: Callable[[Standing], object] = bool
    """Puts what is known of the copies in the status line; the desk sets it."""
