"""The foot of the intake page: the ways to end a call."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import ElidedLabel, Line

_NOTE = "名前がなくても保存できます"


class IntakeFoot(QWidget):
    """Save, make it a case, promise something; put aside or throw away what is begun."""

    saved = Signal()
    case_wanted = Signal()
    promise_wanted = Signal()
    put_aside = Signal()
    thrown_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.save = Button(
            "保存して終える", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter"
        )
        self.case = Button("ケースにする", icon=Icon.PROMOTE, key="F7")
        self.promise = Button("次の約束を入れる", icon=Icon.APPOINTMENT, key="F6")
        self.aside = Button("あとで書く", kind=ButtonKind.QUIET, key="F12")
        self.drop = Button("消す", kind=ButtonKind.QUIET, tone=Role.DANGER)
        names = {
            self.save: "save_consultation",
            self.case: "open_case",
            self.promise: "add_promise",
            self.aside: "put_aside",
            self.drop: "discard_consultation",
        }
        for button, name in names.items():
            button.setObjectName(name)
        self._note = ElidedLabel(_NOTE, Type.SMALL, Role.MUTED)
        self._build()
        self._connect()
        self.set_dirty(is_dirty=False)

    def set_dirty(self, *, is_dirty: bool) -> None:
        """Offer to put aside or throw away only where something is begun."""
        self.aside.setVisible(is_dirty)
        self.drop.setVisible(is_dirty)
        self._note.setVisible(not is_dirty)

    def set_case(self, case_no: str) -> None:
        """Say of which open case this becomes an entry; blank where it may open one."""
        self.case.setEnabled(not case_no)
        self.case.setToolTip(f"{case_no} の経過になります。" if case_no else "")

    def set_narrow(self, *, narrow: bool) -> None:
        """Say less where room is short."""
        self.promise.setText("次の約束" if narrow else "次の約束を入れる")

    def _build(self) -> None:
        """As `ActionBar`, whose note keeps its room even when it says nothing."""
        ways = (self.save, self.case, self.promise)
        more = (self._note, self.aside, self.drop)
        inside = layouts.row(*ways, layouts.STRETCH, *more, margins=(24, 9, 16, 9))
        self.setLayout(layouts.column(Line(), inside, spacing=0))
        layouts.set_surface(self, "surface")
        layouts.fix_size(self, height=51)

    def _connect(self) -> None:
        for button, signal in (
            (self.save, self.saved),
            (self.case, self.case_wanted),
            (self.promise, self.promise_wanted),
            (self.aside, self.put_aside),
            (self.drop, self.thrown_away),
        ):
            button.clicked.connect(signal)
            if button.key:
                bind_button(self, button)
