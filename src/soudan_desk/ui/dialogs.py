"""Questions that must be answered before going on: the only place that opens a modal dialog.

    ask(page, "下書きがあります", "…", [Answer("keep", "残す", is_default=True), ...])
    ask_text(page, "取り消す理由", "…")                       # str, or None when left
    tell(page, "保存できませんでした", error)
    confirm_dangerous(page, "取り消す", 3, "取り消した記録は…")  # Cancel is the default
    insist(page, act)                                       # save, also while others write
    pick_file / pick_files / pick_target / pick_folder      # Qt's own dialogs, in our colours
    run_dialog(dialog)                                      # a dialog made elsewhere, as for print

Every one returns when it is answered; Esc is the same as 「やめる」.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.storage.refusals import BusyError
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_help
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label, Line
from soudan_desk.ui.widgets.record_text import RecordTextEdit

CANCEL = "cancel"
Result = TypeVar("Result")
_WAITING = "ほかの書き込みが終わりしだい保存します。"
_GIVEN_UP = "まだ保存していません。少し待ってから、もう一度操作してください。"
_EVERY_MS = 250


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer; `code` is what comes back."""

    code: str
    label: str
    kind: ButtonKind = ButtonKind.OUTLINE
    is_default: bool = False


class Question(QDialog):
    """A title, a sentence, maybe a widget, and the answers at the foot."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        answers: Sequence[Answer],
        *,
        icon: Icon = Icon.QUESTION,
        role: Role = Role.ACCENT,
        body: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer = CANCEL
        self.buttons: dict[str, Button] = {}
        self.setObjectName("question")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._build(title, sentence, answers, IconLabel(icon, role, 20), body)
        bind_help(self)

    def _build(
        self,
        title: str,
        sentence: str,
        answers: Sequence[Answer],
        icon: IconLabel,
        body: QWidget | None,
    ) -> None:
        head = layouts.row(icon, Label(title, Type.HEADING, bold=True), layouts.STRETCH)
        words = DocumentLabel(sentence, Type.BODY)
        if not sentence:
            words.hide()
        upper = layouts.column(head, words, body, spacing=12, margins=(24, 20, 24, 20))
        foot = layouts.row(spacing=8, margins=(24, 10, 24, 10))
        layouts.add(foot, layouts.STRETCH, *(self._button(answer) for answer in answers))
        whole = layouts.column((upper, 1), Line(), foot, spacing=0)
        self.setLayout(whole)
        layouts.fix_size(self, width=480)
        width = theme.px(480)
        self.resize(width, whole.totalHeightForWidth(width))
        for answer in answers:
            if answer.is_default and body is None:
                self.buttons[answer.code].setFocus()

    def _button(self, answer: Answer) -> Button:
        button = Button(answer.label, kind=answer.kind)
        button.setObjectName(f"answer_{answer.code}")
        button.setDefault(answer.is_default)
        button.clicked.connect(lambda: self._on_answer_clicked(answer.code))
        self.buttons[answer.code] = button
        return button

    def _on_answer_clicked(self, code: str) -> None:
        self.answer = code
        if code == CANCEL:
            self.reject()
        else:
            self.accept()


class _Insisting(Question, Generic[Result]):
    """Does an act every quarter of a second until no other writer is in its way."""

    def __init__(self, parent: QWidget | None, act: Callable[[], Result]) -> None:
        answers = [_cancel()]
        super().__init__(
            parent, "保存しています…", _WAITING, answers, icon=Icon.WAITING, role=Role.INFO
        )
        self.setObjectName("saving_again")
        self.buttons[CANCEL].setFocusPolicy(Qt.FocusPolicy.NoFocus)  # who types on gives nothing up
        self._act = act
        self.results: list[Result] = []
        self.error = SoudanError(_GIVEN_UP)
        self._timer = QTimer(self, interval=_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        try:
            self.results.append(self._act())
        except BusyError:
            self._timer.start()
            return
        except SoudanError as error:
            self.error = error
        self.accept()


def insist(parent: QWidget | None, act: Callable[[], Result]) -> Result:
    """Do an act of saving; while something else writes, again and again, until one gives up.

    `act` opens no dialog of its own. What it refuses it raises; who gives up gets a `SoudanError`.
    """
    try:
        return act()
    except BusyError:
        waiting = _Insisting(parent, act)
    run_dialog(waiting)
    if waiting.results:
        return waiting.results[0]
    raise waiting.error


def ask(parent: QWidget | None, title: str, sentence: str, answers: Sequence[Answer]) -> str:
    """Ask which way to go; Esc gives `CANCEL`."""
    question = Question(parent, title, sentence, answers)
    run_dialog(question)
    return question.answer


def ask_text(
    parent: QWidget | None, title: str, sentence: str, *, act: str = "つづける", text: str = ""
) -> str | None:
    """Ask for a few words, such as the reason of a void; None when left or blank."""
    editor = RecordTextEdit(text, lines=3)
    editor.setObjectName("asked_text")
    frame = LabelledEditor(title, editor, required=True)
    answers = [_cancel(), Answer("go", act, ButtonKind.FILLED, is_default=True)]
    question = Question(parent, title, sentence, answers, icon=Icon.EDIT, body=frame)
    go = question.buttons["go"]
    go.setEnabled(bool(text.strip()))
    editor.edited.connect(lambda: go.setEnabled(bool(editor.text().strip())))
    editor.setFocus()
    return editor.text().strip() if run_dialog(question) else None


def tell(parent: QWidget | None, title: str, sentence: str | Exception = "") -> None:
    """Say something that cannot stand beside a question or in a bar."""
    answers = [Answer("ok", "閉じる", ButtonKind.FILLED, is_default=True)]
    run_dialog(Question(parent, title, str(sentence), answers, icon=Icon.INFO, role=Role.INFO))


def confirm_dangerous(parent: QWidget | None, act: str, count: int = 1, sentence: str = "") -> bool:
    """Ask before something that cannot be undone easily; the button names the act and the count."""
    named = f"{count:,}件を{act}"
    answers = [_cancel(is_default=True), Answer("go", named, ButtonKind.DANGER)]
    question = Question(parent, f"{named}？", sentence, answers, icon=Icon.LATE, role=Role.DANGER)
    return run_dialog(question)


def pick_file(parent: QWidget | None, title: str, kinds: str = "", start: str = "") -> Path | None:
    """Let the worker choose a file to read; `kinds` as Qt writes them: 表 (*.xlsx *.csv)."""
    return next(iter(_pick(parent, title, QFileDialog.FileMode.ExistingFile, kinds, start)), None)


def pick_files(parent: QWidget | None, title: str, kinds: str = "", start: str = "") -> list[Path]:
    """Let the worker choose files to read."""
    return _pick(parent, title, QFileDialog.FileMode.ExistingFiles, kinds, start)


def pick_folder(parent: QWidget | None, title: str, start: str = "") -> Path | None:
    """Let the worker choose a folder."""
    return next(iter(_pick(parent, title, QFileDialog.FileMode.Directory, "", start)), None)


def pick_target(
    parent: QWidget | None, title: str, kinds: str = "", start: str = ""
) -> Path | None:
    """Let the worker say where a file goes; Qt asks before writing over one."""
    chosen = _pick(parent, title, QFileDialog.FileMode.AnyFile, kinds, start, saving=True)
    return next(iter(chosen), None)


def run_dialog(dialog: QDialog) -> bool:
    """Show a dialog until it is answered; True when it was accepted."""
    is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
    if isValid(dialog):  # the window may have gone meanwhile
        dialog.deleteLater()
    return is_accepted


def leave_dialogs() -> bool:
    """Leave every open dialog and menu, as before locking; True where there was one."""
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
    shown = [each for each in dialogs if each.isVisible()]
    for dialog in shown:
        dialog.reject()
    return bool(shown)


def _pick(
    parent: QWidget | None,
    title: str,
    mode: QFileDialog.FileMode,
    kinds: str,
    start: str,
    *,
    saving: bool = False,
) -> list[Path]:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("pick_file")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's ignores our colours
    dialog.setFileMode(mode)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "場所:")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "種類:")
    dialog.setNameFilter(kinds or "すべて (*)")
    if saving:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if mode is QFileDialog.FileMode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if start:
        dialog.setDirectory(str(Path(start).parent))
        dialog.selectFile(Path(start).name)
    return [Path(file) for file in dialog.selectedFiles()] if run_dialog(dialog) else []


def _cancel(*, is_default: bool = False) -> Answer:
    return Answer(CANCEL, "やめる", is_default=is_default)
