"""Parts of the case page that need no office: guesses, differences, choices in a conflict."""

from datetime import date
from types import SimpleNamespace

import pytest

from soudan_desk.codes import shipped_codes
from soudan_desk.fields import Field, Kind
from soudan_desk.ui.pages.case_conflict import BOTH, MINE, THEIRS, clashes_between, merged
from soudan_desk.ui.pages.case_looks import contact_words, dated, day_text
from soudan_desk.ui.pages.case_quick import guess_from
from soudan_desk.ui.widgets.differences import new_html, old_html, pieces_between

CODES = shipped_codes()


@pytest.mark.parametrize(
    ("line", "method"),
    [
        ("電話 不在 折り返し依頼", "phone"),
        ("TEL 留守電", "phone"),
        ("訪問 会えず", "visit"),
        ("来所 書類を受け取る", "interview"),
        ("通院に付き添い", "accompany"),
        ("手紙を出した", "email_sns"),
        ("訪問のあと電話", "visit"),
        ("家計簿を確認", None),
    ],
)
def test_a_line_names_its_method(line, method):
    guess = guess_from(line, CODES, "life_support")
    assert (guess.method.code if guess.method else None) == method


@pytest.mark.parametrize("centre", ["life_support", "rights_advocacy", "disability"])
def test_every_centre_knows_a_call_and_a_visit(centre):
    for line in ("電話 本人", "訪問 長男"):
        guess = guess_from(line, CODES, centre)
        assert guess.method is not None
        assert CODES.find("consultation.method", guess.method.code, centre=centre)
        assert len(guess.with_whom) == 1


def test_both_sides_of_a_difference_give_their_text_back():
    old = "今日は家で過ごした。\n明日は通院の予定。手元は8,000円。"
    new = "今日は家で休んだ。\n明日は通院の予定。手元は5,000円ほど。付き添いを希望。"
    pieces = pieces_between(old, new)
    assert "".join(p.text for p in pieces if not p.is_new) == old
    assert "".join(p.text for p in pieces if not p.is_old) == new
    same = "".join(p.text for p in pieces if not p.is_new and not p.is_old)
    assert "明日は通院の予定。" in same
    assert "8,000" not in same


@pytest.mark.parametrize(("old", "new"), [("", "新しい"), ("古い", ""), ("", ""), ("同じ", "同じ")])
def test_differences_at_the_edges(old, new):
    pieces = pieces_between(old, new)
    assert "".join(p.text for p in pieces if not p.is_new) == old
    assert "".join(p.text for p in pieces if not p.is_old) == new


def test_long_texts_are_compared_in_no_time():
    old = "".join(f"{n}回目の記録です。本人から電話があった。\n" for n in range(2000))
    new = old.replace("1500回目の記録", "1500回目の面談")
    pieces = pieces_between(old, new)
    assert [p.text for p in pieces if p.is_new] == ["面談です"]


def test_what_a_client_said_cannot_become_markup(qapp):
    pieces = pieces_between("a", "<b>b</b> & c")
    assert "&lt;b&gt;" in new_html(pieces)
    assert "<b>" not in new_html(pieces)
    assert "line-through" in old_html(pieces)
    assert "underline" in new_html(pieces)


FIELDS = (
    Field(key="body", label="記録", kind=Kind.TEXT),
    Field(key="subject", label="件名", kind=Kind.LINE),
    Field(key="method", label="方法", kind=Kind.CHOICE, codes="consultation.method"),
    Field(key="flag", label="印", kind=Kind.CHECK),
)


def test_what_only_one_of_two_changed_is_chosen_beforehand():
    base = {"body": "もと", "subject": "件", "method": "phone", "flag": False}
    theirs = {**base, "subject": "相手の件", "method": "visit", "body": "もと。相手"}
    mine = {**base, "method": "other", "body": "もと。自分", "flag": None}
    clashes = clashes_between(FIELDS, base, theirs, mine)
    assert {clash.field.key: clash.choice for clash in clashes} == {
        "body": BOTH, "subject": THEIRS, "method": MINE,
    }  # fmt: skip


def test_texts_can_be_joined_and_nothing_is_lost():
    [clash] = clashes_between(FIELDS[:1], {"body": "a"}, {"body": "相手"}, {"body": "自分"})
    assert merged(clash, BOTH) == "相手\n自分"
    assert merged(clash, THEIRS) == "相手"
    assert merged(clash, MINE) == "自分"
    [empty] = clashes_between(FIELDS[:1], {"body": "a"}, {"body": None}, {"body": "自分"})
    assert merged(empty, BOTH) == "自分"


def test_days_are_written_with_their_weekday_or_their_year():
    today = date(2026, 11, 24)
    assert day_text(date(2026, 11, 9)) == "11/9（月）"
    assert dated(date(2026, 1, 1), today) == "1/1（木）"
    assert dated(date(2025, 12, 31), today) == "2025/12/31"


@pytest.mark.parametrize(
    ("rules", "words", "expected"),
    [
        ({}, {}, ""),
        ({"telephone_ok": "yes"}, {}, ""),
        ({"voicemail_ok": "no"}, {}, "留守電に残さない"),
        ({"voicemail_ok": "no", "letter_ok": "no"}, {}, "留守電に残さない・手紙を出さない"),
        ({"voicemail_ok": "no"}, {"safe_contact": "携帯", "contact_hours": "夜"},
         "留守電に残さない・携帯へ ほか"),
        ({}, {"contact_note": "夫に知られないこと"}, "連絡に注意"),
    ],
)  # fmt: skip
def test_rules_for_getting_in_touch_fit_a_chip(rules, words, expected):
    assert contact_words(SimpleNamespace(safe_contact=rules, safe_words=words)) == expected
