"""What a disability centre keeps about a person beyond the consultation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Codes, Long

_USE = "利用"
_DISABILITY = "障害・認定"
_MEDICAL = "医療"
_LIFE = "暮らし"


class DisabilityProfile(Record):
    """Registration, classification and medical care; disability and handbooks are in `Person`."""

    label = "障害の基本情報"
    centres = ("disability",)
    title_keys = ("diagnosis",)

    person_id: Mapped[UUID] = refers("本人", section=_USE, of="person", listed=True, printed=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_USE, of="case")
    registered_user: Mapped[bool] = asks(
        "地域活動支援センターの登録",
        section=_USE,
        default=False,
        listed=True,
        printed=True,
        counted=True,
    )
    plan_user: Mapped[bool] = asks(
        "計画相談の契約", section=_USE, default=False, listed=True, printed=True, counted=True
    )
    is_child: Mapped[bool] = asks(
        "障害児(18歳未満)", section=_USE, default=False, printed=True, counted=True
    )
    peer_support_used: Mapped[bool] = asks(
        "ピアサポートの利用", section=_USE, default=False, counted=True
    )

    diagnosis: Mapped[str | None] = asks(
        "診断名", section=_DISABILITY, listed=True, printed=True, searched=True
    )
    support_category: Mapped[Code | None] = asks(
        "障害支援区分", section=_DISABILITY, codes="support_category", printed=True, counted=True
    )
    support_category_expires_on: Mapped[date | None] = asks(
        "区分の有効期限", section=_DISABILITY, printed=True
    )
    self_support_medical: Mapped[Code | None] = asks(
        "自立支援医療", section=_DISABILITY, codes="yes_no_unknown", printed=True
    )
    self_support_medical_expires_on: Mapped[date | None] = asks(
        "自立支援医療の有効期限",
        section=_DISABILITY,
        printed=True,
        shown_when={"self_support_medical": ("yes",)},
    )
    pension: Mapped[Codes | None] = asks(
        "年金", section=_DISABILITY, codes="disability.pension", printed=True, counted=True
    )

    hospital: Mapped[str | None] = asks("通院先", section=_MEDICAL, printed=True, searched=True)
    doctor: Mapped[str | None] = asks("主治医", section=_MEDICAL, printed=True, searched=True)
    visit_freq: Mapped[str | None] = asks("通院の頻度", section=_MEDICAL, printed=True)
    medication: Mapped[Long | None] = asks("服薬", section=_MEDICAL, printed=True, searched=True)

    key_person: Mapped[str | None] = asks(
        "キーパーソン", section=_LIFE, printed=True, searched=True
    )
    note: Mapped[Long | None] = asks("備考", section=_LIFE, searched=True)

    restriction_level: Mapped[int] = mapped_column(default=0)
    centre: Mapped[Code] = mapped_column(default="disability")
