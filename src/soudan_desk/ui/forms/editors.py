"""One editor for each kind of question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.attachments import AttachmentsEditor
from soudan_desk.ui.forms.choices import CheckEditor, ChoiceEditor, ChoicesEditor, MarksEditor
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.offered import OfferedLine
from soudan_desk.ui.forms.references import ReferenceEditor, ReferencesEditor
from soudan_desk.ui.forms.rows_table import RowsEditor
from soudan_desk.ui.forms.texts import TextEditor, line_editor
from soudan_desk.ui.forms.typed_lines import (
    DateEditor,
    InstantEditor,
    MinutesEditor,
    NumberEditor,
    PartialDateEditor,
    TimeEditor,
    YenEditor,
)

Make = Callable[[Field, FormContext, QWidget | None], Editor]


def editor_for(field: Field, context: FormContext, parent: QWidget | None = None) -> Editor:
    """Make the editor of a question; its `widget()` bears the question's key as object name."""
    if field.kind is Kind.NUMBER and field.codes is not None:
        return ChoiceEditor(field, context, parent)
    if field.kind is Kind.LINE and field.key in context.offers:
        return OfferedLine(field, context, parent)
    return EDITORS[field.kind](field, context, parent)


def _rows_editor(field: Field, context: FormContext, parent: QWidget | None) -> Editor:
    return RowsEditor(field, context, parent, make_editor=editor_for)


EDITORS: dict[Kind, Make] = {
    Kind.LINE: line_editor,
    Kind.TEXT: TextEditor,
    Kind.DATE: DateEditor,
    Kind.PARTIAL_DATE: PartialDateEditor,
    Kind.TIME: TimeEditor,
    Kind.INSTANT: InstantEditor,
    Kind.MINUTES: MinutesEditor,
    Kind.NUMBER: NumberEditor,
    Kind.YEN: YenEditor,
    Kind.CHECK: CheckEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.CHOICES: ChoicesEditor,
    Kind.MARKS: MarksEditor,
    Kind.REFERENCE: ReferenceEditor,
    Kind.REFERENCES: ReferencesEditor,
    Kind.ROWS: _rows_editor,
    Kind.ATTACHMENTS: AttachmentsEditor,
}
