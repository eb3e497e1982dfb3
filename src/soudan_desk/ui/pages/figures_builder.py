"""Making a cross table: which records, by which one or two questions, counted how."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.reports.cross_table import PEOPLE, RECORDS
from soudan_desk.services.figure_questions import Asked, Countable
from soudan_desk.services.saved_tables import Kept
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.figures_narrowing import Narrowing, Rows
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labelled import LabelledEditor

_UNITS = ((RECORDS, "延べ"), (PEOPLE, "実人員"))
_ONE_QUESTION = "（1項目だけで数える）"
_FIRST_KIND = "consultation"


class CrossBuilder(QWidget):
    """Four choices in a row; `changed` tells that another table is wanted.

    `narrowing` stands elsewhere.
    """

    changed = Signal()

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._kinds: dict[str, Countable] = {}
        self._kept: Kept | None = None
        self._kind = Select(blank=None, name="数える記録")
        self._row = Select(blank=None, name="行の項目")
        self._column = Select(blank=_ONE_QUESTION, name="列の項目")
        self._unit = Segments(_UNITS, required=True, name="数え方")
        for widget, name in (
            (self._kind, "record_kind"),
            (self._row, "row_key"),
            (self._column, "column_key"),
            (self._unit, "unit"),
        ):
            widget.setObjectName(name)
        self._unit.set_value(RECORDS)
        self.narrowing = Narrowing(rows)
        self._build()
        self._kind.picked.connect(self._on_kind_picked)
        for select in (self._row, self._column, self._unit):
            select.picked.connect(lambda _value: self.changed.emit())
        self.narrowing.changed.connect(self.changed)

    def offer(self, kinds: Sequence[Countable]) -> None:
        """Offer kinds of record; what was chosen stays chosen if it is among them."""
        self._kinds = {each.kind: each for each in kinds}
        chosen = self._kind.value()
        self._kind.set_options([(each.kind, each.label) for each in kinds])
        self._kind.set_value(chosen if chosen in self._kinds else _FIRST_KIND)
        self._offer_questions()

    def show_kept(self, kept: Kept) -> None:
        """Show a saved table's choices."""
        self._kept = kept
        self._kind.set_value(kept.record_kind)
        self._offer_questions()
        self._row.set_value(_usual(kept.row_key))
        self._column.set_value(kept.column_key and _usual(kept.column_key))
        self._unit.set_value(kept.unit)
        self.narrowing.show_narrowed(tuple((_usual(key), each) for key, each in kept.narrowed))

    def begin(self) -> None:
        """Forget the saved table that was shown: what is chosen becomes another one."""
        self._kept = None
        self.narrowing.show_narrowed(())

    def chosen(self, centre: str | None) -> Kept | None:
        """Return the table chosen; None while a choice is missing."""
        kind, row = self._kind.value(), self._row.value()
        if kind is None or row is None:
            return None
        kept = self._kept
        return Kept(
            name=kept.name if kept else "",
            record_kind=kind,
            row_key=row,
            column_key=self._column.value(),
            unit=self._unit.value() or RECORDS,
            centre=kept.centre if kept else centre,
            narrowed=self.narrowing.narrowed(),
            note=kept.note if kept else "",
            id=kept.id if kept else None,
            lock_version=kept.lock_version if kept else None,
        )

    def _build(self) -> None:
        choices = layouts.row(
            (LabelledEditor("数える記録", self._kind), 4),
            (LabelledEditor("行", self._row), 4),
            (LabelledEditor("列", self._column), 4),
            LabelledEditor("数え方", self._unit),
            spacing=12,
        )
        self.setLayout(choices)

    def _offer_questions(self) -> None:
        about = self._kinds.get(self._kind.value() or "")
        options = [(each.key, _words(each)) for each in about.questions] if about else []
        self._row.set_options(options)
        self._column.set_options(options)
        if self._row.value() is None and options:
            self._row.set_value(_first(about.questions if about else ()))
        self.narrowing.offer(about)
        has_people = about is None or about.has_person
        self._unit.setEnabled(has_people)
        if not has_people:
            self._unit.set_value(RECORDS)

    def _on_kind_picked(self) -> None:
        self._offer_questions()
        self.changed.emit()


def _words(asked: Asked) -> str:
    return asked.label


def _first(questions: Sequence[Asked]) -> str:
    """Begin with a question of the record itself that has options."""
    own = (each.key for each in questions if not each.source and each.field.codes)
    return next(own, questions[0].key)


def _usual(key: str) -> str:
    return {"age": "person.birth_on", "person.age": "person.birth_on"}.get(key, key)
