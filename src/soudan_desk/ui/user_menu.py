"""The menu under the worker's own name: what belongs to no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.shortcuts import HELP_KEY, HELP_WORDS, bind

if TYPE_CHECKING:
    from soudan_desk.ui.frame import Frame

FORMS_KEY, FORMS_WORDS = "Ctrl+Shift+P", "手書き用の用紙"
HANDOVER_KEY, HANDOVER_WORDS = "Ctrl+Shift+T", "引き継ぎと代理"


def user_menu(frame: Frame, seat: Seat, *, may_set: bool) -> QMenu:
    """Return the menu; what has a key there has it everywhere in the window."""

    def open_forms() -> None:
        from soudan_desk.ui.wiring.empty_forms import open_empty_forms  # read when first asked for

        open_empty_forms(seat, frame, frame.status.say)

    def open_handover() -> None:
        frame.go(Place("handover"))

    menu = QMenu(frame)
    if may_set:
        own_password = Place("settings", {"tab": "password"})
        menu.addAction("パスワードを変える").triggered.connect(lambda: frame.go(own_password))
    if seat.work.actor.writes_casework:
        menu.addAction(f"{HANDOVER_WORDS}\t{HANDOVER_KEY}").triggered.connect(open_handover)
        bind(frame, HANDOVER_KEY, HANDOVER_WORDS, open_handover)
    menu.addAction(f"{FORMS_WORDS}\t{FORMS_KEY}").triggered.connect(open_forms)
    menu.addAction(f"{HELP_WORDS}\t{HELP_KEY}").triggered.connect(frame.open_manual)
    menu.addAction("画面をロック\tCtrl+L").triggered.connect(frame.locked)
    bind(frame, FORMS_KEY, FORMS_WORDS, open_forms)
    return menu
