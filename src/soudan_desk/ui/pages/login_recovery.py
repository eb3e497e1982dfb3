"""When a password is forgotten: whom to ask, and coming back with the recovery sheet's key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.login_recovery_form import (
    LOST_WORDS,
    TITLE,
    WHOM_TO_ASK,
    DialogPage,
    RecoveryForm,
)
from soudan_desk.ui.shortcuts import HELP_KEY, HELP_WORDS, bind
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

_DONE_WORDS = (
    "このパスワードは、いま一度だけ見えます。紙に書き写してください。72時間のうちにこれで入り、"
    "設定の「パスワード」で自分のパスワードに変えます。"
)
_WIDTH = 600
_TITLE_BAR = 48
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Returned:
    """Who can come in again, with what, and where the new sheet lies."""

    login: str
    one_time_password: str
    sheet: Path


@dataclass(frozen=True, slots=True)
class RecoveryActs:
    """What the dialog needs done: the long verb, and printing the new sheet.

    The verb takes key, login, sheet, and where the recovery slot of lost slots comes from.
    """

    recover: Callable[
        [
            str,
            str,
            Path,
            str | Path | None,
            WorkBar,
            Callable[[Returned], object],
            Callable[[SoudanError], object],
        ],
        object,
    ]
    print_sheet: Callable[[QWidget, Path], bool]


class RecoveryDialog(QDialog):
    """First whom to ask, then the way by the sheet; `returned` is set once it has been gone."""

    def __init__(
        self,
        parent: QWidget | None,
        login: str,
        acts: RecoveryActs,
        *,
        is_lost: bool = False,
        key: str = "",
    ) -> None:
        super().__init__(parent)
        self.returned: Returned | None = None
        self._acts, self._is_busy = acts, False
        self._form = RecoveryForm(login, is_lost=is_lost, key=key)
        self._done = _Done()
        self._stack = QStackedWidget()
        self.setObjectName("login_recovery")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription(LOST_WORDS if is_lost else WHOM_TO_ASK)
        self._stack.addWidget(self._form)
        self.setLayout(layouts.column(self._stack, spacing=0))
        layouts.fix_size(self, width=_WIDTH)
        self._form.go.clicked.connect(self._on_go)
        self._form.leave.clicked.connect(self.reject)
        self._done.copied.clicked.connect(self.accept)
        self._done.print.clicked.connect(self._on_print_clicked)
        bind(self, HELP_KEY, HELP_WORDS, self._open_manual)
        self._fit()

    def reject(self) -> None:
        """Leave, but not in the middle, nor before the password was copied down."""
        if not self._is_busy and self.returned is None:
            super().reject()

    def _on_go(self) -> None:
        key, login, sheet = self._form.typed()
        if self._is_busy or not self._form.is_whole():
            self._fit()
            return
        self._set_busy(True)
        self._form.bar.begin("回復キーを確かめています")
        self._acts.recover(
            key,
            login,
            sheet,
            self._form.lost_slots_from(),
            self._form.bar,
            self._on_done,
            self._on_refused,
        )

    def _on_refused(self, error: SoudanError) -> None:
        self._set_busy(False)
        self._form.refuse(error)
        self._fit()

    def _on_done(self, returned: Returned) -> None:
        self._set_busy(False)
        self._form.forget()
        self.returned = returned
        self._done.show_result(returned)
        self._stack.removeWidget(self._form)
        self._stack.addWidget(self._done)
        self._done.copied.setFocus()
        self._fit()

    def _on_print_clicked(self) -> None:
        assert self.returned is not None
        try:
            if self._acts.print_sheet(self, self.returned.sheet):
                self._done.copied.setFocus()
        except SoudanError as error:
            self._done.told.tell(Role.DANGER, str(error))
            self._fit()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._form.set_busy(is_busy)
        self._fit()

    def _fit(self) -> None:
        self._resize()
        QTimer.singleShot(0, self, self._resize)  # once problem lines have taken their room

    def _resize(self) -> None:
        width = theme.px(_WIDTH)
        shown = self._done if self.returned else self._form
        room = self.screen().availableGeometry().height() - theme.px(_TITLE_BAR)
        self.resize(width, min(shown.height_for(width), room))

    def _open_manual(self) -> None:
        from soudan_desk.ui.help import ManualDialog
        from soudan_desk.ui.pages.manual_view import manual_place

        run_dialog(ManualDialog(self, manual_place("login", "パスワードを忘れた")))


class _Done(DialogPage):
    """The one-time password in large letters, and what is to be done with the new sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._login = Label("", Type.LABEL, Role.MUTED)
        self._password = Label("", Type.DISPLAY, bold=True, figures=True)
        self._where = DocumentLabel("", Type.LABEL)
        self.told = Told()
        self.print = Button("新しい紙を印刷する", icon=Icon.PRINT, key="Alt+P")
        self.copied = Button("写しました", kind=ButtonKind.FILLED, key="Enter")
        self._password.setObjectName("one_time_password")
        self.print.setObjectName("print_recovery_sheet")
        self.copied.setObjectName("copy_down_password")
        self.copied.setDefault(True)
        bind(self, "Alt+P", "新しい紙を印刷する", self.print.click)
        card = layouts.column(self._login, self._password, spacing=6, margins=(16, 12, 16, 12))
        upper: tuple[layouts.Part, ...] = (
            layouts.row(
                IconLabel(Icon.KEY, Role.ACCENT, 20),
                Label("仮のパスワード", Type.HEADING, bold=True),
                layouts.STRETCH,
            ),
            DocumentLabel(_DONE_WORDS),
            layouts.panel(card, "card"),
            self._where,
            self.told,
        )
        self.put(upper, self.print, self.copied)

    def show_result(self, returned: Returned) -> None:
        """Show who comes in with what, and where the sheet is."""
        password = returned.one_time_password
        groups = [password[at : at + _GROUP] for at in range(0, len(password), _GROUP)]
        self._login.setText(f"ログイン名　{returned.login}")
        self._password.setText(" ".join(groups))
        self._password.setAccessibleName(f"仮のパスワード {' '.join(groups)}")
        self._where.set_text(
            f"新しい回復キーの紙は「{returned.sheet}」に書きました。印刷して封筒に入れ、金庫にしまったら、"
            "このPDFは消してください。前の紙は、新しい控えを作ってから細かく裁断します。"
            "次に管理者が入ったとき、紙の2つの組を聞きます。"
        )
