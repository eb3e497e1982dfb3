"""The frame every editor of a form stands in: label, 必須, problem line with its cure.

    frame = LabelledEditor("終了", editor, required=True)
    frame.show_problem("終了（10:02）が開始（10:12）より前です", cure="10:32 にする", act=set_1032)
    frame.clear_problem()
    LabelledEditor("方法", Segments(...), beside=True)        # 受付: labels in a column of 88 px

The label is the editor's buddy and gives it its accessible name; the problem becomes its accessible
description. The editor only needs to be a QWidget; its edge turns red by the property `problem`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QSpacerItem, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import FIXED, PREFERRED, IconLabel, KeyCap, Label
from soudan_desk.ui.widgets.painting import draw_text

if TYPE_CHECKING:
    from soudan_desk.ui.widgets.document import DocumentLabel

_REQUIRED = "必須"
_BESIDE_WIDTH = 88
_MINIMUM = QSizePolicy.Policy.Minimum


class FieldLabel(QLabel):
    """A question's label, with 必須 after it in plain words."""

    def __init__(self, text: str, *, required: bool = False) -> None:
        super().__init__(text)
        self._required = required
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(PREFERRED, FIXED)
        self.setAccessibleName(self.spoken())

    @property
    def is_required(self) -> bool:
        """Return whether 必須 stands there."""
        return self._required

    def set_required(self, required: bool) -> None:
        """Show or drop 必須."""
        self._required = required
        self.setAccessibleName(self.spoken())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        words = theme.text_width(self.text(), Type.LABEL)
        if self._required:
            words += theme.px(6) + theme.text_width(_REQUIRED, Type.SMALL)
        return QSize(round(words) + 1, theme.px(16))

    def minimumSizeHint(self) -> QSize:
        """Let narrow columns cut the words."""
        return QSize(theme.px(28), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label and 必須."""
        painter, rect = QPainter(self), QRectF(self.rect())
        width = draw_text(painter, rect, self.text(), Role.MUTED, Type.LABEL)
        if self._required:
            rect.adjust(width + theme.px(6), 0, 0, 0)
            draw_text(painter, rect, _REQUIRED, Role.TEXT, Type.SMALL)

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return f"{self.text()} {_REQUIRED}" if self._required else self.text()


class _ProblemLine(QWidget):
    """The sentence, and the cure beside it, or below it where the editor is narrow."""

    def __init__(self, words: DocumentLabel, link: Button | None) -> None:
        super().__init__()
        self._words, self._link = words, link
        top = Qt.AlignmentFlag.AlignTop
        sentence = layouts.row((words, 1), spacing=5)
        sentence.insertWidget(0, IconLabel(Icon.PROBLEM, Role.DANGER, 14), 0, top)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        layouts.set_space(self._both, 5)
        self._both.addLayout(sentence)
        if link:
            self._both.addWidget(link)
            self._both.addStretch(1)
        self.setLayout(self._both)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction that fits."""
        super().resizeEvent(event)
        if self._link is None:
            return
        wanted = self._words.sizeHint().width() + self._link.sizeHint().width() + theme.px(30)
        is_roomy = wanted <= event.size().width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(across if is_roomy else down)


class LabelledEditor(QWidget):
    """One question: its label, its editor and, when there is one, its problem."""

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        required: bool = False,
        note: str = "",
        key: str = "",
        help_text: str = "",
        beside: bool = False,
        side: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._editor = editor
        self._help = help_text
        self._problem: QWidget | None = None
        self._label = FieldLabel(label, required=required)
        self._label.setBuddy(editor)
        self._column = self._build(note, key, side, beside=beside)
        if help_text:
            editor.setToolTip(help_text)
            editor.setAccessibleDescription(help_text)
        self._name_editor()

    @property
    def editor(self) -> QWidget:
        """Return the editor inside."""
        return self._editor

    @property
    def label(self) -> FieldLabel:
        """Return the label."""
        return self._label

    @property
    def has_problem(self) -> bool:
        """Return whether a problem is shown."""
        return self._problem is not None

    def set_required(self, required: bool) -> None:
        """Show or drop 必須."""
        self._label.set_required(required)
        self._name_editor()

    def show_problem(
        self, sentence: str, cure: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence below the editor, and as a link the act that would cure it."""
        from soudan_desk.ui.widgets.document import DocumentLabel  # not before a problem is seen

        self.clear_problem()
        words = DocumentLabel(sentence, Type.SMALL, Role.DANGER, line_height=1.35)
        words.setObjectName("problem")
        link = Button(cure, kind=ButtonKind.LINK, height=20) if cure and act else None
        if link and act:
            link.clicked.connect(act)
        self._problem = _ProblemLine(words, link)
        self._column.insertWidget(self._column.indexOf(self._editor) + 1, self._problem)
        self._mark(problem=True)
        self._editor.setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        """Take the sentence away."""
        if self._problem is None:
            return
        self._column.removeWidget(self._problem)
        self._problem.hide()
        self._problem.deleteLater()
        self._problem = None
        self._mark(problem=False)
        self._editor.setAccessibleDescription(self._help)

    # private

    def _mark(self, *, problem: bool) -> None:
        """Redden the editor's edge, or that of the line inside a composite one."""
        for widget in (self._editor, self._editor.focusProxy()):
            if widget is not None:
                layouts.set_property(widget, "problem", problem)

    def _build(self, note: str, key: str, side: QWidget | None, *, beside: bool) -> QBoxLayout:
        if beside:
            return self._build_beside(key)
        column = layouts.column(spacing=5)
        if note or key or side:
            note_label = Label(note, Type.SMALL, Role.MUTED) if note else None
            cap = KeyCap(key) if key else None
            layouts.add(column, layouts.row(self._label, cap, side, layouts.STRETCH, note_label))
        else:
            column.addWidget(self._label)
        self._seat(column)
        self.setLayout(column)
        return column

    def _seat(self, column: QBoxLayout) -> None:
        """Let a tall editor grow; below any other the spare room stays empty."""
        policy = QSizePolicy(self._editor.sizePolicy())
        if policy.expandingDirections() & Qt.Orientation.Vertical:
            column.addWidget(self._editor, 1)
        else:
            column.addWidget(self._editor)
            column.addSpacerItem(QSpacerItem(0, 0, _MINIMUM, PREFERRED))
            column.setStretch(column.count() - 1, 1)

    def _build_beside(self, key: str) -> QBoxLayout:
        head = layouts.column(self._label, KeyCap(key) if key else None, spacing=3)
        layouts.set_space(head, 3, (0, 8, 0, 0))
        column = layouts.column(spacing=5)
        self._seat(column)
        outer = layouts.row((column, 1))
        top = Qt.AlignmentFlag.AlignTop
        outer.insertWidget(0, layouts.panel(head, width=_BESIDE_WIDTH), 0, top)
        self.setLayout(outer)
        return column

    def _name_editor(self) -> None:
        self._editor.setAccessibleName(self._label.spoken())
