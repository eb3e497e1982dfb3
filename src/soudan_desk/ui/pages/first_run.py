"""はじめての起動: from nothing to an office with a proven sheet and a proven copy."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import Answer, ask
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.first_run_audit import AuditStep
from soudan_desk.ui.pages.first_run_end import BackupStep, EndStep
from soudan_desk.ui.pages.first_run_office import AdminStep, OfficeStep
from soudan_desk.ui.pages.first_run_place import PlaceStep
from soudan_desk.ui.pages.first_run_sheet import ProofStep, SheetStep
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Step
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind, bind_button, bind_help
from soudan_desk.ui.theme import Type, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label, Mark
from soudan_desk.ui.widgets.steps import Steps
from soudan_desk.ui.widgets.work_bar import WorkBar

_WIDTH, _EDGE, _LOW_BELOW = 760, 16, 560
_STEPS: Final = (
    *(PlaceStep, OfficeStep, AdminStep),
    *(SheetStep, ProofStep, AuditStep, BackupStep, EndStep),
)
_REAL = ("場所", "事務所", "管理者", "回復キー", "確かめる", "監査票", "控え", "できました")
_DEMO = ("場所", "できました")


class FirstRunPage(Page):
    """Steps that lead on only when each is safely done; `finished` carries folder and login."""

    name = "first_run"
    finished = Signal(object, str)
    left = Signal()

    def __init__(self, acts: FirstRunActs) -> None:
        super().__init__()
        self._acts = acts
        self._gathered = Gathered()
        self._steps: list[Step] = [kind(acts, self._gathered) for kind in _STEPS]
        self._at = 0
        self._is_busy = False
        self._strip = Steps(_REAL)
        self._stack = QStackedWidget()
        self._bar = WorkBar(can_cancel=False)
        self._next = Button("次へ", kind=ButtonKind.FILLED, icon=Icon.FORWARD, key="Ctrl+Enter")
        self._back = Button("戻る", icon=Icon.BACK)
        self._leave = Button("やめる", kind=ButtonKind.QUIET)
        self._build()
        self._connect()
        bind_help(self)
        self._show(0)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._at]

    def take_focus(self) -> None:
        """Stand in the step's first question."""
        self.step.take_focus()

    def _build(self) -> None:
        for widget, name in (
            (self._next, "next_step"),
            (self._back, "previous_step"),
            (self._leave, "leave_first_run"),
        ):
            widget.setObjectName(name)
        for step in self._steps:
            self._stack.addWidget(step)
        title = Label("相談デスクを始める", Type.DISPLAY, bold=True)
        head = layouts.row(Mark(32), title, layouts.STRETCH, spacing=12)
        self._inside = layouts.column(head, self._strip, self._bar, (self._stack, 1))
        self._middle = layouts.panel(self._inside, width=_WIDTH)
        foot = ActionBar(self._next, self._back, far=[self._leave])
        self.setLayout(
            layouts.column(
                (layouts.row(layouts.STRETCH, self._middle, layouts.STRETCH), 1), foot, spacing=0
            )
        )
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        for step in self._steps:
            step.changed.connect(self._on_step_changed)
            step.asked_on.connect(self._on_next_clicked)
        self._next.clicked.connect(self._on_next_clicked)
        self._back.clicked.connect(lambda: self._show(self._at - 1))
        self._leave.clicked.connect(self._on_leave_clicked)
        bind_button(self, self._next)
        bind(self, "Alt+Left", "前の段階へ戻る", self._back.click)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand closer where room is short."""
        super().resizeEvent(event)
        width, height = (side * 100 / theme.zoom for side in (self.width(), self.height()))
        is_low = height < _LOW_BELOW
        layouts.fix_size(self._middle, width=min(_WIDTH, round(width) - 2 * _EDGE))
        layouts.set_space(self._inside, 10 if is_low else 20, (0, 12 if is_low else 28, 0, 8))

    # --- going on ---

    def _on_step_changed(self) -> None:
        self._is_busy = False
        self._bar.end()
        self._show_buttons()

    def _on_next_clicked(self) -> None:
        if self._is_busy or not self.step.is_ready():
            return
        if isinstance(self.step, EndStep):
            self._finish()
            return
        self._is_busy = True
        self._show_buttons()
        self.step.leave(self._bar, self._go_on)

    def _go_on(self) -> None:
        self._is_busy = False
        self._bar.end()
        last = len(self._steps) - 1
        self._show(last if self._gathered.is_demo else self._at + 1)

    def _show(self, at: int) -> None:
        self._at = at
        self.step.arrive()
        self._stack.setCurrentWidget(self.step)
        self._show_buttons()
        self.step.take_focus()

    def _show_buttons(self) -> None:
        names = _DEMO if self._gathered.is_demo else _REAL
        self._strip.set_names(names)
        self._strip.show_step(min(self._at, len(names) - 1))
        self._next.setText(self.step.next_label)
        self._next.setEnabled(self.step.is_ready() and not self._is_busy)
        self._back.setVisible(self.step.can_go_back and self._at > 0)
        self._back.setEnabled(not self._is_busy)
        self._leave.setVisible(not isinstance(self.step, EndStep))
        self._leave.setEnabled(not self._is_busy)
        self._stack.setEnabled(not self._is_busy)

    # --- leaving ---

    def _finish(self) -> None:
        self._acts.close()
        login = self._acts.demo_login if self._gathered.is_demo else self._gathered.login
        self.finished.emit(self._gathered.folder, login)

    def _on_leave_clicked(self) -> None:
        if self.step.can_go_back:
            self._acts.close()
            self.left.emit()
            return
        words = (
            "事務所はもうできています。回復キーの紙と控えは、まだ確かめ終わっていません。"
            "次にログインしたとき、紙の2つの組を聞かれます。"
        )
        answers = [
            Answer("stay", "つづける", ButtonKind.FILLED, is_default=True),
            Answer("leave", "ここでやめる"),
        ]
        if ask(self, "途中でやめますか", words, answers) == "leave":
            self._finish()

    def refuse(self, error: SoudanError) -> None:
        """Say on the step that is shown why it cannot be left."""
        self.step.refuse(error)
