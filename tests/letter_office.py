"""A small office: a client, her household, an agency and a consent. All fictional."""

import re
import subprocess
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from office_fixtures import TODAY, make_consultation
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import CentreSetting
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record
from soudan_desk.services.work import Work

ADDRESS = "見本県ひなた市青空町2丁目5番1号"
MOBILE = "090-0000-5678"


class Desk(NamedTuple):
    """What a letter needs."""

    work: Work
    person: UUID
    case: UUID
    agency: UUID
    consent: UUID

    def letter(self, **answers):
        """Return the answers of a letter that may be sent."""
        return {
            "case_id": self.case,
            "agency_id": self.agency,
            "issued_on": TODAY,
            "handover": "accompany",
            "request": "給付金が11月で終わります。住まいを保てる制度の利用をご検討ください。",
            "reason": "離職をきっかけに、5月から相談を受けています。",
            "support_so_far": "住居確保給付金、家計表の見直し、緊急の食糧提供",
            "economy_note": "パート 月8.2万円、滞納4.6万円",
            "medical_note": "通院中",
            "consent_id": self.consent,
            "disclosed": [
                "name",
                "birth_sex",
                "telephone",
                "household",
                "reason",
                "support_so_far",
            ],
            **answers,
        }


def make_desk(work: Work, **person) -> Desk:
    """Fill the office; `person` are answers of the client beyond the usual ones."""
    person_id = add_record(work, "person", {**CLIENT, **person}).id
    case = open_case(work, centre="life_support", person_id=person_id)
    _add_household(work, case, person_id)
    make_consultation(
        work,
        case_id=case,
        held_on=date(2026, 5, 11),
        subject="家賃の支払いと仕事探し",
        body=f"本人が来所。自宅は{ADDRESS}。電話は０９０−００００−５６７８。",
    )
    agency = add_record(work, "agency", AGENCY).id
    about = {"person_id": person_id, "case_id": case, "scope_agency_ids": [agency]}
    consent = add_record(work, "consent", {**CONSENT, **about}).id
    return Desk(work, person_id, case, agency, consent)


CLIENT = {
    "name": "青葉 すみれ",
    "kana": "アオバ スミレ",
    "sex": "female",
    "birth_on": PartialDate.from_stored("1974-03-01"),
    "postal_code": "000-0000",
    "address": ADDRESS,
    "tel_mobile": MOBILE,
    "name_shown_ok": "no",
}
AGENCY = {"name": "ひなた市役所 生活福祉課", "department": "保護第一係", "fax": "00-0000-0201"}
CONSENT = {
    "type": "referral_specific",
    "given_on": date(2026, 11, 20),
    "method": "written",
    "given_by": "self",
    "scope_items": [
        *("name", "birth_sex", "address", "telephone", "household"),
        *("reason", "support_so_far", "income_debt"),
    ],
    "expires_on": date(2027, 3, 31),
}


def _add_household(work: Work, case: UUID, person_id: UUID) -> None:
    house = add_household(work, case, {"name": "青葉 すみれ 世帯"}).id
    son = PartialDate.from_stored("2002-04-01")
    for answers in (
        {"relation": "self", "person_id": person_id},
        {"relation": "eldest_son", "name": "青葉 陸", "birth_on": son},
    ):
        add_record(work, "member", {"household_id": house, "lives_together": "yes", **answers})


def dress_centre(office) -> None:
    """Give the life-support centre what stands at the head of its letters."""
    with office.store.writing(None) as session:
        row = session.scalars(
            select(CentreSetting).where(CentreSetting.centre == "life_support")
        ).one()
        row.tel, row.fax = "00-0000-0100", "00-0000-0101"
        row.head_title, row.head_name = "所長", "森本 恵"


def told_by(pdf: Path, *more: str) -> str:
    """Read a PDF as poppler sees it, without blanks and line ends."""
    done = subprocess.run(
        ["pdftotext", *more, str(pdf), "-"], check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    return re.sub(r"\s+", "", done.stdout)
