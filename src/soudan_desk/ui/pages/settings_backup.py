"""バックアップ: a proven copy now, where copies go, and proving one that is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki
from soudan_desk.storage.backup import BackupResult
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import OLD, TOO_OLD
from soudan_desk.ui.dialogs import pick_folder
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

Then = Callable[[BackupResult], object]
Otherwise = Callable[[SoudanError], object]
_WIDTH = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupActs:
    """The verbs over copies; they run in the background under a bar."""

    last: Callable[[], datetime | None]
    folder: Path | None
    remember: Callable[[Path], object]
    make: Callable[[Path, WorkBar, Then, Otherwise], object]
    verify: Callable[[Path, str, WorkBar, Then, Otherwise], object]
    now: Callable[[], datetime]
    said: Callable[[str], None]


class BackupPane(SettingsPane):
    """When the last copy was made, the next one, and proof of any."""

    def __init__(self, acts: BackupActs) -> None:
        super().__init__()
        self._acts = acts
        self._folder = acts.folder
        self._last = Told()
        self._place = LineEdit(placeholder="まだ選ばれていません", name="保存先")
        self._choose = Button("選ぶ", icon=Icon.DRIVE)
        self._go = Button("今すぐ控えを作る", kind=ButtonKind.FILLED, icon=Icon.BACKUP)
        self._bar = WorkBar()
        self._told = Told()
        self._password = LineEdit()
        self._check = Button("控えを選んで確かめる", icon=Icon.SAFE)
        self._check_frame = LabelledEditor("自分のパスワード", self._password)
        self._build()
        self._connect()
        self._show()

    def take_focus(self) -> None:
        """Begin with the copy."""
        self._go.setFocus()

    # --- building ---

    def _build(self) -> None:
        for widget, name in (
            (self._place, "backup_folder"),
            (self._choose, "choose_folder"),
            (self._go, "make_backup"),
            (self._password, "backup_password"),
            (self._check, "verify_backup"),
        ):
            widget.setObjectName(name)
        self._place.setReadOnly(True)
        self._place.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing to do there by key
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        place = layouts.panel(layouts.row((self._place, 1), self._choose))
        place.setFocusProxy(self._choose)
        making = layouts.column(
            self._head(Icon.BACKUP, "控えを作る"),
            self._words(
                "記録をすべて写し、写したものを開いて確かめてから、名前をつけて残します。"
                "控えも暗号化されたままで、職員のパスワードか回復キーがなければ開けません。"
            ),
            LabelledEditor("保存先（外付けのディスクや、別の内蔵ディスク）", place),
            layouts.row(self._go, layouts.STRETCH),
            spacing=10,
        )
        proving = layouts.column(
            self._head(Icon.SAFE, "とってある控えを確かめる"),
            self._words("控えのフォルダーを開き、1つずつ読み返します。今の記録には触れません。"),
            layouts.row((self._check_frame, 1), layouts.STRETCH),
            layouts.row(self._check, layouts.STRETCH),
            spacing=10,
        )
        inside = layouts.column(
            self._last, self._bar, self._told, 4, making, 14, proving, layouts.STRETCH, spacing=12
        )
        whole = layouts.row(layouts.panel(inside, width=_WIDTH), layouts.STRETCH)
        padded = layouts.column((whole, 1), margins=(24, 18, 24, 18))
        self.setLayout(layouts.column((scrolled(padded), 1)))

    def _head(self, icon: Icon, words: str) -> QWidget:
        title = Label(words, Type.HEADING, bold=True)
        return layouts.panel(layouts.row(IconLabel(icon), title, layouts.STRETCH))

    def _words(self, words: str) -> DocumentLabel:
        return DocumentLabel(words, Type.LABEL, Role.MUTED)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose_clicked)
        self._go.clicked.connect(self._on_go_clicked)
        self._check.clicked.connect(self._on_check_clicked)

    # --- showing ---

    def _show(self) -> None:
        self._place.setText(str(self._folder or ""))
        role, words = backup_age(self._acts.last(), self._acts.now())
        self._last.tell(role, words)

    def _begin(self, doing: str) -> None:
        self._told.hide()
        self._bar.begin(doing)
        for button in (self._go, self._check, self._choose):
            button.setEnabled(False)

    def _end(self) -> None:
        self._bar.end()
        for button in (self._go, self._check, self._choose):
            button.setEnabled(True)

    # --- acts ---

    def _on_choose_clicked(self) -> bool:
        folder = pick_folder(self, "控えの保存先を選ぶ", str(self._folder or ""))
        if folder is None:
            return False
        self._folder = folder
        self._acts.remember(folder)
        self._show()
        return True

    def _on_go_clicked(self) -> None:
        if self._folder is None and not self._on_choose_clicked():
            return
        assert self._folder is not None
        self._begin("控えを作っています")
        self._acts.make(self._folder, self._bar, self._on_made, self._on_refused)

    def _on_made(self, result: BackupResult) -> None:
        self._end()
        self._show()
        words = f"控え「{result.bundle.name}」を作り、開けることを確かめました"
        self._told.tell(Role.OK, f"{words}（{result.bytes / 1_000_000:,.1f}MB）。")
        self._acts.said("控えを作りました")

    def _on_check_clicked(self) -> None:
        self._check_frame.clear_problem()
        if not self._password.text():
            self._check_frame.show_problem("控えを開くため、自分のパスワードを入れてください。")
            self._password.setFocus()
            return
        bundle = pick_folder(self, "確かめる控えを選ぶ", str(self._folder or ""))
        if bundle is not None:
            self._begin("控えを確かめています")
            password = self._password.text()
            self._acts.verify(bundle, password, self._bar, self._on_verified, self._on_refused)

    def _on_verified(self, result: BackupResult) -> None:
        self._end()
        self._password.clear()
        made = result.made_at.astimezone()
        self._told.tell(
            Role.OK,
            f"「{result.bundle.name}」は開けます。{wareki(made.date())} {made:%H:%M} の控えで、"
            f"{result.row_count:,}行すべてを読み返しました。",
        )

    def _on_refused(self, error: SoudanError) -> None:
        self._end()
        self._told.tell(Role.DANGER, str(error))


def backup_age(last: datetime | None, now: datetime) -> tuple[Role, str]:
    """Say how old the last proven copy is: fine below 7 days, late from 14 on."""
    if last is None:
        return Role.DANGER, "確かめた控えはまだありません。外付けのディスクに1つ作ってください。"
    local, age = last.astimezone(), now - last
    when = f"{wareki(local.date())} {local:%H:%M}"
    if age < OLD:
        return Role.OK, f"最後に確かめた控え: {when}"
    role = Role.WARNING if age < TOO_OLD else Role.DANGER
    return role, f"最後に確かめた控え: {when}（{age.days}日前）。新しい控えを作ってください。"
