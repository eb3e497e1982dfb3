"""Staff: who works in the office, in which centres and with which rights."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Codes, Long

_WHO = "職員"
_RIGHTS = "権限"


class Role(StrEnum):
    """What somebody may do; rights add up, but an auditor has no other role.

    `FIGURES` is a single right: counting cases one may not see.
    """

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    READER = "reader"
    FIGURES = "figures"


class Staff(Record):
    """A person who logs in; `slot_user_id` is how the key slots name them, without a name."""

    label = "職員"
    title_keys = ("name",)

    name: Mapped[str] = asks("氏名", section=_WHO, listed=True, printed=True, searched=True)
    kana: Mapped[str | None] = asks("フリガナ", section=_WHO, searched=True)
    job_codes: Mapped[Codes | None] = asks("職種", section=_WHO, codes="staff.job")
    job_title: Mapped[str | None] = asks("職名", section=_WHO, listed=True, printed=True)
    tel: Mapped[str | None] = asks("電話・内線", section=_WHO, printed=True)
    note: Mapped[Long | None] = asks("備考", section=_WHO)

    login: Mapped[str] = asks("ログイン名", section=_RIGHTS, listed=True, unique=True)
    roles: Mapped[Codes] = asks("役割", section=_RIGHTS, codes="role", listed=True)
    centre_codes: Mapped[Codes | None] = asks(
        "働くセンター", section=_RIGHTS, codes="centre", listed=True
    )
    is_active: Mapped[bool] = asks("在職", section=_RIGHTS, default=True, listed=True)

    slot_user_id: Mapped[UUID | None] = mapped_column(unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
