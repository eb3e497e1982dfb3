"""The form of a restore: which copy, what opens it, where it goes and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QLineEdit

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import pick_folder
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.login_recovery_form import DialogPage
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

TITLE: Final = "控えから戻す"
_PASSWORD, _SHEET = "password", "sheet"
WORDS: Final = (
    "控えを開いて確かめてから、新しいフォルダーに戻します。今ある事務所のフォルダーには触れません。"
    "控えのあとに書いた記録は、戻したものにはありません。"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be restored, from where, opened by what; an empty key means by password."""

    bundle: Path
    target: Path
    login: str
    password: str
    key: str
    reason: str


class RestoreForm(DialogPage):
    """Which copy, what opens it, where it goes and why."""

    def __init__(self, bundle: Path | None, login: str, target: Path) -> None:
        super().__init__()
        self._bundle = LineEdit(str(bundle or ""), placeholder="まだ選ばれていません")
        self._choose = Button("控えを選ぶ", icon=Icon.BACKUP, key="Alt+B")
        self._way = Segments(
            [(_PASSWORD, "職員のパスワード"), (_SHEET, "回復キーの紙")],
            name="開け方",
            required=True,
        )
        self.grown = self._way.picked
        self._login, self._password = LineEdit(login), LineEdit()
        self._key = LineEdit(figures=True, placeholder="ABCD-EFGH-…")
        self._target = LineEdit(str(target))
        self._place = Button("場所を選ぶ", icon=Icon.PLACE, key="Alt+S")
        self._reason = LineEdit(placeholder="パソコンの故障、盗難、見比べるため など")
        self._frames = {
            "bundle": LabelledEditor("控えのフォルダー（….backup）", self._bundle, required=True),
            "login": LabelledEditor("ログイン名", self._login, required=True),
            "password": LabelledEditor(
                "控えを作ったときのパスワード", self._password, required=True
            ),
            "key": LabelledEditor("回復キー（8つの組と確認の組）", self._key, required=True),
            "target": LabelledEditor("戻す場所（新しいフォルダー）", self._target, required=True),
            "reason": LabelledEditor(
                "戻す理由（操作の記録に残ります）", self._reason, required=True
            ),
        }
        self.told, self.bar = Told(), WorkBar()
        self.leave = Button("やめる")
        self.go = Button("戻す", kind=ButtonKind.FILLED, icon=Icon.RESTORE, key="Enter")
        self._build()
        self._connect()

    def asked(self) -> Asked | None:
        """Return what was typed; None where something is missing, which then says so."""
        self.told.hide()
        by_sheet = self._way.value() == _SHEET
        missing = [key for key in self._needed(by_sheet=by_sheet) if not self._typed(key)]
        for key, frame in self._frames.items():
            if key in missing:
                frame.show_problem(_MISSING[key])
            else:
                frame.clear_problem()
        if missing:
            self._frames[missing[0]].editor.setFocus()
            return None
        return Asked(
            Path(self._typed("bundle")).expanduser(),
            Path(self._typed("target")).expanduser(),
            "" if by_sheet else self._typed("login"),
            "" if by_sheet else self._password.text(),
            self._typed("key") if by_sheet else "",
            self._typed("reason"),
        )

    def refuse(self, error: SoudanError) -> None:
        """Say what refused, below the editor it is about where there is one."""
        if isinstance(error, InvalidEntriesError):
            for key, sentence in error.problems.items():
                self._frames[key].show_problem(sentence)
            return
        key = _ABOUT.get(error.code, "")
        if not key:
            self.told.tell(Role.DANGER, str(error))
            return
        self._frames[key].show_problem(str(error))
        self._frames[key].editor.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """Hold everything but leaving, which stops it."""
        for widget in (*self._frames.values(), self._choose, self._place, self._way, self.go):
            widget.setEnabled(not is_busy)
        if not is_busy:
            self.bar.end()

    def forget(self) -> None:
        """Drop what opened the copy."""
        self._password.clear()
        self._key.clear()

    def _needed(self, *, by_sheet: bool) -> tuple[str, ...]:
        opened = ("key",) if by_sheet else ("login", "password")
        return ("bundle", *opened, "target", "reason")

    def _typed(self, key: str) -> str:
        editor = self._frames[key].editor
        assert isinstance(editor, LineEdit)
        return editor.text() if key == "password" else editor.text().strip()

    def _build(self) -> None:
        for key, frame in self._frames.items():
            frame.editor.setObjectName(f"restore_{key}")
        for widget, name in (
            (self._choose, "choose_copy"),
            (self._place, "choose_target"),
            (self._way, "restore_way"),
            (self.go, "restore_office"),
        ):
            widget.setObjectName(name)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._way.set_value(_PASSWORD)
        self.go.setDefault(True)
        names = layouts.panel(
            layouts.row((self._frames["login"], 1), (self._frames["password"], 1), spacing=12)
        )
        self._names = names
        head = layouts.row(
            IconLabel(Icon.RESTORE, Role.ACCENT, 20),
            Label(TITLE, Type.HEADING, bold=True),
            layouts.STRETCH,
        )
        parts: tuple[layouts.Part, ...] = (
            head,
            DocumentLabel(WORDS),
            self._frames["bundle"],
            layouts.row(self._choose, layouts.STRETCH),
            LabelledEditor("控えの開け方", self._way),
            names,
            self._frames["key"],
            self._frames["target"],
            layouts.row(self._place, layouts.STRETCH),
            self._frames["reason"],
            self.told,
            self.bar,
        )
        self.put(parts, self.leave, self.go)
        self._frames["key"].hide()

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose_clicked)
        self._place.clicked.connect(self._on_place_clicked)
        self._way.picked.connect(self._on_way_picked)
        bind(self, "Alt+B", "控えを選ぶ", self._choose.click)
        bind(self, "Alt+S", "場所を選ぶ", self._place.click)

    def _on_way_picked(self, way: str | None) -> None:
        self._names.setVisible(way != _SHEET)
        self._frames["key"].setVisible(way == _SHEET)

    def _on_choose_clicked(self) -> None:
        bundle = pick_folder(self, "戻す控えを選ぶ", self._bundle.text() or str(Path.home()))
        if bundle is not None:
            self._bundle.setText(str(bundle))
            self._frames["bundle"].clear_problem()

    def _on_place_clicked(self) -> None:
        folder = pick_folder(self, "戻す場所を選ぶ", str(Path(self._target.text()).parent))
        if folder is not None:
            is_full = folder.is_dir() and any(folder.iterdir())
            name = Path(self._target.text()).name or "事務所"
            self._target.setText(str(folder / name if is_full else folder))
            self._frames["target"].clear_problem()


_MISSING: Final = {
    "bundle": "控えのフォルダーを選んでください。",
    "login": "控えを作ったころのログイン名を打ってください。",
    "password": "パスワードを打ってください。",
    "key": "紙の回復キーを打ってください。",
    "target": "戻す場所を入れてください。",
    "reason": "戻す理由を入れてください。",
}
_ABOUT: Final = {
    "wrong_password": "password",
    "wrong_recovery_key": "key",
    "not_an_office": "bundle",
    "damaged_backup": "bundle",
    "already_exists": "target",
    "unsafe_place": "target",
}
