"""What is counted: a centre's report, a table the office saved, or a new cross table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.reports.period import Period
from soudan_desk.reports.report import Report
from soudan_desk.reports.table import Heading
from soudan_desk.services.saved_tables import Kept
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, confirm_dangerous, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.figures_acts import FiguresActs
from soudan_desk.ui.pages.figures_builder import CrossBuilder
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.inputs import Select

_NEW, _REPORT, _SAVED = "new", "report:", "saved:"
_ROOMY = 960
_SAVE, _SAVE_SHORT = "名前をつけて保存", "保存"
_SHARED = "事務所のみんなが使えます。同じ名前の集計表は置き換わります。"


class FiguresChoice(QWidget):
    """Where a cross table is made; `what`, the choice itself, stands elsewhere."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, acts: FiguresActs, period: Callable[[], Period]) -> None:
        super().__init__()
        self._acts, self._period = acts, period
        self.what = Select(blank=None, name="集計")
        self._builder = CrossBuilder(self._rows)
        self._shown: Kept | None = None
        self._is_covered = False
        self._save = Button(_SAVE, icon=Icon.SAVE, key="Ctrl+S")
        self._drop = Button("消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)
        self._build()
        self.what.picked.connect(self._on_what_picked)
        self._builder.changed.connect(self.changed)
        self._save.clicked.connect(self._on_save_clicked)
        self._drop.clicked.connect(self._on_drop_clicked)
        self.offer()

    def bind(self, page: QWidget) -> None:
        """Let the key of saving work on the page."""
        bind_button(page, self._save)
        self._builder.narrowing.bind(page)

    def offer(self) -> None:
        """Offer what there is now; what was chosen stays chosen."""
        reports = [(f"{_REPORT}{each.centre}", each.title) for each in self._acts.reports()]
        saved = [each.name for each in self._acts.saved()]
        chosen = self.what.value()
        self.what.set_options(_options(reports, saved))
        self.what.set_value(chosen or (reports[0][0] if reports else _NEW))
        self._builder.offer(self._acts.kinds())
        self._show()

    def choose(self, code: str) -> None:
        """Choose as if picked: `report:CENTRE`, `saved:NAME` or `new`."""
        self.what.set_value(code)
        self._on_what_picked(code)

    def report(self) -> Report | None:
        """Return what is to be counted; None while a choice is missing."""
        chosen = self.what.value() or ""
        if chosen.startswith(_REPORT):
            reports = self._acts.reports()
            return next((each for each in reports if f"{_REPORT}{each.centre}" == chosen), None)
        kept = self._builder.chosen(self._acts.centre())
        return None if kept is None else self._acts.report_of(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the key of saving where there is room beside the choices."""
        super().resizeEvent(event)
        self._save.show_key(self.width() > theme.px(_ROOMY))

    def set_room(self, *, small: bool, covered: bool) -> None:
        """Say less where room is short, and leave it to what covers the figures."""
        self._is_covered = covered
        self._save.setText(_SAVE_SHORT if small else _SAVE)
        self._save.setAccessibleName(_SAVE)
        self.setVisible(self._is_cross() and not covered)

    def _build(self) -> None:
        self.what.setObjectName("report")
        self._save.setObjectName("save_table")
        self._drop.setObjectName("drop_table")
        row = layouts.row((self._builder, 1), spacing=12)
        for button in (self._save, self._drop):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(layouts.column(row, self._builder.narrowing, spacing=8))

    def _rows(
        self,
        kind: str,
        question: str,
        wanted: Sequence[str],
        then: Callable[[list[Heading]], object],
    ) -> None:
        self._acts.rows(kind, question, self._period(), tuple(wanted), then)

    def _show(self) -> None:
        kept = self._kept()
        is_cross = self._is_cross()
        self.setVisible(is_cross and not self._is_covered)
        self._save.setVisible(self._acts.may_keep and is_cross)
        self._drop.setVisible(self._acts.may_keep and kept is not None)
        if kept is not None and kept != self._shown:
            self._builder.show_kept(kept)
        self._shown = kept

    def _is_cross(self) -> bool:
        return not (self.what.value() or "").startswith(_REPORT)

    def _kept(self) -> Kept | None:
        chosen = self.what.value() or ""
        if not chosen.startswith(_SAVED):
            return None
        name = chosen.removeprefix(_SAVED)
        return next((each for each in self._acts.saved() if each.name == name), None)

    def _on_what_picked(self, chosen: str) -> None:
        if chosen == _NEW:
            self._builder.begin()
        self._show()
        self.changed.emit()

    def _on_save_clicked(self) -> None:
        kept = self._builder.chosen(self._acts.centre())
        if kept is None:
            return
        name = ask_text(self, "集計表の名前", _SHARED, act="保存する", text=kept.name)
        if name is None:
            return
        try:
            self._acts.keep(replace(kept, name=name))
        except SoudanError as error:
            tell(self, "保存できませんでした", error)
            return
        self.offer()
        self.choose(f"{_SAVED}{name}")
        self.said.emit(f"集計表「{name}」を保存しました。")

    def _on_drop_clicked(self) -> None:
        kept = self._kept()
        if kept is None or kept.id is None:
            return
        sentence = f"「{kept.name}」を一覧から消します。記録は変わりません。"
        if confirm_dangerous(self, "消す", sentence=sentence):
            self._acts.drop(kept.id)
            self.what.set_value(_NEW)
            self._builder.begin()
            self.offer()


def _options(reports: Sequence[tuple[str, str]], saved: Sequence[str]) -> list[tuple[str, str]]:
    return [
        *reports,
        *((f"{_SAVED}{name}", f"保存した表：{name}") for name in saved),
        (_NEW, "＋ 新しいクロス集計をつくる"),
    ]
