"""取込み: a ledger is looked through, its columns corrected, then taken in as one batch."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from soudan_desk.desk.import_report import ImportReport
from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous, pick_file
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.import_file_acts import ImportActs, ImportAsked
from soudan_desk.ui.pages.import_file_columns import ColumnsPane
from soudan_desk.ui.pages.import_file_rows import (
    problem_lines,
    problems_table,
    row_lines,
    rows_table,
    skipped_lines,
    skipped_table,
)
from soudan_desk.ui.pages.import_file_words import (
    COLUMNS,
    PROBLEMS,
    ROWS,
    SKIPPED,
    counts_of,
    result_of,
    tabs_of,
)
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.tabs import Tabs
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

_KINDS_OF_FILE = "台帳 (*.xlsx *.xlsm *.csv *.txt *.tsv *.zip);;すべて (*)"
_NO_FILE = (
    "Excel か CSV の台帳を選ぶと、まず調べるだけで、まだ何も入りません。"
    "1行ずつ何になるかを確かめてから取り込みます。"
)


class ImportFilePage(Page):
    """Choose a file, look at what it would become, correct the columns, take it in."""

    name = "import_file"

    def __init__(self, acts: ImportActs, path: Path | None = None) -> None:
        super().__init__()
        self._acts = acts
        self._path: Path | None = None
        self._report: ImportReport | None = None
        self._file = LineEdit(placeholder="まだ選ばれていません", name="ファイル")
        self._pick = Button("ファイルを選ぶ", icon=Icon.EXCEL, key="Ctrl+O")
        self._kind = Select(acts.kinds, blank=None, name="入れる記録")
        self._centre = Select(acts.centres, blank=None, name="センター")
        self._password = LineEdit(name="ファイルのパスワード")
        self._keep = CheckBox("項目のない列も、記録の終わりに書き添える")
        self._tabs = Tabs(tabs_of(None), name="調べた結果")
        self._columns = ColumnsPane()
        self._rows, self._problems, self._skipped = rows_table(), problems_table(), skipped_table()
        self._bar = WorkBar()
        self._notice = Told("取り消す", "undo_import")
        self._go = Button("取り込む", kind=ButtonKind.FILLED, icon=Icon.IMPORT, key="Ctrl+Enter")
        self._again = Button("調べ直す", icon=Icon.REFRESH, key="F5")
        self._build()
        self._connect()
        self._show(None)
        if path is not None:
            self.open_file(path)

    # --- what others call ---

    def open_file(self, path: Path) -> None:
        """Look through a file."""
        self._path = path
        self._file.setText(str(path))
        self._password.clear()
        self._password_frame.hide()
        self.look()

    def look(self) -> None:
        """Look through the file as it is asked for now; nothing is stored."""
        if self._path is None:
            return
        self._begin("ファイルを調べています")
        self._acts.look(self._asked(), self._bar, self._on_looked, self._on_refused)

    def take_focus(self) -> None:
        """Begin with choosing the file."""
        self._pick.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def report(self) -> ImportReport | None:
        """What was found, or taken in, last."""
        return self._report

    # --- building ---

    def _build(self) -> None:
        for widget, name in (
            (self._pick, "pick_file"),
            (self._kind, "kind"),
            (self._centre, "centre"),
            (self._password, "file_password"),
            (self._keep, "keep_unmatched"),
            (self._go, "import_rows"),
            (self._again, "check_file"),
        ):
            widget.setObjectName(name)
        self._file.setReadOnly(True)
        self._file.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing to do there by key
        self._keep.setChecked(True)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._centre.set_value(self._acts.centre)
        self._kind.setCurrentIndex(0)
        self._stack = QStackedWidget()
        for pane in (self._columns, self._rows, self._problems, self._skipped):
            self._stack.addWidget(pane)
        self._body = QStackedWidget()
        self._body.addWidget(EmptyState(_NO_FILE, act="ファイルを選ぶ", icon=Icon.EXCEL))
        results = layouts.column(self._tabs, 10, (self._stack, 1), spacing=0)
        self._body.addWidget(layouts.panel(results))
        inside = layouts.column(
            Label("台帳の取込み", Type.TITLE, bold=True),
            self._asking(),
            self._bar,
            self._notice,
            (self._body, 1),
            spacing=12,
            margins=(24, 16, 24, 14),
        )
        self._foot = ActionBar(self._go, self._again)
        self.setLayout(layouts.column((inside, 1), self._foot, spacing=0))

    def _asking(self) -> QWidget:
        self._password_frame = LabelledEditor("ファイルのパスワード", self._password)
        self._password_frame.hide()
        self._centre_frame = LabelledEditor("センター", self._centre)
        file = layouts.row((self._file, 1), self._pick)
        box = layouts.panel(file)
        box.setFocusProxy(self._pick)
        first = layouts.form_grid(
            (LabelledEditor("ファイル", box), 6),
            (LabelledEditor("入れる記録", self._kind), 3),
            (self._centre_frame, 3),
        )
        second = layouts.row(self._keep, 16, self._password_frame, layouts.STRETCH)
        return layouts.panel(layouts.column(first, second, spacing=6))

    def _connect(self) -> None:
        empty = self._body.widget(0)
        assert isinstance(empty, EmptyState)
        empty.acted.connect(self._on_pick_clicked)
        self._pick.clicked.connect(self._on_pick_clicked)
        self._kind.picked.connect(self._on_kind_picked)
        self._centre.picked.connect(lambda _code: self.look())
        self._password.returnPressed.connect(self.look)
        self._keep.toggled.connect(lambda _on: self.look())
        self._columns.changed.connect(self.look)
        self._tabs.picked.connect(self._on_tab_picked)
        self._again.clicked.connect(self.look)
        self._go.clicked.connect(self._on_go_clicked)
        self._notice.acted.connect(self._on_undo_clicked)
        for button in (self._pick, self._go, self._again):
            bind_button(self, button)

    # --- acts ---

    def _asked(self) -> ImportAsked:
        assert self._path is not None
        return ImportAsked(
            path=self._path,
            kind=self._kind.value() or "",
            centre=self._centre.value() if self._centre_frame.isVisibleTo(self) else None,
            password=self._password.text() or None,
            mapping=self._columns.mapping(),
            keep_unmatched=self._keep.isChecked(),
        )

    def _begin(self, doing: str) -> None:
        self._notice.hide()
        self._bar.begin(doing)
        for widget in (self._go, self._again, self._pick, self._kind, self._columns):
            widget.setEnabled(False)

    def _end(self) -> None:
        self._bar.end()
        for widget in (self._again, self._pick, self._kind, self._columns):
            widget.setEnabled(True)
        self._go.setEnabled(bool(self._report and self._report.good and not self._report.batch))

    def _on_pick_clicked(self) -> None:
        start = str(self._path or Path.home() / " ")
        path = pick_file(self, "台帳のファイルを選ぶ", _KINDS_OF_FILE, start)
        if path is not None:
            self._columns.show_columns((), {}, ())
            self.open_file(path)

    def _on_kind_picked(self, _kind: object) -> None:
        self._columns.show_columns((), {}, ())
        self._centre_frame.setVisible(self._needs_centre())
        self.look()

    def _needs_centre(self) -> bool:
        return len(self._acts.centres) > 1 and self._acts.has_centre(self._kind.value() or "")

    def _on_tab_picked(self, key: str) -> None:
        self._stack.setCurrentIndex((COLUMNS, ROWS, PROBLEMS, SKIPPED).index(key))

    def _on_looked(self, report: ImportReport) -> None:
        self._show(report)
        self._end()
        if report.notes:
            self._tell(Role.INFO, " ".join(report.notes))

    def _on_refused(self, error: SoudanError) -> None:
        if error.code != "stopped":
            self._show(None)
        if error.code == "wrong_file_password":
            self._password_frame.show()
            self._password_frame.show_problem(str(error))
            self._password.setFocus()
        else:
            self._tell(Role.DANGER, str(error))
        self._end()

    def _on_go_clicked(self) -> None:
        self._begin("取り込んでいます")
        self._acts.take_in(self._asked(), self._bar, self._on_taken_in, self._on_refused)

    def _on_taken_in(self, report: ImportReport) -> None:
        lines = self._report.lines if self._report else []
        report.lines = lines
        self._show(report)
        self._end()
        self._tell(Role.OK, result_of(report), undoable=report.batch is not None)
        self.said.emit(f"{report.good:,}件を取り込みました")

    def _on_undo_clicked(self) -> None:
        report = self._report
        if report is None or report.batch is None:
            return
        words = "取り込んだ記録を、すべて取り消します。取り消した記録は履歴に残ります。"
        if confirm_dangerous(self, "取り消す", report.good, words):
            self._begin("取込みを取り消しています")
            self._acts.undo(report.batch, self._on_undone, self._on_undo_refused)

    def _on_undone(self, count: int) -> None:
        self._show(None)
        self._end()
        self._tell(Role.INFO, f"{count:,}件の記録を取り消しました。もう一度調べると取り込めます。")

    def _on_undo_refused(self, error: SoudanError) -> None:
        self._end()
        self._tell(Role.DANGER, str(error), undoable=True)

    # --- showing ---

    def _tell(self, role: Role, sentence: str, *, undoable: bool = False) -> None:
        self._notice.tell(role, sentence, with_act=undoable)

    def _show(self, report: ImportReport | None) -> None:
        self._report = report
        self._tabs.set_tabs(tabs_of(report))
        self._body.setCurrentIndex(0 if report is None else 1)
        self._centre_frame.setVisible(self._needs_centre())
        self._password_frame.clear_problem()
        self._notice.hide()
        self._go.setEnabled(report is not None and report.good > 0)
        if report is None:
            self._go.setText("取り込む")
            self._foot.say("")
            return
        self._columns.show_columns(report.columns, report.samples, self._acts.targets(report.kind))
        self._rows.show_rows(row_lines(report.lines))
        self._problems.show_rows(problem_lines(report))
        self._skipped.show_rows(skipped_lines(report))
        self._go.setText(f"{report.good:,}件を取り込む")
        self._foot.say(counts_of(report))
