import string
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.storage import keys as k
from soudan_desk.storage.keys import Argon2Cost, OfficeKeys, Purpose
from soudan_desk.storage.refusals import LockedError, WrongRecoveryKeyError

DB = UUID("11111111-1111-4111-8111-111111111111")
OTHER_DB = UUID("22222222-2222-4222-8222-222222222222")
KEY = bytes(range(20))


def keys(db_uuid=DB, master=b"m" * 32):
    return OfficeKeys(db_uuid, bytearray(master), bytearray(b"o" * 32))


def test_every_purpose_and_every_office_has_a_key_of_its_own():
    made = {office.key_for(p) for office in (keys(), keys(OTHER_DB)) for p in Purpose}

    assert len(made) == 2 * len(Purpose)
    assert {len(key) for key in made} == {32}


def test_dropped_keys_give_nothing_any_more():
    held = keys()
    held.drop()

    assert not any(held.master)
    assert not any(held.own)
    with pytest.raises(LockedError):
        held.key_for(Purpose.DATABASE)


def test_the_standard_cost_is_64_mib_and_three_passes():
    assert Argon2Cost(64 * 1024, 3, 1) == k.STANDARD
    assert k.STANDARD.is_acceptable()


@pytest.mark.parametrize(
    "cost",
    [
        Argon2Cost(memory_kib=19 * 1024 - 1),
        Argon2Cost(rounds=0),
        Argon2Cost(lanes=0),
        Argon2Cost(memory_kib=1024 * 1024 + 1),
        Argon2Cost(rounds=10_000),
    ],
)
def test_a_cost_below_the_floor_or_above_the_ceiling_is_not_accepted(cost):
    assert not cost.is_acceptable()


def test_calibration_never_goes_below_the_standard():
    quick, slow = k.calibrate(target_s=0.0), k.calibrate(target_s=20.0)

    assert quick == k.STANDARD
    assert slow.rounds > quick.rounds
    assert slow.is_acceptable()


def test_a_password_gives_the_same_key_however_its_letters_are_typed():
    typed = ["ｍｉｈｏｎ ガギグ", "mihon ｶﾞｷﾞｸﾞ", "mihon ガギグ"]

    assert len({bytes(k.normalized_password(each)) for each in typed}) == 1


def test_what_is_wrapped_opens_with_its_key_in_its_place_only():
    wrapped = k.wrap(KEY + bytes(12), b"secret", b"here")

    assert k.unwrap(KEY + bytes(12), wrapped, b"here") == b"secret"
    assert k.unwrap(KEY + bytes(12), wrapped, b"there") is None
    assert k.unwrap(bytes(32), wrapped, b"here") is None
    assert k.unwrap(KEY + bytes(12), wrapped[:10], b"here") is None


def test_a_login_tag_shows_no_login_but_meets_every_way_of_typing_it():
    tags = {k.login_tag(DB, login) for login in ("Tanaka", "tanaka ", "ｔａｎａｋａ")}

    assert len(tags) == 1
    assert "tanaka" not in tags.pop()
    assert k.login_tag(DB, "tanaka") != k.login_tag(OTHER_DB, "tanaka")


def test_a_recovery_key_is_nine_groups_of_four_letters():
    groups = k.recovery_text(KEY).split("-")

    assert len(groups) == 9
    assert {len(group) for group in groups} == {4}


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_key_reads_back_however_it_is_typed(key):
    text = k.recovery_text(key)
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in string.ascii_uppercase})
    mistaken = text.replace("O", "0").replace("I", "1").replace("B", "8")

    for typed in (text, text.lower(), text.replace("-", " "), wide, mistaken):
        assert k.read_recovery_text(typed) == key


@given(st.integers(0, 35), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_wrong_letter_in_a_recovery_key_is_noticed(place, letter):
    letters = k.recovery_text(KEY).replace("-", "")
    if letters[place] == letter:
        return

    with pytest.raises(WrongRecoveryKeyError, match="書き違い"):
        k.read_recovery_text(letters[:place] + letter + letters[place + 1 :])


def test_a_recovery_key_of_another_length_says_how_many_letters_were_typed():
    with pytest.raises(WrongRecoveryKeyError, match="いまは4文字"):
        k.read_recovery_text("ABCD")


def test_one_time_passwords_are_twenty_letters_and_never_the_same():
    made = {k.make_one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(p) == 20 and set(p) <= set(string.ascii_uppercase + "234567") for p in made)
