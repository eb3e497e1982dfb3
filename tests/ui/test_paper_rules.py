"""How somebody must not be reached is told before a paper about them is printed."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication

sys.path.append(str(Path(__file__).parent / "pages"))  # the desk that pages are tested at

from desk_fixtures import desk, desk_of

from letter_office import make_desk
from office_fixtures import TODAY
from soudan_desk.services.records import add_record
from soudan_desk.ui.contact_notice import RulesNotice
from soudan_desk.ui.dialogs import CANCEL, Question
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.paper_dialog import PaperDialog
from soudan_desk.ui.wiring.paper_printing import paper_acts

__all__ = ["desk", "desk_of"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RULES = {"name_shown_ok": "no", "letter_ok": "no", "hidden_from": "元夫 見本太郎"}


@pytest.fixture
def story(desk, work):
    return make_desk(work, **RULES)


@pytest.fixture
def request_id(story, work):
    given = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": story.person,
        "staff_id": work.actor.staff_id,
        "centre": "life_support",
        "scope": "令和7年度の相談の記録",
        "received_on": TODAY,
    }
    return add_record(work, "disclosure_request", given).id


def dialog_of(desk, kind, record_id, paper, recipient=""):
    acts = paper_acts(desk.seat, kind, record_id, None if kind != "case" else "life_support")
    dialog = PaperDialog(desk.frame, acts, "書類を印刷する")
    desk.qtbot.addWidget(dialog)
    dialog.paper.set_value(paper)
    dialog.reason.setText("本人に渡すため")
    dialog.recipient.setText(recipient)
    dialog.show()
    return dialog


def asked_by(act):
    """Return what stands in the way of an act; blank where it goes straight on."""
    seen = []

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(20, look)
            return
        seen.append(dialog.accessibleDescription() if isinstance(dialog, Question) else "")
        if isinstance(dialog, Question):
            dialog.buttons[CANCEL].click()
        else:
            assert isinstance(dialog, QPrintDialog)
            dialog.reject()

    QTimer.singleShot(20, look)
    act()
    return seen[0]


def test_the_rules_stand_above_the_paper(desk, story):
    dialog = dialog_of(desk, "case", story.case, "face_sheet")
    notice = dialog.findChild(RulesNotice)
    assert notice.isVisible()
    assert "名乗らない・手紙を出さない" in notice.sentence()
    assert "元夫 見本太郎" in notice.sentence()


@pytest.mark.parametrize("paper", ["decision_notice", "disclosed_copy"])
def test_an_answer_to_a_request_is_confirmed_before_it_goes(desk, request_id, paper):
    dialog = dialog_of(desk, "disclosure_request", request_id, paper)
    asked = asked_by(dialog.print_paper)
    assert "手紙を出してはいけない方です" in asked
    assert "センターの名前を出さない" in asked
    assert "手紙を出してはいけない方です" in asked_by(dialog.save_pdf)


@pytest.mark.parametrize(
    ("paper", "recipient", "words"),
    [
        ("face_sheet", "青葉すみれ様", "手紙を出してはいけない方です"),
        ("face_sheet", "ご本人", "手紙を出してはいけない方です"),
        ("consent_form", "", "手紙を出してはいけない方です"),
        ("face_sheet", "見本太郎 様", "知られたくない相手かもしれません"),
        ("face_sheet", "生活福祉課 岡野様", ""),
    ],
)
def test_a_paper_of_a_case_stops_only_where_the_rules_bear_on_it(
    desk, story, paper, recipient, words
):
    dialog = dialog_of(desk, "case", story.case, paper, recipient)
    asked = asked_by(dialog.print_paper)
    assert words in asked
    assert bool(asked) == bool(words)


def test_a_request_tells_the_rules_of_its_person_above_its_form(desk, request_id):
    page = desk.frame.go(Place("requests", {"id": request_id}))
    desk.settle()
    assert page.card.rules.isVisible()
    assert "手紙を出さない" in page.card.rules.sentence()
    page.card.begin_new()
    assert page.card.rules.isHidden()
