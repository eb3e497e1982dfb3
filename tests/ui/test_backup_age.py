"""The light in the status line: how well the work is protected, in a colour and in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from soudan_desk.services.copy_standing import PlaceStanding, Standing
from soudan_desk.storage.copy_media import KeptPlace, PlaceKind
from soudan_desk.ui.backup_age import backup_sentence, backup_words
from soudan_desk.ui.theme import Role

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def medium(last, *, name="外付けA", found=None, number=1, kind=PlaceKind.EXTERNAL):
    place = KeptPlace(UUID(int=number), name, Path("/media/a"), kind)
    return PlaceStanding(place, found, last)


def standing(*places, last=NOW, since=None):
    return Standing(last, since, since, places)


@pytest.mark.parametrize(
    ("days", "said", "role"),
    [(0, "確認済みバックアップ", Role.OK), (6, "確認済みバックアップ", Role.OK),
     (7, "注意：外に置く控えが7日前", Role.WARNING),
     (14, "危険：外に置く控えが14日前", Role.DANGER)],
)  # fmt: skip
def test_the_light_turns_with_the_age_of_the_copy_that_lies_away(days, said, role):
    words, light = backup_words(standing(medium(NOW - timedelta(days=days))), NOW)
    assert words.startswith(said)
    assert light is role


@pytest.mark.parametrize(
    ("hours", "role"), [(3, Role.OK), (4, Role.WARNING), (23, Role.WARNING), (24, Role.DANGER)]
)
def test_work_that_no_copy_has_turns_the_light_after_four_hours(hours, role):
    since = NOW - timedelta(hours=hours)
    words, light = backup_words(standing(medium(NOW), since=since), NOW)
    assert light is role
    assert ("時間前からの仕事" in words) is (role is not Role.OK)


def test_without_a_place_or_a_copy_the_light_is_red_and_says_what_to_do():
    words, light = backup_words(standing(last=None), NOW)
    role, sentence = backup_sentence(standing(last=None), NOW)
    assert light is role is Role.DANGER
    assert "保存先がまだありません" in words
    assert "保存先を加える" in sentence


def test_a_place_that_is_always_there_is_not_enough():
    inner = medium(NOW, kind=PlaceKind.DISK, found=Path("/copies"))
    words, light = backup_words(standing(inner), NOW)
    assert light is Role.WARNING
    assert "外に置く控えの媒体が決まっていません" in words


def test_the_medium_with_the_oldest_copy_is_the_one_to_plug_in():
    older = medium(NOW - timedelta(days=9), name="外付けB", number=2)
    both = standing(medium(NOW - timedelta(days=8)), older)
    assert both.next_medium is older
    assert "次は「外付けB」の番です。つないでください" in backup_sentence(both, NOW)[1]


def test_what_a_check_found_is_told_before_all_else():
    found = replace(standing(medium(NOW)), is_damaged=True)
    words, light = backup_words(found, NOW)
    role, sentence = backup_sentence(found, NOW)
    assert light is role is Role.DANGER
    assert "壊れた所が見つかっています" in words
    assert "管理者に知らせ" in sentence
