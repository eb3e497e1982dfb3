"""People: names, readings, how they may be reached safely, and protective measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.addresses import fold_address
from soudan_desk.japanese.folding import name_key, sound_key
from soudan_desk.japanese.long_vowels import name_keys
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.japanese.telephone import telephone_digits
from soudan_desk.models.base import Record, asks
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.sealing import openly
from soudan_desk.models.types import Code, Codes, Long, Rows

_BASICS = "基本"
_REACH = "住所・電話"
_SAFE = "連絡のしかた"
_NEEDS = "配慮すること"
_WELFARE = "障害・介護"
_SHIEN = "支援措置"
_STAFF = "職員の安全"
_OTHER = "その他"

_YES_NO = "yes_no_unknown"
_MEASURED = {"shien_sochi": (True,)}
_NAMES = ("name", "kana")

NAME_HIDDEN_LEVEL = 3
"""From this restriction of a case on, its person's name is hidden too (`restriction_level`)."""

ALIAS_ROWS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="person.alias_kind"),
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="kana", label="フリガナ", kind=Kind.LINE),
)
HANDBOOK_ROWS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="person.handbook_kind"),
    Field(key="grade", label="等級・程度", kind=Kind.LINE),
    Field(key="number", label="手帳番号", kind=Kind.LINE),
    Field(key="issued_on", label="交付日", kind=Kind.DATE, past=True),
    Field(key="recheck_on", label="再認定・更新の期限", kind=Kind.DATE),
)
PROTECTED_ROWS = (
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="relation", label="続柄", kind=Kind.CHOICE, codes="relation"),
    Field(key="birth_on", label="生年月日", kind=Kind.PARTIAL_DATE, past=True),
)


