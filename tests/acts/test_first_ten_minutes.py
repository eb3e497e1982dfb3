"""The walk for newcomers is taken as it is written, from no office at all to the printed letter."""

import pytest
from manual_walker import Walker

from soudan_desk.centres import all_processes
from soudan_desk.desk.demo.write import PASSWORD
from soudan_desk.services.office import open_office
from soudan_desk.services.referral_lists import list_referrals
from soudan_desk.services.search import search


@pytest.fixture
def newcomer(qtbot, qapp, tmp_path, monkeypatch):
    """Sit before a program that knows no office, in a home with nothing in it."""
    from hands import Hands

    from soudan_desk.ui.window import MainWindow

    monkeypatch.setenv("HOME", str(tmp_path))
    window = MainWindow(None)
    with qtbot.waitExposed(window):
        window.show()
    yield Hands(window)
    window.close()


def test_the_first_ten_minutes_lead_to_a_printed_letter(newcomer, tmp_path):
    letter = tmp_path / "letter.pdf"

    Walker(newcomer, letter).walk("first_ten_minutes")
    newcomer.until(letter.exists, "the letter")
    newcomer.rests()
    newcomer.window.close()

    assert letter.read_bytes().startswith(b"%PDF")
    office, work = open_office(
        tmp_path / "相談デスク" / "事務所", "shunin", PASSWORD, processes=all_processes()
    )
    try:
        newest = list_referrals(work)[0]
        assert newest.person == "若葉 見本"
        assert newest.state == "final"
        assert search(work, "わかば").hits
    finally:
        office.close()
