"""会議: the cockpit of one sitting, worked case by case without the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from soudan_desk.services.conference_sittings import ItemRow, Sitting
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, confirm_dangerous, insist
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_review import SUBMITTED
from soudan_desk.ui.pages.conference_bars import (
    FINAL_WARNING,
    ConferenceButtons,
    choosing,
    end_words,
    guarded,
    head_words,
    may_conclude,
    moved,
    next_item,
    taken_words,
    unmarked,
)
from soudan_desk.ui.pages.conference_desk import WATCHED, Answers, ConferenceDesk
from soudan_desk.ui.pages.conference_panes import AgendaPane, BriefPane, MembersPane
from soudan_desk.ui.pages.conference_room import ConferenceRoom
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.labels import ElidedLabel, Line
from soudan_desk.ui.widgets.notices import Notice

_DRAFT = "draft"
_BRIEFLY = "名前を出せません。"
"""Why stands in the brief; a low window has one line for it."""


class ConferencePage(Page):
    """Agenda and members left, the brief in the middle, what is said and decided right."""

    name = "conference"

    def __init__(self, desk: ConferenceDesk, item_id: UUID | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.sitting = desk.load()
        self._now: UUID | None = item_id
        self._shown: tuple[UUID, int] | None = None
        self.agenda = AgendaPane(desk.codes)
        self.members = MembersPane(desk.codes)
        self.brief = BriefPane()
        self.form = FormPage(desk.fields, self._save_item, desk.context, kind="agenda_item")
        self.acts = ConferenceButtons(self)
        self._takes_decisions = False
        self._warning = Notice(
            Role.WARNING, Icon.PROTECTED, "", act="名前を伏せる", key="F7", bold=False
        )
        self._warning.button.setObjectName("hide_name")
        self._title = ElidedLabel("", Type.TITLE, bold=True)
        self._facts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._build()
        self._connect()
        self._show(self.sitting)

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Take over what others changed; what is typed here stays."""
        if kinds & WATCHED:
            self._show(self._desk.load())

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.form.keep_now()

    def take_focus(self) -> None:
        """Stand in the agenda."""
        self.room.show_agenda()

    # --- building ---

    def _build(self) -> None:
        acts = self.acts
        words = (self._title, acts.review, (self._facts, 1))
        head = layouts.row(*words, *acts.at_head, margins=(24, 10, 24, 10))
        right = layouts.column(self._warning, (self.form, 1), spacing=10, margins=(16, 12, 16, 12))
        writing = layouts.panel(right, "surface")
        self.room = ConferenceRoom(self.agenda, self.members, self.brief, writing, acts)
        foot = ActionBar(acts.conclude, acts.later, far=[acts.drop, acts.final])
        parts = (head, acts.returned, Line(), (self.room, 1), foot)
        self.setLayout(layouts.column(*parts, spacing=0))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self.agenda.chosen.connect(self._on_agenda_chosen)
        self.agenda.entered.connect(self._begin_writing)
        self.agenda.moved.connect(self._on_agenda_moved)
        self.members.presence_changed.connect(self._on_presence_changed)
        self.form.keep.connect(self._on_form_keep)
        self._warning.acted.connect(self._on_hide_name)
        desk, acts = self._desk, self.acts
        for button, act in (
            (acts.edit, desk.edit_meeting),
            (acts.fill, self._on_fill),
            (acts.add, desk.add_item),
            (acts.member, desk.add_member),
            (acts.conclude, self._on_conclude),
            (acts.later, self._on_later),
            (acts.final, self._on_final),
            (acts.drop, self._on_drop),
            (acts.paper, self._on_paper),
            (acts.minutes, desk.print_meeting),
            (acts.review.submit, self._on_submit),
        ):
            button.clicked.connect(self._guarded(act))
        acts.read.clicked.connect(self._on_read)
        self.room.fitted.connect(self._show_naming)
        self._bind_keys()

    def _bind_keys(self) -> None:
        bind(self, "F7", "名前を伏せる・出す", self._on_hide_name)
        bind(self, "F9", "出席者へ", self.room.show_members)
        bind(self, "Shift+F9", "全員を出席にする", self._guarded(self._on_all_present))
        bind(self, "F6", "議題へ", self.take_focus)
        bind(self, self.acts.read.key, "資料を読む・書くのにもどる", self._on_read)
        for number, (code, label) in enumerate(self._desk.conclusions, 1):
            bind(self, f"Alt+{number}", f"結論: {label}", choosing(self.form, code))
        note(self.agenda.table, "Alt+↑/↓", "議題の順を変える")
        note(self.members.table, "Space", "出欠を変える")

    # --- showing ---

    def _show(self, sitting: Sitting) -> None:
        self.sitting = sitting
        title, facts = head_words(sitting)
        self._title.setText(title)
        self._facts.setText(facts)
        self.titled.emit(self._title.text())
        ids = [item.id for item in sitting.items]
        if self._now not in ids:
            self._now = next(
                (each.id for each in sitting.items if each.conclusion is None),
                ids[0] if ids else None,
            )
            self._show_item()
        elif not self.form.is_dirty and self._shown != self._stand():
            self._show_item()
        self.agenda.show_items(sitting.items, self._now)
        self.members.show_members(sitting)
        self._show_naming()
        self._allow()

    def _allow(self) -> None:
        is_open = self._desk.may_write and self.sitting.conference.state == _DRAFT
        has_item = self._item() is not None
        self.acts.allow(is_open=is_open, has_item=has_item, may_write=self._desk.may_write)
        self.acts.show_review(self._desk.review(), may_write=self._desk.may_write)
        self.form.setEnabled(is_open and has_item)

    def _item(self) -> ItemRow | None:
        return next((item for item in self.sitting.items if item.id == self._now), None)

    def _stand(self) -> tuple[UUID, int] | None:
        """Return which writing of which case is before the meeting."""
        item = self._item()
        return None if item is None else (item.id, item.lock_version)

    def _show_item(self) -> None:
        item = self._item()
        self._shown = self._stand()
        self.form.set_answers(item.answers if item is not None else {})
        if item is not None and (kept := self._desk.kept(item.id)) is not None:
            self.form.restore(kept.answers)
        self._show_naming()

    def _show_naming(self) -> None:
        item = self._item()
        is_stopped = item is not None and item.is_stopped
        self._warning.setVisible(is_stopped)
        if item is not None and is_stopped:
            self._warning.say(_BRIEFLY if self.room.is_low else item.naming.sentence)
        self.brief.show_item(item, self._desk.brief)

    # --- acts ---

    def _save_item(self, answers: Answers) -> Any:
        item = self._item()
        assert item is not None
        asked = {field.key for field in self._desk.fields}
        given = {key: value for key, value in answers.items() if key in asked}
        save: Callable[..., Any] = self._desk.conclude if self._takes_decisions else self._desk.save
        return insist(self, lambda: save(item.id, given, item.lock_version))

    def _save(self, *, takes_decisions: bool) -> Any:
        self._takes_decisions = takes_decisions
        results: list[Any] = []
        self.form.saved.connect(results.append)
        try:
            is_saved = self.form.save()
        finally:
            self.form.saved.disconnect(results.append)
        return results[0] if is_saved else None

    def _on_conclude(self) -> None:
        if self.form.answers().get("conclusion") is None:
            self.form.show_problems({"conclusion": "結論を選んでください。"})
            self._begin_writing("conclusion")
            return
        if not may_conclude(self, self._item(), self._on_hide_name):
            return
        taken = self._save(takes_decisions=True)
        if taken is not None:
            self._go_on(taken_words(taken))

    def _on_later(self) -> None:
        if self._save(takes_decisions=False) is not None:
            self._go_on("書いたことを保存しました。結論はあとで決めます")

    def _go_on(self, words: str) -> None:
        sitting = self._desk.load()
        self._now = (following := next_item(sitting.items, self._now)) or self._now
        self._show(sitting)
        self._show_item()
        if following is None:  # what is typed now must not go into a case that is done
            self.acts.edit.setFocus()
            self.said.emit(f"{words}。{end_words(sitting.items)}")
            return
        self.said.emit(words)
        self._begin_writing()

    def _on_read(self) -> None:
        if not self.room.turn():
            self._begin_writing()

    def _begin_writing(self, key: str = "discussion") -> None:
        self.room.show_writing()
        self.form.show_question(key)

    def _on_agenda_chosen(self, item_id: UUID) -> None:
        if item_id == self._now:
            return
        self.form.keep_now()
        self._now = item_id
        self._show_item()
        self._allow()

    def _on_agenda_moved(self, step: int) -> None:
        ids = [item.id for item in self.sitting.items]
        order = moved(ids, self.agenda.current(), step)
        if order != ids:
            self._guarded(lambda: self._desk.reorder(order))()

    def _on_presence_changed(self, who: UUID, presence: str) -> None:
        self._guarded(lambda: self._desk.set_presence(who, presence))()

    def _on_all_present(self) -> None:
        for member in unmarked(self.sitting):
            self._desk.set_presence(member.id, "present")

    def _on_hide_name(self) -> None:
        if (item := self._item()) is not None:
            self._guarded(lambda: self._desk.hide_name(item.id, not item.is_anonymous))()

    def _on_fill(self) -> None:
        count = self._desk.fill_agenda()
        self.said.emit(f"議題を{count}件加えました" if count else "加えるケースはありません")

    def _on_drop(self) -> None:
        if (item := self._item()) is None:
            return
        reason = ask_text(self, "議題から外す", "外す理由を書いてください。")
        if reason:
            insist(self, lambda: self._desk.drop_item(item.id, reason))

    def _on_final(self) -> None:
        if self.form.is_dirty and self._save(takes_decisions=False) is None:
            return
        if confirm_dangerous(self, "議事録を確定する", sentence=FINAL_WARNING):
            self._desk.finalise(self._desk.load().conference.lock_version)
            self.said.emit("議事録を確定しました")

    def _on_submit(self) -> None:
        self._desk.submit()
        self.said.emit(SUBMITTED)

    def _on_paper(self) -> None:
        if (item := self._item()) is not None:
            self._desk.print_item(item.id)

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        if (item := self._item()) is not None:
            self._desk.keep(item.id, kept, f"{self._title.text()} {item.called}")

    def _guarded(self, act: Callable[[], object]) -> Callable[..., None]:
        return guarded(self, act, lambda: self._show(self._desk.load()))
