"""One agency: how it has answered, its people, and its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.agencies import AgencyFigures, ContactRow
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_address import figures_text
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, SectionTitle

if TYPE_CHECKING:
    from soudan_desk.ui.pages.agencies import AgenciesActs

_NOTE = "あなたが見られるつなぎだけを数えています"


class AgencyCard(QWidget):
    """The agency that is chosen in the list, or a new one."""

    said = Signal(str)
    saved = Signal()
    left = Signal()

    def __init__(self, acts: AgenciesActs) -> None:
        super().__init__()
        self._acts = acts
        self._id: UUID | None = None
        self._lock: int | None = None
        self._name = ElidedLabel("", Type.HEADING, bold=True)
        self._figures = ElidedLabel("", Type.BODY, bold=True)
        self._more_figures = Label("", Type.SMALL, Role.MUTED)
        self._add = Button("担当者を足す", kind=ButtonKind.QUIET, icon=Icon.ADD_PERSON, height=28)
        self._people = layouts.column(spacing=2)
        self._title = SectionTitle("担当者", self._add, size=Type.LABEL)
        self.form = FormPage(acts.fields, self._store, acts.context, kind="agency")
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.SAVE, key="Ctrl+S")
        self._build()
        self._connect()
        self.setEnabled(False)

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self.form.is_dirty

    def show_agency(self, agency_id: UUID) -> None:
        """Show one agency."""
        shown = self._acts.show(agency_id)
        self._id, self._lock = agency_id, shown.lock_version
        self.setEnabled(True)
        self._name.setText(shown.title)
        self.form.set_answers(shown.answers)
        self._restore()
        self._show_around(self._acts.figures(agency_id), self._acts.contacts(agency_id))

    def begin_new(self) -> None:
        """Ask for a new agency."""
        self._id = self._lock = None
        self.setEnabled(True)
        self._name.setText("新しい社会資源")
        self.form.set_answers({"is_active": True})
        self._restore()
        self._show_around(None, ())
        self.form.show_question("name")

    def refresh(self) -> None:
        """Show the agency as it is now, unless it is being edited."""
        if self._id is not None and not self.is_dirty:
            self.show_agency(self._id)

    def take_focus(self) -> None:
        """Stand in the first question."""
        self.form.show_question("name")

    def _build(self) -> None:
        self._save.setObjectName("save_agency")
        self._add.setObjectName("add_agency_contact")
        facts = layouts.column(self._figures, self._more_figures, spacing=2)
        upper = layouts.column(
            self._name, facts, self._title, self._people, (self.form, 1),
            spacing=10, margins=(20, 16, 16, 0),
        )  # fmt: skip
        foot = ActionBar(self._save, surface="raised", margin=20)
        self.setLayout(layouts.column((upper, 1), foot, spacing=0))
        for button in (self._save, self._add):
            button.setVisible(self._acts.may_write)
        layouts.set_surface(self, "raised")
        bind_button(self, self._save)
        bind(self, "Esc", "一覧へもどる", self.left.emit, inside=True)

    def _connect(self) -> None:
        self._save.clicked.connect(self.form.save)
        self._add.clicked.connect(self._on_add_clicked)
        self.form.saved.connect(self._on_form_saved)
        self.form.keep.connect(self._on_form_keep)

    def _store(self, answers: Mapping[str, Any]) -> Any:
        return self._acts.save(self._id, answers, self._lock)

    def _on_form_saved(self, saved: Any) -> None:
        self.said.emit("社会資源を保存しました。")
        self.show_agency(saved.id)
        self.saved.emit()

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        self._acts.keep(self._id, kept, f"社会資源 {self._name.text()}")

    def _restore(self) -> None:
        kept = self._acts.kept(self._id)
        if kept is not None:
            self.form.restore(kept)

    def _on_add_clicked(self) -> None:
        if self._id is not None:
            self._acts.add_contact(self._id, lambda _made: self._show_people())

    def _show_around(self, figures: AgencyFigures | None, people: Sequence[ContactRow]) -> None:
        self._figures.setText(figures_text(figures))
        self._figures.setVisible(figures is not None)
        self._more_figures.setText(_more(figures) if figures else "")
        self._more_figures.setToolTip(_NOTE)
        self._more_figures.setVisible(figures is not None)
        self._title.setVisible(figures is not None)
        self._fill_people(people)

    def _show_people(self) -> None:
        if self._id is not None:
            self._fill_people(self._acts.contacts(self._id))

    def _fill_people(self, people: Sequence[ContactRow]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in people:
            self._people.addWidget(self._person(row))
        self._title.set_count(len(people))

    def _person(self, row: ContactRow) -> QWidget:
        words = "　".join(filter(None, (row.name, row.role, row.tel)))
        button = Button(words, kind=ButtonKind.QUIET, icon=Icon.PERSON, height=28)
        button.setObjectName("edit_agency_contact")
        button.setEnabled(self._acts.may_write)
        button.clicked.connect(partial(self._acts.edit_contact, row.id, self._show_people))
        return layouts.panel(layouts.row(button, layouts.STRETCH, spacing=0))


def _more(figures: AgencyFigures) -> str:
    parts = (
        f"返事待ち {figures.awaited_count}件" if figures.awaited_count else "",
        f"受けたつなぎ {figures.received_count}件" if figures.received_count else "",
        f"最後につないだ日 {figures.last_on:%Y/%m/%d}" if figures.last_on else "",
    )
    return "　".join(part for part in parts if part) or _NOTE
