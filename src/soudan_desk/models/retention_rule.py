"""保存年限: how long a kind of case is kept after its end.

No national rule was found for 生活困窮者自立支援 records: 終結の翌年度から5年 is usual, and the
office's own 規程 decides. 計画相談支援 keeps 5 years (指定基準 30条); for 法人後見 10 years are
advised, for 日常生活自立支援事業 5 to 10 after the contract, by each 社協's rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Code, Long

_RULE = "保存年限"


class RetentionRule(Record):
    """One rule of the office: for a centre, or for one of its processes, so many years."""

    label = "保存年限"
    title_keys = ("centre", "process")

    centre: Mapped[Code] = asks("センター", section=_RULE, codes="centre", listed=True)
    process: Mapped[Code | None] = asks(
        "業務",
        section=_RULE,
        codes="retention.process",
        listed=True,
        help="空なら、このセンターのほかの業務すべてです。",
    )
    years_count: Mapped[int] = asks("保存する年数", section=_RULE, listed=True)
    starts: Mapped[Code] = asks(
        "いつから数えるか", section=_RULE, codes="retention.start", listed=True
    )
    basis: Mapped[Long | None] = asks("根拠", section=_RULE, help="文書規程の条など。")

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse to keep nothing."""
        if answers.get("years_count") is None or answers["years_count"] >= 1:
            return {}
        return {"years_count": "1年以上の年数を入れてください。"}
