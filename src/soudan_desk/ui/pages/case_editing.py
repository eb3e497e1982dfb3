"""A record being written: its form, what is kept of it, and the ways to save it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import ConflictError, InvalidEntriesError, SoudanError
from soudan_desk.fields import answer_from_json
from soudan_desk.services.records import Saved
from soudan_desk.storage.refusals import BusyError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import Answer, ask, ask_text, insist, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import RecordActs
from soudan_desk.ui.pages.case_form import ConsultationForm, RecordForm
from soudan_desk.ui.pages.case_looks import DRAFT_CHIP, record_title
from soudan_desk.ui.pages.case_saving import Opened, Saving, Stage, asked_keys, stage_words
from soudan_desk.ui.pages.case_sections import TEXTS
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.notices import Notice
from soudan_desk.ui.widgets.painting import ChipLook

_CHIPS = {
    Stage.NEW: ChipLook("新しい記録", Role.INFO, Icon.EDIT),
    Stage.DRAFT: DRAFT_CHIP,
    Stage.AMEND: ChipLook("訂正・追記中", Role.WARNING, Icon.HISTORY),
    Stage.PLAIN: ChipLook("直しています", Role.INFO, Icon.EDIT),
}


class EditingView(QWidget):
    """Head, form and action bar of one record."""

    saved = Signal(object)
    left = Signal()
    conflicted = Signal()
    said = Signal(str)

    def __init__(self, opened: Opened, acts: RecordActs) -> None:
        super().__init__()
        self.setObjectName(f"editing_{opened.kind}")
        self._opened, self._acts = opened, acts
        self._saving = Saving(opened, acts)
        self._is_conflict = False
        self._fields = {field.key: field for field in acts.fields(opened.kind)}
        self.form = self._make_form()
        self.form.advising.begin(opened.kind, acts.warn)
        self._title = ElidedLabel("", Type.HEADING, bold=True).at_least(120)
        self._kept_at = Label("", Type.LABEL, Role.MUTED)
        self._notice = Notice(Role.INFO, Icon.DRAFT, "", act="捨てる", bold=False)
        self._go = Button("", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
        self._leave = Button("", key="Esc")
        self._attach = Button("添付", kind=ButtonKind.QUIET, icon=Icon.ATTACH, key="Ctrl+T")
        self._void = Button("取り消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)
        self._has_void = False
        self._name_buttons()
        self._build()
        self._connect()
        self._title.setText(self._subject())

    @property
    def opened(self) -> Opened:
        """Return what is being written."""
        return self._opened

    @property
    def lock_version(self) -> int:
        """Return the version of the stored record that the form stands on."""
        return self._saving.lock_version

    def take_focus(self) -> None:
        """Stand where one writes."""
        key = TEXTS[0] if TEXTS[0] in self._fields else next(iter(self._asked()))
        self.form.show_question(key)

    def restore(self, kept: Mapping[str, Any], at: datetime) -> None:
        """Put back what was kept, and say so; what it stood on decides about conflicts."""
        if self._opened.stage is Stage.NEW:
            given = {k: answer_from_json(self._fields[k], v) for k, v in kept["given"].items()}
            self.form.set_answers({**self._steering(), **given})
        self._saving.lock_version = kept.get("lock_version", self.lock_version)
        self.form.restore(kept)
        self._notice.say(f"{at.astimezone():%H:%M} まで書いた、保存していない内容を戻しました。")
        self._notice.show()
        self._kept_at.setText(_kept_words(at))
        self._title.setText(self._subject())

    def keep_now(self) -> None:
        """Keep what is typed at once."""
        self.form.keep_now()

    def save_draft(self) -> bool:
        """Save without finishing; tell whether it was saved."""
        return self._commit("保存", self._saving.as_draft)

    def finish(self) -> bool:
        """Finalise, amend or save, as the stage has it; tell whether it was saved."""
        match self._opened.stage:
            case Stage.AMEND:
                return self._amend()
            case Stage.PLAIN:
                return self._commit("保存", self._saving.as_draft)
        return self._commit("確定", self._saving.as_final)

    def merge(self, chosen: Mapping[str, Any], lock_version: int) -> None:
        """Take the answers chosen in a conflict; the form then stands on the stored record."""
        self._saving.lock_version = lock_version
        self.form.change({key: answer for key, answer in chosen.items() if key in self._asked()})
        self.form.keep_now()

    def _amend(self) -> bool:
        if not self.form.is_dirty:
            self.said.emit("変わったところがありません。")
            return False
        if self._saving.is_later(self.form.answers()):
            return self._commit("保存", self._saving.as_noted)
        sentence = "もとの文は残り、新しい版になります。"
        reason = ask_text(self, "訂正・追記の理由", sentence, act="訂正を確定する")
        return reason is not None and self._commit("訂正", partial(self._saving.amended, reason))

    def _commit(self, act: str, save: Any) -> bool:
        self._is_conflict = False
        is_saved = self.form.save_by(act, partial(self._noting_conflict, save))
        self._tell_conflict()
        return is_saved

    def _tell_conflict(self) -> None:
        if self._is_conflict:
            self._is_conflict = False
            self.form.show_problems({})
            self.conflicted.emit()

    def _noting_conflict(self, save: Any, answers: Mapping[str, Any]) -> Saved:
        try:
            saved: Saved = save(answers)
        except ConflictError:
            self._is_conflict = True
            raise
        except (InvalidEntriesError, BusyError):
            self.form.keep_now()
            raise
        return saved

    def _on_form_saved(self, saved: Saved) -> None:
        self._saving.lock_version = saved.lock_version
        self.saved.emit(saved)

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        if not self.form.is_dirty:
            return
        try:
            self._saving.keep(kept, self._keeping_title())
        except SoudanError as error:
            self._kept_at.setText("まだ保存できていません")
            self.said.emit(str(error))
            return
        self._kept_at.setText(_kept_words(datetime.now().astimezone()))

    def _on_leave_clicked(self) -> None:
        if not self.form.is_dirty:
            self._saving.drop()
            self.left.emit()
        elif self._opened.stage in (Stage.NEW, Stage.DRAFT):
            if self.save_draft():
                self.said.emit("下書きを保存しました。")
                self.left.emit()
        else:
            self._ask_before_leaving()

    def _ask_before_leaving(self) -> None:
        answers = [
            Answer("stay", "書き続ける", is_default=True),
            Answer("drop", "捨てる", ButtonKind.DANGER),
            Answer("keep", "書きかけに残す", ButtonKind.FILLED),
        ]
        sentence = "まだ保存していません。書きかけに残すと、次に開いたとき続けられます。"
        match ask(self, "書いたものをどうしますか", sentence, answers):
            case "drop":
                self._drop()
            case "keep":
                self.form.keep_now()
                self.left.emit()

    def _on_void_clicked(self) -> None:
        if self._opened.record_id is None:
            self._drop()
            return
        sentence = "記録は消えず、取り消した印と理由が残ります。"
        reason = ask_text(self, "取り消す理由", sentence, act="1件を取り消す")
        if reason is None:
            return
        try:
            saved = insist(self, partial(self._saving.void, reason))
        except SoudanError as error:
            tell(self, "取り消せませんでした", error)
            return
        self.form.set_answers(self._opened.answers)  # nothing is left to keep
        self.saved.emit(saved)

    def _drop(self) -> None:
        self.form.set_answers({**self._steering(), **self._opened.answers})
        self._saving.drop()
        self.left.emit()

    def _on_notice_acted(self) -> None:
        self._saving.drop()
        self.form.set_answers({**self._steering(), **self._opened.answers})
        self._saving.lock_version = self._opened.lock_version
        self._notice.hide()
        self._kept_at.setText("")
        self._title.setText(self._subject())

    # building

    def _make_form(self) -> RecordForm:
        opened = self._opened
        day = next((v for k in ("held_on", "received_on") if (v := opened.answers.get(k))), None)
        context = self._acts.context(opened.centre, day)
        given = {**self._steering(), **opened.answers}
        if opened.kind == "consultation":
            return ConsultationForm(self._acts.fields(opened.kind), context, given=given)
        return RecordForm([self._fields[key] for key in self._asked()], context, given=given)

    def _steering(self) -> dict[str, Any]:
        return {"record_state": "final", "centre": self._opened.centre}

    def _asked(self) -> list[str]:
        return asked_keys(self._opened.kind, self._fields, self._opened.answers)

    def _name_buttons(self) -> None:
        kind, stage = self._opened.kind, self._opened.stage
        go, leave, verb, away = stage_words(self._opened, self._acts)
        self._go.setText(go)
        self._leave.setText(leave)
        self._void.setText(away or "取り消す")
        self._has_void = bool(away)
        is_draft = stage in (Stage.NEW, Stage.DRAFT)
        self._go.setObjectName(f"{verb}_{kind}")
        self._leave.setObjectName(f"save_{kind}" if is_draft else f"leave_{kind}")
        self._void.setObjectName(f"drop_{kind}" if stage is Stage.NEW else f"void_{kind}")
        self._attach.setObjectName("attach_file")

    def _build(self) -> None:
        is_made = self._opened.stage is not Stage.PLAIN or self._opened.record_id is not None
        chip = Chip(_CHIPS[self._opened.stage if is_made else Stage.NEW])
        head = layouts.row(
            self._title, chip, self._kept_at, layouts.STRETCH, self._attach, spacing=8
        )
        self._notice.hide()
        upper = layouts.column(head, self._notice, spacing=8, margins=(20, 10, 12, 0))
        form = layouts.row((self.form, 1), margins=(17, 0, 6, 0))
        body = layouts.column(upper, (form, 1), spacing=8)
        bar = ActionBar(self._go, self._leave, far=[self._void], surface="raised", margin=20)
        self.setLayout(layouts.column((body, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")
        self._void.setVisible(self._has_void)
        self._attach.setVisible("attachments" in self._fields)

    def _connect(self) -> None:
        self.form.saved.connect(self._on_form_saved)
        self.form.keep.connect(self._on_form_keep)
        self.form.edited.connect(self._on_form_edited)
        self.form.tried_again.connect(self._tell_conflict)
        self._go.clicked.connect(self.finish)
        self._leave.clicked.connect(self._on_leave_clicked)
        self._void.clicked.connect(self._on_void_clicked)
        self._attach.clicked.connect(lambda: self.form.show_question("attachments"))
        self._notice.acted.connect(self._on_notice_acted)
        for button in (self._go, self._leave, self._attach):
            bind_button(self, button, inside=True)

    def _on_form_edited(self, key: str) -> None:
        if key == "method":
            self._title.setText(self._subject())

    def _subject(self) -> str:
        kind, centre = self._opened.kind, self._opened.centre
        method = self.form.answers().get("method") if kind == "consultation" else None
        codes = self._acts.context(centre, None).codes
        return record_title(codes, centre, self._acts.label(kind), method)

    def _keeping_title(self) -> str:
        answers = self.form.answers()
        words = answers.get("subject") or (answers.get("body") or "").partition("\n")[0]
        return " ".join(each for each in (self._subject(), str(words or "")[:60]) if each)


def _kept_words(at: datetime) -> str:
    return f"{at.astimezone():%H:%M} に保存"
