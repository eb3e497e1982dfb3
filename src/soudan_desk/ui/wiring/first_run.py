"""Joins the first run to the verbs that make an office, its sheet and its first copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.centres import CENTRES, all_processes, all_review_routes
from soudan_desk.errors import SoudanError
from soudan_desk.services.copies import CopyMade, CopyPlace, keep_copy
from soudan_desk.services.copy_places import add_place
from soudan_desk.services.office import NewOffice
from soudan_desk.services.work import Work
from soudan_desk.storage.keys import STANDARD, Argon2Cost, calibrate
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.storage.places import refuse_unsafe_place
from soudan_desk.storage.recovery import groups_to_prove, prove_recovery
from soudan_desk.ui.pages.first_run import FirstRunPage
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Otherwise
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.own_password import password_problem
from soudan_desk.ui.wiring.slow_work import run_shown

_DEMO_LOGIN = "shunin"
_DEMO_RECORDS = 2_000
_TAKEN = "このフォルダーにはすでにファイルがあります。新しい名前にしてください。"


def build_first_run(tasks: Tasks, *, cost: Argon2Cost | None = None) -> FirstRunPage:
    """Make the page; the office it makes is closed when it finishes or goes away.

    Without a cost, a password's is what takes this PC about 0.7 seconds.
    """
    making = _Making(tasks, cost)
    page = FirstRunPage(making.acts())
    page.destroyed.connect(making.close)
    return page


class _Making:
    """The office while it is being set up."""

    def __init__(self, tasks: Tasks, cost: Argon2Cost | None) -> None:
        self._tasks, self._cost = tasks, cost
        self._office: OpenedOffice | None = None
        self._work: Work | None = None

    def acts(self) -> FirstRunActs:
        """Return the verbs the page needs."""
        from soudan_desk.desk.demo.write import PASSWORD

        return FirstRunActs(
            suggested_folder=_suggested_folder(),
            place_problem=_place_problem,
            centres=[(key, centre.title) for key, centre in CENTRES.items()],
            password_problem=_password_problem,
            create=self.create,
            print_sheet=print_sheet,
            groups=self.groups,
            prove=self.prove,
            make_audit_sheet=self.make_audit_sheet,
            back_up=self.back_up,
            make_demo=self.make_demo,
            close=self.close,
            demo_login=_DEMO_LOGIN,
            demo_password=PASSWORD,
        )

    def create(
        self,
        gathered: Gathered,
        bar: WorkBar,
        then: Callable[[object], object],
        otherwise: Otherwise,
    ) -> None:
        """Make the office with its sheet."""
        from soudan_desk.desk.starting import start_office

        new = NewOffice(
            name=gathered.office_name,
            centres=tuple(gathered.centres),
            admin_login=gathered.login,
            admin_name=gathered.admin_name,
            admin_does_casework=gathered.does_casework,
        )
        folder, sheet = gathered.folder, gathered.sheet
        assert folder is not None
        assert sheet is not None

        def job(_tell: Tell) -> tuple[OpenedOffice, Work]:
            return start_office(
                folder,
                new,
                gathered.password,
                sheet,
                processes=all_processes(),
                review_routes=all_review_routes(),
                cost=self._cost or calibrate(),
            )

        def made(result: tuple[OpenedOffice, Work]) -> None:
            self._office, self._work = result
            gathered.password = ""
            then(result)

        run_shown(self._tasks, bar, job, made, otherwise)

    def groups(self) -> tuple[int, int] | None:
        """Say which two groups of the sheet are asked for."""
        return groups_to_prove(self._office.folder) if self._office else None

    def prove(self, typed: Sequence[str]) -> None:
        """Compare two typed groups with the sheet."""
        assert self._office is not None
        prove_recovery(self._office.folder, self._office.keys, typed)

    def make_audit_sheet(self, target: Path) -> None:
        """Begin the log's chain under a key that stands on a sheet alone."""
        from soudan_desk.desk.audit_paper import begin_audit_with_sheet

        assert self._office is not None
        assert self._work is not None
        begin_audit_with_sheet(self._work, self._office, target)

    def back_up(
        self, folder: Path, bar: WorkBar, then: Callable[[str], object], otherwise: Otherwise
    ) -> None:
        """Take a place of copies into use, with the first copy in it."""
        office, work = self._office, self._work
        assert office is not None
        assert work is not None

        def job(tell: Tell) -> CopyMade:
            place = add_place(work, office, folder)
            return keep_copy(work, office, CopyPlace(place.key, place.folder), progress=tell)

        def made(copy: CopyMade) -> None:
            then(copy.result.bundle.name)

        run_shown(self._tasks, bar, job, made, otherwise)

    def make_demo(
        self,
        gathered: Gathered,
        bar: WorkBar,
        then: Callable[[object], object],
        otherwise: Otherwise,
    ) -> None:
        """Make an office of fictional people."""
        from soudan_desk.desk.demo.write import give_slots, make_demo

        folder = gathered.folder
        assert folder is not None

        def job(tell: Tell) -> None:
            def told(number: int) -> None:
                tell("見本の記録を書いています", min(number / _DEMO_RECORDS, 0.9))

            make_demo(folder, processes=all_processes(), cost=self._cost or STANDARD, progress=told)
            tell("見本の職員に鍵を渡しています", 0.95)
            give_slots(folder)

        run_shown(self._tasks, bar, job, then, otherwise)

    def close(self) -> None:
        """Give the office up."""
        if self._office is not None:
            self._office.close()
            self._office = self._work = None


def _suggested_folder() -> Path:
    home = Path.home() / "相談デスク"
    names = ["事務所", *(f"事務所{number}" for number in range(2, 100))]
    return next(path for name in names if not (path := home / name).exists())


def _place_problem(path: Path) -> tuple[str, Sequence[str]]:
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            return _TAKEN, ()
        return "", refuse_unsafe_place(path)
    except SoudanError as error:
        return str(error), ()
    except OSError:
        return "このフォルダーは使えません。別の場所にしてください。", ()


def _password_problem(password: str, gathered: Gathered) -> str:
    names = (gathered.login, gathered.admin_name, gathered.office_name)
    return password_problem(password, forbidden=names)


def print_sheet(parent: QWidget, sheet: Path) -> bool:
    """Print a recovery sheet from its file; False where no printer was chosen."""
    from soudan_desk.ui.pages.referral_sending import choose_printer
    from soudan_desk.ui.paper_images import print_pdf

    printer = choose_printer(parent)
    if printer is None:
        return False
    print_pdf(sheet.read_bytes(), printer)
    return True
