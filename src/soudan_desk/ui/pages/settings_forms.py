"""事務所 and センター: settings that are records, as forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from soudan_desk.fields import Field
from soudan_desk.services.settings import Setting
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.tabs import Tab, Tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class FormActs:
    """Fetches settings and saves them; `said` tells that it is done."""

    fetch: Callable[[], Sequence[Setting]]
    save: Callable[[Setting, Mapping[str, Any]], None]
    fields: Sequence[Field]
    context: FormContext
    said: Callable[[str], None]
    watched: str


class FormsPane(SettingsPane):
    """One form, or several behind tabs of their own (one for each centre)."""

    def __init__(self, acts: FormActs) -> None:
        super().__init__()
        self._acts = acts
        self._settings = list(acts.fetch())
        self._forms = [self._form(at) for at in range(len(self._settings))]
        self._tabs = Tabs([Tab(str(at), each.title) for at, each in enumerate(self._settings)])
        self._stack = QStackedWidget()
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+S")
        self._build()
        self._tabs.picked.connect(lambda key: self._stack.setCurrentIndex(int(key)))
        self._save.clicked.connect(self._on_save_clicked)
        bind_button(self, self._save)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show what somebody else saved, unless something is being typed here."""
        if self._acts.watched in kinds and not any(form.is_dirty for form in self._forms):
            self._settings = list(self._acts.fetch())
            for form, setting in zip(self._forms, self._settings, strict=False):
                form.set_answers(setting.answers)

    def take_focus(self) -> None:
        """Begin with the first question."""
        self._forms[self._stack.currentIndex()].setFocus()

    def form(self) -> FormPage:
        """Return the form that is shown."""
        return self._forms[self._stack.currentIndex()]

    def _form(self, at: int) -> FormPage:
        def save(answers: Mapping[str, Any]) -> None:
            self._acts.save(self._settings[at], answers)

        form = FormPage(self._acts.fields, save, self._acts.context)
        form.set_answers(self._settings[at].answers)
        return form

    def _build(self) -> None:
        self._save.setObjectName("save_settings")
        for form in self._forms:
            self._stack.addWidget(form)
        if len(self._forms) == 1:
            self._tabs.hide()
        inside = layouts.column(self._tabs, (self._stack, 1), spacing=8, margins=(24, 10, 24, 0))
        self.setLayout(layouts.column((inside, 1), ActionBar(self._save), spacing=0))

    def _on_save_clicked(self) -> None:
        if self.form().save():
            self._settings = list(self._acts.fetch())
            self._acts.said("設定を保存しました")
