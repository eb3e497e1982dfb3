"""Lists are printed from their pages by Ctrl+P: the dialog offers their papers and shows one."""

import pytest
from desk_fixtures import filled_office, press
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from soudan_desk.models import Disclosure
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.referral_desk import Sending
from soudan_desk.ui.paper_dialog import PaperDialog

__all__ = ["filled_office"]  # the office of these tests


def print_here(desk, do=lambda _dialog: None):
    """Press Ctrl+P and give the papers that are offered; `do` acts in the dialog."""
    offered = []

    def look():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PaperDialog):
            QTimer.singleShot(20, look)
            return
        offered.extend(dialog.paper.itemText(at) for at in range(dialog.paper.count()))
        do(dialog)
        dialog.done(QDialog.DialogCode.Rejected)

    QTimer.singleShot(20, look)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.come_back()
    desk.settle()
    return offered


@pytest.mark.parametrize(
    ("page", "view", "papers"),
    [
        ("today", None, ["朝の一覧"]),
        ("cases", "all", ["ケース一覧（画面のとおり）", "支援ケース一覧"]),
        ("cases", "workers", ["担当ごとのケースの状況"]),
    ],
)
def test_ctrl_p_offers_the_papers_of_what_is_shown(desk_of, page, view, papers):
    desk = desk_of(centres={"life_support"})
    shown = desk.frame.go(Place(page))
    if view:
        shown.views.picked.emit(view)
    desk.settle()
    assert print_here(desk) == papers


def test_a_printed_list_is_registered_with_its_reason(desk_of, office, tmp_path):
    desk = desk_of(centres={"life_support"})
    page = desk.frame.go(Place("cases"))
    desk.settle()
    papers = page._acts.case_papers(page._shown())
    sending = Sending("hand", target=tmp_path / "a.pdf", password="mihon-no-kagi")
    gone = papers.give("case_table", "朝の打合せ", "", sending)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with office.store.reading(None) as session:
        row = session.query(Disclosure).one()
        assert (row.paper, row.serial) == ("case_table", gone.serial)
