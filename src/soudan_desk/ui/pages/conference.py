"""会議: the cockpit of one sitting, worked case by case without the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki
from soudan_desk.services.conference_decisions import Taken
from soudan_desk.services.conference_sittings import ItemRow, Sitting
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, confirm_dangerous, tell
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.conference_desk import Answers, ConferenceDesk
from soudan_desk.ui.pages.conference_panes import AgendaPane, BriefPane, MembersPane
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import ElidedLabel, Line
from soudan_desk.ui.widgets.notices import Notice

_WATCHED = frozenset({"conference", "attendance", "agenda_item", "consent", "case", "person"})
_DRAFT = "draft"


class ConferencePage(Page):
    """Agenda and members left, the brief in the middle, what is said and decided right."""

    name = "conference"

    def __init__(self, desk: ConferenceDesk, item_id: UUID | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._sitting = desk.load()
        self._now: UUID | None = item_id
        self._shown: tuple[UUID, int] | None = None
        self.agenda = AgendaPane(desk.codes)
        self.members = MembersPane(desk.codes)
        self.brief = BriefPane()
        self.form = FormPage(desk.fields, self._save_item, desk.context)
        self._takes_decisions = False
        self._warning = Notice(
            Role.WARNING, Icon.PROTECTED, "", act="名前を伏せる", key="F7", bold=False
        )
        self._make_buttons()
        self._build()
        self._connect()
        self._show(self._sitting)

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Take over what others changed; what is typed here stays."""
        if kinds & _WATCHED:
            self._show(self._desk.load())

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.form.keep_now()

    def take_focus(self) -> None:
        """Stand in the agenda."""
        self.agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def sitting(self) -> Sitting:
        """Return the meeting as it is shown."""
        return self._sitting

    # --- building ---

    def _make_buttons(self) -> None:
        self._title = ElidedLabel("", Type.TITLE, bold=True)
        self._facts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._edit = Button("会議の内容", icon=Icon.EDIT, key="Alt+E")
        self._paper = Button("資料", icon=Icon.PRINT, key="Ctrl+P")
        self._minutes = Button("議事録", icon=Icon.DOCUMENT, key="Alt+P")
        self._fill = Button("期限の来たケース", icon=Icon.DUE, key="Alt+F", kind=ButtonKind.QUIET)
        self._add = Button("議題", icon=Icon.ADD, key="Alt+A", kind=ButtonKind.QUIET)
        self._member = Button("出席者", icon=Icon.ADD_PERSON, key="Alt+M", kind=ButtonKind.QUIET)
        self._conclude = Button(
            "決めて次の議題へ", kind=ButtonKind.FILLED, icon=Icon.FORWARD, key="Ctrl+Enter"
        )
        self._later = Button("あとで決める", key="Ctrl+S")
        self._final = Button("議事録を確定", icon=Icon.CHECK, key="Alt+K")
        self._drop = Button("議題から外す", kind=ButtonKind.QUIET, key="Alt+Del", tone=Role.DANGER)
        names = {
            "edit_conference": self._edit,
            "print_brief": self._paper,
            "print_minutes": self._minutes,
            "fill_agenda": self._fill,
            "add_agenda_item": self._add,
            "add_member": self._member,
            "conclude_item": self._conclude,
            "save_item": self._later,
            "finalise_conference": self._final,
            "drop_item": self._drop,
        }
        for name, button in names.items():
            button.setObjectName(name)
            bind_button(self, button)
        self._warning.button.setObjectName("hide_name")
        bind(self, "F7", "名前を伏せる・出す", self._on_hide_name)

    def _build(self) -> None:
        head = layouts.row(
            self._title,
            (self._facts, 1),
            self._edit,
            self._paper,
            self._minutes,
            margins=(24, 10, 24, 10),
        )
        left = layouts.column(
            (self.agenda, 3),
            layouts.row(self._add, self._fill, layouts.STRETCH),
            (self.members, 2),
            layouts.row(self._member, layouts.STRETCH),
            spacing=6,
            margins=(16, 12, 12, 12),
        )
        middle = layouts.column(self.brief, margins=(16, 12, 16, 12))
        right = layouts.column(self._warning, (self.form, 1), spacing=10, margins=(16, 12, 16, 12))
        panes = layouts.row(
            (layouts.panel(left, "surface"), 9),
            Line(vertical=True),
            (layouts.panel(middle, "raised"), 10),
            Line(vertical=True),
            (layouts.panel(right, "surface"), 19),
            spacing=0,
        )
        foot = ActionBar(self._conclude, self._later, far=[self._drop, self._final])
        self.setLayout(layouts.column(head, Line(), (panes, 1), foot, spacing=0))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self.agenda.chosen.connect(self._on_agenda_chosen)
        self.agenda.entered.connect(self._on_agenda_entered)
        self.agenda.moved.connect(self._on_agenda_moved)
        self.members.presence_changed.connect(self._on_presence_changed)
        self.form.keep.connect(self._on_form_keep)
        self._warning.acted.connect(self._on_hide_name)
        for button, act in (
            (self._edit, self._desk.edit_meeting),
            (self._fill, self._on_fill),
            (self._add, self._desk.add_item),
            (self._member, self._desk.add_member),
            (self._conclude, self._on_conclude),
            (self._later, self._on_later),
            (self._final, self._on_final),
            (self._drop, self._on_drop),
            (self._paper, self._on_paper),
            (self._minutes, self._desk.print_meeting),
        ):
            button.clicked.connect(self._guarded(act))
        bind(self, "F9", "出席者へ", self.members.table.setFocus)
        bind(self, "F6", "議題へ", self.take_focus)
        for number, (code, label) in enumerate(self._desk.conclusions, 1):
            bind(self, f"Alt+{number}", f"結論: {label}", self._choosing(code))
        note(self.agenda.table, "Alt+↑/↓", "議題の順を変える")
        note(self.members.table, "Space", "出欠を変える")

    # --- showing ---

    def _show(self, sitting: Sitting) -> None:
        self._sitting = sitting
        answers = sitting.conference.answers
        self._title.setText(f"{answers['serial'] or ''} {answers['title'] or ''}".strip())
        held = [wareki(answers["held_on"])]
        if answers["started_at_time"]:
            held.append(f"{answers['started_at_time']:%H:%M}")
        secrecy = "守秘の確認 済" if answers["secrecy_confirmed"] else "守秘の確認 まだ"
        self._facts.setText("　".join([*held, answers["place"] or "", secrecy]))
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
        is_open = self._desk.may_write and self._sitting.conference.state == _DRAFT
        has_item = self._item() is not None
        for button in (self._fill, self._add, self._member, self._final):
            button.setEnabled(is_open)
        for button in (self._conclude, self._later, self._drop):
            button.setEnabled(is_open and has_item)
        self._edit.setEnabled(self._desk.may_write)
        self._paper.setEnabled(has_item)
        self.form.setEnabled(is_open and has_item)

    def _item(self) -> ItemRow | None:
        return next((item for item in self._sitting.items if item.id == self._now), None)

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
        is_stopped = item is not None and not item.is_anonymous and not item.naming.holds
        self._warning.setVisible(is_stopped)
        if item is None:
            self.brief.show_refusal("議題がありません", "議題を加えてください。")
            return
        if is_stopped:
            self._warning.say(item.naming.sentence)
        try:
            self.brief.show_brief(self._desk.brief(item.id))
        except SoudanError as error:
            self.brief.show_refusal(item.called, str(error))

    # --- acts ---

    def _save_item(self, answers: Answers) -> Any:
        item = self._item()
        assert item is not None
        asked = {field.key for field in self._desk.fields}
        given = {key: value for key, value in answers.items() if key in asked}
        save: Callable[..., Any] = self._desk.conclude if self._takes_decisions else self._desk.save
        return save(item.id, given, item.lock_version)

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
            self.form.show_question("conclusion")
            return
        taken = self._save(takes_decisions=True)
        if isinstance(taken, Taken):
            made = (f"プランの行 {taken.actions}", f"やること {taken.tasks}", f"予定 {taken.dates}")
            self.said.emit(f"決めました（{'・'.join(made)}）")
            self._go_on()

    def _on_later(self) -> None:
        if self._save(takes_decisions=False) is not None:
            self.said.emit("書いたことを保存しました。結論はあとで決めます")
            self._go_on()

    def _go_on(self) -> None:
        ids = [item.id for item in self._sitting.items]
        at = ids.index(self._now) if self._now in ids else -1
        self._now = ids[at + 1] if at + 1 < len(ids) else self._now
        self._show(self._desk.load())
        self._show_item()
        self.form.show_question("discussion")

    def _on_agenda_chosen(self, item_id: UUID) -> None:
        if item_id == self._now:
            return
        self.form.keep_now()
        self._now = item_id
        self._show_item()
        self._allow()

    def _on_agenda_entered(self) -> None:
        self.form.show_question("discussion")

    def _on_agenda_moved(self, step: int) -> None:
        ids = [item.id for item in self._sitting.items]
        here = self.agenda.current()
        if here is None or not 0 <= ids.index(here) + step < len(ids):
            return
        at = ids.index(here)
        ids[at], ids[at + step] = ids[at + step], ids[at]
        self._guarded(lambda: self._desk.reorder(ids))()

    def _on_presence_changed(self, member_id: UUID, presence: str) -> None:
        self._guarded(lambda: self._desk.set_presence(member_id, presence))()

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
            self._desk.drop_item(item.id, reason)

    def _on_final(self) -> None:
        if self.form.is_dirty and self._save(takes_decisions=False) is None:
            return
        if confirm_dangerous(
            self, "議事録を確定する", sentence="確定すると、直しは訂正・追記になります。"
        ):
            self._desk.finalise(self._desk.load().conference.lock_version)
            self.said.emit("議事録を確定しました")

    def _on_paper(self) -> None:
        if (item := self._item()) is not None:
            self._desk.print_item(item.id)

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        if (item := self._item()) is not None:
            self._desk.keep(item.id, kept, f"{self._title.text()} {item.called}")

    def _choosing(self, code: str) -> Callable[[], None]:
        def choose() -> None:
            if self.form.isEnabled():
                self.form.change({"conclusion": code})

        return choose

    def _guarded(self, act: Callable[[], object]) -> Callable[[], None]:
        """Return the act with its refusal told in a dialog, and the page shown anew after it."""

        def do(*_args: object) -> None:
            try:
                act()
            except SoudanError as error:
                tell(self, "できませんでした", error)
            else:
                self._show(self._desk.load())

        return do

    def open_case(self) -> None:
        """Go to the case that is before the meeting."""
        item = self._item()
        if item is not None and item.case_id is not None:
            self.go.emit(Place("case", {"id": item.case_id}))
