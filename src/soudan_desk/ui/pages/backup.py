"""控え: how well the work is protected, the places of copies, the copies, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.copies import CopyFound, KeptNow
from soudan_desk.services.copy_standing import DRILL_EVERY, Standing
from soudan_desk.storage.backup import BackupResult
from soudan_desk.storage.copy_media import KeptPlace
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import backup_sentence, when
from soudan_desk.ui.dialogs import confirm_dangerous, pick_folder
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.backup_tables import (
    COPY_HEADINGS,
    COPY_LEAST,
    COPY_WIDTHS,
    PLACE_HEADINGS,
    PLACE_LEAST,
    PLACE_WIDTHS,
    copy_rows,
    place_rows,
)
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label, Line, SectionTitle
from soudan_desk.ui.widgets.plain_table import PlainModel
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.widgets.wrapping import WrapRow

Otherwise = Callable[[SoudanError], object]
Seen = tuple[Standing, list[CopyFound]]
_STOPPED = {"stopped", "cancelled"}
_PLACES_HEIGHT = 152


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupActs:
    """The verbs over copies; the long ones run in the background under a bar."""

    look: Callable[[], Seen]
    run: Callable[..., object]
    make: Callable[[Standing, WorkBar, Callable[[KeptNow], object], Otherwise], object]
    prove: Callable[[Path, WorkBar, Callable[[BackupResult], object], Otherwise], object]
    add: Callable[[Path], tuple[KeptPlace, str]]
    change: Callable[[QWidget, KeptPlace], bool]
    drop: Callable[[KeptPlace], object]
    drill: Callable[[QWidget, Sequence[CopyFound]], object]
    restore: Callable[[QWidget, Path | None], object]
    stood: Callable[[Standing], object]
    now: Callable[[], datetime]
    may_choose: bool
    may_copy: bool


class BackupPage(Page):
    """Everything about copies in one place."""

    name = "backup"

    def __init__(self, acts: BackupActs) -> None:
        super().__init__()
        self._acts = acts
        self._standing: Standing | None = None
        self._found: list[CopyFound] = []
        self._state, self._told, self._bar = Told(), Told(), WorkBar()
        self._go = Button("今すぐ控えを作る", kind=ButtonKind.FILLED, icon=Icon.BACKUP, key="Alt+G")
        self._drill = Button("復元の訓練", icon=Icon.SAFE, key="Alt+D")
        self._restore = Button("控えから戻す", icon=Icon.RESTORE, key="Alt+R")
        link = ButtonKind.LINK
        self._add = Button("保存先を加える", kind=link, icon=Icon.ADD, key="Alt+A", height=28)
        self._edit = Button("直す", kind=link, icon=Icon.EDIT, height=28)
        self._drop = Button("使わない", kind=link, icon=Icon.CLOSE, height=28)
        self._prove = Button("確かめる", kind=link, icon=Icon.SAFE, key="Alt+K", height=28)
        self._other = Button("ほかの控えを確かめる", kind=link, icon=Icon.PLACE, height=28)
        self._drilled = Label("", Type.LABEL, Role.MUTED)
        self._places, self._copies = PlainModel(PLACE_HEADINGS), PlainModel(COPY_HEADINGS)
        self.places = TableView(name="控えの保存先")
        self.copies = TableView(name="ある控え")
        self._nothing = Label("", Type.LABEL, Role.MUTED)
        self._build()
        self._connect()

    def take_focus(self) -> None:
        """Look anew, and begin with the copy."""
        self.look()
        (self._go if self._acts.may_copy else self.copies).setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """See which media are there and what lies on them, in the background."""
        self._acts.run(self._acts.look, self._show, self._on_refused)

    # --- building ---

    def _build(self) -> None:
        self._name_parts()
        self.places.setModel(self._places)
        self.places.set_widths(PLACE_WIDTHS, least=PLACE_LEAST)
        layouts.fix_size(self.places, height=_PLACES_HEIGHT)
        self.copies.setModel(self._copies)
        self.copies.set_widths(COPY_WIDTHS, least=COPY_LEAST)
        acts = WrapRow(self._go, self._drill, self._restore)
        inside = layouts.column(
            layouts.row(Label("控え", Type.TITLE, bold=True), (acts, 1)),
            self._state,
            self._bar,
            self._told,
            4,
            SectionTitle("保存先", self._add, self._edit, self._drop),
            Line(),
            self.places,
            4,
            SectionTitle("ある控え", self._prove, self._other),
            Line(),
            (self.copies, 1),
            self._nothing,
            self._drilled,
            margins=(24, 14, 24, 12),
        )
        self.setLayout(layouts.column((scrolled(inside), 1)))
        layouts.set_surface(self, "surface")
        for button in (self._add, self._edit, self._drop, self._drill, self._restore):
            button.setVisible(self._acts.may_choose)  # not before: without a parent it is a window
        self._go.setVisible(self._acts.may_copy)

    def _name_parts(self) -> None:
        named: dict[str, QWidget] = {
            "make_backup": self._go,
            "start_drill": self._drill,
            "restore_backup": self._restore,
            "add_place": self._add,
            "edit_place": self._edit,
            "drop_place": self._drop,
            "verify_backup": self._prove,
            "verify_other": self._other,
            "places": self.places,
            "copies": self.copies,
        }
        for name, widget in named.items():
            widget.setObjectName(name)

    def _connect(self) -> None:
        self._go.clicked.connect(self._on_go_clicked)
        self._drill.clicked.connect(lambda: self._after(self._acts.drill(self, self._found)))
        self._restore.clicked.connect(
            lambda: self._acts.restore(self, self._copies.key_at(self.copies.currentIndex()))
        )
        self._add.clicked.connect(self._on_add_clicked)
        self._edit.clicked.connect(self._on_edit_clicked)
        self._drop.clicked.connect(self._on_drop_clicked)
        self._prove.clicked.connect(self._on_prove_clicked)
        self._other.clicked.connect(self._on_other_clicked)
        self.copies.opened.connect(lambda _index: self._on_prove_clicked())
        for button in (self._go, self._drill, self._restore, self._add, self._prove):
            bind_button(self, button)
        bind(self, "Esc", "いまの仕事をやめる", self._stop)

    # --- showing ---

    def _show(self, seen: Seen) -> None:
        self._standing, self._found = seen
        now = self._acts.now()
        self._state.tell(*backup_sentence(self._standing, now))
        self._acts.stood(self._standing)
        self._places.show_rows(place_rows(self._standing, now))
        self._copies.show_rows(copy_rows(self._found))
        for table in (self.places, self.copies):
            if table.model().rowCount():
                table.choose_row(0)
        self._nothing.setText("" if self._found else "つながっている保存先に、控えはありません。")
        self._nothing.setHidden(bool(self._found))
        self._drilled.setText(_drill_words(self._standing, now))
        self._set_busy(False)

    def _on_refused(self, error: SoudanError) -> None:
        self._set_busy(False)
        role = Role.INFO if error.code in _STOPPED else Role.DANGER
        self._told.tell(role, str(error))

    def _set_busy(self, is_busy: bool) -> None:
        has_places = bool(self._standing and any(e.found for e in self._standing.places))
        self._go.setEnabled(not is_busy and has_places)
        for button in (self._drill, self._prove):
            button.setEnabled(not is_busy and bool(self._found))
        for button in (self._edit, self._drop):
            button.setEnabled(not is_busy and bool(self._standing and self._standing.places))
        for button in (self._restore, self._add, self._other):
            button.setEnabled(not is_busy)
        if not is_busy:
            self._bar.end()

    def _begin(self, doing: str) -> None:
        self._told.hide()
        self._set_busy(True)
        self._bar.begin(doing)

    def _after(self, _done: object) -> None:
        self.look()

    def _stop(self) -> None:
        if not self._bar.isHidden():
            self._bar.cancelled.emit()

    # --- acts ---

    def _on_go_clicked(self) -> None:
        if self._standing is not None:
            self._begin("控えを作っています")
            self._acts.make(self._standing, self._bar, self._on_made, self._on_refused)

    def _on_made(self, kept: KeptNow) -> None:
        names = "、".join(f"「{each.result.bundle.name}」" for each in kept.made)
        if kept.problems:
            self._told.tell(Role.DANGER, "\n".join(kept.problems))
        else:
            self._told.tell(Role.OK, f"控え{names}を作り、開けることを確かめました。")
            self.said.emit("控えを作りました")
        self.look()

    def _on_prove_clicked(self) -> None:
        bundle = self._copies.key_at(self.copies.currentIndex())
        if bundle is not None and self._prove.isEnabled():
            self._begin("控えを確かめています")
            self._acts.prove(bundle, self._bar, self._on_proven, self._on_refused)

    def _on_other_clicked(self) -> None:
        bundle = pick_folder(self, "確かめる控えを選ぶ", str(Path.home()))
        if bundle is not None:
            self._begin("控えを確かめています")
            self._acts.prove(bundle, self._bar, self._on_proven, self._on_refused)

    def _on_proven(self, result: BackupResult) -> None:
        self._set_busy(False)
        self._told.tell(
            Role.OK,
            f"「{result.bundle.name}」は開けます。{when(result.made_at)} の控えで、"
            f"{result.row_count:,}行と、操作の記録の終わり（{result.audit_seq or 0:,}番）まで"
            "確かめました。",
        )

    def _on_add_clicked(self) -> None:
        folder = pick_folder(self, "控えの保存先を選ぶ", str(Path.home()))
        if folder is None:
            return
        try:
            place, advice = self._acts.add(folder)
        except SoudanError as error:
            self._on_refused(error)
            return
        role = Role.WARNING if advice else Role.OK
        self._told.tell(role, f"「{place.name}」を加えました。{advice}")
        self.look()

    def _chosen_place(self) -> KeptPlace | None:
        number = self._places.key_at(self.places.currentIndex())
        standing = self._standing.places if self._standing else ()
        return next((each.place for each in standing if each.place.number == number), None)

    def _on_edit_clicked(self) -> None:
        place = self._chosen_place()
        if place is not None and self._acts.change(self, place):
            self.look()

    def _on_drop_clicked(self) -> None:
        place = self._chosen_place()
        words = "には、これから控えを作りません。今ある控えは、そのまま残ります。"
        if place and confirm_dangerous(self, "保存先から外す", 1, f"「{place.name}」{words}"):
            self._acts.drop(place)
            self.look()


def _drill_words(standing: Standing, now: datetime) -> str:
    if standing.drilled_at is None:
        return "復元の訓練は、まだ行われていません。3か月に一度、10分ほどで行います。"
    due = when(standing.drilled_at + DRILL_EVERY).split(" ")[0]
    late = "（過ぎています）" if standing.is_drill_due(now) else ""
    return f"復元の訓練：最後は {when(standing.drilled_at)}、次は {due} まで{late}。"