class Person(Record):
    """Somebody the office knows; many cases in several centres may be about the same person.

    The `*_folded` columns hold what the likely-duplicate search compares.
    `restriction_level` is derived: 3 when one of the cases hides the name.
    """

    label = "相談者"
    title_keys = ("name", "kana")

    name: Mapped[str | None] = asks(
        "氏名",
        section=_BASICS,
        listed=True,
        printed=True,
        searched=True,
        help="匿名のときは空のままにします。",
        required_when={"is_anonymous": (False, None)},
    )
    kana: Mapped[str | None] = asks(
        "フリガナ", section=_BASICS, listed=True, printed=True, searched=True
    )
    kana_state: Mapped[Code | None] = asks(
        "フリガナの確かさ", section=_BASICS, codes="person.kana_state"
    )
    is_anonymous: Mapped[bool] = asks("匿名", section=_BASICS, default=False, counted=True)
    aliases: Mapped[Rows | None] = asks(
        "旧姓・通称・別名", section=_BASICS, rows=ALIAS_ROWS, searched=True
    )
    sex: Mapped[Code | None] = asks(
        "性別", section=_BASICS, codes="sex", listed=True, printed=True, counted=True
    )
    sex_note: Mapped[str | None] = asks(
        "性別(その他の内容)", section=_BASICS, shown_when={"sex": ("other",)}
    )
    birth_on: Mapped[PartialDate | None] = asks(
        "生年月日",
        section=_BASICS,
        listed=True,
        printed=True,
        counted=True,
        index=True,
        help="年だけ、年代だけでも入れられます。",
        past=True,
    )

    postal_code: Mapped[str | None] = asks("郵便番号", section=_REACH, printed=True)
    address: Mapped[str | None] = asks("住所", section=_REACH, printed=True, searched=True)
    registered_address: Mapped[str | None] = asks(
        "住民票の住所", section=_REACH, searched=True, help="今の住所と違うときだけ入れます。"
    )
    no_fixed_abode: Mapped[bool] = asks("住所不定", section=_REACH, default=False, counted=True)
    district: Mapped[str | None] = asks("地区(日常生活圏域)", section=_REACH, counted=True)
    school_district: Mapped[str | None] = asks("中学校区", section=_REACH, counted=True)
    minsei_district: Mapped[str | None] = asks("民児協地区", section=_REACH, counted=True)
    csw_area: Mapped[str | None] = asks("CSWの担当地区", section=_REACH, counted=True)
    tel_home: Mapped[str | None] = asks("電話(自宅)", section=_REACH, printed=True, searched=True)
    tel_mobile: Mapped[str | None] = asks("電話(携帯)", section=_REACH, printed=True, searched=True)
    email: Mapped[str | None] = asks("メール", section=_REACH, printed=True, searched=True)
    work_school: Mapped[str | None] = asks("勤務先・学校", section=_REACH)

    contact_ok: Mapped[Code | None] = asks("連絡してよいか", section=_SAFE, codes=_YES_NO)
    letter_ok: Mapped[Code | None] = asks("手紙を出してよいか", section=_SAFE, codes=_YES_NO)
    telephone_ok: Mapped[Code | None] = asks("電話をしてよいか", section=_SAFE, codes=_YES_NO)
    voicemail_ok: Mapped[Code | None] = asks("留守電に残してよいか", section=_SAFE, codes=_YES_NO)
    name_shown_ok: Mapped[Code | None] = asks(
        "センター名を名乗ってよいか",
        section=_SAFE,
        codes=_YES_NO,
        help="封筒や留守電にセンターの名前が出てよいかどうかです。",
    )
    family_may_know: Mapped[Code | None] = asks(
        "家族に知られてよいか", section=_SAFE, codes=_YES_NO
    )
    contact_hours: Mapped[str | None] = asks("連絡のつく時間帯", section=_SAFE)
    hidden_from: Mapped[str | None] = asks("知られてはいけない相手", section=_SAFE)
    safe_contact: Mapped[str | None] = asks("安全な連絡先", section=_SAFE)
    contact_note: Mapped[Long | None] = asks("連絡の注意", section=_SAFE)

    interpreter_needed: Mapped[bool] = asks("通訳が要る", section=_NEEDS, default=False)
    language: Mapped[str | None] = asks("ことば(手話を含む)", section=_NEEDS, counted=True)
    disability_accommodation: Mapped[Long | None] = asks("合理的配慮", section=_NEEDS)

    subject_group: Mapped[Code | None] = asks(
        "本人区分(統計)", section=_WELFARE, codes="person.subject_group", counted=True
    )
    main_disability: Mapped[Code | None] = asks(
        "主な障害", section=_WELFARE, codes="person.disability_kind", counted=True
    )
    disability_kind: Mapped[Codes | None] = asks(
        "障害種別", section=_WELFARE, codes="person.disability_kind", counted=True
    )
    handbook: Mapped[Rows | None] = asks("手帳", section=_WELFARE, rows=HANDBOOK_ROWS)
    care_level: Mapped[Code | None] = asks(
        "要介護度", section=_WELFARE, codes="care_level", counted=True
    )
    care_level_expires_on: Mapped[date | None] = asks("介護認定の期限", section=_WELFARE)
    is_specified_ph: Mapped[bool] = asks(
        "特定被保護者",
        section=_WELFARE,
        default=False,
        counted=True,
        help="生活保護を受けていて、就労準備・家計改善・居住支援を使える方です。",
    )

    shien_sochi: Mapped[bool] = asks("支援措置を受けている", section=_SHIEN, default=False)
    shien_sochi_kind: Mapped[Codes | None] = asks(
        "支援措置の理由", section=_SHIEN, codes="person.shien_sochi_kind", shown_when=_MEASURED
    )
    shien_sochi_municipality: Mapped[str | None] = asks(
        "申出をした市区町村", section=_SHIEN, shown_when=_MEASURED
    )
    shien_sochi_from_on: Mapped[date | None] = asks(
        "支援措置の開始日", section=_SHIEN, shown_when=_MEASURED
    )
    shien_sochi_until_on: Mapped[date | None] = asks(
        "支援措置の満了日",
        section=_SHIEN,
        shown_when=_MEASURED,
        help="1年ごとです。満了の1か月前から延長を申し出られます。",
    )
    shien_sochi_basis: Mapped[Codes | None] = asks(
        "必要性を確かめた資料",
        section=_SHIEN,
        codes="person.shien_sochi_basis",
        shown_when=_MEASURED,
    )
    shien_sochi_together: Mapped[Rows | None] = asks(
        "併せて支援を求める者", section=_SHIEN, rows=PROTECTED_ROWS, shown_when=_MEASURED
    )
    offender_name: Mapped[str | None] = asks("加害者の氏名", section=_SHIEN, shown_when=_MEASURED)
    offender_relation: Mapped[Code | None] = asks(
        "加害者の続柄", section=_SHIEN, codes="relation", shown_when=_MEASURED
    )
    offender_features: Mapped[Long | None] = asks(
        "加害者の特徴", section=_SHIEN, shown_when=_MEASURED
    )
    offender_inquiry_note: Mapped[Long | None] = asks(
        "加害者・代理人から問合せがあったとき", section=_SHIEN, shown_when=_MEASURED
    )

    staff_safety: Mapped[bool] = asks("職員の安全に注意", section=_STAFF, default=False)
    staff_safety_note: Mapped[Long | None] = asks(
        "暴力・威嚇などの事実",
        section=_STAFF,
        help="見聞きした事実だけを書きます。",
        shown_when={"staff_safety": (True,)},
    )

    legacy_no: Mapped[str | None] = asks("紙ファイル番号", section=_OTHER, searched=True)
    note: Mapped[Long | None] = asks("備考", section=_OTHER, searched=True)

    restriction_level: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name_folded: Mapped[str | None] = mapped_column(index=True)
    kana_folded: Mapped[str | None] = mapped_column(index=True)
    tel_folded: Mapped[str | None] = mapped_column(index=True)
    """The digits of every telephone number, joined by blanks."""
    alias_folded: Mapped[str | None] = mapped_column()
    """Every other name and reading, a line each; readings also with long vowels written out."""
    sound_folded: Mapped[str | None] = mapped_column(index=True)
    """The reading without voicing marks and long vowels."""
    address_folded: Mapped[str | None] = mapped_column(index=True)

    def derive(self) -> None:
        """Fold the names, readings, numbers and address by which a likely duplicate is found.

        A sealed number or address is folded for nobody.
        """
        self.name_folded = name_key(self.name or "") or None
        self.kana_folded = name_key(self.kana or "") or None
        self.sound_folded = sound_key(self.kana or "") or None
        self.address_folded = fold_address(openly(self.address)) or None
        self.tel_folded = _digits_of(openly(self.tel_home), openly(self.tel_mobile)) or None
        named = (row.get(key) or "" for row in self.aliases or () for key in _NAMES)
        others = [key for each in named for key in name_keys(each)]
        others += name_keys(self.kana or "")[1:]
        self.alias_folded = "\n".join(others) or None

    def numbers(self) -> str:
        """Return the digits of every telephone number, those too that are sealed."""
        return _digits_of(self.tel_home, self.tel_mobile)

    def place(self) -> str:
        """Return the folded address, also where it is sealed."""
        return fold_address(self.address or "")

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse protective measures that end before they begin."""
        return not_before(
            answers,
            "shien_sochi_until_on",
            "shien_sochi_from_on",
            "満了日が開始日より前です。日付を確かめてください。",
        )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help lists that show the newest person first, and tell quickly whose name is hidden."""
        hidden = text(f"restriction_level >= {NAME_HIDDEN_LEVEL}")
        return (
            Index(None, "created_at"),
            Index(
                "ix_person_hidden",
                "id",
                "restriction_level",
                unique=True,
                sqlite_where=hidden,
                postgresql_where=hidden,
            ),
        )


def _digits_of(*numbers: str | None) -> str:
    return " ".join(filter(None, (telephone_digits(each or "") for each in numbers)))
