"""新規相談: a call taken down in under a minute, with the telephone at the ear."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.callers import Known, Picked
from soudan_desk.services.intake import Received, ReceivedAs
from soudan_desk.services.unsaved import Kept
from soudan_desk.storage.refusals import BusyError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.forms.keeping import Keeper
from soudan_desk.ui.forms.saving_again import SavingAgain
from soudan_desk.ui.pages.intake_desk import Asked, IntakeDesk
from soudan_desk.ui.pages.intake_finding import Finder
from soudan_desk.ui.pages.intake_form import IntakeForm
from soudan_desk.ui.pages.intake_method import PHONE
from soudan_desk.ui.pages.intake_state import UnsavedCall
from soudan_desk.ui.pages.intake_view import IntakeView
from soudan_desk.ui.pages.intake_words import place_of, saved_words
from soudan_desk.ui.pages.page import Page, Place


class IntakePage(Page):
    """The call in hand: who is picked, what is kept, how it ends."""

    name = "intake"

    def __init__(self, desk: IntakeDesk) -> None:
        super().__init__()
        self._desk = desk
        self._unsaved = UnsavedCall(desk)
        self._picked: Picked | None = None
        self._declined: set[UUID] = set()
        self._is_dirty = False
        self._last: tuple[ReceivedAs, dict[str, Any]] | None = None
        self.view = IntakeView(desk)
        self._keeper = Keeper(self)
        self._finder = Finder(desk.find, self._whom, self)
        self._again = SavingAgain(self)
        self.setLayout(layouts.column(self._again, (self.view, 1), spacing=0))
        self._connect()
        self._begin()

    def reload(self, kinds: frozenset[str]) -> None:
        """Take over another centre while nothing is typed."""
        if not self._is_dirty and kinds & {"centre_setting", "code_addition"}:
            self._begin()

    def keep_now(self) -> None:
        """Keep what is typed."""
        if self._is_dirty:
            self._keeper.drop()
            self._on_keeper_due()

    def reading_parts(self) -> list[QWidget]:
        """Return the parts of the view in reading order."""
        return self.view.reading_parts()

    def take_focus(self) -> None:
        """Stand where one was, or on who calls: a call begins."""
        if self._is_dirty:
            here = self.focusWidget() or self.form.text
            here.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_offer()
        self.view.head.clock.start()
        self.form.caller.who.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def form(self) -> IntakeForm:
        """Return the questions of the call in hand."""
        return self.view.form

    def save(self, *, opens_case: bool = False) -> bool:
        """Store the call; tell whether it was stored."""
        self._again.end()
        problems = self.form.typing_problems()
        if not problems:
            try:
                done = self._desk.receive(self._received(opens_case=opens_case))
            except BusyError:
                self._again.wait_for(partial(self.save, opens_case=opens_case))
                return False
            except InvalidEntriesError as error:
                problems = error.problems
            except SoudanError as error:
                problems = {"": str(error)}
            else:
                self._after_saved(done, goes_there=opens_case)
                return True
        self.view.show_problems(problems)
        self.view.go_to_problem()
        return False

    def pick(self, person_id: UUID) -> None:
        """Take a known person for the troubled one: what the office knows fills the rest."""
        today = self._desk.today()
        self._picked = picked = self._desk.pick(person_id, self.form.centre, today)
        self.form.fill(picked)
        self.view.side.show_picked(picked, today)
        entry = picked.case if picked.becomes_entry else None
        self.view.foot.set_case(entry.case_no if entry else "")
        self._on_edited()
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_up(self, kept: Kept) -> None:
        """Go on with a call that was put aside."""
        self.keep_now()
        state = kept.answers
        self._begin(state["centre"])
        self._unsaved.take(kept)
        self.form.restore(state["form"])
        self.view.head.urgent.set_codes(state["urgency"])
        self.view.head.clock.restore(state["clock"])
        self.form.method.set_urgent(urgent=bool(state["urgency"]))
        if state["picked"]:
            self.pick(UUID(state["picked"]))
        self._on_edited()
        self._finder.note_change()
        self._show_offer()
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def repeat_caller(self) -> None:
        """Take one more call of the same person."""
        if self._last is None or self._last[0].person_id is None:
            return
        done, kept = self._last
        self._begin(kept["centre"])
        self.form.restore(kept["form"], only_caller=True)
        self.view.head.clock.start()
        assert done.person_id is not None
        self.pick(done.person_id)

    def _received(self, *, opens_case: bool) -> Received:
        answers, picked = self.form.consultation(), self._picked
        entry = picked.case if picked and picked.becomes_entry else None
        if not answers.get("held_on") and not answers.get("started_at_time"):
            held_on, started, ended = self.view.head.clock.times()
            times = {"held_on": held_on, "started_at_time": started, "ended_at_time": ended}
            answers = {**times, **answers}
        return Received(
            consultation={**answers, "urgency": self.view.head.urgent.codes() or None},
            person=self.form.person(),
            person_id=picked.person_id if picked else None,
            case_id=entry.id if entry else None,
            opens_case=opens_case and entry is None,
            form=self._unsaved.form,
        )

    def _after_saved(self, done: ReceivedAs, *, goes_there: bool) -> None:
        kept, today, centre = self._kept(), self._desk.today(), self.form.centre
        times = self.view.head.clock.times()[1:]
        words = saved_words(done, self.form.method.method(), times, self._desk.codes, centre)
        self._last = (done, kept)
        self._unsaved.leave()
        self._begin(centre)
        self.form.caller.who.setFocus(Qt.FocusReason.OtherFocusReason)
        known = self._desk.pick(done.person_id, centre, today) if done.person_id else None
        self.view.side.show_saved(words, known, today)
        self.said.emit(words)
        if goes_there and done.case_id is not None:
            self.go.emit(Place("case", {"id": done.case_id}))

    # --- beginning and keeping ---

    def _begin(self, centre: str | None = None) -> None:
        centre = centre or self._desk.centre() or self._desk.centres[0][0]
        form = self.view.begin(centre)
        form.edited.connect(self._on_edited)
        form.identity_changed.connect(self._finder.note_change)
        form.method.changed.connect(self._on_method_changed)
        self._picked, self._is_dirty = None, False
        self._declined.clear()
        self._finder.forget()
        self._keeper.drop()
        self._on_method_changed()
        self._show_offer()

    def _kept(self) -> dict[str, Any]:
        return {
            "centre": self.form.centre,
            "form": self.form.kept(),
            "urgency": self.view.head.urgent.codes(),
            "clock": self.view.head.clock.kept(),
            "picked": str(self._picked.person_id) if self._picked else None,
        }

    def _show_offer(self) -> None:
        words = self._unsaved.offer()
        self.view.offer.setVisible(bool(words))
        self.view.offer.say(words)

    def _on_keeper_due(self) -> None:
        self._unsaved.keep(self._kept(), self.form.title())

    def _connect(self) -> None:
        view, side, foot = self.view, self.view.side, self.view.foot
        self._keeper.due.connect(self._on_keeper_due)
        self._finder.found.connect(self._on_found)
        view.offer.acted.connect(self._on_offer_acted)
        view.head.urgent.changed.connect(self._on_urgent_changed)
        view.head.centre_picked.connect(self._on_centre_picked)
        side.picked.connect(self.pick)
        side.declined.connect(self._on_declined)
        side.changed_mind.connect(self._on_changed_mind)
        side.same_again.connect(self.repeat_caller)
        side.opened.connect(self._on_opened)
        side.print_wanted.connect(self._on_print_wanted)
        foot.saved.connect(self.save)
        foot.case_wanted.connect(partial(self.save, opens_case=True))
        foot.promise_wanted.connect(self._on_promise_wanted)
        foot.put_aside.connect(self._on_put_aside)
        foot.thrown_away.connect(self._on_thrown_away)

    def _on_edited(self) -> None:
        self.view.head.clock.start()
        self._is_dirty = True
        self.view.foot.set_dirty(is_dirty=True)
        self._keeper.note_change()

    def _on_urgent_changed(self) -> None:
        self.form.method.set_urgent(urgent=bool(self.view.head.urgent.codes()))
        self._on_edited()

    def _on_method_changed(self) -> None:
        is_call = self.form.method.method() == PHONE
        self.view.head.clock.set_word("通話" if is_call else "対応")

    def _on_centre_picked(self, centre: str) -> None:
        """Ask by another centre's lists; what hangs on them is asked anew."""
        kept, was_dirty = self._kept(), self._is_dirty
        self._begin(centre)
        if was_dirty:
            self.form.restore({**kept["form"], "method": PHONE, "marks": {}})
            self.view.head.clock.restore(kept["clock"])
            self.view.head.urgent.set_codes(kept["urgency"])
            self._on_edited()
            self._finder.note_change()

    def _whom(self) -> Asked | None:
        return None if self._picked else self.form.asked()

    def _on_found(self, known: list[Known]) -> None:
        if self._picked is None and self._is_dirty:
            fresh = [each for each in known if each.likely.person_id not in self._declined]
            self.view.side.show_known(fresh, self._desk.today())

    def _on_declined(self) -> None:
        self._declined |= self.view.side.shown_ids()
        self.view.side.show_hint()
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed_mind(self) -> None:
        if self._picked is not None:
            self._declined.add(self._picked.person_id)
        self._picked = None
        self.form.troubled.set_locked({})
        self.view.foot.set_case("")
        self.view.side.show_hint()
        self._finder.forget()
        self._finder.note_change()
        self._on_edited()

    def _on_opened(self) -> None:
        if self._last is not None:
            self.go.emit(place_of(self._last[0]))

    def _on_print_wanted(self) -> None:
        if self._last is not None:
            done, kept = self._last
            self._desk.print_papers(done, kept["centre"], self, self.said.emit)

    def _on_promise_wanted(self) -> None:
        self.form.open_promise()

    def _on_put_aside(self) -> None:
        self.keep_now()
        self._unsaved.leave()
        self.said.emit("書きかけを残しました。F2 で続きを書けます。")
        self._begin()
        self.take_focus()

    def _on_thrown_away(self) -> None:
        if confirm_dangerous(self, "書きかけを消す", 1, "この受付に書いたことは残りません。"):
            self._unsaved.drop()
            self._begin()
            self.take_focus()

    def _on_offer_acted(self) -> None:
        others = self._unsaved.others()
        if others:
            self.take_up(others[0])
