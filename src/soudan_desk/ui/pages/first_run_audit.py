"""The auditor's sheet: the key of the log, for somebody outside; may be left for later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import pick_target
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Step
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.widgets.work_bar import WorkBar

_FILE_NAME = "相談デスク-監査票.pdf"
_LATER = (
    "記録のフォルダーの中には書けません。空のまま「あとで作る」で先へ進めます。"
    "あとで作るときは「監査」のページです。"
)


class AuditStep(Step):
    """Where the auditor's sheet is written; whether it is printed and its file deleted at once."""

    heading = "監査票"
    words = (
        "だれが何を見て、何を変えたかの記録が、あとから書き換えられていないことを確かめる鍵の紙です。"
        "監事など、事務所の外の人に渡します。鍵は、この紙のほかのどこにも残りません。"
    )
    can_go_back = False

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._target = LineEdit(placeholder="まだ選ばれていません")
        self._choose = Button("選ぶ", icon=Icon.SAVE)
        self._print = CheckBox("すぐに印刷する")
        self._delete = CheckBox("印刷したら、PDFのファイルを消す")
        for widget, name in (
            (self._target, "audit_sheet_file"),
            (self._choose, "choose_audit_sheet"),
            (self._print, "print_audit_sheet"),
            (self._delete, "delete_audit_sheet"),
        ):
            widget.setObjectName(name)
        self.place(
            LabelledEditor("PDFを書く場所", self._target),
            layouts.row(self._choose, layouts.STRETCH),
            self._print,
            self._delete,
            DocumentLabel(_LATER, Type.LABEL, Role.MUTED),
        )
        self._target.textChanged.connect(lambda _text: self._on_path_changed())
        self._target.returnPressed.connect(self.asked_on)
        self._print.toggled.connect(lambda _on: self._on_path_changed())
        self._choose.clicked.connect(self._on_choose_clicked)
        self._on_path_changed()

    @property
    def next_label(self) -> str:  # type: ignore[override]
        """What leaving the step does."""
        return "監査票を書き出す" if self._target.text().strip() else "あとで作る"

    def is_ready(self) -> bool:
        """Whether a file is named, or none at all."""
        path = self._path()
        return not self._target.text().strip() or (path.is_absolute() and bool(path.suffix))

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Begin the log's chain under the sheet's key, where one is wanted."""
        if not self._target.text().strip():
            go_on()
            return
        path = self._path()
        try:
            self.acts.make_audit_sheet(path)
        except SoudanError as error:
            self.refuse(error)
            return
        is_printed = self._print.isChecked() and self.acts.print_sheet(self, path)
        if is_printed and self._delete.isChecked():
            path.unlink(missing_ok=True)
        else:
            self.gathered.audit_sheet = path
        go_on()

    def take_focus(self) -> None:
        """Begin with choosing."""
        self._choose.setFocus()

    def _path(self) -> Path:
        return Path(self._target.text().strip()).expanduser()

    def _on_path_changed(self) -> None:
        is_wanted = bool(self._target.text().strip())
        self._print.setEnabled(is_wanted)
        self._delete.setEnabled(is_wanted and self._print.isChecked())
        self.changed.emit()

    def _on_choose_clicked(self) -> None:
        start = str(Path.home() / _FILE_NAME)
        target = pick_target(self, "監査票を書く場所", "PDF (*.pdf)", start)
        if target is not None:
            self._target.setText(str(target if target.suffix else target.with_suffix(".pdf")))
