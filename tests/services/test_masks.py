"""What is hidden of a name in free text: all of it, and nothing of other names."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from soudan_desk.services.masks import BLACKED, Mask

SURNAMES = ("青葉", "青", "葉山", "月岡", "アオバ")
GIVEN = ("すみれ", "一", "葉", "陸男", "スミレ")
TAILS = ("ハローワーク", "職員", "相談支援事業所", "一郎", "", "さん", "葉", "すみれ")
BETWEEN = ("", " ", "\u3000", "\n", "さん", "の", "と", "へ行く。", "森")

people = st.builds("{} {}".format, st.sampled_from(SURNAMES), st.sampled_from(GIVEN))
others = st.builds(
    "{}{}{}".format, st.sampled_from(SURNAMES), st.sampled_from(("", " ")), st.sampled_from(TAILS)
)
words = st.one_of(people, others, st.sampled_from(SURNAMES + GIVEN + TAILS + BETWEEN))


def _longer(known, parts):
    """Return those known names that are more than a part, with or without their own blank."""
    return [name.strip() for name in known if "".join(name.split()) not in parts]


@settings(max_examples=300, deadline=None)
@given(st.lists(people, min_size=1, max_size=2), st.lists(others, max_size=3), st.lists(words))
def test_nothing_of_a_hidden_name_is_left_but_inside_a_longer_name_of_others(hidden, known, told):
    text = "".join(told)
    blacked = Mask.of_names(hidden, known=known).words(text)
    parts = {part for name in hidden for part in name.split()}
    for name in hidden:
        assert not re.search(r"\s*".join(name.replace(" ", "")), blacked)
    for name in sorted(_longer(known, parts), key=len, reverse=True):
        blacked = re.sub(r"[ \u3000]?".join(name.split()), "\n|\n", blacked)
    for part in parts:
        if len(part) > 1:
            assert part not in blacked, (hidden, known, text)
        assert not re.search(f"{part}さん", blacked)


def test_a_shared_surname_is_told_in_the_names_of_others_alone():
    mask = Mask.of_names(
        ["青葉 すみれ", "アオバ スミレ"],
        known=["青葉ハローワーク", "青葉 一郎", "青葉すみれ園", "青葉", "青葉さんの家"],
    )
    for told in ("青葉ハローワークへ同行", "青葉一郎が送る", "青葉 一郎が送る"):
        assert mask.words(told) == told
    for told, left in (
        ("青葉さんと青葉ハローワークへ", f"{BLACKED}さんと青葉ハローワークへ"),
        ("青葉\nハローワークへ", f"{BLACKED}\nハローワークへ"),
        ("青葉すみれ園に通う", f"{BLACKED}園に通う"),
        ("青葉さんの家", f"{BLACKED}さんの家"),
        ("青葉は", f"{BLACKED}は"),
    ):
        assert mask.words(told) == left
