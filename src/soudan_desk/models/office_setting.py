"""What holds for the whole office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Minutes

_OFFICE = "事務所"
_RULES = "決まり"


class OfficeSetting(Record):
    """The office's own settings: one row."""

    label = "事務所の設定"
    title_keys = ("name",)

    name: Mapped[str] = asks("事務所の名称", section=_OFFICE, listed=True, printed=True)
    postal_code: Mapped[str | None] = asks("郵便番号", section=_OFFICE, printed=True)
    address: Mapped[str | None] = asks("所在地", section=_OFFICE, printed=True)
    tel: Mapped[str | None] = asks("電話", section=_OFFICE, printed=True)
    fax: Mapped[str | None] = asks("FAX", section=_OFFICE, printed=True)
    is_sample: Mapped[bool] = asks(
        "見本の事務所", section=_OFFICE, default=False, help="すべての画面と紙に「見本」と出ます。"
    )

    lock_after_min: Mapped[Minutes] = asks(
        "使わないとき画面を閉じるまで", section=_RULES, default=5, help="1分から15分までです。"
    )
    caseworkers_see_all: Mapped[bool] = asks(
        "相談員は、担当でない通常のケースも読める", section=_RULES, default=True
    )
    readers_see_all: Mapped[bool] = asks(
        "閲覧のみの人も、通常のケースを読める", section=_RULES, default=True
    )
    mask_small_cells: Mapped[bool] = asks(
        "外に出す統計で、5未満の数を伏せる", section=_RULES, default=True
    )

    recovery_opens_sealed: Mapped[bool] = asks(
        "封印したケースを、回復キーでも開けるようにする",
        section=_RULES,
        default=True,
        help="いいえにすると、担当の全員がパスワードを失ったとき、封印したケースは読めなくなります。",
    )

    hides_screen: Mapped[bool] = asks(
        "画面の写真・録画・共有に、写らないようにする",
        section=_RULES,
        default=False,
        help="Windowsだけで働き、次に入ったときから効きます。遠隔の手助けの画面にも写りません。",
    )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Keep the automatic lock within 1 to 15 minutes: it cannot be off."""
        minutes = answers.get("lock_after_min")
        if minutes is None or 1 <= minutes <= 15:
            return {}
        return {"lock_after_min": "1分から15分の間で入れてください。"}
