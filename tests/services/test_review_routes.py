"""Routes of a new office, of a new centre, and what they leave alone."""

from datetime import timedelta

import pytest

from office_fixtures import PASSWORD, TODAY
from review_office import make_route
from soudan_desk.centres import CENTRES, all_processes, all_review_routes
from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Consultation
from soudan_desk.models.base import FINAL
from soudan_desk.services.import_undo import ImportInUseError, undo_import
from soudan_desk.services.office import NewOffice, create_office
from soudan_desk.services.records import model_of
from soudan_desk.services.review_lists import count_waiting
from soudan_desk.services.review_routes import list_routes, save_route
from soudan_desk.services.reviews import submit_review
from soudan_desk.services.settings import add_centre
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.review_rounds import REVIEWED_KINDS


def test_every_usual_route_is_of_a_kind_its_centre_keeps():
    for route in all_review_routes():
        assert route.kind in REVIEWED_KINDS
        assert not model_of(route.kind).centres or route.centre in model_of(route.kind).centres
        assert not model_of(route.kind)().problems({}) or route.steps
    assert {route.centre for route in all_review_routes()} == set(CENTRES)


def test_the_chief_looks_at_assessments_and_monitorings_in_every_centre():
    routes = {(each.centre, each.kind): each for each in all_review_routes()}
    own = {
        "life_support": "assessment",
        "rights_advocacy": "rights_assessment",
        "disability": "disability_assessment",
    }
    assert own.keys() == CENTRES.keys()
    for centre, assessment in own.items():
        for kind in (assessment, "monitoring"):
            route = routes[centre, kind]
            assert (route.mode, route.steps) == ("circulate", ("主任",)), (centre, kind)
            assert route.starts_itself


def test_a_new_office_begins_with_the_routes_of_its_centres(tmp_path):
    new = NewOffice(
        name="見本町社協",
        centres=(("life_support", "生活サポートセンター"),),
        admin_login="kanri",
        admin_name="管理 見本",
        admin_does_casework=True,
    )
    office, work, _ = create_office(
        tmp_path / "office",
        new,
        PASSWORD,
        processes=all_processes(),
        cost=FLOOR,
        review_routes=all_review_routes(),
    )
    try:
        assert {row.centre for row in list_routes(work)} == {"life_support"}
        kinds = {row.kind: row.mode for row in list_routes(work)}
        assert (kinds["consultation"], kinds["plan"]) == ("circulate", "approve")
        add_centre(work, "disability", "こもれび", review_routes=all_review_routes())
        assert {row.centre for row in list_routes(work)} == {"life_support", "disability"}
    finally:
        office.close()


def test_a_route_changed_meanwhile_is_not_overwritten(office):
    make_route(office)
    admin = office.work_of_admin
    (row,) = list_routes(admin)
    save_route(admin, {"wait_days_count": 3}, row.setting)
    with pytest.raises(ConflictError):
        save_route(admin, {"wait_days_count": 5}, row.setting)
    with pytest.raises(NotAllowedError):
        save_route(office.work("shunin"), {"wait_days_count": 5}, list_routes(admin)[0].setting)


def test_a_route_has_one_to_five_steps(office):
    make_route(office)
    (row,) = list_routes(office.work_of_admin)
    for count in (0, 6):
        steps = [{"title": f"段{n}", "role": "supervisor"} for n in range(count)]
        with pytest.raises(InvalidEntriesError):
            save_route(office.work_of_admin, {"steps": steps}, row.setting)


def old_consultation(office, number):
    on = TODAY - timedelta(days=number)
    staff_id = office.staff_id("sodanin")
    return Consultation(
        centre="life_support",
        held_on=on,
        body="以前の記録",
        staff_id=staff_id,
        created_by=staff_id,
        record_state=FINAL,
    )


def brought(office, count):
    """Bring old records in as an import does: in bulk, and remembered as a batch."""
    from soudan_desk.models import ImportBatch

    actor = office.actors["sodanin"]
    with office.store.writing_many(actor, "import") as bulk:
        ids = [bulk.add(old_consultation(office, n)) for n in range(count)]
        bulk.flush()
        batch = ImportBatch(
            kind="consultation",
            file_name="昔.xlsx",
            row_count=count,
            record_ids={"consultation": [str(each) for each in ids]},
            made_by=actor.staff_id,
        )
        bulk.session.add(batch)
        bulk.session.flush()
    return ids, batch.id


def test_records_brought_from_a_file_do_not_flood_the_supervisors_desk(office):
    make_route(office)
    brought(office, 30)
    assert count_waiting(office.work("shunin")) == 0


def test_an_import_of_which_a_record_went_up_is_not_taken_back(office):
    make_route(office)
    ids, batch = brought(office, 3)
    submit_review(office.work("sodanin"), "consultation", ids[0])
    with pytest.raises(ImportInUseError):
        undo_import(office.work("sodanin"), batch)
