"""The form of coming back: the recovery key, whose password, where the new sheet goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import pick_folder, pick_target
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label, Line
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

TITLE = "パスワードを忘れたとき"
WHOM_TO_ASK = (
    "主任か管理者に、設定の「職員」から再発行を頼んでください。"
    "一度だけ使えるパスワードが出ます。たいていはこれで済みます。"
)
_WITH_SHEET = "回復キーの紙で入り直す"
_WORDS = (
    "頼める人がだれも入れないときだけ使います。金庫の紙を見ながら打ってください。1人に仮のパスワードが出て、"
    "新しい回復キーの紙ができます。前の紙では、もう開けなくなります。使ったことは操作の記録に残ります。"
)
LOST_WORDS = (
    "鍵のファイル（office.slots）がないか、壊れています。記録は無事です。"
    "回復キーの紙の2か所（回復キーと、用紙の控えの文字）で、鍵のファイルを作り直せます。"
    "控え（バックアップ）があれば、文字の代わりに控えを選べます。"
)
_LOST_ACT = "鍵のファイルを作り直す"
_LOST_ABOUT = (
    "1人に仮のパスワードが出て、新しい回復キーの紙ができます。ほかの職員には、"
    "入り直した人が仮のパスワードを出します。使ったことは操作の記録に残ります。"
)
_LINE = 1
_FILE_NAME = "相談デスク-新しい回復キー.pdf"


class DialogPage(QWidget):
    """Parts that scroll where the screen is low, above buttons that never do."""

    def put(self, parts: tuple[layouts.Part, ...], *buttons: Button) -> None:
        """Set the parts below one another, and the buttons at the foot."""
        self._inside = layouts.column(*parts, spacing=12, margins=(24, 20, 24, 20))
        self._foot = layouts.row(layouts.STRETCH, *buttons, spacing=8, margins=(24, 10, 24, 10))
        whole = layouts.column((scrolled(self._inside), 1), Line(), self._foot, spacing=0)
        self.setLayout(whole)

    def height_for(self, width: int) -> int:
        """Return the height at which nothing has to scroll."""
        return self._inside.totalHeightForWidth(width) + self._foot.sizeHint().height() + _LINE


class RecoveryForm(DialogPage):
    """The key, whose password, where the new sheet goes."""

    def __init__(self, login: str, *, is_lost: bool = False, key: str = "") -> None:
        super().__init__()
        self._is_lost = is_lost
        self._key = LineEdit(
            key, figures=True, placeholder="ABCD-EFGH-…（区切りはなくてもかまいません）"
        )
        self._login = LineEdit(login)
        self._sheet = LineEdit(placeholder="まだ選ばれていません")
        self._choose = Button("選ぶ", icon=Icon.SAVE, key="Alt+S")
        self._letters = LineEdit(figures=True, placeholder="用紙の控えの文字、または控えの場所")
        self._pick_copy = Button("控えを選ぶ", icon=Icon.BACKUP, key="Alt+B")
        self._key_frame = LabelledEditor("回復キー（8つの組と確認の組）", self._key, required=True)
        self._login_frame = LabelledEditor("入り直す人のログイン名", self._login, required=True)
        self._letters_frame = LabelledEditor(
            "用紙の控えの文字（QRコードの中身）か、控えのフォルダー", self._letters, required=True
        )
        self._sheet_frame = LabelledEditor("新しい紙（PDF）を書く場所", self._sheet, required=True)
        self.told = Told()
        self.bar = WorkBar(can_cancel=False)
        self.leave = Button("やめる")
        self.go = Button("入り直す", kind=ButtonKind.FILLED, icon=Icon.UNLOCK, key="Enter")
        self._build()
        self._choose.clicked.connect(self._on_choose_clicked)
        self._pick_copy.clicked.connect(self._on_pick_copy_clicked)

    def typed(self) -> tuple[str, str, Path]:
        """Return what was typed."""
        sheet = Path(self._sheet.text().strip()).expanduser()
        return self._key.text(), self._login.text().strip(), sheet

    def lost_slots_from(self) -> str | Path | None:
        """Return where the recovery slot comes from when the key file is lost."""
        typed = self._letters.text().strip()
        if not self._is_lost:
            return None
        path = Path(typed).expanduser()
        return path if path.is_absolute() else typed

    def is_whole(self) -> bool:
        """Whether all is there; else each that is missing says so."""
        key, login, sheet = self.typed()
        checks = (
            (self._key_frame, bool(key.strip()), "紙の回復キーを打ってください。"),
            (
                self._letters_frame,
                not self._is_lost or bool(self._letters.text().strip()),
                "用紙の控えの文字を入れるか、控えを選んでください。",
            ),
            (self._login_frame, bool(login), "だれが入り直すのか、ログイン名を打ってください。"),
            (
                self._sheet_frame,
                sheet.is_absolute() and sheet.suffix.lower() == ".pdf",
                "新しい紙を書くPDFの場所を選んでください。",
            ),
        )
        self.told.hide()
        for frame, is_there, sentence in checks:
            if is_there:
                frame.clear_problem()
            else:
                frame.show_problem(sentence)
        missing = [frame for frame, is_there, _ in checks if not is_there]
        if missing:
            self._editor_of(missing[0]).setFocus()
        return not missing

    def refuse(self, error: SoudanError) -> None:
        """Say what refused, below the editor it is about where there is one."""
        frame = {
            "wrong_recovery_key": self._key_frame,
            "too_many_attempts": self._key_frame,
            "not_found": self._login_frame,
            "not_allowed": self._login_frame,
            "already_exists": self._sheet_frame,
            "damaged_backup": self._letters_frame,
        }.get(error.code)
        if frame is None:
            self.told.tell(Role.DANGER, str(error))
            self.go.setFocus()
            return
        frame.show_problem(str(error))
        self._editor_of(frame).setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """Hold everything while the office is opened."""
        for widget in (
            *(self._key, self._letters, self._pick_copy, self._login, self._sheet, self._choose),
            *(self.go, self.leave),
        ):
            widget.setEnabled(not is_busy)
        if not is_busy:
            self.bar.end()

    def forget(self) -> None:
        """Drop what was typed, which opens nothing any more."""
        self._key.clear()
        self._letters.clear()

    def _editor_of(self, frame: LabelledEditor) -> LineEdit:
        frames = (self._key_frame, self._letters_frame, self._login_frame, self._sheet_frame)
        return (self._key, self._letters, self._login, self._sheet)[frames.index(frame)]

    def _build(self) -> None:
        for widget, name in (
            (self._key, "recovery_key"),
            (self._login, "recovery_login"),
            (self._letters, "sheet_letters"),
            (self._pick_copy, "choose_copy"),
            (self._sheet, "recovery_sheet"),
            (self._choose, "choose_recovery_sheet"),
            (self.leave, "leave_recovery"),
            (self.go, "recover_office"),
        ):
            widget.setObjectName(name)
        self._choose.setAccessibleName("新しい紙を書く場所を選ぶ")
        self.go.setDefault(True)
        self.put(self._upper(), self.leave, self.go)
        bind(self, "Alt+S", "新しい紙を書く場所を選ぶ", self._choose.click)

    def _upper(self) -> tuple[layouts.Part, ...]:
        return (
            layouts.row(
                IconLabel(Icon.KEY, Role.ACCENT, 20),
                Label(TITLE, Type.HEADING, bold=True),
                layouts.STRETCH,
            ),
            DocumentLabel(LOST_WORDS if self._is_lost else WHOM_TO_ASK),
            Line(),
            Label(_LOST_ACT if self._is_lost else _WITH_SHEET, Type.BODY, bold=True),
            DocumentLabel(_LOST_ABOUT if self._is_lost else _WORDS, Type.LABEL, Role.MUTED),
            self._key_frame,
            *self._source(),
            self._login_frame,
            self._sheet_frame,
            layouts.row(self._choose, layouts.STRETCH),
            self.told,
            self.bar,
        )

    def _source(self) -> tuple[layouts.Part, ...]:
        if not self._is_lost:
            return ()
        bind(self, "Alt+B", "控えを選ぶ", self._pick_copy.click)
        return (self._letters_frame, layouts.row(self._pick_copy, layouts.STRETCH))

    def _on_pick_copy_clicked(self) -> None:
        copy = pick_folder(self, "鍵を取り出す控えを選ぶ")
        if copy is not None:
            self._letters.setText(str(copy))
            self._letters_frame.clear_problem()
            self._login.setFocus()

    def _on_choose_clicked(self) -> None:
        start = str(Path.home() / _FILE_NAME)
        target = pick_target(self, "新しい回復キーの紙を書く場所", "PDF (*.pdf)", start)
        if target is not None:
            self._sheet.setText(str(target if target.suffix else target.with_suffix(".pdf")))
            self._sheet_frame.clear_problem()
            self.go.setFocus()
