"""Where the acts of support begin: a case under way, a writer and a supervisor who sign in."""

from datetime import timedelta

from office_fixtures import PASSWORD
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.models.base import now
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.moves import move_case
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.staff import admit, list_staff
from soudan_desk.storage import slots

WRITER, SUPERVISOR = "sodanin", "shunin"
NAME, KANA = "見本 すみれ", "ミホン スミレ"


def today():
    """Return the day the window takes for today."""
    return now().astimezone().date()


def tell_of(folder, centre, process, *, files=(), moves=()):
    """Open a case of the writer's, with some records in its file, moved on to where it stands.

    `files` are (kind, answers); every record gets the case, and the person where it asks for one.
    """
    opened, work = _sit(folder, "kanri")
    one_time = admit(work, opened, WRITER)
    slots.change_password(opened.folder, WRITER, one_time, PASSWORD).drop()
    writer = next(row.id for row in list_staff(work) if row.login == WRITER)
    save_record(work, "staff", writer, {"centre_codes": [centre]})
    steps = [{"title": "主任", "role": "supervisor"}]
    route = {"centre": centre, "record_kind": "plan", "mode": "approve", "steps": steps}
    add_record(work, "review_route", route)
    opened.close()
    opened, work = _sit(folder, SUPERVISOR)
    person = add_record(work, "person", {"name": NAME, "kana": KANA}).id
    answers = {"opened_on": today() - timedelta(days=60)}
    case = open_case(work, centre=centre, person_id=person, process=process, answers=answers)
    set_worker(work, case, writer, "main")
    for kind, given in files:
        about = {"case_id": case} | ({"person_id": person} if kind == "consent" else {})
        add_record(work, kind, {**about, **given})
    for state in moves:
        move_case(work, case, state)
    opened.close()


def _sit(folder, login):
    return open_office(
        folder, login, PASSWORD, processes=all_processes(), due_rules=all_due_rules()
    )
