from datetime import UTC, datetime, timedelta

import pytest
from bare_office import PASSWORD

from soudan_desk.storage.backoff import Backoff, state_folder
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.refusals import TooManyAttemptsError, WrongPasswordError
from soudan_desk.storage.unlocking import unlock

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def counter(tmp_path):
    return tmp_path / "office.attempts"


def failed(counter, times, now=NOW, tag="tag"):
    for _ in range(times):
        Backoff(counter, tag).note_failure(now)


def seconds_left(counter, now=NOW, tag="tag"):
    try:
        Backoff(counter, tag).refuse_while_waiting(now)
    except TooManyAttemptsError as refusal:
        return refusal.seconds
    return 0


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 900), (500, 900)]
)
def test_five_failures_cost_30_seconds_doubling_to_15_minutes_and_never_more(
    counter, failures, seconds
):
    failed(counter, failures)

    assert seconds_left(counter) == seconds
    assert seconds_left(counter, NOW + timedelta(seconds=seconds)) == 0


def test_deleting_either_counter_does_not_help(counter):
    failed(counter, 6)
    here = counter.read_bytes()

    counter.unlink()
    assert seconds_left(counter) == 60
    counter.write_bytes(here)
    (state_folder() / "attempts.json").unlink()
    assert seconds_left(counter) == 60


@pytest.mark.parametrize("rubbish", [b"", b"[]", b"{", b'{"tag": 5}', b'{"tag": {"count": "x"}}'])
def test_a_damaged_counter_neither_locks_out_nor_lets_in(counter, rubbish):
    failed(counter, 5)
    counter.write_bytes(rubbish)

    assert seconds_left(counter) == 30
    failed(counter, 1)
    assert seconds_left(counter) == 60


def test_setting_the_clock_back_or_forth_gains_nothing_for_ever(counter):
    failed(counter, 5)

    assert seconds_left(counter, NOW - timedelta(days=400)) == 30
    failed(counter, 1, NOW - timedelta(days=400))
    assert seconds_left(counter, NOW - timedelta(days=400)) == 60


def test_one_login_is_not_slowed_by_another_and_success_forgets(counter):
    failed(counter, 9)
    failed(counter, 1, tag="other")

    assert seconds_left(counter, tag="other") == 0
    Backoff(counter, "tag").forget()
    assert seconds_left(counter) == 0


def test_while_waiting_even_the_right_password_is_refused_then_it_opens(office_path):
    folder = OfficeFolder(office_path)
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            unlock(folder, "kanri", "wrong", now=NOW)

    with pytest.raises(TooManyAttemptsError, match="あと30秒待って"):
        unlock(folder, "kanri", PASSWORD, now=NOW)
    unlock(folder, "kanri", PASSWORD, now=NOW + timedelta(seconds=30))
    with pytest.raises(WrongPasswordError):
        unlock(folder, "kanri", "wrong", now=NOW + timedelta(seconds=31))


def test_the_counters_name_no_login(office_path):
    folder = OfficeFolder(office_path)
    with pytest.raises(WrongPasswordError):
        unlock(folder, "tanaka", "wrong")

    written = folder.attempts.read_text() + (state_folder() / "attempts.json").read_text()
    assert "tanaka" not in written
