"""One form of an address, to tell whether two are the same; never shown or stored."""

from __future__ import annotations

import re

from soudan_desk.japanese.folding import fold

PREFECTURES = tuple(
    (  # noqa: SIM905  (forty-seven lines say no more)
        "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 "
        "東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
        "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
        "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
    ).split()
)

_NUMERALS = "〇一二三四五六七八九"
_POSTAL = re.compile(r"^〒?\s*\d{3}-?\d{4}(?=\D)|^〒")
_PREFECTURE = re.compile("|".join(map(fold, PREFECTURES)))
_KANJI_NUMBER = re.compile(rf"[{_NUMERALS}十百]+(?=丁目|番地|番(?![町丁])|号|条|線|-\d)")
_KE = re.compile(r"(?<=[一-鿿])[がけ](?=[一-鿿])")
_NO = re.compile(r"(?<=[一-鿿])[の之](?=[一-鿿])")
_AZA = re.compile(r"(?<=[市区町村])大?字")
_BETWEEN = re.compile(r"(?<=\d)(?:丁目|番地|番|号室?|棟|[の・,-]|\s)+(?=\d)")
_AFTER = re.compile(r"(?<=\d)(?:丁目|番地|番(?![町丁])|号室?)")
_BLANK = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_SHORTEST = 6


def fold_address(text: str) -> str:
    """Fold an address for comparison: 三丁目12番5号 and 3-12-5 agree.

    Postal code and prefecture are left out: either side may lack them.
    """
    plain = _without_postal(text)
    prefecture = _PREFECTURE.match(plain)
    return fold_place(plain[prefecture.end() :] if prefecture else plain)


def fold_place(text: str) -> str:
    """Fold a part of an address, such as a town, in which nothing is to be left out."""
    plain = _KANJI_NUMBER.sub(lambda found: str(_number(found[0])), fold(text))
    plain = _BETWEEN.sub("-", plain)
    plain = _AFTER.sub("", plain)
    plain = _AZA.sub("", _NO.sub("の", _KE.sub("け", plain)))
    return _BLANK.sub("", plain).strip("-,")


def is_telling(folded: str) -> bool:
    """Tell whether a folded address is one house rather than a town: it is long and numbered."""
    return len(folded) >= _SHORTEST and _DIGIT.search(folded) is not None


def is_same_place(one: str, other: str) -> bool:
    """Tell whether two folded addresses are one place: either may lack its city, or its rooms."""
    shorter, longer = sorted((one, other), key=len)
    if not is_telling(shorter):
        return False
    start = longer.find(shorter)
    return start >= 0 and not _DIGIT.match(longer, start + len(shorter))


def prefecture_of(text: str) -> str | None:
    """Return the prefecture an address begins with, folded as by `fold`, if it names one."""
    found = _PREFECTURE.match(_without_postal(text))
    return found[0] if found else None


def _without_postal(text: str) -> str:
    return _POSTAL.sub("", fold(text).strip()).strip()


def _number(kanji: str) -> int:
    if not set(kanji) & set("十百"):
        return int("".join(str(_NUMERALS.index(digit)) for digit in kanji))
    hundreds, _, tens = kanji.rpartition("百")
    before, ten, ones = tens.rpartition("十")
    return (
        (_digit(hundreds, 1) if "百" in kanji else 0) * 100
        + (_digit(before, 1) if ten else 0) * 10
        + _digit(ones, 0)
    )


def _digit(kanji: str, otherwise: int) -> int:
    return _NUMERALS.index(kanji[-1]) if kanji and kanji[-1] in _NUMERALS else otherwise
