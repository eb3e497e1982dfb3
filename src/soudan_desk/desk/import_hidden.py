"""What an export hid is not taken in as if it were the answer."""

from __future__ import annotations

from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.masks import BLACKED, STAND_INS
from soudan_desk.tables.cells import Value

NAMELESS = (
    "氏名が伏せてあるため、どなたの記録か分かりません。"
    "氏名を入れるか、伏せずに書き出したものを使ってください。"
)
_HIDDEN = frozenset({UNTOLD, *STAND_INS})
_LEFT_OUT = "伏せて書き出された項目です。取り込みません。要るときは、元の内容を入れてください。"
_BLACKED_OUT = f"「{BLACKED}」の所は、書き出したときに伏せられています。そのまま取り込みます。"


def is_hidden(value: Value) -> bool:
    """Whether a cell holds only what stands for an answer that was hidden."""
    return isinstance(value, str) and value.strip() in _HIDDEN


def hidden_sentence(value: Value) -> str:
    """Return what to say of a cell of which something was hidden; blank for any other."""
    if is_hidden(value):
        return _LEFT_OUT
    return _BLACKED_OUT if isinstance(value, str) and BLACKED in value else ""
