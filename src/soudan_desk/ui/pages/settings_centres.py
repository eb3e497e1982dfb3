"""センター: each one's settings, and one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, ask, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.pages.settings_forms import FormsPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.button import Button

_ADDED = (
    "{}を加えました。「職員」で、担当する職員のセンターに加えてください。"
    "ロックして入り直すと使えます。"
)
_ASKED = "加えたセンターは取り消せません。名称や電話は、加えたあとで直せます。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentresActs:
    """Makes the forms anew, names the centres that are not run yet, and adds one."""

    make_forms: Callable[[], FormsPane]
    missing: Callable[[], Sequence[tuple[str, str]]]
    add: Callable[[str, str], object]
    said: Callable[[str], None]


class CentresPane(SettingsPane):
    """The forms of the centres under the button that adds one."""

    def __init__(self, acts: CentresActs) -> None:
        super().__init__()
        self._acts = acts
        self._add = Button("センターを加える", icon=Icon.ADD, key="Alt+C")
        self._add.setObjectName("add_centre")
        self._forms = acts.make_forms()
        head = layouts.row(layouts.STRETCH, self._add, margins=(24, 8, 24, 0))
        self._column = layouts.column(head, (self._forms, 1), spacing=0)
        self.setLayout(self._column)
        self._add.setVisible(bool(acts.missing()))
        self._add.clicked.connect(self.add_centre)
        bind_button(self, self._add)

    def form(self) -> object:
        """Return the form that is shown."""
        return self._forms.form()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show what somebody else saved."""
        self._forms.reload(kinds)

    def take_focus(self) -> None:
        """Begin with the first question."""
        self._forms.take_focus()

    def add_centre(self) -> None:
        """Ask which, add it, and show its form with the others."""
        missing = dict(self._acts.missing())
        answers = [Answer(CANCEL, "やめる"), *(Answer(*each) for each in missing.items())]
        chosen = ask(self, "どのセンターを加えますか", _ASKED, answers)
        if chosen not in missing:
            return
        try:
            self._acts.add(chosen, missing[chosen])
        except SoudanError as error:
            tell(self, "加えられませんでした", error)
            return
        self._show_anew()
        self._acts.said(_ADDED.format(missing[chosen]))

    def _show_anew(self) -> None:
        old, self._forms = self._forms, self._acts.make_forms()
        self._column.replaceWidget(old, self._forms)
        old.hide()
        old.deleteLater()
        self._add.setVisible(bool(self._acts.missing()))
        self._forms.take_focus()
