"""Agencies (社会資源): everybody outside with whom the centre works."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.japanese.folding import name_key
from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Code, Long

_AGENCY = "機関"
_REACH = "連絡先"
_SERVICE = "できること"


class Agency(Record):
    """An office, service or group outside the centre; a department is an entry of its own."""

    label = "社会資源"
    title_keys = ("name", "department")

    name: Mapped[str] = asks("名称", section=_AGENCY, listed=True, printed=True, searched=True)
    kana: Mapped[str | None] = asks("フリガナ", section=_AGENCY, searched=True)
    agency_type: Mapped[Code | None] = asks(
        "種別", section=_AGENCY, codes="agency.type", listed=True, counted=True
    )
    department: Mapped[str | None] = asks(
        "部署", section=_AGENCY, listed=True, printed=True, searched=True
    )
    is_active: Mapped[bool] = asks(
        "今も使う", section=_AGENCY, default=True, help="外すと、新しい記録では選べません。"
    )

    postal_code: Mapped[str | None] = asks("郵便番号", section=_REACH, printed=True)
    address: Mapped[str | None] = asks("所在地", section=_REACH, printed=True, searched=True)
    tel: Mapped[str | None] = asks("電話", section=_REACH, listed=True, printed=True, searched=True)
    fax: Mapped[str | None] = asks("FAX", section=_REACH, printed=True, searched=True)
    email: Mapped[str | None] = asks("メール", section=_REACH, searched=True)
    hours: Mapped[str | None] = asks("受付時間", section=_REACH)

    area: Mapped[str | None] = asks("対象の地域", section=_SERVICE, searched=True)
    services: Mapped[Long | None] = asks(
        "内容・対象となる人", section=_SERVICE, printed=True, searched=True
    )
    how_to_use: Mapped[Long | None] = asks("申込みのしかた", section=_SERVICE, searched=True)
    note: Mapped[Long | None] = asks("備考", section=_SERVICE, searched=True)

    name_folded: Mapped[str | None] = mapped_column(index=True)
    kana_folded: Mapped[str | None] = mapped_column(index=True)

    def derive(self) -> None:
        """Fill what the search for an agency entered twice compares."""
        self.name_folded = name_key(self.name or "") or None
        self.kana_folded = name_key(self.kana or "") or None
