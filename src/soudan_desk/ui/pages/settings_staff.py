"""職員: who works here, with which roles; adding, passwords anew, stopping somebody's use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from soudan_desk.codes import CodeBook
from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.services.staff import StaffRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.pages.settings_one_time import show_one_time_password
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_NEW, _KNOWN, _NOBODY = 0, 1, 2
_OF_NEW: Mapping[str, dict[str, Any]] = {
    "login": {
        "required": False,
        "help": "空のままなら、名前だけの職員（生活支援員など）になり、ログインはできません。",
    }
}
Answers = Mapping[str, Any]
Otherwise = Callable[[SoudanError], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffActs:
    """The verbs over staff; those that write key slots run in the background."""

    fetch: Callable[[], Sequence[StaffRow]]
    answers_of: Callable[[UUID], dict[str, Any]]
    add: Callable[[Answers], tuple[UUID, str]]
    save: Callable[[UUID, Answers], None]
    reset: Callable[[str, Callable[[str], object], Otherwise], object]
    admit: Callable[[str, Callable[[str], object], Otherwise], object]
    disable: Callable[[str, Callable[[object], object], Otherwise], object]
    fields: Sequence[Field]
    context: FormContext
    codes: CodeBook
    own_login: str
    may_change: bool
    said: Callable[[str], None]


class StaffPane(SettingsPane):
    """The list at the left, one person at the right."""

    def __init__(self, acts: StaffActs) -> None:
        super().__init__()
        self._acts = acts
        self._rows: dict[UUID, StaffRow] = {}
        self._model = PlainModel(("氏名", "状態", "ログイン名", "役割"))
        self._table = TableView(name="職員")
        self._told = Told()
        self._add = Button("職員を足す", icon=Icon.ADD_PERSON, key="Ctrl+Shift+N")
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+S")
        self._reset = Button("パスワードを再発行", icon=Icon.KEY)
        self._admit = Button("使えるようにする", icon=Icon.UNLOCK)
        self._disable = Button("利用を止める", kind=ButtonKind.QUIET, tone=Role.DANGER)
        asked = [replace(each, **_OF_NEW.get(each.key, {})) for each in acts.fields]
        self._new_form = FormPage(asked, self._on_new_saved, acts.context, act="登録")
        known = [field for field in acts.fields if field.key != "login"]
        self._known_form = FormPage(known, self._on_known_saved, acts.context)
        self._title = Label("", Type.HEADING, bold=True)
        self._login = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._show_rows()
        self._table.choose_row(0)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the list anew."""
        if "staff" in kinds:
            self._show_rows()

    def take_focus(self) -> None:
        """Stand in the list."""
        self._table.setFocus()

    def begin_adding(self) -> None:
        """Ask for a new member of staff."""
        self._new_form.set_answers({"roles": ["caseworker"]})
        self._show_side(_NEW)
        self._new_form.show_question("name")

    # --- building ---

    def _build(self) -> None:
        for widget, name in (
            (self._add, "add_staff"),
            (self._save, "save_staff"),
            (self._reset, "reset_password"),
            (self._admit, "admit_staff"),
            (self._disable, "disable_staff"),
            (self._table, "staff"),
        ):
            widget.setObjectName(name)
        self._table.setModel(self._model)
        self._table.set_widths((128, 92, 104, 150))
        if not self._acts.may_change:
            self._add.hide()
        for form in (self._new_form, self._known_form):
            self._stack.addWidget(form)
        self._stack.addWidget(layouts.panel(layouts.column(layouts.STRETCH)))
        head = layouts.row(layouts.STRETCH, self._add)
        box = layouts.column((self._table, 1), spacing=0, margins=(1, 1, 1, 1))
        left = layouts.column(head, (layouts.panel(box, "well"), 1), spacing=10)
        title = layouts.row(self._title, self._login, layouts.STRETCH)
        right = layouts.column(title, (self._stack, 1), spacing=8)
        sides = layouts.row((left, 5), (right, 6), spacing=32)
        inside = layouts.column(self._told, (sides, 1), spacing=10, margins=(24, 12, 24, 14))
        self._foot = ActionBar(self._save, self._reset, self._admit, far=[self._disable])
        self.setLayout(layouts.column((inside, 1), self._foot, spacing=0))

    def _connect(self) -> None:
        self._table.chosen.connect(lambda _index: self._on_row_chosen())
        self._add.clicked.connect(self.begin_adding)
        self._save.clicked.connect(self._on_save_clicked)
        self._reset.clicked.connect(self._on_reset_clicked)
        self._admit.clicked.connect(self._on_admit_clicked)
        self._disable.clicked.connect(self._on_disable_clicked)
        for button in (self._add, self._save):
            bind_button(self, button)

    # --- showing ---

    def _show_rows(self, current: UUID | None = None) -> None:
        rows = self._acts.fetch()
        self._rows = {row.id: row for row in rows}
        shown = [PlainRow(row.id, self._cells(row)) for row in rows]
        show_anew(self._table, self._model, shown, current)

    def _cells(self, row: StaffRow) -> tuple[Cell, ...]:
        roles = "・".join(self._acts.codes.label("role", code) for code in row.roles)
        quiet = Role.TEXT if row.is_active else Role.MUTED
        if not row.is_active:
            state = Cell("停止", role=Role.MUTED, icon=Icon.EXCLUDED)
        elif row.must_change_password:
            state = Cell("仮", role=Role.WARNING, icon=Icon.KEY)
        elif not row.can_log_in:
            state = Cell("鍵なし", role=Role.MUTED, icon=Icon.LOCKED)
        else:
            state = Cell("利用中", role=Role.OK, icon=Icon.CHECK)
        return (
            Cell(row.name, bold=row.is_active, role=quiet),
            state,
            Cell("" if row.is_name_only else row.login, role=quiet, figures=True),
            Cell("名前だけ" if row.is_name_only else roles, role=quiet),
        )

    def _current(self) -> StaffRow | None:
        return self._rows.get(self._model.key_at(self._table.currentIndex()))

    def _on_row_chosen(self) -> None:
        row = self._current()
        if row is None:
            self._show_side(_NOBODY)
            return
        self._known_form.set_answers(self._acts.answers_of(row.id))
        self._show_side(_KNOWN)

    def _show_side(self, side: int) -> None:
        row = self._current() if side == _KNOWN else None
        self._stack.setCurrentIndex(side)
        self._stack.setEnabled(self._acts.may_change)
        self._title.setText("新しい職員" if side == _NEW else row.name if row else "")
        self._login.setText(row.login if row and not row.is_name_only else "")
        self._save.setText("登録する" if side == _NEW else "保存")
        self._save.setVisible(self._acts.may_change and side != _NOBODY)
        may_open = row is not None and row.is_active and row.can_log_in
        is_self = row is not None and row.login == self._acts.own_login
        self._reset.setVisible(may_open and not is_self)
        has_no_key = row is not None and row.is_active and not row.can_log_in
        self._admit.setVisible(self._acts.may_change and has_no_key)
        is_here = row is not None and row.is_active and not is_self
        self._disable.setVisible(self._acts.may_change and is_here)
        acts = (self._save, self._reset, self._admit, self._disable)
        self._foot.setVisible(not all(act.isHidden() for act in acts))

    # --- acts ---

    def _on_save_clicked(self) -> None:
        form = self._new_form if self._stack.currentIndex() == _NEW else self._known_form
        if form.save() and form is self._known_form:
            self._acts.said("職員を保存しました")

    def _on_new_saved(self, answers: Answers) -> None:
        staff_id, password = self._acts.add(answers)
        self._show_rows(staff_id)
        if password:
            show_one_time_password(self, str(answers["login"]), password)
        else:
            self._acts.said("名前だけの職員を登録しました")

    def _on_known_saved(self, answers: Answers) -> None:
        row = self._current()
        assert row is not None
        self._acts.save(row.id, answers)

    def _on_reset_clicked(self) -> None:
        row = self._current()
        words = "今のパスワードでは入れなくなり、一度だけ使える仮のパスワードを渡します。"
        if row is not None and confirm_dangerous(self, "再発行する", 1, f"{row.name}さん。{words}"):
            login = row.login
            self._reset.setEnabled(False)
            self._acts.reset(login, lambda text: self._on_password_made(login, text), self._refuse)

    def _on_admit_clicked(self) -> None:
        row = self._current()
        if row is not None:
            login = row.login
            self._admit.setEnabled(False)
            self._acts.admit(login, lambda text: self._on_password_made(login, text), self._refuse)

    def _on_password_made(self, login: str, password: str) -> None:
        self._reset.setEnabled(True)
        self._admit.setEnabled(True)
        self._show_rows()
        show_one_time_password(self, login, password)

    def _on_disable_clicked(self) -> None:
        row = self._current()
        words = "すぐに入れなくなります。名前は、書いた記録に残ります。"
        if row is not None and confirm_dangerous(self, "止める", 1, f"{row.name}さん。{words}"):
            self._acts.disable(row.login, self._on_disabled, self._refuse)

    def _on_disabled(self, _nothing: object) -> None:
        self._show_rows()
        self._acts.said("利用を止めました")

    def _refuse(self, error: SoudanError) -> None:
        self._reset.setEnabled(True)
        self._admit.setEnabled(True)
        self._told.tell(Role.DANGER, str(error))
