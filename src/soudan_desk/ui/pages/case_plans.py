"""The tab プラン: plans and how they went at the left; a plan's tables take the whole width."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QWidget

from soudan_desk.centres.shelf import Shelf
from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import insist
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_plan_changes import PlanChangesView
from soudan_desk.ui.pages.case_plan_pane import PlanRowsPane
from soudan_desk.ui.pages.case_shelf import ShelfPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import ElidedLabel, Line
from soudan_desk.ui.widgets.wrapping import WrapRow

_PLAN = "plan"
_RENEWED = "次の計画を下書きにしました。期間と、引き継いだ目標を確かめてください。"
_ISSUED = "案をもとに計画を下書きにしました。会議で決まったことと同意の日を入れ、確定してください。"


class PlansPane(ShelfPane):
    """A shelf whose plans have tables of goals, actions and services."""

    def __init__(self, acts: CaseActs, shelf: Shelf) -> None:
        self._whole: QStackedLayout
        self._rows: PlanRowsPane | None = None
        self._plan_id: UUID | None = None
        self._counts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._open = Button("表で書く", icon=Icon.COLUMNS, key="Alt+G", height=28)
        self._renew = Button("次の計画へ更新", icon=Icon.REFRESH, key="Alt+U", height=28)
        self._issue = Button("案から計画にする", icon=Icon.FORWARD, key="Alt+I", height=28)
        self._decide = Button("支援決定を入れる", icon=Icon.CHECK, key="Alt+K", height=28)
        self._compare = Button("前との違い", icon=Icon.HISTORY, key="Alt+V", height=28)
        self._bar = self._make_bar()
        super().__init__(acts, shelf)
        self.pane.turned.connect(self._show_bar)

    @property
    def rows(self) -> PlanRowsPane | None:
        """Return the tables that are open, if any are."""
        return self._rows

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's plans; tables that are being written stay."""
        super().show_loaded(loaded)
        self._show_bar()

    def keep_now(self) -> None:
        """Keep what is typed."""
        super().keep_now()
        if self._rows is not None:
            self._rows.keep_now()

    def take_focus(self) -> None:
        """Stand in the tables if they are open."""
        if self._rows is not None:
            self._rows.take_focus()
        else:
            super().take_focus()

    def open_rows(self) -> None:
        """Open the tables of the plan that is shown."""
        if self._plan_id is None or self._rows is not None:
            return
        title = self._title_of(self._plan_id)
        acts = self._acts
        self._rows = PlanRowsPane(acts.plan_rows, acts.centre, title, acts.case_id, self._plan_id)
        self._rows.said.connect(self.said)
        self._rows.left.connect(self._on_rows_left)
        self._whole.addWidget(self._rows)
        self._whole.setCurrentWidget(self._rows)
        self._rows.take_focus()

    # building

    def _build(self) -> None:
        super()._build()
        usual = QWidget()
        inside = self.layout()
        assert inside is not None
        usual.setLayout(inside)
        self._whole = QStackedLayout(self)
        self._whole.addWidget(usual)

    def _right_side(self) -> QWidget:
        return layouts.panel(layouts.column(self._bar, (self.pane, 1), spacing=0), "raised")

    def _make_bar(self) -> QWidget:
        self._open.setObjectName("open_plan_rows")
        self._renew.setObjectName("renew_plan")
        self._compare.setObjectName("compare_plans")
        self._decide.setObjectName("decide_plan")
        self._issue.setObjectName("issue_plan")
        buttons = (self._compare, self._decide, self._issue, self._renew, self._open)
        row = layouts.row((WrapRow(self._counts, *buttons), 1), margins=(20, 6, 12, 6))
        return layouts.panel(layouts.column(row, Line(), spacing=0), "raised")

    def _connect(self) -> None:
        super()._connect()
        self._open.clicked.connect(self.open_rows)
        self._renew.clicked.connect(self._on_renew_clicked)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._decide.clicked.connect(self._on_decide_clicked)
        self._issue.clicked.connect(self._on_issue_clicked)
        for button in (self._open, self._renew, self._issue, self._decide, self._compare):
            bind_button(self, button)

    # private

    def _show_bar(self) -> None:
        shown = self.pane.shown
        is_plan = shown is not None and shown[0] == _PLAN
        self._plan_id = shown[1] if shown is not None and is_plan else None
        if self._plan_id is None:
            self._bar.hide()
            return
        sheet = self._acts.plan_rows.open(self._plan_id)
        self._renew.setVisible(sheet.may_renew)
        self._decide.setVisible(sheet.may_decide)
        self._issue.setVisible(sheet.may_issue)
        self._compare.setVisible(sheet.renews_id is not None)
        goals, actions, services = map(len, sheet.rows.values())
        kept = self._acts.plan_rows.kept(f"plan_rows:{self._plan_id}")
        begun = "　表に書きかけがあります" if kept is not None else ""
        self._counts.setText(f"目標 {goals}　実施すること {actions}　サービス {services}{begun}")
        self._bar.setVisible(self._acts.plan_rows.may_write)

    def _title_of(self, plan_id: UUID) -> str:
        rows: Any = self._loaded.own[_PLAN] if self._loaded is not None else ()
        found = (row.title for row in rows if row.id == plan_id)
        return f"計画 {next(found, '')}".strip()

    def _known(self, kind: str) -> dict[str, Any]:
        return {**super()._known(kind), **self._acts.plan_rows.begin(kind, self._plan_id)}

    def _on_renew_clicked(self) -> None:
        self._begin_after(self._acts.plan_rows.renew, _RENEWED)

    def _on_issue_clicked(self) -> None:
        self._begin_after(self._acts.plan_rows.issue, _ISSUED)

    def _begin_after(self, begin: Callable[[UUID], UUID], words: str) -> None:
        assert self._plan_id is not None
        try:
            begun = insist(self, partial(begin, self._plan_id))
        except SoudanError as error:
            self.said.emit(str(error))
            return
        self.said.emit(words)
        self.pane.show_record(_PLAN, begun)
        self.pane.take_focus()

    def _on_decide_clicked(self) -> None:
        assert self._plan_id is not None
        acts, plan_id = self._acts.plan_rows, self._plan_id
        self.pane.keep_now()
        said = ask_new_record(
            self,
            "支援決定・確認を入れる",
            acts.decision_fields,
            lambda answers: acts.decide(plan_id, answers),
            acts.context(self._acts.centre, None),
            {"decided_on": acts.today()},
        )
        if said is not None:
            self.said.emit(said)
            self.pane.show_record(_PLAN, plan_id)

    def _on_compare_clicked(self) -> None:
        assert self._plan_id is not None
        changes = self._acts.plan_rows.changes(self._plan_id)
        view = PlanChangesView(self._title_of(self._plan_id), changes)
        view.closed.connect(lambda: self._put_away(view))
        self._whole.addWidget(view)
        self._whole.setCurrentWidget(view)
        view.take_focus()

    def _put_away(self, view: QWidget) -> None:
        self._whole.removeWidget(view)
        view.hide()
        view.deleteLater()
        self.take_focus()

    def _on_rows_left(self) -> None:
        rows, self._rows = self._rows, None
        assert rows is not None
        if self._plan_id is not None and self.pane.editing is None:
            self.pane.show_record(_PLAN, self._plan_id)  # with what the tables say now
        self._show_bar()
        self._put_away(rows)
