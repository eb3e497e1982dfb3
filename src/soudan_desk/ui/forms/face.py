"""The face that every editor shows to its page, whatever kind of answer it takes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.theme import Role


class Editor:
    """A widget that takes one answer; stands before its Qt class in a list of bases.

    `edited` is sent when a person changed the answer, never by `set_answer`. An answer that was
    given and not touched comes back as it was given.
    """

    edited: Any = Signal()
    settled: Any = Signal()
    """Sent when the person has left the editor, its text put in order."""
    field: Field
    context: FormContext

    def ask(self, field: Field, context: FormContext) -> None:
        """Take on a question: name the widget after it, for tests and for screen readers."""
        self.field, self.context = field, context
        widget = self.widget()
        widget.setObjectName(field.key)
        widget.setAccessibleName(field.label)
        if field.help:
            widget.setAccessibleDescription(field.help)
            widget.setToolTip(field.help)

    def widget(self) -> QWidget:
        """Return the editor as the widget it is."""
        return cast("QWidget", self)

    def answer(self) -> Any:
        """Return the answer as it stands; None when there is none or it cannot be read."""
        raise NotImplementedError

    def set_answer(self, answer: Any) -> None:
        """Show a stored answer."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """Return a sentence when what was typed cannot be read."""
        return None

    def notes(self) -> list[str]:
        """Return what stands muted beside the label, the most needed first."""
        return []

    def note_role(self) -> Role:
        """Return the colour of the notes."""
        return Role.MUTED

    def typed(self) -> str | None:
        """Return the text that cannot be read as an answer, so that it is not lost."""
        return None

    def set_typed(self, text: str) -> None:
        """Show a text that could not be read when it was kept."""

    def put_back(self, answer: Any, typed: str | None) -> None:
        """Show an earlier answer, or the text that could not be read, when a change is undone."""
        if typed is not None:
            self.set_typed(typed)
        else:
            self.set_answer(answer)

    def typing_place(self) -> Any:
        """Return where the person types on, so that it counts as one change; None nowhere."""
        return None

    def height_for(self, width: int) -> int | None:
        """Return the height wanted at a width in pixels; None for an editor of one line."""
        return None

    def mark_problem(self, has_problem: bool) -> None:
        """Draw the edge of an answer that has to be looked at."""
        layouts.set_property(self.widget(), "problem", has_problem)


class Holder(Editor, QWidget):
    """An editor that is made of another widget, which it may replace."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._child: QWidget | None = None

    def hold(self, child: QWidget, *, fills: bool) -> None:
        """Show a child; it fills the editor or keeps its own width."""
        old, self._child, self._fills = self._child, child, fills
        child.setParent(self)
        child.setAccessibleName(self.field.label)
        if old is not None:
            lead_on(old, child)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.setFocusProxy(child)
        self._fit()
        child.show()

    def mark_problem(self, has_problem: bool) -> None:
        """Draw the edge on the child."""
        if self._child is not None:
            layouts.set_property(self._child, "problem", has_problem)

    def event(self, event: QEvent) -> bool:
        """Fit the child when the editor's size or the zoom changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        if self._child is not None:
            width = self.width() if self._fills else self._child.sizeHint().width()
            self._child.setGeometry(0, 0, min(width, self.width()), self.height())


def stops_of(widget: QWidget) -> list[QWidget]:
    """Return the widgets of an editor that can take the focus, in order."""
    parts = (widget, *widget.findChildren(QWidget))
    none = Qt.FocusPolicy.NoFocus
    return [part for part in parts if part.focusPolicy() != none and part.focusProxy() is None]


def lead_on(before: QWidget, after: QWidget) -> None:
    """Let Tab go from one widget to an editor, and through its parts.

    Qt stops at a widget that hands its focus to a part of it, wherever that widget stands in the
    order, but does not move it: so parts that moved without it would be met twice. Here it is moved
    as if it took the focus itself.
    """
    parts = [after, *after.findChildren(QWidget)]
    none = Qt.FocusPolicy.NoFocus
    stops = [part for part in parts if part.focusPolicy() != none or part.focusProxy()]
    first = next(reversed(stops_of(before)), before)
    held = [(each, each.focusProxy(), each.focusPolicy()) for each in (first, *stops)]
    for each, _proxy, _policy in held:
        each.setFocusProxy(None)  # type: ignore[arg-type]
        each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for one, next_one in pairwise(each for each, _proxy, _policy in held):
        QWidget.setTabOrder(one, next_one)
    for each, proxy, policy in held:
        each.setFocusPolicy(policy)
        each.setFocusProxy(proxy)  # type: ignore[arg-type]
