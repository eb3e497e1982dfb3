"""Members of a household."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long, Yen

_WHO = "世帯員"
_LIFE = "暮らし"


class Member(Record):
    """One member of a household: a person the office knows, or only a name."""

    label = "世帯員"
    title_keys = ("name",)

    household_id: Mapped[UUID] = refers("世帯", section=_WHO, of="household")
    person_id: Mapped[UUID | None] = refers(
        "相談者", section=_WHO, of="person", help="相談者として登録がある方だけ選びます。"
    )
    name: Mapped[str | None] = asks(
        "氏名",
        section=_WHO,
        listed=True,
        printed=True,
        searched=True,
        required_when={"person_id": (None,)},
    )
    kana: Mapped[str | None] = asks("フリガナ", section=_WHO, printed=True, searched=True)
    sex: Mapped[Code | None] = asks("性別", section=_WHO, codes="sex", printed=True)
    birth_on: Mapped[PartialDate | None] = asks(
        "生年月日", section=_WHO, listed=True, printed=True, past=True
    )
    relation: Mapped[Code | None] = asks(
        "続柄(本人から)", section=_WHO, codes="relation", listed=True, printed=True
    )
    relation_to_head: Mapped[Code | None] = asks("続柄(世帯主から)", section=_WHO, codes="relation")
    relation_note: Mapped[str | None] = asks(
        "続柄(その他の内容)", section=_WHO, shown_when={"relation": ("other",)}
    )
    lives_together: Mapped[Code | None] = asks(
        "同居している", section=_LIFE, codes="yes_no_unknown", listed=True, printed=True
    )
    shares_living: Mapped[Code | None] = asks(
        "生計が同じ", section=_LIFE, codes="yes_no_unknown", printed=True
    )
    work_school: Mapped[str | None] = asks("職業・学校", section=_LIFE, printed=True)
    tel: Mapped[str | None] = asks("電話", section=_LIFE, searched=True)
    income_yen: Mapped[Yen | None] = asks("収入(月額)", section=_LIFE, printed=True)
    health: Mapped[Long | None] = asks("健康・障害", section=_LIFE, printed=True, searched=True)
    is_deceased: Mapped[bool] = asks("亡くなった", section=_LIFE, default=False)
    died_on: Mapped[PartialDate | None] = asks(
        "亡くなった日", section=_LIFE, shown_when={"is_deceased": (True,)}, past=True
    )
    note: Mapped[Long | None] = asks("備考", section=_LIFE, searched=True)
