"""選択肢: the lists of options; the office adds its own behind those of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.codes_admin import Option, OptionList
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_ADDED = "足した選択肢は、いったん画面をロックして入り直すと選べます。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesActs:
    """The verbs over option lists."""

    lists: Callable[[], Sequence[OptionList]]
    options: Callable[[str], Sequence[Option]]
    add: Callable[[str, str, str], object]
    change: Callable[[str, Option, str, str, date | None], object]
    centre_names: dict[str, str]
    today: date
    may_change: bool


class CodesPane(SettingsPane):
    """Lists at the left, the options of one at the right, adding below."""

    def __init__(self, acts: CodesActs) -> None:
        super().__init__()
        self._acts = acts
        self._options: dict[str, Option] = {}
        self._find = LineEdit(placeholder="一覧をさがす", name="一覧をさがす")
        self._lists_model = PlainModel(("一覧", "センター", "数"))
        self._lists = TableView(name="選択肢の一覧")
        self._model = PlainModel(("選択肢", "短い言い方", "出どころ", "使える期間"))
        self._table = TableView(name="選択肢")
        self._told = Told()
        self._label, self._short = LineEdit(), LineEdit()
        self._label_frame = LabelledEditor("選択肢の言葉", self._label)
        self._go = Button("足す", kind=ButtonKind.FILLED, icon=Icon.ADD)
        self._end = Button("今日で終わりにする", kind=ButtonKind.QUIET, tone=Role.DANGER)
        self._undo = Button("新しく足す", kind=ButtonKind.LINK)
        self._changed: Option | None = None
        self._build()
        self._connect()
        self._show_lists()
        self._lists.choose_row(0)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the options anew."""
        if "code_addition" in kinds:
            self._show_lists()
            self._show_options()

    def take_focus(self) -> None:
        """Begin with finding a list."""
        self._find.setFocus()

    # --- building ---

    def _build(self) -> None:
        for widget, name in (
            (self._find, "find_list"),
            (self._lists, "option_lists"),
            (self._table, "options"),
            (self._label, "entry_label"),
            (self._short, "short_label"),
            (self._go, "save_option"),
            (self._end, "end_option"),
        ):
            widget.setObjectName(name)
        self._lists.setModel(self._lists_model)
        self._lists.set_widths((196, 120, 44))
        self._table.setModel(self._model)
        self._table.set_widths((300, 140, 110, 140))
        left = layouts.column(self._find, (_boxed(self._lists), 1), spacing=10)
        words = (
            "国や制度で決まっている選択肢は変えられません。事務所のことばは、後ろに足せます。"
            if self._acts.may_change
            else "選択肢を足せるのは管理者です。"
        )
        note = Label(words, Type.SMALL, Role.MUTED)
        right = layouts.column(
            note, self._told, (_boxed(self._table), 1), self._adding(), spacing=10
        )
        self.setLayout(layouts.row((left, 4), (right, 7), spacing=32, margins=(24, 14, 24, 20)))

    def _adding(self) -> QWidget:
        grid = layouts.form_grid(
            (self._label_frame, 7), (LabelledEditor("短い言い方（ボタン用）", self._short), 5)
        )
        buttons = layouts.row(self._go, self._undo, layouts.STRETCH, self._end)
        panel = layouts.panel(layouts.column(grid, buttons, spacing=10))
        if not self._acts.may_change:
            panel.hide()
        return panel

    def _connect(self) -> None:
        self._find.textChanged.connect(lambda _text: self._show_lists())
        self._lists.chosen.connect(lambda _index: self._on_list_chosen())
        self._table.chosen.connect(lambda _index: self._on_option_chosen())
        self._go.clicked.connect(self._on_go_clicked)
        self._label.returnPressed.connect(self._on_go_clicked)
        self._end.clicked.connect(self._on_end_clicked)
        self._undo.clicked.connect(lambda: self._edit(None))

    # --- showing ---

    def _show_lists(self) -> None:
        words = self._find.text().strip()
        rows = [
            PlainRow(each.name, self._list_cells(each))
            for each in self._acts.lists()
            if words in each.label
        ]
        show_anew(self._lists, self._lists_model, rows)

    def _list_cells(self, each: OptionList) -> tuple[Cell, ...]:
        added = f"+{each.own_count}" if each.own_count else ""
        centre = self._acts.centre_names.get(each.centre or "", "")
        count = Cell(str(each.shipped_count), added, figures=True, right=True)
        return Cell(each.label), Cell(centre, role=Role.MUTED), count

    def _show_options(self) -> None:
        name = self._list_name()
        options = self._acts.options(name) if name else ()
        self._options = {each.code: each for each in options}
        self._model.show_rows([PlainRow(each.code, self._cells(each)) for each in options])
        self._edit(None)

    def _cells(self, option: Option) -> tuple[Cell, ...]:
        if option.id is not None:
            source = Cell("この事務所", role=Role.ACCENT, icon=Icon.EDIT)
        else:
            words = "国・制度" if option.national else "相談デスク"
            source = Cell(words, role=Role.MUTED, icon=Icon.LOCK)
        ended = option.valid_to is not None and option.valid_to < self._acts.today
        quiet = Role.MUTED if ended else Role.TEXT
        first = wareki_short(option.valid_from) if option.valid_from else ""
        last = wareki_short(option.valid_to) if option.valid_to else ""
        span = f"{first}〜{last}" if first or last else ""
        return (
            Cell(option.label, role=quiet),
            Cell(option.short, role=quiet),
            source,
            Cell(span, role=quiet, figures=True),
        )

    def _list_name(self) -> str:
        return self._lists_model.key_at(self._lists.currentIndex()) or ""

    def _on_list_chosen(self) -> None:
        self._told.hide()
        self._show_options()

    def _on_option_chosen(self) -> None:
        option = self._options.get(self._model.key_at(self._table.currentIndex()))
        self._edit(option if option is not None and option.id is not None else None)

    def _edit(self, option: Option | None) -> None:
        self._changed = option
        self._label.setText(option.label if option else "")
        self._short.setText(option.short if option else "")
        self._label_frame.clear_problem()
        self._go.setText("変える" if option else "足す")
        self._undo.setVisible(option is not None)
        self._end.setVisible(option is not None and option.valid_to is None)

    # --- acts ---

    def _on_go_clicked(self) -> None:
        name, label, short = self._list_name(), self._label.text(), self._short.text().strip()
        option = self._changed
        if option is None:
            self._try(lambda: self._acts.add(name, label, short))
        else:
            self._try(lambda: self._acts.change(name, option, label, short, option.valid_to))

    def _on_end_clicked(self) -> None:
        option = self._changed
        assert option is not None
        self._try(
            lambda: self._acts.change(
                self._list_name(), option, option.label, option.short, self._acts.today
            )
        )

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except InvalidEntriesError as error:
            self._label_frame.show_problem(next(iter(error.problems.values())))
            self._label.setFocus()
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
        else:
            self._show_options()
            self._told.tell(Role.OK, _ADDED)


def _boxed(table: TableView) -> QWidget:
    return layouts.panel(layouts.column((table, 1), spacing=0, margins=(1, 1, 1, 1)), "well")
