"""Who works on a case, who may see it, and what the case itself says."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.services.case_desk import CaseFacts
from soudan_desk.services.transfer_lists import TransferRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, insist, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs
from soudan_desk.ui.pages.case_cards import tool
from soudan_desk.ui.pages.case_tables import ShortTable, TableRow
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label, SectionTitle

_ROLES = {"main": "主担当", "sub": "副担当", "named": "指名された管理職"}


def _handed_words(row: TransferRow) -> str:
    on = wareki_short(row.answered_at.astimezone().date()) if row.answered_at else ""
    return f"{on} {row.before or '主担当なし'} → {row.to}（{row.reason}）"


class WorkersCard(QWidget):
    """The workers; Enter on one offers what can be done with them."""

    said = Signal(str)

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self._acts = acts
        self._facts: CaseFacts | None = None
        self._add = tool("担当を足す", Icon.ADD_PERSON, "add_worker", "Alt+W")
        self._change = tool("変える", Icon.EDIT, "change_worker")
        self._title = SectionTitle("担当", self._change, self._add)
        self.table = ShortTable("担当", ("氏名", "役割"), (180, 160))
        self.table.setObjectName("workers")
        self._handed = DocumentLabel("", Type.SMALL, Role.MUTED)
        self._handed.hide()
        self.setLayout(layouts.column(self._title, self.table, self._handed, spacing=6))
        self._add.clicked.connect(self._on_add_clicked)
        self._change.clicked.connect(self._on_change_wanted)
        self.table.opened.connect(self._on_change_wanted)
        bind_button(self, self._add)

    def show_facts(self, facts: CaseFacts) -> None:
        """Show a case's workers."""
        self._facts = facts
        may = facts.may_change and self._acts.records.may_write
        self._add.setVisible(may)
        self._change.setVisible(may and bool(facts.workers))
        self.table.setVisible(bool(facts.workers))
        self.table.show_rows(
            [
                TableRow(row.staff_id, (Cell(row.name, bold=True), Cell(_ROLES[row.role])))
                for row in facts.workers
            ]
        )
        if self.table.current_what() is None and facts.workers:
            self.table.choose_row(0)
        self._handed.set_text("\n".join(map(_handed_words, facts.handed)))
        self._handed.setVisible(bool(facts.handed))

    def menu_of(self, staff_id: UUID) -> QMenu:
        """Return what can be done with a worker."""
        menu = QMenu(self)
        for role, words in _ROLES.items():
            self._act(menu, f"{words}にする", f"make_{role}", partial(self._set, staff_id, role))
        menu.addSeparator()
        self._act(menu, "担当から外す", "remove_worker", partial(self._remove, staff_id))
        return menu

    def staff_menu(self) -> QMenu:
        """Return the staff who may be put on the case."""
        menu = QMenu(self)
        listed = {row.staff_id for row in self._facts.workers} if self._facts else set()
        for staff_id, name in self._acts.staff():
            if staff_id not in listed:
                self._act(menu, name, f"worker_{staff_id}", partial(self._set, staff_id, "sub"))
        return menu

    def _act(self, menu: QMenu, words: str, name: str, act: Any) -> None:
        action = QAction(words, menu)
        action.setObjectName(name)
        action.triggered.connect(act)
        menu.addAction(action)

    def _on_add_clicked(self) -> None:
        self.staff_menu().popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _on_change_wanted(self) -> None:
        staff_id = self.table.current_what()
        may = self._facts is not None and self._facts.may_change
        if staff_id is not None and may and self._acts.records.may_write:
            self.menu_of(staff_id).popup(self.table.mapToGlobal(self.table.rect().center()))

    def _set(self, staff_id: UUID, role: str, _checked: bool = False) -> None:
        self._try(partial(self._acts.set_worker, staff_id, role), "担当を変えました。")

    def _remove(self, staff_id: UUID, _checked: bool = False) -> None:
        self._try(partial(self._acts.remove_worker, staff_id), "担当から外しました。")

    def _reason(self) -> str | None:
        """Ask for the reason where the list says who sees the case; None when left."""
        if self._facts is None or not self._facts.restriction_level:
            return ""
        return ask_text(
            self,
            "見られる人を変える理由",
            "閲覧制限のあるケースです。担当に入った人は見られるようになり、外れた人は"
            "見られなくなります。理由は記録に残ります。",
            act="変える",
        )

    def _try(self, act: Any, sentence: str) -> None:
        reason = self._reason()
        if reason is None:
            return
        try:
            insist(self, partial(act, reason))
        except SoudanError as error:
            tell(self, "担当を変えられません", error)
        else:
            self.said.emit(sentence)


