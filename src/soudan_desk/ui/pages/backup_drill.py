"""復元の訓練: ten minutes, step by step, with a clock; the result is entered in the audit chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.copies import CopyFound
from soudan_desk.services.drill import AIM_RPO, AIM_RTO, DrillResult
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import when
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.login_recovery_form import DialogPage
from soudan_desk.ui.shortcuts import bind_help
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

TITLE: Final = "復元の訓練"
_WIDTH: Final = 600
_TITLE_BAR: Final = 48
_BEGIN: Final = (
    "パソコンが壊れた日に困らないよう、3か月に一度、控えを別の場所に戻してみます。今の記録には"
    "触れません。10分ほどで終わり、戻したものは最後に片づけます。"
    "できれば、事務所の外に置いている媒体を取ってきて、その控えを選んでください。"
)
_LOOK: Final = (
    "控えを別の場所に戻し、開いて、無作為に選んだ3つのケースを読みました。ケース番号と件数が出ていれば、"
    "この控えから仕事を続けられます。次の3つも、いま確かめてください。"
)
_TICKS: Final = {
    "回復キーの紙": "回復キーの紙の封筒が、金庫にあるのを見た",
    "外の媒体": "事務所の外に置く媒体の、あり場所を確かめた",
    "戻す人": "パソコンが壊れたとき、だれが戻すかを決めてある",
}
Otherwise = Callable[[SoudanError], object]


@dataclass(frozen=True, slots=True)
class DrillActs:
    """What the dialog needs done: the long verb, and entering the end."""

    run: Callable[[Path, str, WorkBar, Callable[[DrillResult], object], Otherwise], object]
    finish: Callable[[DrillResult, timedelta, Mapping[str, bool]], object]


class DrillDialog(QDialog):
    """Choose a copy, see it restored elsewhere, look at what else is needed, read the result."""

    def __init__(self, parent: QWidget, found: Sequence[CopyFound], acts: DrillActs) -> None:
        super().__init__(parent)
        self._acts, self._started, self._is_busy = acts, monotonic(), False
        self._result: DrillResult | None = None
        self.begin, self.look, self.end = _Begin(found), _Look(), _End()
        self._clock = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._step = Label("1 / 3", Type.LABEL, Role.MUTED, figures=True)
        self._stack = QStackedWidget()
        self._timer = QTimer(self, interval=1000)
        self._build()
        self._connect()
        self._timer.start()
        self._tick()
        self._fit()

    def reject(self) -> None:
        """Leave; what runs is stopped first."""
        if self._is_busy:
            self.begin.bar.cancelled.emit()
        else:
            super().reject()

    def _build(self) -> None:
        self.setObjectName("drill")
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription(_BEGIN)
        for page in (self.begin, self.look, self.end):
            self._stack.addWidget(page)
        head = layouts.row(
            IconLabel(Icon.SAFE, Role.ACCENT, 20),
            Label(TITLE, Type.HEADING, bold=True),
            self._step,
            layouts.STRETCH,
            self._clock,
            margins=(24, 16, 24, 0),
        )
        self._head = layouts.panel(head)
        self.setLayout(layouts.column(self._head, (self._stack, 1), spacing=0))
        layouts.fix_size(self, width=_WIDTH)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tick)
        self.begin.go.clicked.connect(self._on_go)
        self.begin.leave.clicked.connect(self.reject)
        self.look.go.clicked.connect(self._on_looked)
        self.end.close_it.clicked.connect(self.accept)
        bind_help(self)

    def _tick(self) -> None:
        minutes, seconds = divmod(int(monotonic() - self._started), 60)
        self._clock.setText(f"{minutes}:{seconds:02}　／　目安 10分")

    def _on_go(self) -> None:
        bundle, password = self.begin.typed()
        if bundle is None or self._is_busy:
            return
        self._set_busy(True)
        self.begin.bar.begin("控えを読み返しています")
        self._acts.run(bundle, password, self.begin.bar, self._on_done, self._on_refused)
        self._fit()

    def _on_refused(self, error: SoudanError) -> None:
        self._set_busy(False)
        self.begin.refuse(error)
        self._fit()

    def _on_done(self, result: DrillResult) -> None:
        self._set_busy(False)
        self._result = result
        self.look.show_result(result)
        self._show(self.look, "2 / 3")
        self.look.ticks[0].setFocus()

    def _on_looked(self) -> None:
        assert self._result is not None
        took = timedelta(seconds=monotonic() - self._started)
        seen = self.look.seen()
        try:
            self._acts.finish(self._result, took, seen)
        except SoudanError as error:
            self.look.told.tell(Role.DANGER, str(error))
            return
        self._timer.stop()
        self.end.show_result(self._result, took, seen)
        self._show(self.end, "3 / 3")
        self.end.close_it.setFocus()

    def _show(self, page: DialogPage, step: str) -> None:
        self._stack.setCurrentWidget(page)
        self._step.setText(step)
        self._fit()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.begin.set_busy(is_busy)

    def _fit(self) -> None:
        self._resize()
        QTimer.singleShot(0, self, self._resize)

    def _resize(self) -> None:
        width = theme.px(_WIDTH)
        page = self._stack.currentWidget()
        assert isinstance(page, DialogPage)
        height = page.height_for(width) + self._head.sizeHint().height()
        room = self.screen().availableGeometry().height() - theme.px(_TITLE_BAR)
        self.resize(width, min(height, room))


class _Begin(DialogPage):
    """Which copy, and the password that opens it."""

    def __init__(self, found: Sequence[CopyFound]) -> None:
        super().__init__()
        self._found = {str(each.copy.bundle): each for each in found}
        options = [(key, f"{when(e.copy.made_at)}　{e.place}") for key, e in self._found.items()]
        self._copy = Select(options, name="戻してみる控え")
        self._password = LineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._frame = LabelledEditor("自分のパスワード", self._password, required=True)
        self.told, self.bar = Told(), WorkBar()
        self.leave = Button("やめる")
        self.go = Button("戻してみる", kind=ButtonKind.FILLED, icon=Icon.RESTORE, key="Enter")
        self.go.setDefault(True)
        for widget, name in (
            (self._copy, "drill_copy"),
            (self._password, "drill_password"),
            (self.go, "run_drill"),
        ):
            widget.setObjectName(name)
        parts: tuple[layouts.Part, ...] = (
            DocumentLabel(_BEGIN),
            LabelledEditor("戻してみる控え", self._copy),
            self._frame,
            self.told,
            self.bar,
        )
        self.put(parts, self.leave, self.go)
        if options:
            self._copy.set_value(options[0][0])

    def typed(self) -> tuple[Path | None, str]:
        """Return the copy and the password; no copy where something is missing."""
        self.told.hide()
        if not self._password.text():
            self._frame.show_problem("控えを開くため、自分のパスワードを入れてください。")
            self._password.setFocus()
            return None, ""
        self._frame.clear_problem()
        chosen = self._found.get(self._copy.value() or "")
        return (chosen.copy.bundle if chosen else None), self._password.text()

    def refuse(self, error: SoudanError) -> None:
        """Say why it did not go."""
        if error.code == "wrong_password":
            self._frame.show_problem(str(error))
            self._password.setFocus()
        else:
            self.told.tell(Role.DANGER, str(error))

    def set_busy(self, is_busy: bool) -> None:
        """Hold everything but leaving, which stops the drill."""
        for widget in (self._copy, self._password, self.go):
            widget.setEnabled(not is_busy)
        if not is_busy:
            self.bar.end()


class _Look(DialogPage):
    """What was read, and what only people can see to."""

    def __init__(self) -> None:
        super().__init__()
        self._cases = layouts.column(spacing=8)
        self.ticks = [CheckBox(words) for words in _TICKS.values()]
        self.told = Told()
        self.go = Button("記録して結果を見る", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Enter")
        self.go.setDefault(True)
        self.go.setObjectName("finish_drill")
        self.put((DocumentLabel(_LOOK), self._cases, *self.ticks, self.told), self.go)

    def show_result(self, result: DrillResult) -> None:
        """Show the cases that were read."""
        if not result.cases:
            self._cases.addWidget(DocumentLabel("控えに、まだケースがありません。"))
        for case in result.cases:
            read = f"相談の記録 {case.consultations:,}件　変わり目 {case.revisions:,}件"
            words = f"{case.case_no}　{read}"
            self._cases.addLayout(_line(Icon.CASES, Role.ACCENT, words))

    def seen(self) -> dict[str, bool]:
        """Return what was ticked."""
        return {key: tick.isChecked() for key, tick in zip(_TICKS, self.ticks, strict=True)}


class _End(DialogPage):
    """How it went against what is aimed at."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = layouts.column(spacing=10)
        self.close_it = Button("閉じる", kind=ButtonKind.FILLED, key="Enter")
        self.close_it.setDefault(True)
        self.close_it.setObjectName("close_drill")
        words = "結果は操作の記録に残しました。次は3か月後です。×は、主任と相談して直してください。"
        self.put((self._lines, DocumentLabel(words, Type.LABEL, Role.MUTED)), self.close_it)

    def show_result(self, result: DrillResult, took: timedelta, seen: Mapping[str, bool]) -> None:
        """Say it line by line, each with its mark."""
        restored = f"戻すのにかかった時間：{_told(result.took)}（目標 30分以内）"
        missing = f"控えにない時間：{_told(result.age)}（目標 4時間以内）"
        self._line(restored, is_good=result.took <= AIM_RTO)
        self._line(missing, is_good=result.age <= AIM_RPO)
        for key, is_seen in seen.items():
            self._line(_TICKS[key], is_good=is_seen)
        self._line(f"訓練の時間：{_told(took)}（目安 10分）", is_good=True)

    def _line(self, words: str, *, is_good: bool) -> None:
        icon, role = (Icon.DONE, Role.OK) if is_good else (Icon.PROBLEM, Role.DANGER)
        self._lines.addLayout(_line(icon, role, f"{'○' if is_good else '×'} {words}"))


def _line(icon: Icon, role: Role, words: str) -> QHBoxLayout:
    return layouts.row(IconLabel(icon, role), (DocumentLabel(words), 1), spacing=10)


def _told(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 60:
        return f"{seconds}秒"
    if seconds < 3600:
        return f"{seconds // 60}分"
    hours = seconds // 3600
    return f"{hours}時間" if hours < 48 else f"{hours // 24}日"
