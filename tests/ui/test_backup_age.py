"""The light in the status line: how old the last proven copy is."""

from datetime import UTC, datetime, timedelta

import pytest

from soudan_desk.ui.backup_age import backup_words
from soudan_desk.ui.theme import Role

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words", "role"),
    [(0, "今日", Role.OK), (3, "3日前", Role.OK), (7, "7日前", Role.WARNING),
     (14, "14日前", Role.DANGER)],
)  # fmt: skip
def test_the_light_turns_with_the_age_of_the_copy(days, words, role):
    said, light = backup_words(NOW - timedelta(days=days), NOW)
    assert words in said
    assert light is role


def test_no_copy_yet_is_a_warning():
    assert backup_words(None, NOW)[1] is Role.WARNING
