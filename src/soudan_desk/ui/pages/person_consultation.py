"""A consultation that belongs to no case: read, finish, name it, or make it a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.services.lone_consultations import Standing
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import RecordActs
from soudan_desk.ui.pages.case_record import RecordPane
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.person_naming import FindDoubles, NamingPanel
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, Line
from soudan_desk.ui.widgets.notices import Notice

_SIDE = 372


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationActs:
    """The verbs of a consultation without a case."""

    consultation_id: UUID
    centre: str
    load: Callable[[], Standing]
    records: RecordActs
    name_known: Callable[[UUID], object]
    name_new: Callable[[Mapping[str, Any]], object]
    unname: Callable[[UUID], object]
    open_case: Callable[[], UUID]
    fields: Sequence[Field]
    context: FormContext
    find_doubles: FindDoubles
    may_write: bool


class ConsultationPage(Page):
    """The record in the middle; at the side the way to a name, above the way to a case."""

    name = "person"

    def __init__(self, acts: ConsultationActs) -> None:
        super().__init__()
        self._acts = acts
        self._title = ElidedLabel("", Type.TITLE, bold=True)
        self._whose = Label("", Type.LABEL, Role.MUTED)
        self._person = Button("相談者のページ", icon=Icon.PERSON, key="F4", height=28)
        self._case = Button("ケースにする", icon=Icon.PROMOTE, key="F7", height=28)
        self._named = Notice(
            Role.INFO, Icon.MERGE, "", act="まとめを取り消す", key="F2", bold=False
        )
        self.pane = RecordPane(
            acts.records, case_id=None, centre=acts.centre, empty="記録はありません。"
        )
        self.naming = NamingPanel(acts.fields, acts.context, acts.find_doubles, acts.name_new)
        self._side = QStackedWidget()
        self._standing: Standing
        self._build()
        self._connect()
        self.pane.show_record("consultation", acts.consultation_id)
        self._show()

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Show where it stands; a form that is open stays."""
        if kinds & {"consultation", "person", "case", "review"}:
            self._show()
            if self.pane.editing is None:
                self.pane.keep_showing("consultation", self._acts.consultation_id)

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.pane.keep_now()

    def take_focus(self) -> None:
        """Stand in the record."""
        self.pane.take_focus()

    def reading_parts(self) -> list[QWidget]:
        """Return the head, then the record, then the naming."""
        return [self._head, self.pane, self._side]

    # --- verbs ---

    def name_known(self, person_id: UUID) -> None:
        """Join it with a person the office knows."""
        if self._try(lambda: self._acts.name_known(person_id)):
            self._on_named()

    # --- private ---

    def _build(self) -> None:
        names = {
            self._person: "open_person",
            self._case: "open_case",
            self._named.button: "unname_consultation",
        }
        for button, name in names.items():
            button.setObjectName(name)
            bind_button(self, button)
        words = layouts.column(self._title, self._whose, spacing=4)
        head = layouts.row((words, 1), self._person, self._case, margins=(24, 12, 20, 10))
        self._head = layouts.panel(head)
        self._named.hide()
        named = layouts.panel(layouts.row((self._named, 1), margins=(24, 0, 24, 8)))
        self._holder = named
        self._side.addWidget(self.naming)
        layouts.fix_size(self._side, width=_SIDE)
        self._edge = Line(vertical=True)
        body = layouts.row((self.pane, 1), self._edge, self._side, spacing=0)
        self.setLayout(layouts.column(self._head, named, Line(), (body, 1), spacing=0))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self._person.clicked.connect(self._on_person_clicked)
        self._case.clicked.connect(self._on_case_clicked)
        self._named.acted.connect(self._on_unname_wanted)
        self.naming.picked.connect(self.name_known)
        self.naming.named.connect(self._on_named)
        self.pane.said.connect(self.said)

    def _show(self) -> None:
        self._standing = standing = self._acts.load()
        is_nameless = standing.person_id is None
        self._title.setText(standing.title)
        case = f"{standing.case_no} の記録です。" if standing.case_no else ""
        self._whose.setText(case or "ケースにしていない相談")
        self._person.setVisible(not is_nameless)
        may_open = self._acts.may_write
        self._case.setText("ケースを見る" if standing.case_id else "ケースにする")
        self._case.setVisible(may_open or standing.case_id is not None)
        self._side.setVisible(is_nameless and self._acts.may_write)
        self._edge.setVisible(not self._side.isHidden())
        self._named.setVisible(standing.naming is not None)
        self._holder.setVisible(standing.naming is not None)
        self._named.say(f"名前のない相談として受け、あとから「{standing.person}」とまとめました。")

    def _on_named(self) -> None:
        self.said.emit("名前をつけました。「まとめを取り消す」で元にもどせます。")
        self._show()

    def _on_person_clicked(self) -> None:
        if self._standing.person_id is not None:
            self.go.emit(Place("person", {"id": self._standing.person_id}))

    def _on_case_clicked(self) -> None:
        case_id = self._standing.case_id
        if case_id is None:
            opened: list[UUID] = []
            self.pane.keep_now()
            if not self._try(lambda: opened.append(self._acts.open_case())):
                return
            case_id = opened[0]
        record = ("consultation", self._acts.consultation_id)
        self.go.emit(Place("case", {"id": case_id, "record": record}))

    def _on_unname_wanted(self) -> None:
        naming = self._standing.naming
        if naming is not None and self._try(lambda: self._acts.unname(naming)):
            self.said.emit("まとめを取り消しました。")
            self._show()

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except SoudanError as error:
            tell(self, "できませんでした", error)
            return False
        return True
