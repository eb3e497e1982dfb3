"""The place of the copies with the first copy in it, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import pick_folder
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Step
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, Label
from soudan_desk.ui.widgets.work_bar import WorkBar


class BackupStep(Step):
    """Where copies go: the first one is made and read back at once."""

    heading = "控え（バックアップ）の場所"
    words = (
        "外付けのディスクや、別の内蔵ディスクを選んでください。最初の控えを作り、"
        "開けることを確かめます。控えも暗号化されたままです。"
    )
    next_label = "最初の控えを作る"
    can_go_back = False

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._folder = LineEdit(placeholder="まだ選ばれていません")
        self._choose = Button("選ぶ", icon=Icon.DRIVE)
        self._folder.setObjectName("backup_folder")
        self._choose.setObjectName("choose_folder")
        self.place(
            LabelledEditor("控えの保存先", self._folder, required=True),
            layouts.row(self._choose, layouts.STRETCH),
        )
        self._folder.textChanged.connect(lambda _text: self.changed.emit())
        self._folder.returnPressed.connect(self.asked_on)
        self._choose.clicked.connect(self._on_choose_clicked)

    def is_ready(self) -> bool:
        """Whether there is such a folder."""
        return self._path().is_absolute() and self._path().is_dir()

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Make the first copy."""
        self.told.hide()
        bar.begin("最初の控えを作っています")
        self.acts.back_up(self._path(), bar, lambda _name: go_on(), self.refuse)

    def take_focus(self) -> None:
        """Begin with choosing."""
        self._choose.setFocus()

    def _path(self) -> Path:
        return Path(self._folder.text().strip()).expanduser()

    def _on_choose_clicked(self) -> None:
        folder = pick_folder(self, "控えの保存先を選ぶ", str(Path.home()))
        if folder is not None:
            self._folder.setText(str(folder))


class EndStep(Step):
    """What was made, and how one gets in."""

    heading = "できました"
    next_label = "ログインへ"
    can_go_back = False

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._lines = layouts.column(spacing=10)
        self.place(self._lines)

    def arrive(self) -> None:
        """Say what was made."""
        for icon, words in _summary(self.acts, self.gathered):
            line = layouts.row((DocumentLabel(words, Type.BODY), 1), spacing=10)
            line.insertWidget(0, IconLabel(icon, Role.OK))
            self._lines.addLayout(line)
        if self.gathered.is_demo:
            box = layouts.column(
                Label(f"ログイン名　{self.acts.demo_login}", Type.BODY, figures=True),
                Label(f"パスワード　{self.acts.demo_password}", Type.BODY, figures=True),
                spacing=8,
                margins=(16, 12, 16, 12),
            )
            self._lines.addWidget(layouts.panel(box, "card"))


def _summary(acts: FirstRunActs, gathered: Gathered) -> list[tuple[Icon, str]]:
    place = (Icon.DRIVE, f"記録は「{gathered.folder}」にあります。")
    if gathered.is_demo:
        return [place, (Icon.SAMPLE, "見本の事務所です。次のログイン名で入れます。")]
    return [
        place,
        (Icon.KEY, "回復キーの紙は確かめました。封をして金庫に入れてください。"),
        *_of_audit(gathered),
        (Icon.BACKUP, "最初の控えを作りました。次からは、ひとりでにできます（「控え」のページ）。"),
        (Icon.PEOPLE, "ログインしたら、設定の「職員」でほかの職員を登録します。"),
        (Icon.IMPORT, "今までの台帳は、設定の「取込み」から入れられます。"),
    ]


def _of_audit(gathered: Gathered) -> list[tuple[Icon, str]]:
    sheet = gathered.audit_sheet
    if sheet is None:
        return []
    words = f"監査票は「{sheet}」です。印刷して事務所の外の人に渡し、ファイルは消してください。"
    return [(Icon.SAFE, words)]
