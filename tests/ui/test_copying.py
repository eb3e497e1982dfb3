"""What the window does by itself beside the work, here once something was sealed."""

from types import SimpleNamespace

from PySide6.QtCore import QObject
from sqlalchemy import select

from sealed_office import WHY, make_case
from soudan_desk.models import AppMeta
from soudan_desk.services.case_people import restrict_case
from soudan_desk.ui.copying import CopyKeeper


def waiting(work):
    with work.store.reading(None) as session:
        return session.scalar(select(AppMeta.to_pack))


def test_what_was_sealed_in_the_window_leaves_the_index_without_being_asked(at_desk, qtbot):
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        desk = QObject()
        keeper = CopyKeeper(SimpleNamespace(work=work, office=opened), desk)
        restrict_case(work, case, 2, WHY)
        assert waiting(work)
        qtbot.waitUntil(lambda: not waiting(work))
        keeper.stop()
