"""The office's name and centres, and its first administrator."""

from __future__ import annotations

from collections.abc import Callable

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.first_run_steps import FirstRunActs, Gathered, Step
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.new_password import NewPassword
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.widgets.work_bar import WorkBar

_LONGEST = 200


class OfficeStep(Step):
    """What the office is called, and which kinds of centre it runs."""

    heading = "事務所とセンター"
    words = "名前は、画面の上と書類に出ます。あとから設定で直せます。"

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._name = LineEdit(placeholder="例: ひなた市社会福祉協議会")
        self._name.setObjectName("office_name")
        self._name.setMaxLength(_LONGEST)
        self._boxes: dict[str, tuple[CheckBox, LineEdit]] = {}
        rows = [self._centre(key, title) for key, title in acts.centres]
        self.place(
            LabelledEditor("事務所の名前", self._name, required=True),
            8,
            Label("置くセンター（1つ以上）", Type.LABEL, Role.MUTED),
            *rows,
        )
        self._name.textChanged.connect(lambda _text: self.changed.emit())

    def is_ready(self) -> bool:
        """Whether there is a name, and a named centre."""
        chosen = self._chosen()
        return bool(self._name.text().strip()) and bool(chosen) and all(n for _, n in chosen)

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Take note."""
        self.gathered.office_name = self._name.text().strip()
        self.gathered.centres = self._chosen()
        go_on()

    def take_focus(self) -> None:
        """Begin with the name."""
        self._name.setFocus()

    def _centre(self, key: str, title: str) -> layouts.Part:
        box, name = CheckBox(title), LineEdit(title, name=f"{title}の名称")
        box.setObjectName(f"centre_{key}")
        name.setObjectName(f"centre_name_{key}")
        name.setMaxLength(_LONGEST)
        name.setEnabled(False)
        self._boxes[key] = (box, name)
        box.toggled.connect(name.setEnabled)
        box.toggled.connect(lambda _on: self.changed.emit())
        name.textChanged.connect(lambda _text: self.changed.emit())
        layouts.fix_size(box, width=260)
        return layouts.row(box, (name, 1), spacing=12)

    def _chosen(self) -> list[tuple[str, str]]:
        return [
            (key, name.text().strip())
            for key, (box, name) in self._boxes.items()
            if box.isChecked()
        ]


class AdminStep(Step):
    """Who looks after the office, and with which password."""

    heading = "最初の管理者"
    words = (
        "職員の登録・設定・控えを受け持つ人です。ほかの職員は、あとで設定の「職員」から登録します。"
    )

    def __init__(self, acts: FirstRunActs, gathered: Gathered) -> None:
        super().__init__(acts, gathered)
        self._name, self._login = LineEdit(), LineEdit(figures=True)
        self._password = NewPassword(self._problem_with)
        self._casework = CheckBox("相談の記録も書く（主任・相談員を兼ねる）")
        self._login_frame = LabelledEditor("ログイン名（英数字）", self._login, required=True)
        self._build()
        for line in (self._name, self._login):
            line.textChanged.connect(lambda _text: self._password.judge_again())
            line.textChanged.connect(lambda _text: self.changed.emit())
        self._password.judged.connect(lambda _good: self.changed.emit())
        self._password.entered.connect(self.asked_on)

    def is_ready(self) -> bool:
        """Whether name, login and a good password, typed twice, are there."""
        return (
            bool(self._name.text().strip()) and self._login_is_good() and (self._password.is_good())
        )

    def leave(self, bar: WorkBar, go_on: Callable[[], None]) -> None:
        """Take note."""
        self.gathered.admin_name = self._name.text().strip()
        self.gathered.login = self._login.text().strip()
        self.gathered.password = self._password.password()
        self.gathered.does_casework = self._casework.isChecked()
        go_on()

    def take_focus(self) -> None:
        """Begin with the name."""
        self._name.setFocus()

    def _build(self) -> None:
        for widget, name in (
            (self._name, "admin_name"),
            (self._login, "login"),
            (self._casework, "does_casework"),
        ):
            widget.setObjectName(name)
        self._name.setMaxLength(_LONGEST)
        self._login.setMaxLength(40)
        self._casework.setChecked(True)
        who = layouts.form_grid(
            (LabelledEditor("氏名", self._name, required=True), 6), (self._login_frame, 6)
        )
        width = layouts.panel(layouts.column(self._password), width=440)
        self.place(who, self._casework, 8, layouts.row(width, layouts.STRETCH))

    def _login_is_good(self) -> bool:
        login = self._login.text().strip()
        return bool(login) and not any(letter.isspace() for letter in login)

    def _problem_with(self, password: str) -> str:
        typed = Gathered(
            office_name=self.gathered.office_name,
            admin_name=self._name.text().strip(),
            login=self._login.text().strip(),
        )
        return self.acts.password_problem(password, typed)
