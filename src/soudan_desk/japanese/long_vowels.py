"""ユーコ and ユウコ, オータ and オオタ and オウタ: a long-vowel mark written out as names write it.

The mark stands for the vowel before it, as JIS X 4061 sorts it, and besides, after お and え, for
the う and い with which names are mostly spelt (コージ is コウジ and コオジ; ケーコ is ケイコ and
ケエコ). What is spelt without the mark stays apart: オオタ is no オウタ, and ユキ no ユウキ.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

from soudan_desk.japanese.folding import fold, name_key

_MOST_MARKS = 2
"""Words with more are no names: デーサービスセンター."""
_MARK = re.compile(r"(?<=[ぁ-ゖァ-ヺ])ー(?!ー)")
_ROWS = {
    "あ": "あかさたなはまやらわがざだばぱ",
    "い": "いきしちにひみりぎじぢびぴ",
    "う": "うくすつぬふむゆるゔぐずづぶぷ",
    "いえ": "えけせてねへめれげぜでべぺ",
    "うお": "おこそとのほもよろをごぞどぼぽ",
}
_VOWELS = {kana: vowels for vowels, row in _ROWS.items() for kana in row}


def written_out(text: str) -> tuple[str, ...]:
    """Return the ways of writing a text with its long-vowel marks as vowels; none without marks."""
    plain = unicodedata.normalize("NFKC", text)
    places = [found.start() for found in _MARK.finditer(plain)]
    vowels = [_VOWELS.get(fold(plain[place - 1]), "") for place in places]
    if not 0 < len(places) <= _MOST_MARKS or not all(vowels):
        return ()
    return tuple(_filled(plain, places, chosen) for chosen in product(*vowels))


def _filled(text: str, places: list[int], vowels: tuple[str, ...]) -> str:
    letters = list(text)
    for place, vowel in zip(places, vowels, strict=True):
        letters[place] = vowel
    return "".join(letters)


def name_keys(text: str) -> tuple[str, ...]:
    """Return a name as names are compared, and as it reads with its long vowels written out."""
    ways = (name_key(each) for each in (text, *written_out(text)))
    return tuple(dict.fromkeys(filter(None, ways)))
