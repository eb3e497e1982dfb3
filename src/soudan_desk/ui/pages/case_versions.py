"""Two versions of a record side by side: what changed is underlined, what went is struck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from soudan_desk.services.reading import ReadLine, ReadVersion
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import dated
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.changed_text import ChangedText
from soudan_desk.ui.widgets.differences import new_html, old_html, pieces_between
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import IconLabel, Label

_ACTIONS = {
    "create": "作成",
    "edit": "下書き",
    "finalise": "確定",
    "amend": "訂正・追記",
    "void": "取消",
}


class VersionsView(QWidget):
    """The newest version beside the one before it, or beside any other."""

    closed = Signal()

    def __init__(self, title: str, versions: Sequence[ReadVersion]) -> None:
        super().__init__()
        self.setObjectName("versions")
        self._versions = list(versions)
        self._older = Select(self._options(), blank=None, name="くらべる版")
        self._newer = Select(self._options(), blank=None, name="新しい版")
        self._scroll = QScrollArea()
        self._back = Button("記録にもどる", icon=Icon.BACK, key="Esc")
        self._build(title)
        self._newer.set_value(str(len(self._versions) - 1))
        self._older.set_value(str(max(len(self._versions) - 2, 0)))
        self._older.picked.connect(self._compare)
        self._newer.picked.connect(self._compare)
        self._back.clicked.connect(self.closed)
        bind_button(self, self._back)
        self._compare()

    def _options(self) -> list[tuple[str, str]]:
        return [(str(at), f"第{each.version}版") for at, each in enumerate(self._versions)]

    def _build(self, title: str) -> None:
        self._older.setObjectName("older_version")
        self._newer.setObjectName("newer_version")
        self._back.setObjectName("close_versions")
        head = layouts.row(
            IconLabel(Icon.HISTORY),
            Label(f"{title}　版をくらべる", Type.HEADING, bold=True),
            layouts.STRETCH,
            self._older,
            Label("→", tone=Role.MUTED),
            self._newer,
            margins=(20, 12, 20, 8),
        )
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = ActionBar(self._back, surface="raised", margin=20)
        self.setLayout(layouts.column(head, (self._scroll, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")

    def _compare(self) -> None:
        older = self._versions[int(self._older.value() or 0)]
        newer = self._versions[int(self._newer.value() or 0)]
        self._scroll.setWidget(
            side_by_side(heading(older), heading(newer), older.lines, newer.lines)
        )


def heading(version: ReadVersion) -> QWidget:
    """Say which version it is, by whom, when and why."""
    local = version.at.astimezone()
    when = f"{dated(local.date(), local.date())} {local:%H:%M}"
    act = _ACTIONS.get(version.action, "")
    name = Label(f"第{version.version}版", Type.BODY, bold=True)
    by = Label(f"{act}　{version.by}　{when}", Type.LABEL, Role.MUTED)
    reason = DocumentLabel(f"理由：{version.reason}", Type.LABEL) if version.reason else None
    first = layouts.row(name, by, layouts.STRETCH)
    return layouts.panel(layouts.column(first, reason, spacing=4))


def side_by_side(
    left: QWidget, right: QWidget, before: Sequence[ReadLine], after: Sequence[ReadLine]
) -> QWidget:
    """Set two readings beside one another; questions without a change stand muted below."""
    grid = _grid(left, right)
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    keys = [*old, *(key for key in new if key not in old)]
    changed = [key for key in keys if _text(old, key) != _text(new, key)]
    for at, key in enumerate(changed, 1):
        label = (old.get(key) or new[key]).label
        pieces = pieces_between(_text(old, key), _text(new, key))
        grid.addWidget(ChangedText(label, partial(old_html, pieces)), at, 0)
        grid.addWidget(ChangedText(label, partial(new_html, pieces)), at, 1)
    same = [old[key].label for key in keys if key not in changed]
    words = (
        f"変わっていない項目：{'、'.join(same)}" if changed else "この2つの版に違いはありません。"
    )
    foot = DocumentLabel(words, Type.SMALL, Role.MUTED)
    sheet = layouts.panel(
        layouts.column(grid, foot, layouts.STRETCH, spacing=16, margins=(20, 4, 20, 20))
    )
    sheet.setProperty("plain", True)
    return sheet


def _grid(left: QWidget, right: QWidget) -> QGridLayout:
    grid = QGridLayout()
    layouts.set_space(grid, 16)
    for column, widget in enumerate((left, right)):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, 1)
        grid.addWidget(widget, 0, column, Qt.AlignmentFlag.AlignTop)
    return grid


def _text(lines: Mapping[str, ReadLine], key: str) -> str:
    return lines[key].text if key in lines else ""
