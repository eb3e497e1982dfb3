"""申し送る: the small form at the side of any page, and below it what is left there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.services.handover_lists import About
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.sheet import Answers
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.notes.acts import NoteActs, form_name
from soudan_desk.ui.notes.cards import NoteList
from soudan_desk.ui.pages.page import Subject
from soudan_desk.ui.shortcuts import note as note_key
from soudan_desk.ui.theme import Type, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import Label, Line

WIDTH = 416
_FORM_LEAST = 300


class NoteSide(QWidget):
    """Lies over the right side of the page it was opened on, as long as it is wanted."""

    said = Signal(str)

    def __init__(self, acts: NoteActs, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("note_side")
        self.setAccessibleName("申し送り")
        self._acts, self._over = acts, over
        self._about = About()
        self._subjects: list[Subject] = []
        self._is_open = False
        self._context: FormContext
        self.form: FormPage | None = None
        self.where = Segments([], name="つける先", height=28)
        self._leave = Button("残す", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
        self._close = Button("閉じる", key="Esc")
        self._form_place, self._where_place = layouts.column(spacing=0), layouts.row(spacing=0)
        self._came_from: QWidget | None = None
        self.notes = NoteList(acts)
        self._build()
        self._connect()
        self.hide()

    # verbs

    def open_on(self, subjects: Sequence[Subject], about: About | None = None) -> None:
        """Begin a note on the first of what stands on the page, or on what is named."""
        self._subjects = list(subjects)
        wanted = about or (_about(subjects[0]) if subjects else About())
        self._offer_subjects()
        if not self._is_open:
            self._came_from = QApplication.focusWidget()
        self._is_open = True
        self._begin(wanted)
        self.fit()
        self.show()
        self.raise_()
        self.take_focus()

    def take_focus(self) -> None:
        """Stand in the text."""
        if self.form is not None and self._acts.may_write:
            self.form.show_question("body")
        else:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Leave the note for its readers, or show what is missing; tell whether it was left."""
        return self.form is not None and self.form.save()

    def close_side(self) -> None:
        """Go away; what is typed is kept."""
        if self._is_open:
            self._is_open = False
            self.keep_now()
            self.hide()
            if self._came_from is not None and isValid(self._came_from):
                self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_open(self) -> bool:
        """Whether it lies over the page."""
        return self._is_open

    @property
    def about(self) -> About:
        """Return what the note that is begun hangs on."""
        return self._about

    def keep_now(self) -> None:
        """Keep what is typed at once."""
        if self.form is not None:
            self.form.keep_now()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show anew what is left here when that changed."""
        if self._is_open and kinds & {"handover_note", "receipt"}:
            self.notes.fetch()

    def fit(self) -> None:
        """Take the right side of the page."""
        width = min(theme.px(WIDTH), self._over.width())
        self.setGeometry(self._over.width() - width, 0, width, self._over.height())

    # Qt

    def event(self, event: QEvent) -> bool:
        """Take the keys of the panel before the page below it does."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the note upon Ctrl+Enter, go away upon Esc."""
        if _is_leave(event):
            self.leave()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_side()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the page's size."""
        if event.type() is QEvent.Type.Resize and watched is self._over and self._is_open:
            self.fit()
        return False

    # building

    def _build(self) -> None:
        self._leave.setObjectName("leave_note")
        self._close.setObjectName("close_note")
        head = layouts.row(
            Label("申し送り", Type.HEADING, bold=True),
            layouts.STRETCH,
            layouts.panel(self._where_place),
            spacing=8,
        )
        self._where_place.addWidget(self.where)
        form = layouts.panel(self._form_place)
        form.setMinimumHeight(theme.px(_FORM_LEAST))
        self._writing = layouts.panel(layouts.column((form, 1), spacing=0))
        upper = layouts.column(head, (self._writing, 1), spacing=10, margins=(16, 12, 8, 0))
        bar = ActionBar(self._leave, self._close, surface="raised", margin=16)
        whole = layouts.column((upper, 3), bar, (self.notes, 2), spacing=0)
        self.setLayout(layouts.row(Line(vertical=True), (layouts.panel(whole), 1), spacing=0))
        layouts.set_surface(self, "raised")
        self._leave.setVisible(self._acts.may_write)
        for key, does in (("Ctrl+Enter", "申し送りを残す"), ("Esc", "申し送りを閉じる")):
            note_key(self, key, does)

    def _connect(self) -> None:
        self._leave.clicked.connect(self.leave)
        self._close.clicked.connect(self.close_side)
        self.where.picked.connect(self._on_where_picked)
        self.notes.said.connect(self.said)
        self._over.installEventFilter(self)

    def _offer_subjects(self) -> None:
        old = self.where
        options = [(each.kind, each.words) for each in self._subjects]
        self.where = Segments(options, name="つける先", height=28, required=True)
        self.where.picked.connect(self._on_where_picked)
        self._where_place.replaceWidget(old, self.where)
        self.where.setVisible(len(options) > 1)  # not before: without a parent it is a window
        old.hide()
        old.deleteLater()

    # the form

    def _begin(self, about: About) -> None:
        self.keep_now()
        self._about = about
        self.where.set_value(about.kind)
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.deleteLater()
        self.form = self._make_form(about)
        self._form_place.addWidget(self.form)
        self._writing.setVisible(self._acts.may_write)
        if (kept := self._acts.kept(form_name(about))) is not None:
            self._restore(kept)
        self.notes.show_on(about)

    def _make_form(self, about: About) -> FormPage:
        self._context = self._acts.context(about)
        form = FormPage(self._acts.fields(about), self._leave_on(about), self._context)
        form.saved.connect(self._on_form_saved)
        form.keep.connect(self._on_form_keep)
        return form

    def _leave_on(self, about: About) -> Callable[[Answers], Any]:
        return lambda answers: self._acts.leave(answers, about, form_name(about))

    def _restore(self, kept: Kept) -> None:
        assert self.form is not None
        self.form.restore(kept.answers)
        self.said.emit(f"{kept.kept_at.astimezone():%H:%M} まで書いた申し送りを戻しました。")

    # slots

    def _on_where_picked(self, kind: str | None) -> None:
        subject = next((each for each in self._subjects if each.kind == kind), None)
        if subject is not None:
            self._carry_over(_about(subject))

    def _carry_over(self, about: About) -> None:
        """Hang the note that is begun on something else; what is typed goes along."""
        assert self.form is not None
        typed = {key: value for key, value in self.form.answers().items() if value}
        if self.form.is_dirty:
            self.form.keep_now()
            self._acts.drop(form_name(self._about))
            self.form.set_answers({})
        self._begin(about)
        self.form.change(typed)
        self.take_focus()

    def _on_form_saved(self, _saved: Any) -> None:
        assert self.form is not None
        named = self.form.answers().get("to_staff_ids") or []
        names = "、".join(self._context.name_of("staff", each) for each in named)
        self.said.emit(f"申し送りを残しました：{names or 'センターの全員'}")
        self.close_side()

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        if self.form is None or not self.form.is_dirty:
            return
        words = str(self.form.answers().get("body") or "").partition("\n")[0][:60]
        case_id = self._about.id if self._about.kind == "case" else None
        try:
            self._acts.keep(
                form_name(self._about), kept, title=f"申し送り　{words}".strip(), case_id=case_id
            )
        except SoudanError as error:
            self.said.emit(str(error))


def _about(subject: Subject) -> About:
    return About(kind=subject.kind, id=subject.id)


def _is_own(event: QKeyEvent) -> bool:
    return _is_leave(event) or event.key() == Qt.Key.Key_Escape


def _is_leave(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
