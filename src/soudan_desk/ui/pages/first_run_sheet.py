"""The recovery sheet: written where the worker says, printed, and proven by two of its groups."""

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

_GROUP = 4
_FILE_NAME = "相談デスク-回復キー.pdf"


class SheetStep(Step):
    """Where the sheet is written; the office itself is made on leaving."""

    heading = "回復キーの紙"
    words = (
        "全員がパスワードを忘れたときに、記録を開ける最後の鍵です。画面には出ず、紙にだけ出ます。"
        "まずPDFを書く場所を決めてください。USBメモリーなど、このあと印刷できる場所が便利です。"
    )
    next_label = "事務所を作り、紙を書き出す"

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._target = LineEdit(placeholder="まだ選ばれていません")
        self._choose = Button("選ぶ", icon=Icon.SAVE)
        self._frame = LabelledEditor("PDFを書く場所", self._target, required=True)
        self._target.setObjectName("sheet_file")
        self._choose.setObjectName("choose_sheet")
        note = DocumentLabel(_NOT_INSIDE, Type.LABEL, Role.MUTED)
        self.place(self._frame, layouts.row(self._choose, layouts.STRETCH), note)
        self._target.textChanged.connect(lambda _text: self.changed.emit())
        self._target.returnPressed.connect(self.asked_on)
        self._choose.clicked.connect(self._on_choose_clicked)

    def is_ready(self) -> bool:
        """Whether a file is named."""
        return self._path().is_absolute() and bool(self._path().suffix)

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Make the office, and write the sheet: both or neither."""
        self.gathered.sheet = self._path()
        self.told.hide()
        bar.begin("事務所を作り、回復キーの紙を書き出しています")
        self.acts.create(self.gathered, bar, lambda _made: go_on(), self.refuse)

    def take_focus(self) -> None:
        """Begin with choosing."""
        self._choose.setFocus()

    def _path(self) -> Path:
        return Path(self._target.text().strip()).expanduser()

    def _on_choose_clicked(self) -> None:
        start = str(Path.home() / _FILE_NAME)
        target = pick_target(self, "回復キーの紙を書く場所", "PDF (*.pdf)", start)
        if target is not None:
            self._target.setText(str(target if target.suffix else target.with_suffix(".pdf")))


_NOT_INSIDE = (
    "記録のフォルダーの中には書けません。鍵と金庫を分けるためです。"
    "印刷して確かめたら、PDFは消せます（次の画面で消します）。"
)


class ProofStep(Step):
    """Two groups of the sheet typed back: nobody begins work without a sheet that is there."""

    heading = "紙を確かめる"
    words = (
        "PDFを印刷して、紙を見ながら2つの組を入れてください。"
        "確かめたら、封筒に入れて金庫にしまいます。"
    )
    next_label = "確かめる"
    can_go_back = False

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._lines = (LineEdit(figures=True), LineEdit(figures=True))
        self._frames = tuple(LabelledEditor("", line, required=True) for line in self._lines)
        self._where = DocumentLabel("", Type.LABEL, Role.MUTED)
        self._print = Button("印刷する", icon=Icon.PRINT)
        self._delete = CheckBox("印刷した。確かめたあと、PDFのファイルを消す")
        self._build()
        self._print.clicked.connect(self._on_print_clicked)
        for line in self._lines:
            line.textChanged.connect(lambda _text: self.changed.emit())
        self._lines[0].returnPressed.connect(self._lines[1].setFocus)
        self._lines[1].returnPressed.connect(self.asked_on)

    def arrive(self) -> None:
        """Ask for the two groups that were drawn."""
        groups = self.acts.groups() or (1, 2)
        for frame, group in zip(self._frames, groups, strict=True):
            frame.label.setText(f"{group}組目の4文字")
        self._where.set_text(f"PDFは「{self.gathered.sheet}」に書きました。")

    def is_ready(self) -> bool:
        """Whether both groups are whole."""
        return all(len(line.text().replace(" ", "")) >= _GROUP for line in self._lines)

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Compare with the sheet; delete the file where asked."""
        try:
            self.acts.prove([line.text() for line in self._lines])
        except SoudanError as error:
            self.refuse(error)
            self._lines[0].selectAll()
            self._lines[0].setFocus()
            return
        if self._delete.isChecked() and self.gathered.sheet is not None:
            self.gathered.sheet.unlink(missing_ok=True)
        go_on()

    def take_focus(self) -> None:
        """Begin with printing."""
        self._print.setFocus()

    def _build(self) -> None:
        for widget, name in (
            (self._lines[0], "group_1"),
            (self._lines[1], "group_2"),
            (self._print, "print_sheet"),
            (self._delete, "delete_sheet_file"),
        ):
            widget.setObjectName(name)
        for line in self._lines:
            line.setMaxLength(8)
        groups = layouts.row(*(layouts.panel(layouts.column(f), width=160) for f in self._frames))
        groups.addStretch(1)
        self.place(self._where, layouts.row(self._print, layouts.STRETCH), 8, groups, self._delete)

    def _on_print_clicked(self) -> None:
        assert self.gathered.sheet is not None
        try:
            if self.acts.print_sheet(self, self.gathered.sheet):
                self._delete.setChecked(True)
                self._lines[0].setFocus()
        except SoudanError as error:
            self.refuse(error)
