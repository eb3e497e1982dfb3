"""同時に使う: whether several may have the office open at once on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.scrolled import scrolled

_WIDTH = 560
_WHAT = (
    "サーバーなど1台のコンピューターに、何人かがそれぞれの画面（リモートデスクトップなど）で"
    "入って使うときの設定です。ほかの人が保存した記録は、2秒ほどで自分の画面にも出ます。"
)
_NEVER = (
    "別々のパソコンからは使えません。オフィスのフォルダーを、共有フォルダーや同期フォルダーに"
    "置かないでください。記録がこわれます。"
)
_ONE, _SEVERAL = "いまは、1人ずつ開きます。", "いまは、何人かが同時に開けます。"


@dataclass(frozen=True, slots=True)
class SharingActs:
    """What the pane needs; `inside` names who else has the office open."""

    is_shared: Callable[[], bool]
    inside: Callable[[], Sequence[str]]
    share: Callable[[bool], None]
    said: Callable[[str], None]


class SharingPane(SettingsPane):
    """How it stands, who is inside, and the one button that changes it."""

    def __init__(self, acts: SharingActs) -> None:
        super().__init__()
        self._acts = acts
        self._standing = Label("", Type.HEADING, bold=True)
        self._inside = DocumentLabel("", Type.BODY)
        self._problem = DocumentLabel("", Type.LABEL, Role.DANGER)
        self._go = Button("", kind=ButtonKind.FILLED, icon=Icon.PEOPLE)
        self._build()
        self._show()
        self._go.clicked.connect(self._on_go_clicked)

    def reload(self, kinds: frozenset[str]) -> None:
        """Tell anew who is inside."""
        self._show()

    def take_focus(self) -> None:
        """Stand on the button."""
        self._go.setFocus()

    def _build(self) -> None:
        self._go.setObjectName("share_office")
        card = layouts.column(
            self._standing,
            DocumentLabel(_WHAT, Type.BODY),
            DocumentLabel(_NEVER, Type.BODY, Role.DANGER),
            self._inside,
            self._problem,
            layouts.row(self._go, layouts.STRETCH),
            spacing=12,
        )
        inside = layouts.column(
            layouts.row(layouts.panel(card, width=_WIDTH), layouts.STRETCH),
            layouts.STRETCH,
            margins=(24, 20, 24, 20),
        )
        self.setLayout(layouts.column((scrolled(inside), 1)))
        self._problem.hide()

    def _show(self) -> None:
        is_shared, others = self._acts.is_shared(), self._acts.inside()
        self._standing.setText(_SEVERAL if is_shared else _ONE)
        self._inside.set_text(f"ほかに開いている人: {'、'.join(others) or 'いません'}")
        self._inside.setVisible(is_shared)
        self._go.setText("1人ずつ開くように戻す" if is_shared else "同時に開けるようにする")

    def _on_go_clicked(self) -> None:
        on = not self._acts.is_shared()
        try:
            self._acts.share(on)
        except SoudanError as error:
            self._problem.set_text(str(error))
            self._problem.show()
            return
        self._problem.hide()
        self._show()
        self._acts.said(_SEVERAL if on else _ONE)
