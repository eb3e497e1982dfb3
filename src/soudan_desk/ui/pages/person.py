"""相談者: one person, how to reach them safely, and all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.likely_persons import Likely
from soudan_desk.services.records import Saved
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import Answer, ask, tell
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_finding import Finder
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.person_acts import CLOSED, MASKED, PersonActs
from soudan_desk.ui.pages.person_looks import banner_of
from soudan_desk.ui.pages.person_merge import ask_merge
from soudan_desk.ui.pages.person_side import PersonSide
from soudan_desk.ui.pages.person_writing import PersonWriting
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.banner import Banner, BannerFacts
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.notices import Notice

_SIDE, _SIDE_NARROW, _NARROW_BELOW = 372, 300, 1000
_TELLING = frozenset({"name", "kana", "birth_on", "tel_home", "tel_mobile", "address"})
"""Answers by which another entry of the same person is found."""
_WATCHED = {"person", "case", "case_worker", "consultation", "household", "member"}


class PersonPage(Page):
    """Banner, the questions about a person, and at the side what hangs on them."""

    name = "person"

    def __init__(self, acts: PersonActs, begun: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._acts = acts
        self._desk = acts.load()
        self._was_seen = False
        self._banner = Banner()
        self.side = PersonSide(acts.codes, acts.today, is_new=self._desk is None)
        self._masked = Notice(Role.DANGER, Icon.PROTECTED, "", act="表示する", key="F6", bold=False)
        self._kept = Notice(Role.INFO, Icon.DRAFT, "", act="捨てる", key="F2", bold=False)
        self._gone = Notice(Role.WARNING, Icon.MERGE, "", act="開く", bold=False)
        self._finder = Finder(acts.find_doubles, self._telling, self)
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
        self._call = Button("この方の相談を受ける", icon=Icon.CALLING, key="F3")
        self._case = Button("ケースを開く", icon=Icon.PROMOTE, key="F7")
        self._writing = PersonWriting(acts, self._desk)
        self._build()
        self._connect()
        self._show_desk()
        if begun:
            self.form.change(begun)
        self._restore_kept()

    @property
    def form(self) -> FormPage:
        """Return the questions about the person."""
        return self._writing.form

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Show what may have changed; what is typed stays."""
        if kinds & _WATCHED and self._desk is not None:
            self._reload()

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.form.keep_now()

    def take_focus(self) -> None:
        """Stand where one was, or in the name."""
        here = self.focusWidget() if self._was_seen else None
        self._was_seen = True
        (here or self.form.editor("name").widget()).setFocus(Qt.FocusReason.OtherFocusReason)

    def reading_parts(self) -> list[QWidget]:
        """Return the form, then the side, then the foot."""
        return [self._left, self.side, self._foot]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the side less where room is short."""
        super().resizeEvent(event)
        is_narrow = self.width() * 100 / theme.zoom < _NARROW_BELOW
        layouts.fix_size(self.side, width=_SIDE_NARROW if is_narrow else _SIDE)
        self._banner.set_compact(self.height() * 100 / theme.zoom < 600)

    # --- verbs ---

    def save(self) -> bool:
        """Save what is typed; tell whether it was saved."""
        return self._writing.save()

    def merge(self, other_id: UUID) -> None:
        """Merge another entry into this one, after showing what that does."""
        double = next((d for d in self._doubles() if d.person_id == other_id), None)
        reason = "、".join(double.reasons) if double else ""
        chosen = ask_merge(self, self._acts.preview_merge(other_id), reason)
        if chosen is not None and self._try(lambda: self._acts.merge(other_id, chosen)):
            self.said.emit("同じ人としてまとめました。「まとめを取り消す」で元にもどせます。")
            self._reload()

    def unmerge(self, merge_id: UUID) -> None:
        """Take a merge back."""
        if self._try(lambda: self._acts.unmerge(merge_id)):
            self.said.emit("まとめを取り消しました。")
            self._reload()

    def show_protected(self) -> None:
        """Show what a protective measure hides; that somebody looked is written down."""
        self._desk = self._acts.show_protected()
        self._writing.ask_anew(self._desk)
        self._masked.hide()
        self.form.show_question("address")

    # --- building ---

    def _build(self) -> None:
        names = {
            self._save: "save_person",
            self._call: "receive_call",
            self._case: "open_case",
            self._masked.button: "show_protected",
        }
        for button, name in names.items():
            button.setObjectName(name)
        bars = (self._gone, self._masked, self._kept)
        left = layouts.column(*bars, (self._writing, 1), spacing=8, margins=(24, 12, 16, 0))
        self._left = layouts.panel(left)
        self._foot = ActionBar(self._save, self._call, self._case)
        body = layouts.row((self._left, 1), Line(vertical=True), self.side, spacing=0)
        column = layouts.column(self._banner, Line(), (body, 1), self._foot, spacing=0)
        self.setLayout(column)
        layouts.set_surface(self, "surface")
        for bar in bars:
            bar.hide()
        for button in (self._call, self._case, self._masked.button, self._kept.button):
            bind_button(self, button)
        bind_button(self._foot, self._save)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self._writing.saved.connect(self._on_form_saved)
        self._writing.edited.connect(self._on_form_edited)
        self._writing.turned.connect(self._on_writing_turned)
        self._call.clicked.connect(self._on_call_clicked)
        self._case.clicked.connect(self._on_case_clicked)
        self._masked.acted.connect(self.show_protected)
        self._kept.acted.connect(self._on_kept_acted)
        self._gone.acted.connect(self._on_gone_acted)
        self._finder.found.connect(self._on_doubles_found)
        self.side.case_opened.connect(partial(self._open, "case", "id"))
        self.side.person_opened.connect(partial(self._open, "person", "id"))
        self.side.consultation_opened.connect(partial(self._open, "person", "consultation"))
        self.side.merge_wanted.connect(self.merge)
        self.side.unmerge_wanted.connect(self.unmerge)

    # --- showing ---

    def _show_desk(self) -> None:
        desk = self._desk
        may_write = self._acts.may_write and (desk is None or desk.may_change)
        self._save.setVisible(may_write and not self._is_closed())
        for button in (self._call, self._case):
            button.setVisible(may_write and desk is not None)
        self._masked.setVisible(self._is_masked() or self._is_closed())
        self._masked.say(CLOSED if self._is_closed() else MASKED)
        self._masked.button.setVisible(self._is_masked())
        if desk is None:
            self._banner.show_facts(BannerFacts("新しい相談者"))
            return
        self._banner.show_facts(banner_of(desk.answers, self._acts.codes, self._acts.today))
        self.side.show_desk(desk)
        self._gone.setVisible(desk.merged_into is not None)
        self._gone.say("この登録は、ほかの登録に同じ人としてまとめられています。")

    def _reload(self) -> None:
        self._desk = self._acts.load()
        if self._desk is not None:
            self._writing.show_desk(self._desk)
        self._show_desk()

    def _restore_kept(self) -> None:
        kept = self._acts.kept()
        if kept is not None and self._acts.may_write:
            self._writing.restore(kept.answers)
            at = kept.kept_at.astimezone()
            self._kept.say(f"{at:%H:%M} まで書いた、保存していない内容を戻しました。")
            self._kept.show()

    # --- what the worker does ---

    def _on_form_saved(self, saved: Saved) -> None:
        self._kept.hide()
        self.said.emit("相談者を保存しました。")
        if self._desk is None:
            self.go.emit(Place("person", {"id": saved.id}))
        else:
            self._reload()

    def _on_form_edited(self, key: str) -> None:
        if key in _TELLING:
            self._finder.note_change()

    def _on_writing_turned(self, is_form: bool) -> None:
        self._foot.setVisible(is_form)
        if is_form:
            self._desk = self._acts.load()
            self._show_desk()

    def _on_kept_acted(self) -> None:
        self._kept.hide()
        self._writing.forget(self._desk)

    def _on_gone_acted(self) -> None:
        if self._desk is not None and self._desk.merged_into is not None:
            self._open("person", "id", self._desk.merged_into)

    def _on_call_clicked(self) -> None:
        if self._desk is not None:
            self.go.emit(Place("intake", {"person": self._desk.id}))

    def _on_case_clicked(self) -> None:
        way = self._ask_way()
        opened: list[UUID] = []
        if way is not None and self._try(lambda: opened.append(self._acts.open_case(*way))):
            self.go.emit(Place("case", {"id": opened[0]}))

    def _ask_way(self) -> tuple[str, str] | None:
        ways = {f"{each.centre}/{each.process}": each for each in self._acts.ways}
        if len(ways) > 1:
            answers = [Answer(key, way.label) for key, way in ways.items()]
            title, sentence = "どの業務のケースですか", "ケース番号は業務ごとにつきます。"
            way = ways.get(ask(self, title, sentence, answers))
        else:
            way = next(iter(ways.values()), None)
        return (way.centre, way.process) if way else None

    def _try(self, act: Any) -> bool:
        try:
            act()
        except SoudanError as error:
            tell(self, "できませんでした", error)
            return False
        return True

    def _open(self, page: str, key: str, what: object) -> None:
        self.go.emit(Place(page, {key: what}))

    def _is_closed(self) -> bool:
        return bool(self._desk and self._desk.is_closed)

    def _is_masked(self) -> bool:
        return bool(self._desk and self._desk.is_masked)

    # --- doubles ---

    def _telling(self) -> dict[str, Any]:
        known = dict(self._desk.answers) if self._desk else {}
        return {key: {**known, **self.form.answers()}.get(key) for key in sorted(_TELLING)}

    def _doubles(self) -> tuple[Likely, ...]:
        return self._desk.doubles if self._desk else ()

    def _on_doubles_found(self, doubles: list[Likely]) -> None:
        self.side.show_doubles(doubles)
