"""A row of the intake page: its label in the left column, editors side by side, its problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.fields import Field
from soudan_desk.fields.typed import answer_from_typed
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.texts import ReadingEditor
from soudan_desk.ui.forms.typed_lines import PartialDateEditor
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labelled import FieldLabel
from soudan_desk.ui.widgets.labels import FIXED, IconLabel, KeyCap
from soudan_desk.ui.widgets.painting import ChipLook, chip_width

LABEL_WIDTH, GAP = 88, 8
_AGE = re.compile(r"[(（][^()（）]*[歳代][^()（）]*[)）]$")
UNSURE = ChipLook("読み 未確認", Role.WARNING, Icon.QUESTION)
SURE = ChipLook("読み 確認済み", Role.OK, Icon.CHECK)


class IntakeRow(QWidget):
    """Editors of one line under one label; problems stand below them.

    `second` are those of the parts that go into a line of their own where room is short.
    """

    def __init__(
        self,
        label: str,
        *parts: layouts.Part,
        editors: Mapping[str, Editor] | None = None,
        buddy: QWidget | None = None,
        key: str = "",
        below: QWidget | None = None,
        tall: bool = False,
        second: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._second, self._is_small = second, False
        self.editors: dict[str, Editor] = dict(editors or {})
        self._label = FieldLabel(label)
        self._words = DocumentLabel("", Type.SMALL, Role.DANGER, line_height=1.35)
        self._words.setObjectName("problem")
        self._problem = layouts.panel(
            layouts.row(IconLabel(Icon.PROBLEM, Role.DANGER, 14), (self._words, 1), spacing=5)
        )
        self._problem.hide()
        if buddy is not None:
            self._label.setBuddy(buddy)
        self._build(parts, key, below, tall=tall)

    @property
    def keys(self) -> set[str]:
        """Return the questions asked here."""
        return set(self.editors)

    def show_problems(self, problems: Mapping[str, str]) -> bool:
        """Show the sentences about this row's questions; tell whether there are any."""
        mine = {key: problems[key] for key in self.editors if problems.get(key)}
        for key, editor in self.editors.items():
            editor.mark_problem(key in mine)
            editor.widget().setAccessibleDescription(mine.get(key, editor.field.help))
        self._words.set_text(" ".join(mine.values()))
        self._problem.setVisible(bool(mine))
        return bool(mine)

    def first_problem(self, problems: Mapping[str, str]) -> QWidget | None:
        """Return the first editor of this row that has one."""
        wrong = (each.widget() for key, each in self.editors.items() if problems.get(key))
        return next(wrong, None)

    def typing_problems(self) -> dict[str, str]:
        """Return why typed text cannot be read, by question."""
        found = {key: editor.problem() for key, editor in self.editors.items()}
        return {key: sentence for key, sentence in found.items() if sentence}

    def set_small(self, *, small: bool) -> None:
        """Take two lines where one is too narrow."""
        if small == self._is_small or not self._second:
            return
        self._is_small = small
        line = self._lower if small else self._line
        for at, (widget, usual) in enumerate(zip(self._second, self._usual_at, strict=True)):
            line.insertWidget(at if small else usual, widget)

    def _build(
        self, parts: tuple[layouts.Part, ...], key: str, below: QWidget | None, *, tall: bool
    ) -> None:
        head = layouts.column(self._label, KeyCap(key) if key else None, below, spacing=3)
        layouts.set_space(head, 3, (0, 8, 0, 0))
        self._line = line = layouts.row(*parts, spacing=GAP)
        self._usual_at = [line.indexOf(widget) for widget in self._second]
        self._lower = layouts.row(layouts.STRETCH, spacing=GAP)
        body = layouts.column(
            (line, 1) if tall else line, self._lower if self._second else None, self._problem,
            spacing=4,
        )  # fmt: skip
        outer = layouts.row((body, 1), spacing=GAP)
        top = Qt.AlignmentFlag.AlignTop
        outer.insertWidget(0, layouts.panel(head, width=LABEL_WIDTH), 0, top)
        self.setLayout(outer)
        if not tall:
            self.setSizePolicy(self.sizePolicy().horizontalPolicy(), FIXED)


class BirthEditor(PartialDateEditor):
    """A birth date in a narrow line: S31.11.22 with the age behind it."""

    def written(self, answer: PartialDate | None) -> str:
        """Write the date short, the age in brackets."""
        if answer is None:
            return ""
        exact = answer.exact()
        words = wareki_short(exact) if exact else answer.reading()
        age = short_age(answer, self.context.day)
        return words if age in ("", words) else f"{words}({age})"

    def _read(self) -> Any:
        if self.text() == self._given_text:
            return self._given
        typed = _AGE.sub("", self.text())
        context = self.context
        return answer_from_typed(self.field, typed, today=context.today, codes=context.codes)


def short_age(born: PartialDate, day: date) -> str:
    """Write an age where room is scarce: 70歳, 約70歳 where it is uncertain, 40代."""
    age = born.age_text(day)
    return f"約{age.removesuffix('前後')}" if age.endswith("前後") else age


class SureChip(Chip):
    """Says how sure a reading is, in a place of its own; a click on an unsure one confirms it."""

    def __init__(self, reading: ReadingEditor) -> None:
        super().__init__(SURE)
        self._reading = reading
        self.setToolTip("フリガナの欄で Enter を押すと確認済みになります。")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def sizeHint(self) -> QSize:
        """Keep room for either word, so that nothing beside it moves."""
        return QSize(max(chip_width(UNSURE), chip_width(SURE)), theme.size("chip"))

    def refresh(self) -> None:
        """Show what holds of the reading now."""
        self.set_look(UNSURE if self._reading.is_guess else SURE, self.toolTip())
        self.setVisible(bool(self._reading.text().strip()))

    def confirm(self) -> None:
        """Take the guess for right."""
        if self._reading.is_guess:
            self._reading.set_answer(self._reading.answer())
            self._reading.edited.emit()
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Confirm the guess."""
        self.confirm()


class EnterGoesOn(QObject):
    """Lets Enter in a line go to the next editor, as forms are filled in one hand."""

    def __init__(self, *lines: QWidget) -> None:
        super().__init__(lines[0])
        for line in lines:
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on, unless a list is open below the line."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() and isinstance(watched, QLineEdit):
            watched.focusNextChild()
            return True
        return False


def make_editor(field: Field, context: FormContext, parent: QWidget | None = None) -> Editor:
    """Make a question's editor; a birth date in its narrow form."""
    if field.key.endswith("birth_on"):
        return BirthEditor(field, context, parent)
    return editor_for(field, context, parent)
