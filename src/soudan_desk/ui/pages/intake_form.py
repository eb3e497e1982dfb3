"""The left side of the intake page, for one centre: who, how, what troubles, what was heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from soudan_desk.fields import answer_from_json, answer_to_json
from soudan_desk.japanese.folding import name_key
from soudan_desk.services.callers import Picked
from soudan_desk.services.likely_persons import Typed
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.phrases import install_phrases
from soudan_desk.ui.pages.intake_caller import NAMELESS, SELF, CallerRow
from soudan_desk.ui.pages.intake_desk import Asked, IntakeDesk
from soudan_desk.ui.pages.intake_details import PERSON_KEYS, IntakeDetails
from soudan_desk.ui.pages.intake_method import MethodRow
from soudan_desk.ui.pages.intake_names import CallerNameRow, NameRow, TroubledRow
from soudan_desk.ui.pages.intake_promise import PromiseRow
from soudan_desk.ui.pages.intake_prompts import TopicPrompts
from soudan_desk.ui.pages.intake_rows import IntakeRow, make_editor
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.check_grid import CheckGrid, Mark, Topic
from soudan_desk.ui.widgets.record_text import RecordTextEdit

_TOPIC_KEYS = "ASDFGHJKLZXCVBM,./NQWERTYUIOP1234567890"
_HINTS = {SELF: "ご本人（下に入れます）", NAMELESS: "名乗られていません"}
_MOBILES = ("060", "070", "080", "090")
_DETAILS_WIDTH = 330


class IntakeForm(QWidget):
    """Every question of the first minute; the centre decides methods, callers and topics."""

    edited = Signal()
    identity_changed = Signal()

    def __init__(self, desk: IntakeDesk, centre: str) -> None:
        super().__init__()
        self._desk, self.centre = desk, centre
        self._context = desk.context(centre)
        fields = self._fields = desk.fields
        self.caller = CallerRow(fields, self._context)
        self.method = MethodRow(fields, self._context)
        self.caller_name = CallerNameRow(fields, self._context)
        self.troubled = TroubledRow(fields, self._context)
        self.topics = self._make_topics()
        self.prompts = TopicPrompts(self.topics)
        self.text = RecordTextEdit(name="聞いたこと", lines=5)
        self.text.setObjectName("body")
        day, what = (make_editor(fields[k], self._context) for k in ("next_due_on", "next_action"))
        self.promise = PromiseRow(day, what)
        self.details: IntakeDetails | None = None
        self._rows: list[IntakeRow] = []
        self._build()
        self._connect()

    # answers

    def consultation(self) -> dict[str, Any]:
        """Return the answers about the call; blank ones of the details change nothing."""
        marks = self.topics.marks()
        first = next((code for code, mark in marks.items() if mark is Mark.FIRST), None)
        troubled = self.troubled.answers()
        is_nameless = not troubled["name"] and not troubled["kana"]
        answers = {
            **self.caller.answers(),
            **self.method.answers(),
            **self.caller_name.answers(),
            **self.promise.answers(),
            "centre": self.centre,
            "topics": list(marks) or None,
            "main_topic": first,
            "body": self.text.text().strip() or None,
            "subject_sex": troubled["sex"] if is_nameless else None,
            "subject_birth_on": troubled["birth_on"] if is_nameless else None,
        }
        if is_nameless and self.caller.value() == SELF:
            answers["is_anonymous"] = True
        details = self._details_given().items()
        return {**answers, **{key: value for key, value in details if key not in PERSON_KEYS}}

    def person(self) -> dict[str, Any]:
        """Return the answers about the troubled one."""
        answers = self.troubled.answers()
        details = self._details_given()
        answers |= {key: value for key, value in details.items() if key in PERSON_KEYS}
        number = self.caller_name.telephone.answer()
        if number and self.caller.value() == SELF:
            key = "tel_mobile" if number.startswith(_MOBILES) else "tel_home"
            answers.setdefault(key, number)
        return {key: value for key, value in answers.items() if value is not None}

    def asked(self) -> Asked:
        """Return whom to look for."""
        troubled = self.troubled.answers()
        typed = Typed(
            name=troubled["name"] or "",
            kana=troubled["kana"] or "",
            birth_on=troubled["birth_on"],
            telephone=self.caller_name.telephone.answer() or "",
            address=self._details_given().get("address") or "",
        )
        caller = self.caller_name.answers().get("caller_name") or ""
        return Asked(typed, caller, typed.telephone, self.centre)

    def title(self) -> str:
        """Return what the call is known by while it is unsaved."""
        names = (self.troubled.name.answer(), self.troubled.reading.answer())
        named = next((name for name in names if name), None)
        caller = self.caller_name.answers().get("caller_name")
        return named or caller or self.text.text().strip().partition("\n")[0][:30] or "名前なし"

    # keeping

    def kept(self) -> dict[str, Any]:
        """Return all that stands here in shapes JSON can hold, unread text included."""
        named = self._editors()
        return {
            "caller": self.caller.kept(),
            "method": self.method.method(),
            "answers": {
                key: answer_to_json(self._fields[key], editor.answer())
                for key, editor in named.items()
            },
            "typed": {key: text for key, editor in named.items() if (text := editor.typed())},
            "guessed": [row.reading.is_guess for row in self._name_rows()],
            "sex": self.troubled.sex.value(),
            "marks": {code: int(mark) for code, mark in self.topics.marks().items()},
            "body": self.text.text(),
            "details": self.details.kept() if self.details else None,
        }

    def restore(self, kept: Mapping[str, Any], *, only_caller: bool = False) -> None:
        """Show what was kept; with `only_caller` what one more call of the same person shares."""
        self.caller.restore(kept["caller"])
        self.method.set_method(kept["method"])
        own = set(self.caller_name.named()) | {"caller_tel"}
        for key, editor in self._editors().items():
            if not only_caller or key in own:
                editor.set_answer(answer_from_json(self._fields[key], kept["answers"][key]))
                if key in kept["typed"]:
                    editor.set_typed(kept["typed"][key])
        for row, is_guess in zip(self._name_rows(), kept["guessed"], strict=True):
            row.show_name(row.name.answer(), row.reading.answer(), guessed=is_guess)
        self._show_who()
        if not only_caller:
            self._restore_rest(kept)

    def _restore_rest(self, kept: Mapping[str, Any]) -> None:
        self.troubled.sex.set_value(kept["sex"])
        self.topics.set_marks({code: Mark(mark) for code, mark in kept["marks"].items()})
        self.prompts.look()
        self.text.set_text(kept["body"])
        if kept["details"]:
            self.open_details().restore(kept["details"])
        promised = any(self.promise.answers().values())
        self.promise.setVisible(promised)

    # what opens

    def open_promise(self) -> None:
        """Ask for the next appointment."""
        self.promise.show()
        self.promise.day.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_details(self) -> IntakeDetails:
        """Ask for what the first minute left out."""
        if self.details is None:
            self.details = IntakeDetails(self._fields, self._context)
            layouts.fix_size(self.details, width=_DETAILS_WIDTH)
            self._beside_text.addWidget(self.details)
            self.details.edited.connect(self._on_details_edited)
        self.details.show()
        return self.details

    def turn_details(self) -> None:
        """Open the further questions, or close them; what they hold stays."""
        if self.details is not None and self.details.isVisibleTo(self):
            self.details.hide()
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.open_details().show_question("held_on")

    def fill(self, picked: Picked) -> None:
        """Show a known person, and how the caller is related to them."""
        self.troubled.fill(picked.answers)
        caller = name_key(self.caller_name.name.answer() or "")
        for house in picked.households:
            for name, relation, _person_id in house.members:
                if caller and name_key(name) == caller and relation:
                    self.caller.set_relation(relation)

    def set_narrow(self, *, narrow: bool, small: bool) -> None:
        """Say less where room is short; where it is very short, take more lines."""
        self.caller.set_narrow(narrow=narrow)
        for row in (self.caller, self.method, self.caller_name, self.troubled):
            row.set_small(small=small)
        way = QBoxLayout.Direction.TopToBottom if small else QBoxLayout.Direction.LeftToRight
        self._beside_text.setDirection(way)

    # problems

    def typing_problems(self) -> dict[str, str]:
        """Return why typed text cannot be read, by question."""
        found: dict[str, str] = {}
        for row in self._rows:
            found |= row.typing_problems()
        return found

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Show each problem beside its editor; return the sentences that have no place here."""
        placed = {key for row in self._rows for key in row.keys}
        for row in self._rows:
            row.show_problems(problems)
        rest = {key: text for key, text in problems.items() if key not in placed}
        if self.details is not None:
            mine = {key: rest.pop(key) for key in list(rest) if key in self.details.answers()}
            self.details.show_problems(mine)
        return list(rest.values())

    def problem_places(self, problems: Mapping[str, str]) -> list[QWidget]:
        """Return the editors that have to be looked at, in order."""
        found = [row.first_problem(problems) for row in self._rows]
        return [widget for widget in found if widget is not None]

    # private

    def _name_rows(self) -> tuple[NameRow, NameRow]:
        return self.caller_name, self.troubled

    def _editors(self) -> dict[str, Editor]:
        rows = (self.caller_name, self.troubled, self.promise)
        found = {key: editor for row in rows for key, editor in row.editors.items()}
        return found | {"cash_on_hand_yen": self.method.editors["cash_on_hand_yen"]}

    def _details_given(self) -> dict[str, Any]:
        return self.details.given() if self.details is not None else {}

    def _make_topics(self) -> CheckGrid:
        entries = self._desk.options("consultation.topic", self.centre)
        keys = _TOPIC_KEYS.ljust(len(entries))
        topics = [
            Topic(entry.code, entry.brief, key.strip())
            for entry, key in zip(entries, keys, strict=False)
        ]
        grid = CheckGrid(topics, first_marked=True, name="困りごと")
        grid.setObjectName("topics")
        return grid

    def _build(self) -> None:
        beside = QWidget()
        self._beside_text = layouts.row((self.text, 1), spacing=16)
        beside.setLayout(self._beside_text)
        topics = IntakeRow("困りごと", (self.topics, 1), buddy=self.topics, key="Ctrl+T")
        more = Button("くわしく", kind=ButtonKind.LINK, height=24)
        more.setObjectName("show_details")
        more.setToolTip("住まい・時刻・配慮などを書く欄を開きます（Ctrl+D）")
        more.clicked.connect(self.turn_details)
        heard = IntakeRow(
            "聞いたこと", (beside, 1), buddy=self.text, key="Ctrl+B", below=more, tall=True
        )
        self._rows = [self.caller, self.method, self.caller_name, self.troubled, self.promise]
        self.promise.hide()
        upper = (self.caller, self.method, self.caller_name, self.troubled, topics, self.prompts)
        self.setLayout(layouts.column(*upper, (heard, 1), self.promise, spacing=10))

    def _connect(self) -> None:
        self.caller.changed.connect(self._on_caller_changed)
        for row in (self.method, self.caller_name, self.troubled, self.promise):
            row.changed.connect(self.edited)
        for row in (self.caller_name, self.troubled):
            row.changed.connect(self.identity_changed)
            row.settled.connect(self.identity_changed)
        self.topics.edited.connect(self.edited)
        self.prompts.guarded.connect(lambda: self.open_details().show_question("contact_ok"))
        self.text.edited.connect(self.edited)
        if self._context.phrases is not None:
            install_phrases(self, self._context.phrases, lambda: "consultation")

    def _on_caller_changed(self) -> None:
        self._show_who()
        self.edited.emit()
        self.identity_changed.emit()

    def _show_who(self) -> None:
        self.caller_name.set_who(_HINTS.get(self.caller.value() or "", ""))

    def _on_details_edited(self) -> None:
        self.edited.emit()
        self.identity_changed.emit()
