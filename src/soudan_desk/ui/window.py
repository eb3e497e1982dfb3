"""The window: sign-in, the desk of whoever signed in, and the lock between them."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from soudan_desk.ui.opening import Tell, open_told
from soudan_desk.ui.pages.login import LoginPage
from soudan_desk.ui.preferences import read_preferences, remember
from soudan_desk.ui.theme import theme

if TYPE_CHECKING:  # read while the password is typed: `ui.warming`
    from soudan_desk.storage.opened_office import OpenedOffice
    from soudan_desk.ui.copying import CopyKeeper
    from soudan_desk.ui.frame import Frame
    from soudan_desk.ui.idle import IdleWatch
    from soudan_desk.ui.pages.page import Place
    from soudan_desk.ui.seat import Seat
    from soudan_desk.ui.session_lock import SessionLock
    from soudan_desk.ui.tasks import Tasks
    from soudan_desk.ui.wiring.leaving import Leaving

TITLE = "相談デスク"
_SMALLEST = (900, 560)
_NO_FOLDER = "先に「別のオフィスを開く」からオフィスのフォルダーを選んでください。"


class MainWindow(QMainWindow):
    """One office folder's window: locked, or the desk of one worker."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._folder = folder
        self._office: OpenedOffice | None = None
        self._seat: Seat | None = None
        self._idle: IdleWatch | None = None
        self._keeper: CopyKeeper | None = None
        self._session_lock: SessionLock | None = None
        self._left_at: Place | None = None
        self._leaving: Leaving | None = None
        self._warmed = False
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*_SMALLEST)
        self.resize(1366, 768)
        self._show_login()

    # --- what others see ---

    @property
    def seat(self) -> Seat:
        """The worker at the desk; only while signed in."""
        if self._seat is None:
            raise RuntimeError("nobody is signed in")
        return self._seat

    @property
    def frame(self) -> Frame:
        """The desk that is shown; only while signed in."""
        from soudan_desk.ui.frame import Frame

        frame = self.centralWidget()
        assert isinstance(frame, Frame)
        return frame

    @property
    def is_locked(self) -> bool:
        """Whether the login page is shown."""
        return self._seat is None

    @cached_property
    def _tasks(self) -> Tasks:
        """Made when first needed, after the login page is painted."""
        from soudan_desk.ui.tasks import Tasks

        return Tasks(self)

    # --- coming and going ---

    def log_in(self, login: str, password: str) -> None:
        """Sign in at once, in the window's thread; raises what refuses."""
        self._sit_down(self._opened(login, password, lambda _what, _done: None))

    def lock_for(self, problem: str) -> None:
        """Lock the desk, if somebody is signed in, and say why on the login page."""
        self.lock()
        if self._seat is not None:  # a question is being closed first
            QTimer.singleShot(0, lambda: self.lock_for(problem))
        elif isinstance(self.centralWidget(), LoginPage):
            self._login_page().refuse(problem)

    def lock(self) -> None:
        """Keep what is typed, close the database, drop the keys, blank the window."""
        if self._seat is None or self._office is None:
            return
        from soudan_desk.ui.dialogs import leave_dialogs
        from soudan_desk.ui.keeping_again import keep_typed

        if leave_dialogs():
            QTimer.singleShot(0, self.lock)  # whoever asked is answered first
            return
        kept, problem = keep_typed(self._seat, self.frame.keep_now)
        self._left_at = self.frame.here()
        login = self._seat.work.actor.login
        self._leave_desk("lock")
        self._office.lock()
        self._show_login(login, locked_at=datetime.now(), kept=kept)
        if problem:
            self._login_page().refuse(problem)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed and give the folder up, unless the worker stays."""
        event.setAccepted(self._leaving is None or self._leaving.may_close())
        if not event.isAccepted():
            return
        if self._seat is not None:
            self._leave_desk("log_out")
        self._tasks.close()
        self._give_up_office()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rest of the program while the password is being typed."""
        super().showEvent(event)
        if not self._warmed:
            self._warmed = True
            QTimer.singleShot(150, self._warm_up)

    # --- signing in ---

    def _show_login(
        self, login: str = "", *, locked_at: datetime | None = None, kept: int = 0
    ) -> None:
        page = LoginPage(
            self._folder.name if self._folder else "オフィスが選ばれていません",
            login or read_preferences().login,
            locked_at=locked_at,
        )
        page.say_kept(kept)
        page.entered.connect(self._on_entered)
        page.other_office.connect(self._on_other_office)
        page.new_office.connect(self._on_new_office)
        page.forgotten.connect(self._on_forgotten)
        page.restoring.connect(self._on_restoring)
        self._put(page)
        page.take_focus()

    def _on_entered(self, login: str, password: str) -> None:
        page = self._login_page()
        if self._folder is None:
            page.refuse(_NO_FOLDER)
            return
        come_in = partial(self._come_in, password)
        open_told(self._tasks, page, partial(self._opened, login, password), come_in)

    def _come_in(self, password: str, seat: Seat) -> None:
        from soudan_desk.ui.wiring.own_password import with_own_password

        self._office = seat.office
        sits, leaves = partial(self._sit_down, seat), partial(self._stay_out, seat)
        with_own_password(self, seat, password, self._tasks, sits, leaves)

    def _stay_out(self, seat: Seat, sentence: str) -> None:
        seat.office.lock()
        self._login_page().refuse(sentence)

    def _opened(self, login: str, password: str, tell: Tell) -> Seat:
        from soudan_desk.ui.wiring.entering import open_seat, reopen_seat

        seated: dict[str, Any] = {"tasks": self._tasks, "lock": self.lock, "progress": tell}
        if self._office is not None:
            return reopen_seat(self._office, login, password, **seated)
        assert self._folder is not None
        return open_seat(self._folder, login, password, **seated)

    def _sit_down(self, seat: Seat) -> None:
        from soudan_desk.ui.frame import Frame
        from soudan_desk.ui.tasks import Tasks
        from soudan_desk.ui.wiring.copies import keep_copies
        from soudan_desk.ui.wiring.leaving import Leaving
        from soudan_desk.ui.wiring.pages import builders

        same_worker = read_preferences().login == seat.work.actor.login
        seat.tasks = Tasks(self)  # its own, closed at lock: no answer comes to a page that is gone
        self._office, self._seat = seat.office, seat
        frame = Frame(seat, builders())
        frame.locked.connect(self.lock)
        seat.work.store.on_change(frame.tell_change)
        self._put(frame)
        self._watch(seat.lock_after_min)
        remember(office=self._folder, login=seat.work.actor.login)
        frame.go(self._left_at if self._left_at and same_worker else frame.first_place())
        self.setWindowTitle(f"{seat.office_name} - {TITLE}")
        self._leaving = Leaving(seat, frame, self)
        self._keeper = keep_copies(seat, frame, self)
        QTimer.singleShot(0, frame, partial(self._say_how_it_opened, seat, frame))

    def _say_how_it_opened(self, seat: Seat, frame: Frame) -> None:
        from soudan_desk.ui.wiring.opened import say_how_it_opened

        if self._seat is seat:  # else the desk has been locked before it was painted
            say_how_it_opened(seat, frame)

    def _watch(self, lock_after_min: int) -> None:
        from soudan_desk.ui.idle import IdleWatch
        from soudan_desk.ui.session_lock import SessionLock

        self._idle = IdleWatch(lock_after_min, self)
        self._idle.idle.connect(self.lock)
        if self._session_lock is None:
            self._session_lock = SessionLock(self)
            self._session_lock.locked.connect(self.lock)

    def _warm_up(self) -> None:
        from soudan_desk.ui.warming import warm_up

        theme.load_fonts()
        self._tasks.run(partial(warm_up, has_time=self.is_locked))

    # --- leaving ---

    def _leave_desk(self, action: str) -> None:
        from soudan_desk.ui.wiring.entering import leave_seat

        for watch in (self._idle, self._keeper):
            if watch is not None:
                watch.stop()
        self._idle = self._keeper = self._leaving = None
        if self._seat is not None:
            self.frame.looking.leave()
            self._seat.tasks.close()
            leave_seat(self._seat, self.frame, action)
        self._seat = None
        self.setWindowTitle(TITLE)

    def _put(self, widget: QWidget) -> None:
        if old := self.centralWidget():
            old.hide()
        self.setCentralWidget(widget)

    def _login_page(self) -> LoginPage:
        page = self.centralWidget()
        assert isinstance(page, LoginPage)
        return page

    # --- other ways in ---

    def _on_other_office(self) -> None:
        from soudan_desk.ui.dialogs import pick_folder

        folder = pick_folder(self, "オフィスのフォルダーを選ぶ")
        if folder is None:
            return
        self._give_up_office()
        self._folder, self._left_at = folder, None
        self._show_login()

    def _on_new_office(self) -> None:
        from soudan_desk.ui.wiring.first_run import build_first_run

        page = build_first_run(self._tasks)
        page.finished.connect(self._on_first_run_finished)
        page.left.connect(self._show_login)
        self._put(page)
        page.take_focus()

    def _on_first_run_finished(self, folder: Path, login: str) -> None:
        self._folder = folder
        remember(office=folder, login=login)
        self._show_login(login)

    def _on_forgotten(self) -> None:
        from soudan_desk.ui.wiring.login_recovery import come_back

        page = self._login_page()
        if self._folder is None:
            page.refuse(_NO_FOLDER)
            return
        login = come_back(self, self._folder, page.login(), self._tasks, self._give_up_office)
        if login is not None:
            self._show_login(login)

    def _on_restoring(self) -> None:
        from soudan_desk.ui.wiring.restoring import restore_at_login

        typed = self._login_page().login()
        if came := restore_at_login(self, self._tasks, typed, self._give_up_office):
            (self._folder, login), self._left_at = came, None
            self._show_login(login)

    def _give_up_office(self) -> None:
        if self._office is not None:
            self._office.close()
            self._office = None
