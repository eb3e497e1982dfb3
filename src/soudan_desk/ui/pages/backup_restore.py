"""控えから戻す: a copy becomes an office in a new folder, by a password or the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import when
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.backup_restore_form import TITLE, WORDS, Asked, RestoreForm
from soudan_desk.ui.pages.login_recovery_form import DialogPage
from soudan_desk.ui.shortcuts import bind_help
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.work_bar import WorkBar

_WIDTH, _TITLE_BAR = 620, 48


@dataclass(frozen=True, slots=True)
class RestoredOffice:
    """The new folder, how old the copy was, and what opened it."""

    folder: Path
    copied_at: datetime
    login: str = ""
    key: str = ""


Restore = Callable[
    [Asked, WorkBar, Callable[[RestoredOffice], object], Callable[[SoudanError], object]], object
]


class RestoreDialog(QDialog):
    """Asks, restores with progress, and says what comes next; `restored` is set once it is done."""

    def __init__(
        self,
        parent: QWidget,
        restore: Restore,
        *,
        bundle: Path | None,
        login: str,
        target: Path,
        next_words: str,
        next_act: str,
    ) -> None:
        super().__init__(parent)
        self.restored: RestoredOffice | None = None
        self._restore, self._is_busy, self._next = restore, False, next_words
        self.form = RestoreForm(bundle, login, target)
        self._done = _Done(next_act)
        self._stack = QStackedWidget()
        self.setObjectName("restoring")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription(WORDS)
        self._stack.addWidget(self.form)
        self.setLayout(layouts.column(self._stack, spacing=0))
        layouts.fix_size(self, width=_WIDTH)
        self.form.go.clicked.connect(self._on_go)
        self.form.leave.clicked.connect(self.reject)
        self.form.grown.connect(lambda _code: self._fit())
        self._done.go.clicked.connect(self.accept)
        bind_help(self)
        self._fit()

    def reject(self) -> None:
        """Leave; what runs is stopped first, and leaves no folder behind."""
        if self._is_busy:
            self.form.bar.cancelled.emit()
        else:
            super().reject()

    def _on_go(self) -> None:
        asked = self.form.asked()
        if asked is not None and not self._is_busy:
            self._set_busy(True)
            self.form.bar.begin("控えを読み返しています")
            self._restore(asked, self.form.bar, self._on_done, self._on_refused)
        self._fit()

    def _on_refused(self, error: SoudanError) -> None:
        self._set_busy(False)
        self.form.refuse(error)
        self._fit()

    def _on_done(self, restored: RestoredOffice) -> None:
        self._set_busy(False)
        self.form.forget()
        self.restored = restored
        self._done.show_result(restored, self._next)
        self._stack.removeWidget(self.form)
        self._stack.addWidget(self._done)
        self._done.go.setFocus()
        self._fit()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.form.set_busy(is_busy)

    def _fit(self) -> None:
        self._resize()
        QTimer.singleShot(0, self, self._resize)  # once problem lines have taken their room

    def _resize(self) -> None:
        width = theme.px(_WIDTH)
        shown = self._done if self.restored else self.form
        room = self.screen().availableGeometry().height() - theme.px(_TITLE_BAR)
        self.resize(width, min(shown.height_for(width), room))


class _Done(DialogPage):
    """Where the office lies now, and what comes next."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self._words = DocumentLabel("")
        self.go = Button(act, kind=ButtonKind.FILLED, key="Enter")
        self.go.setDefault(True)
        self.go.setObjectName("enter_restored")
        head = layouts.row(
            IconLabel(Icon.DONE, Role.OK, 20),
            Label("戻しました", Type.HEADING, bold=True),
            layouts.STRETCH,
        )
        self.put((head, self._words), self.go)

    def show_result(self, restored: RestoredOffice, next_words: str) -> None:
        """Say it."""
        self._words.set_text(
            f"{when(restored.copied_at)} の控えを「{restored.folder}」に戻しました。\n{next_words}"
        )
