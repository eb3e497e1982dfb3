"""A letter while it is written: its questions left, the paper right, the ways out at the foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import ConflictError, SoudanError
from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.storage.refusals import BusyError
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.keeping import Keeper
from soudan_desk.ui.forms.saving_again import SavingAgain
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_desk import (
    Answers,
    Gone,
    Loaded,
    ReferralDesk,
    Sending,
    final_problems,
    keep_letter,
    preview_and_judge,
    problems_of,
    save_letter,
    taken_up,
)
from soudan_desk.ui.pages.referral_details import DETAILS, Details
from soudan_desk.ui.pages.referral_foot import LetterFoot
from soudan_desk.ui.pages.referral_form import LetterForm
from soudan_desk.ui.pages.referral_ground import GroundMenu
from soudan_desk.ui.pages.referral_head import ReferralHead
from soudan_desk.ui.pages.referral_panes import TwoPanes
from soudan_desk.ui.pages.referral_preview import Preview
from soudan_desk.ui.pages.referral_sending import ask_file, ask_printing, witnessed
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice, ProblemBar
from soudan_desk.ui.widgets.paper_view import PaperView

_UNSAVED_NOTE = "書きかけの続きです。"


class LetterWriting(QWidget):
    """Knows every answer as it stands, keeps them, and sends the letter.

    `is_dirty` tells whether anything was typed since it was opened or saved.
    """

    said = Signal(str)
    sent = Signal(object)
    dropped = Signal()
    conflicted = Signal(object)

    def __init__(self, desk: ReferralDesk, loaded: Loaded) -> None:
        super().__init__()
        self._desk, self._loaded = desk, loaded
        self._answers: dict[str, Any] = dict(loaded.answers)
        self._details: Details | None = None
        self.is_dirty = self._is_sending = False
        self.head, self.form, self.paper = ReferralHead(), LetterForm(desk), PaperView()
        self._bar = ProblemBar()
        self._resumed = Notice(
            Role.INFO, Icon.DRAFT, _UNSAVED_NOTE, act="書きかけを捨てる", bold=False
        )
        self._foot = LetterFoot(may_send=loaded.may_change and desk.may_write)
        self._preview = Preview(self.paper, desk.run, self._snapshot)
        self._keeper = Keeper(self)
        self._build()
        self._connect()
        self._begin()

    def answers(self) -> dict[str, Any]:
        """Return every answer of the letter as it stands."""
        details = self._details.answers() if self._details else {}
        return {**self._answers, **details, **self.form.answers()}

    def merge(self, stored: Loaded, chosen: Answers) -> None:
        """Take the answers chosen in a conflict, over the letter as it was stored meanwhile."""
        self._take_over(stored)
        self._put_back(chosen)
        self.keep_now()

    @property
    def is_sending(self) -> bool:
        """Whether it stands below a question or is on its way: it must not be thrown away."""
        return self._is_sending

    def keep_now(self) -> None:
        """Keep what is typed."""
        if self.is_dirty:
            self._keeper.drop()
            self._on_keeper_due()

    def refresh(self) -> None:
        """Take over what others changed around the letter: consents, agencies, the person."""
        self.form.address.refresh()
        self._preview.ask_now()

    def take_focus(self) -> None:
        """Stand where writing goes on."""
        begun = self._answers.get("agency_id")
        target = self.form.request.text if begun else self.form.address.agency
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> bool:
        """Save the draft; tell whether it was saved."""
        self._again.end()
        self._judge_now()
        problems = self.form.typing_problems()
        if problems:
            self.show_problems(problems)
            return False
        try:
            save_letter(self._desk, self._loaded, self.answers())
        except BusyError:
            self._again.wait_for(self.save)
            return False
        except ConflictError:
            self.conflicted.emit(self._loaded)
            return False
        except SoudanError as error:
            self.show_problems(problems_of(error))
            return False
        self.is_dirty = False
        self._keeper.drop()
        self._take_over(self._desk.load())
        return True

    def print_letter(self) -> None:
        """Print the letter and record that it was sent."""
        ask = partial(ask_printing, self, self._desk.codes, self._to())
        self._send(lambda judged: ask(judged, self._answers.get("send_method")))

    def make_pdf(self) -> None:
        """Write the letter as a PDF under a password and record that it was sent."""
        ask = partial(ask_file, self, self._desk.codes, self._to())
        self._send(lambda judged: ask(judged, self._answers.get("ref_no") or ""))

    def show_problems(self, problems: Mapping[str, str], act: str = "保存") -> None:
        """Show each problem beside its question, those without one in the bar."""
        rest = self.form.show_problems(problems)
        if any(key in DETAILS for key in rest):
            self.open_details()
        if self._details is not None:
            rest = self._details.show_problems(rest)
        placed = len(problems) - len(rest)
        self._bar.show_problems(placed, f"{act}できません")
        self._bar.button.setVisible(placed > 0)
        if rest:
            self._bar.say("　".join(rest.values()))
            self._bar.show()
        self.form.go_to_problem(first=True)

    def open_details(self, question: str = "") -> None:
        """Show the seldom asked questions over the paper."""
        if self._details is None:
            self._details = Details(self._desk, self.answers())
            self._details.edited.connect(self._on_edited)
            self._details.closed.connect(self._on_details_closed)
        self.panes.lay_over(self._details)
        self._details.show_question(question)

    def choose_ground(self) -> None:
        """Offer the person's consents, and the way to a legal ground."""
        choices = self._desk.consents(self.answers())
        menu = GroundMenu(choices, self._answers.get("consent_id"), self)
        menu.taken.connect(self.take_ground)
        menu.new_asked.connect(self._on_new_consent)
        menu.law_asked.connect(lambda: self.open_details("legal_basis"))
        menu.open_below(self.form.tell.ground)

    def take_ground(self, consent_id: Any) -> None:
        """Let the letter stand on a consent; lines are proposed where none was chosen."""
        self._answers["consent_id"] = consent_id
        answers = self.answers()
        if not answers["disclosed"]:
            answers["disclosed"] = None
        self.form.show_judged(self._desk.judge(answers))
        self._on_edited("consent_id")

    def _build(self) -> None:
        self._resumed.hide()
        self._resumed.button.setObjectName("drop_unsaved")
        bars = (self.head, self._bar, self._resumed)
        upper = layouts.column(*bars, spacing=6, margins=(24, 14, 20, 0))
        left = layouts.panel(layouts.column(upper, (self.form, 1), self._foot, spacing=0))
        self.panes = TwoPanes(left, self.paper)
        self.form.add_to_foot(self.panes.to_paper)
        self._again = SavingAgain(self)
        self.setLayout(layouts.column(self._again, (self.panes, 1), spacing=0))
        layouts.set_surface(self, "surface")
        bind(self, "F8", "見直すところへ移る", self.form.go_to_problem)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self.form.ground_asked.connect(self.choose_ground)
        self.form.more_asked.connect(self.open_details)
        self.form.save_asked.connect(self._on_save_asked)
        self._foot.print_asked.connect(self.print_letter)
        self._foot.pdf_asked.connect(self.make_pdf)
        self._bar.jumped.connect(self.form.go_to_problem)
        self._resumed.acted.connect(self._on_unsaved_dropped)
        self._preview.made.connect(self.form.show_judged)
        self._keeper.due.connect(self._on_keeper_due)

    def _begin(self) -> None:
        self._take_over(self._loaded)
        kept = self._desk.kept()
        if kept is not None and "answers" in kept.answers:
            self._loaded, typed = taken_up(self._desk, self._loaded, kept)
            self._put_back(typed)
            self._resumed.say(f"{_UNSAVED_NOTE}（{kept.kept_at.astimezone():%H:%M}まで）")
            self._resumed.show()

    def _take_over(self, loaded: Loaded) -> None:
        self._loaded, self._answers = loaded, dict(loaded.answers)
        self._details = None
        if not self.panes.is_paper_shown:
            self.panes.show_paper()
        self.head.show_loaded(loaded, self._desk.today)
        self.form.set_answers(self._answers, self._desk.judge(self._answers))
        for bar in (self._bar, self._resumed):
            bar.hide()
        self._preview.ask_now()

    def _put_back(self, answers: Answers) -> None:
        self._answers |= answers
        self.form.set_answers(self._answers, self._desk.judge(self._answers))
        self.is_dirty = True
        self._preview.ask_now()

    def _snapshot(self) -> Callable[[], tuple[bytes, Disclosing]]:
        return partial(preview_and_judge, self._desk, self._loaded.id, self.answers())

    def _judge_now(self) -> None:
        """Judge what was written last, so that its line is ticked before it counts."""
        self.form.show_judged(self._desk.judge(self.answers()))

    def _send(self, ask: Callable[[Disclosing], Sending | None]) -> None:
        self._judge_now()
        problems = final_problems(self._desk, self.answers()) | self.form.typing_problems()
        if problems:
            self.show_problems(problems, "送付")
            return
        judged = self._desk.judge(self.answers())
        self._is_sending = True
        sending = witnessed(self, self._desk, judged, ask(judged) if self.save() else None)
        self._is_sending = sending is not None
        if sending is not None and self._loaded.id is not None:
            self._foot.set_busy(busy=True)
            send = partial(self._desk.send, self._loaded.id, self._loaded.lock_version, sending)
            self._desk.run(send, partial(self._on_sent, sending), self._on_refused)

    def _on_sent(self, sending: Sending, gone: Gone) -> None:
        self._foot.set_busy(busy=False)
        way = "PDFを書き出し" if sending.target else "印刷し"
        self.said.emit(f"{way}、送付を記録しました。通し番号 {gone.serial}（{gone.pages}枚）")
        self.sent.emit(self._loaded.id)

    def _on_refused(self, error: SoudanError) -> None:
        self._foot.set_busy(busy=False)
        self.show_problems(problems_of(error), "送付")

    def _to(self) -> str:
        contact = self.form.address.contact.text().strip()
        return " ".join(filter(None, (self.form.address.agency.text(), contact)))

    def _on_edited(self, key: str) -> None:
        self.is_dirty = True
        self.form.clear_problem(key)
        self._bar.hide()
        self._keeper.note_change()
        self._preview.ask()

    def _on_save_asked(self) -> None:
        if self.save():
            self.said.emit("下書きを保存しました。")

    def _on_details_closed(self) -> None:
        self.panes.show_paper()
        self.form.request.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_new_consent(self) -> None:
        self._desk.add_record("consent", "", self.take_ground)

    def _on_keeper_due(self) -> None:
        keep_letter(self._desk, self._loaded, self.answers(), f"つなぎ {self._to()}")

    def _on_unsaved_dropped(self) -> None:
        self.is_dirty = False
        self._keeper.drop()
        self._desk.drop()
        self.dropped.emit()
