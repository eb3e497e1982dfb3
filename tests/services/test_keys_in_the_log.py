"""Whatever is done to somebody's key is a row of the log, whether or not their record changes."""

from sqlalchemy import select

from office_fixtures import PASSWORD
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.staff import admit, change_own_password, reset_staff
from soudan_desk.storage.unlocking import unlock

OWN = "atarashii kagi wo kimemashita"
OTHER = "mata betsu no kagi wo kimemashita"


def told(office, login):
    with office.store.reading(None) as session:
        query = (
            select(AuditEntry.action, AuditEntry.by)
            .where(AuditEntry.record_id == office.staff_id(login))
            .order_by(AuditEntry.seq)
        )
        return [tuple(row) for row in session.execute(query)]


def test_a_second_one_time_password_is_told_although_the_first_was_not_used(office):
    work, kanri = office.work_of_admin, office.work_of_admin.actor.staff_id
    admit(work, office.opened, "shunin")
    first = reset_staff(work, office.opened, "shunin")
    second = reset_staff(work, office.opened, "shunin")
    assert first != second
    assert told(office, "shunin")[-3:] == [
        ("admit", kanri),
        ("reset_password", kanri),
        ("reset_password", kanri),
    ]


def test_each_change_of_ones_own_password_is_told(office):
    admin = office.work_of_admin
    change_own_password(admin, office.opened, PASSWORD, OWN)
    change_own_password(admin, office.opened, OWN, OTHER)
    kanri = admin.actor.staff_id
    assert told(office, "kanri")[-2:] == [("change_password", kanri)] * 2
    unlock(office.opened.folder, "kanri", OTHER).drop()


def test_a_one_time_password_that_is_used_up_is_told_once(office):
    admin, kanri = office.work_of_admin, office.staff_id("kanri")
    one_time = reset_staff(admin, office.opened, "kanri")
    change_own_password(admin, office.opened, one_time, OWN)
    assert told(office, "kanri")[-2:] == [("reset_password", kanri), ("change_password", kanri)]
