"""The second person proves who they are by their own password; nobody is their own second."""

import pytest

from office_fixtures import PASSWORD
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.services.second_person import colleagues, second_person
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots
from soudan_desk.storage.refusals import TooManyAttemptsError, WrongPasswordError


@pytest.fixture
def one_time(office):
    """Give a colleague and the reader passwords of their own, another a one-time one."""
    for login in ("sodanin", "etsuran"):
        given = admit(office.work_of_admin, office.opened, login)
        slots.change_password(office.opened.folder, login, given, PASSWORD).drop()
    return admit(office.work_of_admin, office.opened, "nishio")


def test_a_colleague_proves_who_they_are(office, work, one_time):
    assert [row.login for row in colleagues(work)] == ["nishio", "sodanin"]
    second = second_person(work, office.opened, "sodanin", PASSWORD)
    assert second.actor == office.actors["sodanin"]
    assert "sodanin" not in repr(second)


@pytest.mark.parametrize("login", ["shunin", "etsuran", "kansa", "dareka", ""])
def test_oneself_and_who_writes_no_casework_are_refused_by_name(office, work, one_time, login):
    with pytest.raises(InvalidEntriesError) as refused:
        second_person(work, office.opened, login, PASSWORD)
    assert "西尾 見本、見本 相談" in refused.value.problems["second"]


def test_a_one_time_password_is_nobody_s_own_word(office, work, one_time):
    with pytest.raises(NotAllowedError, match="自分のパスワードに変えて"):
        second_person(work, office.opened, "nishio", one_time)


def test_wrong_passwords_are_counted_as_at_a_log_in(office, work, one_time):
    refusals = []
    for _ in range(6):
        with pytest.raises((WrongPasswordError, TooManyAttemptsError)) as refused:
            second_person(work, office.opened, "sodanin", "chigau kotoba desu")
        refusals.append(refused.type)
    assert refusals[0] is WrongPasswordError
    assert refusals[-1] is TooManyAttemptsError