class CaseCard(QWidget):
    """What the case itself says: policy, dates, and who may see it."""

    said = Signal(str)
    edit_wanted = Signal()
    wanted = Signal(object)

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self._acts = acts
        self._level, self._case_no = 0, ""
        self._edit = tool("直す", Icon.EDIT, "edit_case", "Alt+C")
        self._title = SectionTitle("ケース", self._edit)
        self._summary = DocumentLabel("", Type.BODY)
        self._opened = Label("", Type.LABEL, Role.MUTED)
        self._restriction = Button(
            "", kind=ButtonKind.OUTLINE, icon=Icon.LOCKED, height=28, opens_menu=True
        )
        self._restriction.setObjectName("restrict_case")
        self._readers = tool("だれが見たか", Icon.SAFE, "case_readers")
        limits = layouts.row(
            Label("閲覧制限", Type.LABEL, Role.MUTED),
            self._restriction,
            layouts.STRETCH,
            self._readers,
        )
        parts = layouts.column(self._title, self._summary, self._opened, limits, spacing=8)
        self.setLayout(parts)
        self._edit.clicked.connect(self.edit_wanted)
        self._restriction.clicked.connect(self._on_restriction_clicked)
        self._readers.clicked.connect(self._on_readers_clicked)
        bind_button(self, self._edit)

    def show_facts(self, facts: CaseFacts) -> None:
        """Show what the case says."""
        may = facts.may_change and self._acts.records.may_write
        self._level, self._case_no = facts.restriction_level, facts.case_no
        self._edit.setVisible(may)
        self._readers.setVisible(self._acts.may_see_readers)
        self._restriction.setEnabled(may)
        self._restriction.setText(self._words(self._level))
        self._summary.set_text(facts.summary or "課題・方針はまだ書かれていません。")
        self._summary.set_tone(Role.TEXT if facts.summary else Role.MUTED)
        closed = f"　終結 {wareki(facts.closed_on)}" if facts.closed_on else ""
        self._opened.setText(f"開始 {wareki(facts.opened_on)}{closed}")

    def _on_readers_clicked(self) -> None:
        self.wanted.emit(Place("audit", {"case_no": self._case_no}))

    def restriction_menu(self) -> QMenu:
        """Return the levels of restriction."""
        menu = QMenu(self)
        for level in range(4):
            action = QAction(self._words(level), menu, checkable=True, checked=level == self._level)
            action.setObjectName(f"restrict_{level}")
            action.triggered.connect(partial(self._on_level_triggered, level))
            menu.addAction(action)
        return menu

    def _words(self, level: int) -> str:
        return self._acts.codes.label("restriction_level", str(level))

    def _on_restriction_clicked(self) -> None:
        button = self._restriction
        self.restriction_menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_level_triggered(self, level: int, _checked: bool = False) -> None:
        reason = None if level == self._level else self._reason(level)
        if reason is None:
            return
        try:
            insist(self, partial(self._acts.restrict, level, reason))
        except SoudanError as error:
            tell(self, "閲覧制限を変えられません", error)
        else:
            self.said.emit(f"閲覧制限を「{self._words(level)}」にしました。")

    def _reason(self, level: int) -> str | None:
        """Say what the change means and ask why; None when left."""
        if level < self._level:
            sentence = "これまで見られなかった人にも、このケースが見えるようになります。"
        else:
            sentence = "担当に入っていない人からは、一覧にも検索にも件数にも出なくなります。"
        act = f"「{self._words(level)}」にする"
        return ask_text(self, "閲覧制限を変える理由", f"{sentence}理由は記録に残ります。", act=act)
