"""かけてきた方 and 困っている方: names with readings, telephone, sex and birth date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.pairs import CONFIRMED, GUESSED, join_reading
from soudan_desk.ui.forms.texts import ReadingEditor
from soudan_desk.ui.pages.intake_rows import EnterGoesOn, IntakeRow, SureChip, make_editor
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import Label

_SEXES, _SHORT = 80, 3
_LAST = 150


class NameRow(IntakeRow):
    """A name, its reading and how sure that is; what else is asked stands to the right."""

    changed = Signal()
    settled = Signal()

    def __init__(
        self,
        label: str,
        keys: tuple[str, str],
        more: Mapping[str, Editor],
        right: tuple[layouts.Part, ...],
        make: Callable[[str], Editor],
        context: FormContext,
    ) -> None:
        self.name, reading = make(keys[0]), make(keys[1])
        assert isinstance(reading, ReadingEditor)
        self.reading = reading
        self.sure = SureChip(reading)
        name = self.name.widget()
        parts = ((name, 1), (reading, 1), self.sure, *right)
        editors = {keys[0]: self.name, keys[1]: self.reading, **more}
        second = [part for part in right if isinstance(part, QWidget)]
        super().__init__(label, *parts, editors=editors, buddy=name, second=second)
        self._keys = keys
        for widget, hint in ((name, "氏名"), (reading, "フリガナ")):
            widget.setMinimumWidth(1)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(hint)
        join_reading(self.name, reading, context.guess_reading)
        EnterGoesOn(*(each.widget() for each in editors.values()))
        reading.installEventFilter(self)  # installed last: sees Enter first
        for editor in editors.values():
            editor.edited.connect(self._on_edited)
            editor.settled.connect(self.settled)
        self.settled.connect(self.sure.refresh)

    def named(self) -> dict[str, str | None]:
        """Return name and reading under this row's keys."""
        return {self._keys[0]: self.name.answer(), self._keys[1]: self.reading.answer()}

    def reading_state(self) -> str | None:
        """Return how sure the reading is, as a code; None without one."""
        if not self.reading.answer():
            return None
        return GUESSED if self.reading.is_guess else CONFIRMED

    def show_name(self, name: str | None, reading: str | None, *, guessed: bool = False) -> None:
        """Show a known name."""
        self.name.set_answer(name)
        self.reading.set_answer(None)
        if guessed and reading:
            self.reading.offer(reading, guessed=True)
        else:
            self.reading.set_answer(reading)
        self.sure.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Confirm a guessed reading by Enter, before Enter goes on."""
        if watched is self.reading and isinstance(event, QKeyEvent):
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.sure.confirm()
        return False

    def _on_edited(self) -> None:
        self.sure.refresh()
        self.changed.emit()


class CallerNameRow(NameRow):
    """Who is on the telephone, and their number."""

    def __init__(self, fields: Mapping[str, Field], context: FormContext) -> None:
        def make(key: str) -> Editor:
            return make_editor(fields[key], context)

        self.telephone = make("caller_tel")
        line = self.telephone.widget()
        line.setProperty("figures", True)
        layouts.fix_size(line, width=_LAST)
        label = Label("電話", Type.LABEL, Role.MUTED)
        label.setBuddy(line)
        right = (layouts.panel(layouts.row(), width=_SEXES), label, line)
        keys = ("caller_name", "caller_kana")
        super().__init__("かけてきた方", keys, {"caller_tel": self.telephone}, right, make, context)

    def answers(self) -> dict[str, Any]:
        """Return the consultation's answers of this row."""
        named = self.named() if self.name.widget().isEnabled() else {}
        return {**named, "caller_tel": self.telephone.answer()}

    def set_who(self, hint: str) -> None:
        """Ask for no name where the caller is the troubled one, or gives none; say so."""
        for editor, words in ((self.name, "氏名"), (self.reading, "フリガナ")):
            line = editor.widget()
            assert isinstance(line, QLineEdit)
            line.setEnabled(not hint)
            if hint:
                editor.set_answer(None)
            line.setPlaceholderText((hint if editor is self.name else "") if hint else words)
        self.sure.refresh()


class TroubledRow(NameRow):
    """Who is in trouble: a name where one is given, else sex and age band."""

    def __init__(self, fields: Mapping[str, Field], context: FormContext) -> None:
        def make(key: str) -> Editor:
            return make_editor(fields[key], context)

        entries = context.codes.entries("sex", on=context.today)
        options = [(e.code, e.label if len(e.label) <= _SHORT else e.brief) for e in entries]
        self.sex = Select(options, blank="性別", name="性別")
        self.sex.setObjectName("sex")
        self.birth = make("birth_on")
        line = self.birth.widget()
        line.setToolTip("s31.5.3、昭和31年、40代 のように打ちます。")
        layouts.fix_size(self.sex, width=_SEXES)
        layouts.fix_size(line, width=_LAST)
        label = Label("生年", Type.LABEL, Role.MUTED)
        label.setBuddy(line)
        right = (self.sex, label, line)
        super().__init__(
            "困っている方", ("name", "kana"), {"birth_on": self.birth}, right, make, context
        )
        self.sex.picked.connect(self.changed)

    def answers(self) -> dict[str, Any]:
        """Return the person's answers of this row."""
        return {
            **self.named(),
            "kana_state": self.reading_state(),
            "sex": self.sex.value(),
            "birth_on": self.birth.answer(),
        }

    def fill(self, person: Mapping[str, Any]) -> None:
        """Show a known person; what they have already cannot be typed over here."""
        guessed = person.get("kana_state") == GUESSED
        self.show_name(person.get("name"), person.get("kana"), guessed=guessed)
        self.birth.set_answer(person.get("birth_on"))
        self.sex.set_value(person.get("sex"))
        self.set_locked(person)

    def set_locked(self, person: Mapping[str, Any]) -> None:
        """Close what the office knows already; an empty mapping opens everything."""
        lines: dict[str, QWidget] = {
            "name": self.name.widget(),
            "kana": self.reading,
            "birth_on": self.birth.widget(),
        }
        for key, line in lines.items():
            assert isinstance(line, QLineEdit)
            line.setReadOnly(bool(person.get(key)))
            layouts.set_property(line, "readOnly", bool(person.get(key)))
        self.sex.setEnabled(not person.get("sex"))
