"""A letter that has left: what was sent, what came back and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import as_text
from soudan_desk.services.disclosures import DisclosureRow
from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.ui import layouts
from soudan_desk.ui.contact_notice import RulesNotice
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_review import SUBMITTED
from soudan_desk.ui.pages.referral_amending import Amending
from soudan_desk.ui.pages.referral_desk import (
    VOID,
    Answers,
    Gone,
    Loaded,
    ReferralDesk,
    Sending,
    standing_on,
)
from soudan_desk.ui.pages.referral_head import ReferralHead
from soudan_desk.ui.pages.referral_panes import TwoPanes
from soudan_desk.ui.pages.referral_preview import Preview
from soudan_desk.ui.pages.referral_sending import ask_file, ask_printing, choose_printer, witnessed
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, SectionTitle
from soudan_desk.ui.widgets.notices import ProblemBar
from soudan_desk.ui.widgets.paper_view import PaperView

REPLY = (
    *("reply_received_on", "reply_accepted_on", "reply_contact"),
    *("outcome", "continuing", "checked_on"),
    *("reply_result", "reply_next", "outcome_note"),
)
_LATEST = 4


class SentLetter(QWidget):
    """The reply's form below what was sent; the paper at the right, as it is kept."""

    said = Signal(str)
    changed = Signal()
    conflicted = Signal(object)

    def __init__(self, desk: ReferralDesk, loaded: Loaded) -> None:
        super().__init__()
        self._desk, self._loaded = desk, loaded
        self.head, self.paper, self._bar = ReferralHead(), PaperView("送った手紙"), ProblemBar()
        fields = [replace(desk.fields[key], section="") for key in REPLY]
        self.form = FormPage(fields, self._store, desk.context, act="記録", kind="referral")
        self.rules = RulesNotice(desk.judge(loaded.answers).rules)
        self._reply = Button(
            "返事を記録", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter"
        )
        self._print = Button("再印刷", icon=Icon.PRINT, key="Ctrl+P")
        self._pdf = Button("PDF", icon=Icon.LOCKED_FILE, name="PDF（パスワード付き）")
        self._more = Button("ほか", kind=ButtonKind.QUIET, opens_menu=True)
        self._preview = Preview(self.paper, desk.run, self._snapshot)
        self._build()
        self._connect()
        self._begin()

    # --- what the page calls ---

    @property
    def is_dirty(self) -> bool:
        """Whether a reply was typed and not recorded."""
        return self.form.is_dirty

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.form.keep_now()

    def refresh(self) -> None:
        """Nothing around a sent letter changes it."""

    def take_focus(self) -> None:
        """Stand in the first question of the reply."""
        self.form.show_question("reply_received_on")

    # --- building ---

    def _build(self) -> None:
        names = ("record_reply", "print_letter", "save_letter_pdf", "more_acts")
        buttons = (self._reply, self._print, self._pdf, self._more)
        may = self._loaded.may_change and self._desk.may_write and self._loaded.state != VOID
        for button, name in zip(buttons, names, strict=True):
            button.setObjectName(name)
            button.setEnabled(may)
        upper = layouts.column(
            self.head, self._bar, self.rules, self._facts(), *self._given(),
            spacing=10, margins=(24, 14, 20, 8),
        )  # fmt: skip
        below = layouts.column(
            SectionTitle("返事と結果"), (self.form, 1), spacing=8, margins=(24, 0, 20, 0)
        )
        left = QWidget()
        self.panes = TwoPanes(left, self.paper)
        far = [self.panes.to_paper, self._more]
        foot = ActionBar(self._reply, self._print, self._pdf, far=far)
        left.setLayout(layouts.column(upper, (below, 1), foot, spacing=0))
        self.setLayout(layouts.column((self.panes, 1), spacing=0))
        layouts.set_surface(self, "surface")
        bind_button(self, self._reply)
        bind_button(self, self._print)
        bind_button(self, self.head.review.submit)

    def _facts(self) -> QWidget:
        """Say in pairs of words what was sent."""
        grid = QGridLayout()
        layouts.set_space(grid, 12, rows=6)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        for at, (label, text) in enumerate(self._pairs()):
            line, column = divmod(at, 2)
            grid.addWidget(Label(label, Type.LABEL, Role.MUTED), line, 2 * column)
            grid.addWidget(ElidedLabel(text or "—", bold=True), line, 2 * column + 1)
        asked = DocumentLabel(self._loaded.answers.get("request") or "", Type.READING)
        inside = layouts.column(grid, asked, spacing=8, margins=(12, 10, 12, 10))
        return layouts.panel(inside, "card")

    def _pairs(self) -> list[tuple[str, str]]:
        judged = self._desk.judge(self._loaded.answers)
        sent = f"{self._read('sent_on')}　{self._read('send_method')}"
        ground = judged.consent.sentence if judged.consent else judged.ground
        return [
            ("宛先", self._to()),
            ("つなぎ方", self._read("handover")),
            ("送った日", sent),
            ("返事の目安", self._read("check_due_on")),
            ("同意・根拠", ground),
            ("担当", self._read("staff_id")),
        ]

    def _read(self, key: str) -> str:
        return as_text(
            self._desk.fields[key], self._loaded.answers.get(key), self._desk.context.names
        )

    def _given(self) -> list[QWidget]:
        """List what was handed out of this letter, the latest first."""
        rows = self._loaded.given[:_LATEST]
        if not rows:
            return []
        lines = [ElidedLabel(self._given_text(row), Type.LABEL, Role.MUTED) for row in rows]
        return [SectionTitle("渡した記録", count=len(self._loaded.given), size=Type.LABEL), *lines]

    def _given_text(self, row: DisclosureRow) -> str:
        at = row.given_at.astimezone()
        way = self._desk.codes.label("send_method", row.send_method) if row.send_method else ""
        parts = (
            f"{at.month}/{at.day} {at:%H:%M}",
            row.paper_title,
            row.recipient,
            way,
            f"{row.page_count}枚",
            row.serial,
        )
        return "　".join(part for part in parts if part)

    def _connect(self) -> None:
        self._reply.clicked.connect(self.form.save)
        self._print.clicked.connect(self.print_again)
        self._pdf.clicked.connect(self.make_pdf)
        self._more.clicked.connect(self._on_more_clicked)
        self.head.review.submit.clicked.connect(self._on_submit_clicked)
        self.form.saved.connect(self._on_form_saved)
        self.form.conflicted.connect(lambda: self.conflicted.emit(self._loaded))
        self.form.keep.connect(self._on_form_keep)

    def _begin(self) -> None:
        self.head.show_loaded(self._loaded, self._desk.today, may_write=self._desk.may_write)
        self.form.set_answers(self._loaded.answers)
        kept = self._desk.kept()
        if kept is not None and "reply" in kept.answers:
            self._loaded = standing_on(self._loaded, kept)
            self.form.restore(kept.answers["reply"])
        self._preview.ask_now()

    # --- verbs ---

    def print_again(self) -> None:
        """Print the letter once more; the day it was sent stays."""
        method = self._loaded.answers.get("send_method")
        judged = self._desk.judge(self._loaded.answers)
        self._send(judged, ask_printing(self, self._desk.codes, self._to(), judged, method))

    def make_pdf(self) -> None:
        """Write the letter as a PDF under a password once more."""
        judged = self._desk.judge(self._loaded.answers)
        name = self._loaded.answers.get("ref_no") or ""
        self._send(judged, ask_file(self, self._desk.codes, self._to(), judged, name))

    def print_reply_page(self) -> None:
        """Print the page for the answer by itself."""
        printer = choose_printer(self)
        if printer is not None:
            self._do(
                partial(self._desk.print_reply, self._id, Sending("hand", printer=printer)),
                "回答書を印刷しました。",
            )

    def amend(self) -> None:
        """Correct the letter itself, as a new version with a reason."""
        pane = Amending(self._desk, self._loaded)
        pane.closed.connect(self.panes.show_paper)
        pane.amended.connect(self._on_amended)
        self.panes.lay_over(pane)
        pane.take_focus()

    def void(self) -> None:
        """Take the letter out of use, with a reason."""
        sentence = "取り消しても、送った記録と控えは残ります。"
        reason = ask_text(self, "取り消す理由", sentence, act="取り消す")
        if reason is not None:
            job = partial(self._desk.void, self._id, reason, self._loaded.lock_version)
            self._do(job, "手紙を取り消しました。")

    # --- private ---

    @property
    def _id(self) -> Any:
        return self._loaded.id

    def _snapshot(self) -> Callable[[], tuple[bytes, None]]:
        desk, record_id, answers = self._desk, self._loaded.id, self._loaded.answers
        return lambda: (desk.preview(record_id, answers), None)

    def _store(self, answers: Answers) -> Any:
        return self._desk.reply(self._id, answers, self._loaded.lock_version)

    def _to(self) -> str:
        contact = self._read("to_contact") or self._read("to_contact_id")
        return " ".join(filter(None, (self._read("agency_id"), contact)))

    def _send(self, judged: Disclosing, asked: Sending | None) -> None:
        sending = witnessed(self, self._desk, judged, asked)
        if sending is not None:
            job = partial(self._desk.send, self._id, self._loaded.lock_version, sending)
            self._do(job, "手紙をもう一度渡しました。")

    def _do(self, job: Callable[[], Any], done: str) -> None:
        def then(result: Any) -> None:
            serial = f"通し番号 {result.serial}" if isinstance(result, Gone) else ""
            self.said.emit(f"{done}{serial}")
            self.changed.emit()

        self._desk.run(job, then, self._on_refused)

    def _on_refused(self, error: SoudanError) -> None:
        self._bar.say(str(error))
        self._bar.button.hide()
        self._bar.show()

    def _on_form_saved(self) -> None:
        self.said.emit("返事と結果を記録しました。")
        self.changed.emit()

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        version = self._loaded.lock_version
        self._desk.keep({"reply": kept, "lock_version": version}, f"つなぎの返事 {self._to()}")

    def _on_submit_clicked(self) -> None:
        self._do(partial(self._desk.submit, self._id), SUBMITTED)

    def _on_amended(self) -> None:
        self.said.emit("訂正を新しい版として記録しました。")
        self.changed.emit()

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        menu.addAction("訂正・追記…").triggered.connect(self.amend)
        menu.addAction("回答書だけを印刷…").triggered.connect(self.print_reply_page)
        menu.addSeparator()
        menu.addAction("取り消す…").triggered.connect(self.void)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
