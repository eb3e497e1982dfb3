"""Sign-in and lock: the same page, which shows no name of a client."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk import __version__
from soudan_desk.japanese.eras import wareki
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_help
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label, Line
from soudan_desk.ui.widgets.labels import Mark as ProgramMark
from soudan_desk.ui.widgets.scrolled import scrolled

_WEEKDAYS = "月火水木金土日"
_WIDTH, _LOW_BELOW = 400, 470


class LoginPage(QWidget):
    """Asks for login and password; while locked it says since when and how much is kept.

    `entered` carries (login, password); what refuses is shown below the password.
    """

    entered = Signal(str, str)
    forgotten = Signal()
    other_office = Signal()
    new_office = Signal()
    restoring = Signal()

    def __init__(self, office: str, login: str, *, locked_at: datetime | None = None) -> None:
        super().__init__()
        self.setObjectName("login")
        self._login = LineEdit(login)
        self._password = LineEdit()
        self._enter = Button("入る", kind=ButtonKind.FILLED, icon=Icon.UNLOCK, key="Enter")
        self._asked_password = LabelledEditor("パスワード", self._password)
        self._notices = layouts.column(spacing=0)
        self._busy, self._doing = Label("", Type.SMALL, Role.MUTED), ""
        self._ways = self._ways_out()
        self._build(office, locked_at)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._enter.clicked.connect(self._on_enter)
        self._password.returnPressed.connect(self._on_enter)
        self._login.returnPressed.connect(self._password.setFocus)
        bind_help(self)

    def say_kept(self, count: int) -> None:
        """Say how many unsaved forms are safe; names stay hidden."""
        if not count:
            return
        from soudan_desk.ui.widgets.notices import Notice  # not at the start: nothing is kept yet

        words = f"書きかけの記録 {count}件は保存してあります。名前はこの画面に出しません。"
        self._notices.addWidget(Notice(Role.OK, Icon.CHECKED_FILE, words))

    def refuse(self, sentence: str) -> None:
        """Show why the desk stays closed, and let the password be typed again."""
        self._asked_password.show_problem(sentence)
        self.set_busy("")
        self._password.selectAll()
        self._password.setFocus()

    def say_doing(self, doing: str) -> None:
        """Say what takes time while the desk opens."""
        self._doing = doing
        self._busy.setText(doing)

    def show_share(self, done: int, total: int) -> None:
        """Say how far that is."""
        self._busy.setText(f"{self._doing}（{done * 100 // total}％）")

    def set_busy(self, doing: str) -> None:
        """Say what is happening while the desk opens; nothing can be pressed meanwhile."""
        self.say_doing(doing)
        for widget in (self._login, self._password, self._enter, self._ways):
            widget.setEnabled(not doing)

    def login(self) -> str:
        """Return the login that is typed."""
        return self._login.text().strip()

    def take_focus(self) -> None:
        """Begin with the password when the login is known."""
        (self._password if self._login.text() else self._login).setFocus()

    def _on_enter(self) -> None:
        login, password = self._login.text().strip(), self._password.text()
        if not login:
            self._login.setFocus()
        elif not password:
            self.refuse("パスワードを入れてください。")
        else:
            self._asked_password.clear_problem()
            self.entered.emit(login, password)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the program's name in a low window: what is typed comes first."""
        super().resizeEvent(event)
        self._program.setHidden(self.height() * 100 / theme.zoom < _LOW_BELOW)

    # --- building ---

    def _build(self, office: str, locked_at: datetime | None) -> None:
        middle = layouts.column(
            self._head(office),
            14,
            self._state(locked_at),
            LabelledEditor("ログイン名", self._login),
            self._asked_password,
            2,
            self._enter,
            self._busy,
            self._notices,
            self._ways,
            spacing=8,
        )
        self._enter.setObjectName("log_in")
        self._login.setObjectName("login_name")
        self._password.setObjectName("password")
        self._enter.setMinimumWidth(1)
        self._enter.setSizePolicy(self._login.sizePolicy())
        card = layouts.panel(middle, width=_WIDTH)
        centred = layouts.row(layouts.STRETCH, card, layouts.STRETCH)
        inside = layouts.column(layouts.STRETCH, centred, layouts.STRETCH, margins=(0, 8, 0, 8))
        self.setLayout(layouts.column((scrolled(inside), 1), self._foot(), spacing=0))
        layouts.set_surface(self, "surface")

    def _head(self, office: str) -> QWidget:
        name = Label("相談デスク", Type.DISPLAY, bold=True)
        self._program = layouts.panel(
            layouts.row(ProgramMark(36), name, layouts.STRETCH, spacing=12)
        )
        return layouts.panel(layouts.column(self._program, Label(office), spacing=10))

    def _state(self, locked_at: datetime | None) -> QWidget | None:
        if locked_at is None:
            return None
        words = Label("画面をロックしています", Type.HEADING, bold=True)
        since = Label(f"{locked_at:%H:%M} から", Type.LABEL, Role.MUTED, figures=True)
        return layouts.panel(
            layouts.row(IconLabel(Icon.LOCK), words, since, layouts.STRETCH, margins=(0, 0, 0, 8))
        )

    def _ways_out(self) -> QWidget:
        forgot = Button("パスワードを忘れた", kind=ButtonKind.LINK, icon=Icon.KEY)
        other = Button("別のオフィスを開く", kind=ButtonKind.LINK, key="Alt+O")
        new = Button("新しく作る", kind=ButtonKind.LINK, key="Alt+N")
        restore = Button("控えから戻す", kind=ButtonKind.LINK, key="Alt+R")
        forgot.clicked.connect(self.forgotten)
        restore.clicked.connect(self.restoring)
        other.clicked.connect(self.other_office)
        new.clicked.connect(self.new_office)
        for button, name in (
            *((forgot, "forgot_password"), (other, "open_office"), (new, "new")),
            (restore, "restore_backup"),
        ):
            button.setObjectName(name)
        bind(self, "Alt+O", "別のオフィスを開く", other.click)
        bind(self, "Alt+N", "新しいオフィスを作る", new.click)
        bind(self, "Alt+R", "控えから戻す", restore.click)
        first = layouts.row(forgot, layouts.STRETCH, restore)
        second = layouts.row(other, layouts.STRETCH, new)
        return layouts.panel(layouts.column(first, second, spacing=2))

    def _foot(self) -> QWidget:
        today = date.today()
        day = f"{wareki(today)}（{_WEEKDAYS[today.weekday()]}）"
        offline = Label("このパソコンの中だけで動いています（通信なし）", Type.SMALL, Role.MUTED)
        inside = layouts.row(
            IconLabel(Icon.DRIVE, Role.MUTED, 14),
            offline,
            layouts.STRETCH,
            Label(day, Type.SMALL, Role.MUTED),
            Label(f"版 {__version__}", Type.SMALL, Role.MUTED),
            spacing=6,
            margins=(24, 0, 24, 0),
        )
        foot = layouts.panel(layouts.column(Line(), (inside, 1), spacing=0), height=38)
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return foot
