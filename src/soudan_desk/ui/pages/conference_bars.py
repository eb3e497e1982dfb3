"""What one can do at the cockpit of a meeting, and the words at its head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki
from soudan_desk.services.conference_decisions import Taken
from soudan_desk.services.conference_sittings import ItemRow, Member, Sitting
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.ui.dialogs import Answer, ask, insist, tell
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_review import ReturnBar, ReviewMark
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button, ButtonKind

_QUIET = ButtonKind.QUIET
FINAL_WARNING = "確定すると、直しは訂正・追記になります。"


class ConferenceButtons:
    """The buttons, each with its key and its name."""

    def __init__(self, page: QWidget) -> None:
        self.read = Button("資料を読む", key="Alt+R")
        self.edit = Button("会議の内容", icon=Icon.EDIT, key="Alt+E")
        self.paper = Button("資料", icon=Icon.PRINT, key="Ctrl+P")
        self.minutes = Button("議事録", icon=Icon.DOCUMENT, key="Alt+P")
        self.fill = Button("期限の来たケース", icon=Icon.DUE, key="Alt+F", kind=_QUIET)
        self.add = Button("議題", icon=Icon.ADD, key="Alt+A", kind=_QUIET)
        self.member = Button("出席者", icon=Icon.ADD_PERSON, key="Alt+M", kind=_QUIET)
        self.conclude = Button(
            "決めて次の議題へ", kind=ButtonKind.FILLED, icon=Icon.FORWARD, key="Ctrl+Enter"
        )
        self.later = Button("あとで決める", key="Ctrl+S")
        self.final = Button("議事録を確定", icon=Icon.CHECK, key="Alt+K")
        self.drop = Button("議題から外す", kind=_QUIET, key="Alt+Del", tone=Role.DANGER)
        self.at_head = (self.read, self.edit, self.paper, self.minutes)
        self.read.setObjectName("read_brief")
        self.review, self.returned = ReviewMark("conference", "Alt+S"), ReturnBar((24, 0, 24, 8))
        self._name(page)

    def show_review(self, standing: ReviewStanding | None, *, may_write: bool) -> None:
        """Say how far the minutes are on their way up, and what is to be mended in them."""
        self.review.show_standing(standing, may_write=may_write)
        self.returned.show_standing(standing)

    def allow(self, *, is_open: bool, has_item: bool, may_write: bool) -> None:
        """Let press what can be done: an open meeting, one with a case before it."""
        for button in (self.fill, self.add, self.member, self.final):
            button.setEnabled(is_open)
        for button in (self.conclude, self.later, self.drop):
            button.setEnabled(is_open and has_item)
        self.edit.setEnabled(may_write)
        self.paper.setEnabled(has_item)

    def show_keys(self, *, on_page: bool, at_left: bool) -> None:
        """Draw the keys where there is room for them."""
        for button in self.at_head:
            button.show_key(on_page)
        for button in (self.fill, self.add, self.member):
            button.show_key(at_left)

    def _name(self, page: QWidget) -> None:
        names = {
            "edit_conference": self.edit,
            "print_brief": self.paper,
            "print_minutes": self.minutes,
            "fill_agenda": self.fill,
            "add_agenda_item": self.add,
            "add_member": self.member,
            "conclude_item": self.conclude,
            "save_item": self.later,
            "finalise_conference": self.final,
            "drop_item": self.drop,
        }
        for name, button in names.items():
            button.setObjectName(name)
            bind_button(page, button)
        bind_button(page, self.review.submit)


def head_words(sitting: Sitting) -> tuple[str, str]:
    """Return the title of a meeting, and when and where it is."""
    answers = sitting.conference.answers
    held = wareki(answers["held_on"])
    if answers["started_at_time"]:
        held += f" {answers['started_at_time']:%H:%M}"
    secrecy = "守秘の確認 済" if answers["secrecy_confirmed"] else "守秘の確認 まだ"
    title = " ".join(filter(None, (answers["serial"], answers["title"])))
    return title, "　".join(filter(None, (held, answers["place"], secrecy)))


def moved(ids: Sequence[UUID], which: UUID | None, step: int) -> list[UUID]:
    """Return the order with one case a step further up or down, where there is room."""
    order = list(ids)
    at = order.index(which) if which in order else -1
    if at >= 0 and 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return order


def next_item(items: Sequence[ItemRow], now: UUID | None) -> UUID | None:
    """Return the case after the present one; behind the last the first that is still open."""
    ids = [item.id for item in items]
    at = ids.index(now) if now in ids else -1
    if at + 1 < len(ids):
        return ids[at + 1]
    rest = (item.id for item in items if item.conclusion is None and item.id != now)
    return next(rest, None)


def end_words(items: Sequence[ItemRow]) -> str:
    """Say behind the last case what is left to do."""
    is_done = all(item.conclusion is not None for item in items)
    words = "すべての議題が決まりました" if is_done else "最後の議題です"
    return f"{words}。まとめは Alt+E、議事録の確定は Alt+K です"


def taken_words(taken: Taken) -> str:
    """Say what came of a case's decisions."""
    made = (f"プランの行 {taken.actions}", f"やること {taken.tasks}", f"予定 {taken.dates}")
    return f"決めました（{'・'.join(made)}）"


def unmarked(sitting: Sitting) -> list[Member]:
    """List the members of whom nobody has said yet whether they are there."""
    return [member for member in sitting.members if not member.presence]


def choosing(form: FormPage, code: str) -> Callable[[], None]:
    """Return what chooses a conclusion."""

    def choose() -> None:
        if form.isEnabled():
            form.change({"conclusion": code})

    return choose


def may_conclude(page: QWidget, item: ItemRow | None, hide: Callable[[], object]) -> bool:
    """Ask whether to hide a name that nothing carries and go on; without that there is no end."""
    if item is None or not item.is_stopped:
        return True
    answers = [
        Answer("back", "もどる"),
        Answer("hide", "名前を伏せて決める", ButtonKind.FILLED, is_default=True),
    ]
    title = "名前を出したまま決められません"
    if ask(page, title, item.naming.sentence, answers) != "hide":
        return False
    hide()
    return True


def guarded(
    page: QWidget, act: Callable[[], object], then: Callable[[], object]
) -> Callable[..., None]:
    """Return the act with its refusal told in a dialog, and what follows where it was done.

    While something else writes it is done as soon as that is over. What an act asks before it
    writes it asks once: such an act insists itself.
    """

    def do(*_args: object) -> None:
        try:
            insist(page, act)
        except SoudanError as error:
            tell(page, "できませんでした", error)
        else:
            then()

    return do
