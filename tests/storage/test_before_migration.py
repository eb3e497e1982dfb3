"""An update of the program: no step without a verified copy, and that copy is the way back."""

import pytest

from office_fixtures import PASSWORD, make_person
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.storage.migrate import HEAD, migrate, schema_of
from soudan_desk.storage.opening import open_office as open_folder
from soudan_desk.storage.refusals import BackupFailedError
from soudan_desk.storage.restore import restore_backup, verify_backup

STEP_BEFORE = f"{int(HEAD) - 1:04}"


@pytest.fixture
def of_an_older_program(office, work):
    """Give an office as the program before this one left it: a step short."""
    make_person(work, name="残る 見本")
    migrate(office.opened.engine, STEP_BEFORE)
    office.opened.close()
    return office.path


def updated(path):
    open_office(path, "kanri", PASSWORD, processes=all_processes())[0].close()


def step_of(path):
    """Tell at which step an office stands, without taking any."""
    steps = []

    def look(opened):
        with opened.engine.connect() as connection:
            steps.append(schema_of(connection))

    open_folder(path, "kanri", PASSWORD, prepare=look).close()
    return steps[0]


def test_the_first_opening_by_a_newer_program_makes_a_copy_that_stands_where_the_office_stood(
    of_an_older_program, tmp_path
):
    updated(of_an_older_program)

    [copy] = (of_an_older_program / "before-migration").iterdir()
    assert step_of(of_an_older_program) == HEAD
    assert verify_backup(copy, "kanri", PASSWORD).rows["person"] == 1
    back = restore_backup(copy, tmp_path / "back", "kanri", PASSWORD, "前の版に戻す")
    assert step_of(back.path) == STEP_BEFORE  # where the older program can go on


def test_without_a_copy_no_step_is_taken(of_an_older_program):
    obstacle = of_an_older_program / "before-migration"
    obstacle.write_text("in the way", "utf-8")
    with pytest.raises(BackupFailedError):
        updated(of_an_older_program)

    assert step_of(of_an_older_program) == STEP_BEFORE
    obstacle.unlink()
    updated(of_an_older_program)
    assert step_of(of_an_older_program) == HEAD


def test_an_office_up_to_date_is_not_copied_at_each_opening(office):
    office.opened.close()
    updated(office.path)
    assert not list(office.path.glob("before-migration/*"))
