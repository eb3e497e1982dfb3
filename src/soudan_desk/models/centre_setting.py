"""What each centre puts on its papers and how it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import AttachmentIds, Code, Long, Rows

_CENTRE = "センター"
_PAPER = "書類"
_RULES = "数え方・期限"

YEAR_PLACE = "{年度}"
NUMBER_PLACE = re.compile(r"\{番号(?::([1-9]))?\}")
"""Where a letter's number stands in the centre's form, and to how many digits it is filled."""
SEAL_ROWS = (Field(key="title", label="押印欄の見出し", kind=Kind.LINE, required=True),)


class CentreSetting(Record):
    """One centre of the office: one row for each."""

    label = "センターの設定"
    title_keys = ("name",)

    centre: Mapped[Code] = asks("種類", section=_CENTRE, codes="centre", unique=True)
    name: Mapped[str] = asks("名称", section=_CENTRE, listed=True, printed=True)
    municipality: Mapped[str | None] = asks("自治体", section=_CENTRE, printed=True)
    postal_code: Mapped[str | None] = asks("郵便番号", section=_CENTRE, printed=True)
    address: Mapped[str | None] = asks("所在地", section=_CENTRE, printed=True)
    tel: Mapped[str | None] = asks("電話", section=_CENTRE, listed=True, printed=True)
    fax: Mapped[str | None] = asks("FAX", section=_CENTRE, printed=True)
    email: Mapped[str | None] = asks("メール", section=_CENTRE, printed=True)
    hours: Mapped[str | None] = asks("受付時間", section=_CENTRE, printed=True)
    head_title: Mapped[str | None] = asks("所長の職名", section=_CENTRE, printed=True)
    head_name: Mapped[str | None] = asks("所長の氏名", section=_CENTRE, printed=True)

    plan_title: Mapped[str | None] = asks(
        "支援計画の書類名", section=_PAPER, help="要綱で決まった名があるときだけ入れます。"
    )
    seal_boxes: Mapped[Rows | None] = asks(
        "押印欄", section=_PAPER, rows=SEAL_ROWS, help="担当・係長・所長など、3〜6つ。"
    )
    seal_omitted: Mapped[bool] = asks("公印省略", section=_PAPER, default=True)
    application_to: Mapped[str | None] = asks("申込みの宛名", section=_PAPER, printed=True)
    consent_text: Mapped[Long | None] = asks(
        "申込み・同意の文",
        section=_PAPER,
        printed=True,
        help="相談受付・申込票の申込み欄と、同意書に印刷します。空なら様式の文です。",
    )
    privacy_text: Mapped[Long | None] = asks(
        "個人情報の管理・取扱規程",
        section=_PAPER,
        printed=True,
        help="相談受付・申込票と同意書に、別紙として付けます。",
    )
    ref_no_format: Mapped[str | None] = asks(
        "文書番号の形", section=_PAPER, help="例: {年度}-つ-{番号:4} は 08-つ-0042 になります。"
    )
    logo: Mapped[AttachmentIds | None] = asks("マーク", section=_PAPER)

    repeat_rule: Mapped[Code | None] = asks(
        "新規・継続の数え方", section=_RULES, codes="centre_setting.repeat_rule"
    )
    reply_days_count: Mapped[int] = asks("返事を待つ日数", section=_RULES, default=14)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Keep the stamp row to six boxes, which is what fits a page, and letters numbered."""
        found = {}
        if len(answers.get("seal_boxes") or ()) > 6:
            found["seal_boxes"] = "押印欄は6つまでです。"
        form = answers.get("ref_no_format") or "{番号}"
        rest = NUMBER_PLACE.sub("", form.replace(YEAR_PLACE, ""))
        if len(NUMBER_PLACE.findall(form)) != 1 or "{" in rest or "}" in rest:
            found["ref_no_format"] = (
                "文書番号の形には {番号} か {番号:4} を1つ入れてください。"
                "ほかに使えるのは {年度} だけです。"
            )
        return found
