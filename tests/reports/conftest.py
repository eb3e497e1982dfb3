"""One demo office for all reports; nobody writes into it."""

import pytest
from figure_office import DAY

from office_fixtures import Office
from office_fixtures import _actor_of as actor_of
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.desk.demo.write import PASSWORD, make_demo
from soudan_desk.models import Staff
from soudan_desk.services.office import open_office
from soudan_desk.storage.keys import FLOOR


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """Open a demo office with some years of every kind of record."""
    path = tmp_path_factory.mktemp("figures") / "office"
    processes = all_processes()
    make_demo(path, processes=processes, cases=40, consultations=320, seed=5, on=DAY, cost=FLOOR)
    opened, work = open_office(
        path, "kanri", PASSWORD, processes=processes, due_rules=all_due_rules()
    )
    with work.store.reading(None) as session:
        actors = {staff.login: actor_of(staff) for staff in session.query(Staff)}
    yield Office(path, opened, work.store, actors, work)
    opened.close()
