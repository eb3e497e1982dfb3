"""Household and consents as the case's first tab lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.case_people import ConsentRow, HouseholdRow, MemberRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_tables import ShortTable, TableRow
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, SectionTitle
from soudan_desk.ui.widgets.painting import ChipLook


def tool(words: str, icon: Icon, name: str, key: str = "") -> Button:
    """Return a small quiet button of a card."""
    button = Button(words, kind=ButtonKind.LINK, icon=icon, key=key, height=28)
    button.setObjectName(name)
    return button


class HouseholdCard(QWidget):
    """The members; Enter opens one to edit."""

    add_wanted = Signal()
    edit_wanted = Signal()
    member_opened = Signal(object)

    def __init__(self, codes: CodeBook, today: date, *, may_write: bool) -> None:
        super().__init__()
        self._codes, self._today = codes, today
        self._add = tool("世帯員", Icon.ADD, "add_member", "Alt+M")
        self._edit = tool("世帯を直す", Icon.EDIT, "edit_household")
        self._title = SectionTitle("世帯", self._edit, self._add)
        self._facts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._none = Label("まだ世帯が登録されていません。", tone=Role.MUTED)
        headings = ("氏名", "続柄", "年齢", "同居", "職業・学校")
        self.table = ShortTable("世帯員", headings, (150, 90, 64, 60, 100))
        self.table.setObjectName("members")
        self._add.setVisible(may_write)
        self._edit.setVisible(may_write)
        self.setLayout(layouts.column(self._title, self._facts, self._none, self.table, spacing=6))
        self._add.clicked.connect(self.add_wanted)
        self._edit.clicked.connect(self.edit_wanted)
        self.table.opened.connect(self._on_table_opened)
        bind_button(self, self._add)

    def show_household(self, house: HouseholdRow | None) -> None:
        """Show the household, or that there is none."""
        members = house.members if house else ()
        self._edit.setText("世帯を直す" if house else "世帯を登録する")
        self._title.set_count(len(members) if house else None)
        self._facts.setText(self._facts_of(house) if house else "")
        self._facts.setVisible(house is not None)
        self._none.setVisible(not members)
        self._none.setText(
            "世帯員を足すと、ここに並びます。" if house else "まだ世帯が登録されていません。"
        )
        self.table.setVisible(bool(members))
        self.table.show_rows([self._row(each) for each in members])

    def take_focus(self) -> None:
        """Stand in the table, or on the button that fills it."""
        target = self.table if self.table.isVisibleTo(self) else self._add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _facts_of(self, house: HouseholdRow) -> str:
        codes = self._codes
        parts = [house.name]
        if house.type:
            parts.append(codes.label("household.type", house.type))
        if house.size_count:
            parts.append(f"{house.size_count}人")
        if house.dwelling:
            parts.append(codes.label("dwelling", house.dwelling))
        return "　".join(parts)

    def _row(self, member: MemberRow) -> TableRow:
        codes = self._codes
        age = member.birth.age_text(self._today) if member.birth else ""
        together = codes.label("yes_no_unknown", member.lives_together or "")
        name = member.name or "（登録のある方）"
        return TableRow(
            member.id,
            (
                Cell(name, bold=True, role=Role.MUTED if member.is_deceased else Role.TEXT),
                Cell(codes.label("relation", member.relation) if member.relation else ""),
                Cell("死亡" if member.is_deceased else age, figures=True),
                Cell(together if member.lives_together else ""),
                Cell(member.work_school),
            ),
        )

    def _on_table_opened(self, index: Any) -> None:
        self.member_opened.emit(self.table.what_at(index))


class ConsentCard(QWidget):
    """Consents, those in force first; the current one can be withdrawn."""

    add_wanted = Signal()
    opened = Signal(object)
    withdraw_wanted = Signal(object)
    print_wanted = Signal(object)

    def __init__(self, codes: CodeBook, today: date, *, may_write: bool) -> None:
        super().__init__()
        self._codes, self._today, self._may_write = codes, today, may_write
        self._add = tool("同意", Icon.ADD, "add_consent", "Alt+D")
        self._withdraw = tool("撤回を記録", Icon.UNDO, "withdraw_consent")
        self._print = tool("同意書", Icon.PRINT, "print_consent")
        self._title = SectionTitle("同意", self._print, self._withdraw, self._add)
        self._none = Label("まだ同意がありません。つなぎの前に必要です。", tone=Role.MUTED)
        headings = ("同意の対象", "同意日", "形式", "いま")
        self.table = ShortTable("同意", headings, (200, 96, 70, 100))
        self.table.setObjectName("consents")
        self._rows: dict[Any, ConsentRow] = {}
        self.setLayout(layouts.column(self._title, self._none, self.table, spacing=6))
        self._add.clicked.connect(self.add_wanted)
        self._withdraw.clicked.connect(self._on_withdraw_clicked)
        self._print.clicked.connect(self._on_print_clicked)
        self.table.opened.connect(self._on_table_opened)
        self.table.chosen.connect(self._on_table_chosen)
        bind_button(self, self._add)

    def show_consents(self, consents: Sequence[ConsentRow], *, has_person: bool) -> None:
        """Show them."""
        self._rows = {row.id: row for row in consents}
        held = [row for row in consents if row.holds_on(self._today)]
        gone = [row for row in consents if not row.holds_on(self._today)]
        self._title.set_count(len(consents))
        self._add.setVisible(self._may_write and has_person)
        self._none.setVisible(not consents)
        self.table.setVisible(bool(consents))
        self.table.show_rows([self._row(each) for each in (*held, *gone)])
        self._on_table_chosen()

    def _row(self, row: ConsentRow) -> TableRow:
        codes, holds = self._codes, row.holds_on(self._today)
        found = codes.find("consent.type", row.type)
        return TableRow(
            row.id,
            (
                Cell(
                    found.label if found else row.type,
                    row.scope,
                    role=Role.TEXT if holds else Role.MUTED,
                ),
                Cell(wareki_short(row.given_on), figures=True),
                Cell(codes.find("consent.method", row.method).brief),  # type: ignore[union-attr]
                Cell(chips=(_consent_chip(row, holds=holds),)),
            ),
        )

    def _on_table_opened(self, index: Any) -> None:
        self.opened.emit(self.table.what_at(index))

    def _on_table_chosen(self) -> None:
        row = self._rows.get(self.table.current_what())
        may = self._may_write and row is not None and row.holds_on(self._today)
        self._withdraw.setVisible(may)
        self._print.setVisible(self._may_write and row is not None)

    def _on_withdraw_clicked(self) -> None:
        which = self.table.current_what()
        if which is not None:
            self.withdraw_wanted.emit(which)

    def _on_print_clicked(self) -> None:
        which = self.table.current_what()
        if which is not None:
            self.print_wanted.emit(which)


def _consent_chip(row: ConsentRow, *, holds: bool) -> ChipLook:
    if holds:
        return ChipLook("有効", Role.OK, Icon.CONSENT)
    if row.withdrawn_on is not None:
        return ChipLook("撤回", Role.DANGER, Icon.UNDO)
    return ChipLook("期限切れ", Role.MUTED, Icon.DUE)
