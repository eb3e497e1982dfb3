"""A form of 200 questions against a bare QFormLayout of 200 labels and line edits.

Both stand in a scroll area of the size of a page; the time runs from making the first widget to
the picture on the screen. The questions are mixed as the records mix them. The bare side wears the
same style sheet, or none at all for the second figure. Each figure is the best of several runs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QLineEdit, QScrollArea, QWidget

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.theme import theme

QUESTIONS, LIMIT, ROUNDS = 200, 3.0, 7
_CELLS = (
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="on", label="日付", kind=Kind.DATE),
)
_MIX = (
    (Kind.LINE, None), (Kind.LINE, None), (Kind.CHOICE, "few"), (Kind.DATE, None),
    (Kind.TEXT, None), (Kind.LINE, None), (Kind.CHOICE, "many"), (Kind.CHECK, None),
    (Kind.YEN, None), (Kind.NUMBER, None), (Kind.LINE, None), (Kind.CHOICES, "many"),
    (Kind.DATE, None), (Kind.CHOICE, "few"), (Kind.LINE, None), (Kind.TIME, None),
    (Kind.REFERENCE, None), (Kind.TEXT, None), (Kind.CHECK, None), (Kind.ROWS, None),
)  # fmt: skip


def measure() -> list[tuple[str, float, float]]:
    """Return label, ratio and limit of each comparison."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance()
    app = application if isinstance(application, QApplication) else QApplication([])
    theme.apply(app)
    fields, context = _questions(), FormContext(codes=_codes(), today=date(2026, 11, 24))
    ours = _best(app, lambda: FormPage(fields, lambda _answers: None, context))
    whole = _best(app, lambda: _with_every_editor(fields, context))
    dressed = _best(app, _bare)
    sheet = app.styleSheet()
    app.setStyleSheet("")
    plain = _best(app, _bare)
    app.setStyleSheet(sheet)
    return [
        ("form of 200 questions: bare QFormLayout in the same style", ours / dressed, LIMIT),
        ("form of 200 questions: bare QFormLayout without any style sheet", ours / plain, LIMIT),
        ("the same with every editor out of sight made at once", whole / plain, 9.0),
    ]


def _with_every_editor(fields: list[Field], context: FormContext) -> QWidget:
    page = FormPage(fields, lambda _answers: None, context)
    page.resize(1100, 640)
    for field in fields:
        page.editor(field.key)
    return page


def _questions() -> list[Field]:
    return [
        Field(
            key=f"question_{number}",
            label=f"質問 {number}",
            kind=_MIX[number % 20][0],
            section=f"第{number // 20 + 1}部",
            codes=_MIX[number % 20][1],
            rows=_CELLS if _MIX[number % 20][0] is Kind.ROWS else (),
            of="person" if _MIX[number % 20][0] is Kind.REFERENCE else None,
            required=number % 4 == 0,
        )
        for number in range(QUESTIONS)
    ]


def _codes() -> CodeBook:
    sizes = {"few": 4, "many": 14}
    return CodeBook(
        CodeEntry(list=name, code=str(number), label=f"選択肢{number}")
        for name, size in sizes.items()
        for number in range(size)
    )


def _bare() -> QWidget:
    inside = QWidget()
    layout = QFormLayout(inside)
    for number in range(QUESTIONS):
        layout.addRow(QLabel(f"質問 {number}"), QLineEdit())
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area


def _best(app: QApplication, make: Callable[[], QWidget]) -> float:
    return min(_opened(app, make) for _round in range(ROUNDS))


def _opened(app: QApplication, make: Callable[[], QWidget]) -> float:
    start = time.perf_counter()
    widget = make()
    widget.resize(1100, 640)
    widget.show()
    app.processEvents()
    taken = time.perf_counter() - start
    widget.close()
    widget.deleteLater()
    app.processEvents()
    return taken


if __name__ == "__main__":
    for label, ratio, limit in measure():
        print(f"{label}: {ratio:.2f} (at most {limit})")
