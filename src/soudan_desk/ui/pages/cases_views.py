"""The views of the case list: three that are always there, and those kept by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.saved_views import ViewRow
from soudan_desk.ui.dialogs import ask_text, confirm_dangerous, tell
from soudan_desk.ui.pages.cases_acts import CasesActs, ViewActs
from soudan_desk.ui.pages.cases_conditions import OPEN, Conditions, View
from soudan_desk.ui.widgets.tabs import Tab

ALL, MINE, WORKERS, KEEP = "all", "mine", "workers", "keep"
FIXED = {ALL: "センター全体", MINE: "自分の担当", WORKERS: "担当ごと"}
_TABS = 4
"""How many kept views stand in the line; the menu has all of them."""
_NAME = "見方の名前を入れてください。あとで同じ条件・並び・列を呼び出せます。"


class CaseViews(QObject):
    """Keeps the list of views and offers what can be done with them."""

    picked = Signal(str)
    changed = Signal()
    said = Signal(str)

    def __init__(self, acts: CasesActs, parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._acts = parent, acts
        self._rows: Sequence[ViewRow] = acts.views.list()

    def reload(self) -> None:
        """Fetch the kept views anew."""
        self._rows = self._acts.views.list()
        self.changed.emit()

    def view_of(self, key: str) -> View:
        """Return a view; the whole centre where there is none of that name any more."""
        row = self._row(key)
        if row is not None:
            return self._view(row)
        open_ones = Conditions(states=frozenset({OPEN}), centre=self._acts.centre())
        if key == MINE:
            return View(MINE, replace(open_ones, worker_ids=frozenset({self._acts.me})))
        return View(key if key == WORKERS else ALL, open_ones)

    def words_of(self, key: str) -> str:
        """Return a view's name."""
        row = self._row(key)
        return row.name if row is not None else FIXED.get(key, FIXED[ALL])

    def tabs(self, current: str) -> list[Tab]:
        """Return the tabs: those that are always there, some kept ones, the menu."""
        shown = list(self._rows[:_TABS])
        row = self._row(current)
        if row is not None and row not in shown:
            shown[-1] = row
        fixed = [Tab(key, words) for key, words in FIXED.items()]
        return [*fixed, *(Tab(str(each.id), each.name) for each in shown), Tab(KEEP, "見方…")]

    def counts(self, centre: str | None) -> dict[str, int]:
        """Count the cases of each view, and those of the centre under a blank."""
        views = [self.view_of(ALL), self.view_of(MINE), *map(self._view, self._rows)]
        counted = {view.key: self._acts.count(view.conditions.as_filter()) for view in views}
        return {**counted, "": self._acts.count(CaseFilter(centre=centre))}

    def menu(self, view: View) -> QMenu:
        """Return every view by number, and what can be done with the one in force."""
        menu = QMenu(self._page)
        every = [*FIXED.items(), *((str(row.id), _named(row)) for row in self._rows)]
        for number, (key, words) in enumerate(every, 1):
            mark = f"&{number}　" if number < 10 else "　　"
            action = _add(menu, f"{mark}{words}", f"view_{key}", partial(self.picked.emit, key))
            action.setCheckable(True)
            action.setChecked(key == view.key)
        if view.key != WORKERS:
            menu.addSeparator()
            self._add_acts(menu, view)
        return menu

    def keep(self, view: View, *, for_office: bool = False) -> None:
        """Ask for a name and keep the view by it."""
        save = self._acts.views.save
        kept = self._named(
            "見方を保存する", "保存する", "", lambda name: save(name, view.to_json(), for_office)
        )
        if isinstance(kept, UUID):
            self.reload()
            self.picked.emit(str(kept))
            self.said.emit(f"見方「{self.words_of(str(kept))}」を保存しました。")

    # private

    def _add_acts(self, menu: QMenu, view: View) -> None:
        verbs: ViewActs = self._acts.views
        keep = partial(self.keep, view)
        _add(menu, "いまの見方に名前を付けて保存…(&S)", "keep_view", keep)
        if verbs.for_office:
            keep_for_office = partial(self.keep, view, for_office=True)
            _add(menu, "事務所の見方として保存…(&O)", "keep_office_view", keep_for_office)
        row = self._row(view.key)
        if row is None or not row.may_change:
            return
        menu.addSeparator()
        _add(menu, "いまの条件・並び・列で上書き(&W)", "replace_view", partial(self._replace, view))
        _add(menu, "名前を変える…(&R)", "rename_view", partial(self._rename, row))
        _add(menu, "この見方を消す(&D)", "forget_view", partial(self._drop, row))

    def _replace(self, view: View) -> None:
        if self._try(lambda: self._acts.views.replace(UUID(view.key), view.to_json())) is not False:
            self.reload()
            self.said.emit(f"見方「{self.words_of(view.key)}」をいまの条件に変えました。")

    def _rename(self, row: ViewRow) -> None:
        rename = partial(self._acts.views.rename, row.id)
        if self._named("見方の名前", "変える", row.name, rename) is not False:
            self.reload()
            self.said.emit(f"見方の名前を「{self.words_of(str(row.id))}」に変えました。")

    def _drop(self, row: ViewRow) -> None:
        whose = "" if row.is_own else "事務所のみんなの一覧から消えます。"
        sentence = f"見方「{row.name}」を消します。ケースは消えません。{whose}"
        if not confirm_dangerous(self._page, "消す", 1, sentence):
            return
        if self._try(lambda: self._acts.views.drop(row.id)) is not False:
            self.reload()
            self.picked.emit(ALL)
            self.said.emit(f"見方「{row.name}」を消しました。")

    def _named(self, title: str, act: str, name: str, do: Callable[[str], object]) -> object:
        """Ask for a name until it can be used; False when left."""
        given = ask_text(self._page, title, _NAME, act=act, text=name)
        while given is not None:
            try:
                return do(given)
            except InvalidEntriesError as error:
                sentence = "".join(error.problems.values())
            except SoudanError as error:
                tell(self._page, "見方を変えられませんでした", error)
                return False
            given = ask_text(self._page, title, sentence, act=act, text=given)
        return False

    def _try(self, act: Callable[[], object]) -> object:
        """Do it and return what comes of it, or False after telling why it could not be done."""
        try:
            return act()
        except SoudanError as error:
            tell(self._page, "見方を変えられませんでした", error)
            return False

    def _row(self, key: str) -> ViewRow | None:
        return next((row for row in self._rows if str(row.id) == key), None)

    def _view(self, row: ViewRow) -> View:
        view = View.from_json(str(row.id), row.view)
        centre = view.conditions.centre
        if centre is None or centre in self._acts.centres:
            return view
        return replace(view, conditions=replace(view.conditions, centre=None))


def _named(row: ViewRow) -> str:
    return row.name if row.is_own else f"{row.name}（事務所）"


def _add(menu: QMenu, words: str, name: str, act: Callable[[], object]) -> QAction:
    action = QAction(words, menu)
    action.setObjectName(name)
    action.triggered.connect(lambda _on=False: act())
    menu.addAction(action)
    return action
