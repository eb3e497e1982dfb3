"""A form made from questions: it asks, shows what is wrong, keeps what is typed, saves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import ConflictError, InvalidEntriesError, SoudanError
from soudan_desk.fields import Field, Kind, answer_from_json, answer_to_json
from soudan_desk.storage.refusals import BusyError
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.advising import Advising
from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.keeping import Keeper
from soudan_desk.ui.forms.pairs import (
    is_postal,
    join_reading,
    reading_key_of,
    reading_state,
    standard_suggestions,
)
from soudan_desk.ui.forms.phrases import install_phrases
from soudan_desk.ui.forms.saving_again import SavingAgain
from soudan_desk.ui.forms.section import Cell
from soudan_desk.ui.forms.sheet import Answers, Sheet, Suggest, without_blanks
from soudan_desk.ui.forms.texts import ReadingEditor
from soudan_desk.ui.forms.undoing import Undoing
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.widgets.notices import ProblemBar


class FormPage(QWidget):
    """Asks a set of questions and hands the answers to `save`.

    Editors are made as they come into view, the rest in the pauses after opening; `editor(key)`
    makes one at once. `act` is the word in 「保存できません」. `suggest` says, by a question's key,
    what its answer suggests for others; it never overwrites what a person gave.
    """

    saved = Signal(object)
    """What `save` returned."""
    edited = Signal(str)
    """The key of the question that a person, or a suggestion, changed."""
    judged = Signal(dict)  # what is wrong, by question, as it was shown
    conflicted = Signal()  # somebody else saved meanwhile
    tried_again = Signal()  # a save that had to wait for another writer came to its end
    body_type: type[FormBody] = FormBody
    """What places the questions; a form with a layout of its own names another."""
    keep = Signal(dict)
    """All that was changed, for the unsaved row; `restore` takes it back."""

    def __init__(
        self,
        fields: Iterable[Field],
        save: Callable[[Answers], Any],
        context: FormContext,
        *,
        suggest: Suggest | None = None,
        act: str = "保存",
        kind: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        asked = tuple(fields)
        self._save, self._context, self._act = save, context, act
        self._sheet = Sheet(asked, {**standard_suggestions(asked, context), **(suggest or {})})
        self._body = self.body_type(asked, self._sheet, context)
        self._bar, self._again = ProblemBar(), SavingAgain(self)
        self._keeper = Keeper(self)
        self._undoing = Undoing(self, self._body, self._sheet)
        self._jumped_to = ""
        self.record_kind = kind
        """The kind of record that is written, for the phrases offered and what mends a refusal."""
        self._slow = {f.key for f in asked if f.kind is Kind.LINE and not is_postal(f)}
        self.setLayout(layouts.column(self._again, self._bar, (self._body, 1), spacing=8))
        self._body.apply_conditions()
        self._body.edited.connect(self._on_body_edited)
        self._body.settled.connect(self._on_body_settled)
        self._body.made.connect(self._on_body_made)
        self._undoing.put_back.connect(self._on_put_back)
        self._bar.jumped.connect(self.show_next_problem)
        self._keeper.due.connect(lambda: self.keep.emit(self.kept()))
        self._again.ended.connect(self.tried_again)
        if context.phrases is not None:
            install_phrases(self, context.phrases, lambda: self.record_kind)
        self.advising = Advising(self, self._body, self._sheet.everything, context.mend)
        bind(self, "F8", "見直すところへ移る", self.show_next_problem)

    # answers

    def answers(self) -> Answers:
        """Return every answer as it stands; questions that are not asked have none."""
        return self._sheet.answers()

    def set_answers(self, answers: Mapping[str, Any]) -> None:
        """Show stored answers and count the page as unedited.

        Answers of questions that are not on this form steer conditions and suggestions.
        """
        self._sheet.give(answers)
        self._undoing.clear()
        self._keeper.drop()
        for key in self._sheet.fields:
            self._body.show_answer(key)
        self._body.apply_conditions()
        self.show_problems({})

    def change(self, answers: Mapping[str, Any]) -> None:
        """Put answers in as if a person had given them, in one step."""
        before = self._sheet.everything()
        self._put_in(answers)
        self._undoing.note_all(before, answers)

    @property
    def is_dirty(self) -> bool:
        """Whether anything was changed since answers were given or saved."""
        return self._sheet.is_dirty

    def editor(self, key: str) -> Editor:
        """Return a question's editor, made now if it was not needed yet."""
        return self._body.editor(key)

    def cell(self, key: str) -> Cell:
        """Return where a question stands and what is said about it."""
        return self._body.cell(key)

    # verbs

    def save(self) -> bool:
        """Hand the answers to `save` (again while others write), or show what is wrong."""
        problems, is_conflict = self._body.typing_problems(), False
        if not problems:
            try:
                result = self._save(self.answers())
            except BusyError:
                self._again.wait_for(self.save)
                return False
            except InvalidEntriesError as error:
                problems = error.problems
            except SoudanError as error:
                problems = {"": str(error)}
                is_conflict = isinstance(error, ConflictError)
            else:
                self._on_saved(result)
                return True
        self._again.end()
        self.show_problems(problems)
        self.show_next_problem()
        if is_conflict:
            self.conflicted.emit()
        return False

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show a sentence below each question named, and their count in the bar above.

        Sentences about questions that are not on this form stand in the bar themselves.
        """
        for key in self._sheet.fields:
            self._body.set_problem(key, problems.get(key, ""))
        self.judged.emit(dict(problems))
        self._jumped_to = ""
        others = [text for key, text in problems.items() if key not in self._sheet.fields]
        self._show_bar(" ".join(others))
        self._body.place()

    def show_next_problem(self) -> None:
        """Go to the next question that has a problem, round and round."""
        wrong = [c.field.key for c in self._body.cells() if c.problem and c.is_shown]
        if not wrong:
            return
        at = wrong.index(self._jumped_to) + 1 if self._jumped_to in wrong else 0
        self._jumped_to = wrong[at % len(wrong)]
        self.show_question(self._jumped_to)

    def show_question(self, key: str) -> None:
        """Scroll to a question and stand in its editor."""
        self._body.show_question(key)

    # keeping

    def keep_now(self) -> None:
        """Send what is typed for keeping at once, if anything waits; before a lock, on closing."""
        self._keeper.keep_now()

    def kept(self) -> dict[str, Any]:
        """Return all that was changed, in shapes JSON can hold, with the text not yet readable."""
        fields = self._sheet.fields
        answers = {k: answer_to_json(fields[k], v) for k, v in self._sheet.changes().items()}
        return {"answers": answers, "typed": self._body.unread()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put what was kept over the answers shown; the page then counts as edited."""
        fields = self._sheet.fields
        for key, value in kept["answers"].items():
            if key in fields:
                self._sheet.change(key, without_blanks(answer_from_json(fields[key], value)))
                self._body.show_answer(key)
        for key, text in kept["typed"].items():
            if key in fields:
                self._body.show_typed(key, text)
                self._sheet.change(key, self._body.editor(key).answer())
        self._undoing.clear()
        self._body.apply_conditions()
        self._body.place()

    # private

    def _put_in(self, answers: Mapping[str, Any]) -> None:
        for key, answer in answers.items():
            self._sheet.change(key, answer)
            self._body.show_answer(key)
            self._after_change(key)

    def _on_put_back(self, keys: list[str]) -> None:
        for key in keys:
            self._body.set_problem(key, self._body.editor(key).problem() or "")
        self._show_bar()
        if self._sheet.steering.intersection(keys):
            self._body.apply_conditions()
        self._body.place()
        for key in keys:
            self.edited.emit(key)
        self._keeper.note_change()

    def _on_body_edited(self, key: str) -> None:
        self._sheet.change(key, self._body.editor(key).answer())
        if self._body.set_problem(key, ""):
            self._show_bar()
            self._body.place()
        self._after_change(key)

    def _after_change(self, key: str) -> None:
        changed = {key}
        if key not in self._slow:
            changed |= self._suggest(key)
        if changed & self._sheet.steering:
            self._body.apply_conditions()
        for each in changed:
            self._body.place_again_if_grown(each)
            self.edited.emit(each)
        self._keeper.note_change()

    def _suggest(self, key: str) -> set[str]:
        if not self._sheet.suggests(key):
            return set()
        before = self._sheet.everything()
        suggested = self._sheet.suggestions(key)
        for other in suggested:
            self._body.show_answer(other)
        self._undoing.join(before, suggested)
        return set(suggested)

    def _on_body_settled(self, key: str) -> None:
        if key in self._slow:
            for other in self._suggest(key):
                self._after_change(other)
        editor = self._body.editor(key)
        problem = editor.problem() or ""
        if problem and self._body.set_problem(key, problem):
            self._body.place()
        self._body.place_again_if_grown(key)

    def _on_body_made(self, key: str) -> None:
        fields = self._sheet.fields
        reading_key = reading_key_of(key, fields) if fields[key].kind is Kind.LINE else None
        if reading_key is not None:
            reading = self._body.editor(reading_key)
            if isinstance(reading, ReadingEditor):
                join_reading(self._body.editor(key), reading, self._context.guess_reading)
                reading.edited.connect(partial(self._on_reading_edited, reading_key, reading))

    def _on_reading_edited(self, key: str, reading: ReadingEditor) -> None:
        state = f"{key}_state"
        wanted = reading_state(reading, self._sheet.answer(state))
        if state in self._sheet.fields and wanted != self._sheet.answer(state):
            before = self._sheet.everything()
            self._put_in({state: wanted})
            self._undoing.join(before, [state])

    def _on_saved(self, result: Any) -> None:
        self._again.end()
        self._sheet.settle()
        self._undoing.clear()
        self._keeper.drop()
        self.show_problems({})
        self.saved.emit(result)

    def _show_bar(self, message: str = "") -> None:
        count = self._body.problem_count()
        self._bar.show_problems(count, f"{self._act}できません")
        self._bar.button.setVisible(count > 0)
        if message:
            self._bar.say(message)
            self._bar.show()
