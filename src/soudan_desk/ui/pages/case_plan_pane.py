"""The tables of a plan with head and foot, in the whole width of the case's tab."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.plan_grid import PlanSheet
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_plan_acts import PlanRowActs
from soudan_desk.ui.pages.case_plan_rows import PlanRowsForm, begun_words
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.notices import Notice


class PlanRowsPane(QWidget):
    """Writes a plan's tables; leaving keeps what is typed, so that one goes on another time."""

    left = Signal()
    said = Signal(str)

    def __init__(self, acts: PlanRowActs, centre: str, title: str, case_id: Any, plan: Any) -> None:
        super().__init__()
        self.setObjectName("plan_rows")
        self._acts, self._title, self._case_id, self._plan_id = acts, title, case_id, plan
        self.form = PlanRowsForm(acts, centre, acts.open(plan))
        self._kept_at = Label("", Type.LABEL, Role.MUTED)
        self._notice = Notice(Role.INFO, Icon.DRAFT, "", act="捨てる", bold=False)
        self._save = Button("表を保存する", kind=ButtonKind.FILLED, icon=Icon.SAVE, key="Ctrl+S")
        self._leave = Button("計画にもどる", key="Esc")
        self._build()
        self._connect()
        kept = acts.kept(self.form.form)
        if kept is not None:
            self.form.restore(kept.answers)
            self._notice.say(begun_words(kept.kept_at))
            self._notice.show()

    def take_focus(self) -> None:
        """Stand in the goals."""
        self.form.show_question("goals")

    def keep_now(self) -> None:
        """Keep what is typed at once."""
        self.form.keep_now()

    def save(self) -> bool:
        """Save all tables, or show what is wrong; tell whether they were saved."""
        return self.form.save()

    # building

    def _build(self) -> None:
        self._save.setObjectName("save_plan_rows")
        self._leave.setObjectName("leave_plan_rows")
        self._notice.button.setObjectName("drop_plan_rows")
        self._notice.hide()
        head = layouts.row(
            ElidedLabel(f"{self._title}　目標・実施すること・サービス", Type.HEADING, bold=True),
            self._kept_at,
            layouts.STRETCH,
            spacing=12,
        )
        upper = layouts.column(head, self._notice, spacing=8, margins=(20, 12, 12, 0))
        form = layouts.row((self.form, 1), margins=(17, 0, 6, 0))
        body = layouts.column(upper, (form, 1), spacing=10)
        note = "「目標」の欄には、上の表の番号を入れます。Excelの表も貼れます。"
        bar = ActionBar(self._save, self._leave, note=note, surface="raised", margin=20)
        self.setLayout(layouts.column((body, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")

    def _connect(self) -> None:
        self.form.saved.connect(self._on_form_saved)
        self.form.keep.connect(self._on_form_keep)
        self._save.clicked.connect(self.save)
        self._leave.clicked.connect(self._on_leave_clicked)
        self._notice.acted.connect(self._on_notice_acted)
        bind_button(self, self._save)
        bind_button(self, self._leave)

    # slots

    def _on_form_saved(self, sheet: PlanSheet) -> None:
        self.form.show_sheet(sheet)
        self._notice.hide()
        self._kept_at.setText("")
        counts = [len(rows) for rows in sheet.rows.values()]
        words = "目標{}件、実施すること{}件、サービス{}件を保存しました。".format(*counts)
        self.said.emit(words)

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        if not self.form.is_dirty:
            return
        about = {"case_id": self._case_id, "record_id": self._plan_id}
        try:
            self._acts.keep(self.form.form, kept, title=f"{self._title}の表", **about)
        except SoudanError as error:
            self._kept_at.setText("まだ保存できていません")
            self.said.emit(str(error))
            return
        self._kept_at.setText(f"{datetime.now().astimezone():%H:%M} に下書き")

    def _on_leave_clicked(self) -> None:
        self.form.keep_now()
        self.left.emit()

    def _on_notice_acted(self) -> None:
        self._acts.drop(self.form.form)
        self.form.show_stored()
        self._notice.hide()
        self._kept_at.setText("")
        self.take_focus()
