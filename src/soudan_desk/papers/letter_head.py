"""The head of what is sent: number and day, to whom it goes, who sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers.data import BLANK_DATE, Sender, Stamp
from soudan_desk.papers.kit import StampBoxes
from soudan_desk.papers.text import BODY, SMALL, SUBTITLE, Align, Style, Text

RIGHT = BODY.but(align=Align.RIGHT)
ADDRESS = BODY.but(size=11, leading=18, align=Align.LEFT)
LETTER_TITLE = SUBTITLE.but(size=14, leading=22, space_before=14, space_after=8)


def letter_head(
    number: str,
    issued_on: date | None,
    to: Sequence[str],
    sender: Sender,
    stamps: Sequence[Stamp] = (),
) -> list[Flowable]:
    """Lay out the lines above a letter's title; without a day there is room for one."""
    small = SMALL.but(align=Align.RIGHT, size=9, leading=14)
    lines: list[tuple[str, Style]] = [
        (number, RIGHT.but(size=9.5)),
        (wareki(issued_on) if issued_on else BLANK_DATE, RIGHT.but(space_after=4)),
        *((line, ADDRESS) for line in to),
        (sender.office, RIGHT.but(space_before=4)),
        ("　".join(filter(None, (sender.centre, sender.head))), RIGHT),
        (_place(sender), small),
        (_telephone(sender), small),
        ("（公印省略）" if sender.seal_omitted else "", small),
    ]
    boxes = [StampBoxes(stamps)] if stamps else []
    return [*(Text(text, style) for text, style in lines if text), *boxes]


def _place(sender: Sender) -> str:
    code = f"〒{sender.postal_code}" if sender.postal_code else ""
    return "　".join(filter(None, (code, sender.address)))


def _telephone(sender: Sender) -> str:
    parts = (
        f"電話 {sender.tel}" if sender.tel else "",
        f"FAX {sender.fax}" if sender.fax else "",
        f"担当 {sender.worker}" if sender.worker else "",
    )
    return "　".join(filter(None, parts))
