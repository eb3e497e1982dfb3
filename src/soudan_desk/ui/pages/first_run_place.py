"""Demo or real, and where the office folder goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import pick_folder
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Step
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.work_bar import WorkBar

_REAL, _DEMO = "real", "demo"
_ABOUT = {
    _REAL: (
        "空の事務所を作ります。記録はこのパソコンの中で暗号化され、外へは出ません。"
        "10分ほどで終わります。"
    ),
    _DEMO: (
        "架空の相談者の入った見本の事務所を作ります。すべての画面と紙に「見本」と出ます。"
        "操作を試すためのもので、本当の相談は入れないでください。"
    ),
}


class PlaceStep(Step):
    """What is begun, and in which folder."""

    heading = "はじめに"
    words = "何を始めるかと、記録を置く場所を決めます。"

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._what = Segments([(_REAL, "事務所を作る"), (_DEMO, "見本で試す")], required=True)
        self._about = DocumentLabel(_ABOUT[_REAL], Type.LABEL, Role.MUTED)
        self._folder = LineEdit(str(acts.suggested_folder))
        self._choose = Button("選ぶ", icon=Icon.PLACE)
        self._frame = LabelledEditor("置く場所（新しいフォルダー）", self._folder, required=True)
        self._note = DocumentLabel("", Type.LABEL, Role.MUTED)
        self._problem = ""
        self._build()
        self._what.picked.connect(self._on_what_picked)
        self._folder.textChanged.connect(lambda _text: self._judge())
        self._folder.returnPressed.connect(self.asked_on)
        self._choose.clicked.connect(self._on_choose_clicked)
        self._judge()

    def is_ready(self) -> bool:
        """Whether the folder may hold an office."""
        return not self._problem

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Take note of the folder; a demo office is made here and now."""
        self.gathered.folder = self._path()
        if not self.gathered.is_demo:
            go_on()
            return
        bar.begin("見本の事務所を作っています")
        self.acts.make_demo(self.gathered, bar, lambda _made: go_on(), self.refuse)

    def take_focus(self) -> None:
        """Begin with what is begun."""
        self._what.setFocus()

    def choose_demo(self, is_demo: bool) -> None:
        """Begin a demo office, or a real one."""
        self._what.set_value(_DEMO if is_demo else _REAL)
        self._on_what_picked(_DEMO if is_demo else _REAL)

    def _build(self) -> None:
        self._what.setObjectName("begin_with")
        self._folder.setObjectName("office_folder")
        self._choose.setObjectName("choose_folder")
        self._what.set_value(_REAL)
        place = layouts.row((self._frame, 1))
        self.place(
            LabelledEditor("始めるもの", self._what),
            self._about,
            8,
            place,
            layouts.row(self._choose, layouts.STRETCH),
            self._note,
        )

    def _path(self) -> Path:
        return Path(self._folder.text().strip()).expanduser()

    def _on_what_picked(self, code: str | None) -> None:
        self.gathered.is_demo = code == _DEMO
        self._about.set_text(_ABOUT[code or _REAL])
        self.next_label = "見本を作る" if self.gathered.is_demo else "次へ"
        self._judge()

    def _on_choose_clicked(self) -> None:
        folder = pick_folder(self, "記録を置く場所を選ぶ", str(self._path().parent))
        if folder is not None:
            is_full = folder.is_dir() and any(folder.iterdir())
            self._folder.setText(str(folder / "相談デスク" if is_full else folder))

    def _judge(self) -> None:
        self._problem, warnings = self._judged()
        if self._problem:
            self._frame.show_problem(self._problem)
        else:
            self._frame.clear_problem()
        self._note.set_text("\n".join(warnings) or _WHERE)
        self.changed.emit()

    def _judged(self) -> tuple[str, Sequence[str]]:
        if not self._folder.text().strip():
            return "置く場所を入れてください。", ()
        if not self._path().is_absolute():
            return "フォルダーの場所を、はじめから全部入れてください。", ()
        return self.acts.place_problem(self._path())


_WHERE = (
    "このパソコンの内蔵ディスクに置きます。共有フォルダーや、OneDrive などの同期フォルダーには"
    "置けません（記録が壊れるためです）。"
)
