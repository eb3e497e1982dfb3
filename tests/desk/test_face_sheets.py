"""ケース概要: whose words the trouble is told in, and which of the centre's records stand there."""

import pytest

from letter_office import CLIENT, told_by
from office_fixtures import TODAY, make_consultation
from soudan_desk.desk.printing import print_paper
from soudan_desk.fields import Kind
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record

COMPLAINT = "お金の出し入れをひとりでするのがこわい。"
RECORDS = {
    "life_support": (("intake", "concern_text"), ("assessment", "chief_complaint")),
    "rights_advocacy": (("rights_intake", "wish_self"), ("rights_assessment", "wish_self")),
    "disability": (("disability_profile", None), ("disability_assessment", "wish_self")),
}
PLAIN = {
    "intake": {"past_consult": "yes"},
    "assessment": {"family_note": "長男は遠くに住む。"},
    "rights_intake": {"diagnosis": "アルツハイマー型認知症"},
    "rights_assessment": {"issues": "通帳の保管に不安がある。"},
    "disability_profile": {"hospital": "見本病院"},
    "disability_assessment": {"strengths": "絵を描くことが好き。"},
}


def begin(work, centre):
    """Open a case of a client with a handbook, begun by a call with a subject of its own."""
    person = add_record(
        work, "person",
        {
            **CLIENT,
            "disability_kind": ["mental"],
            "care_level": "care_1",
            "handbook": [{"kind": "mental", "grade": "2級", "recheck_on": TODAY}],
        },
    ).id  # fmt: skip
    case = open_case(work, centre=centre, person_id=person)
    make_consultation(
        work, centre=centre, case_id=case, person_id=person, method=None, subject="はじめの電話"
    )
    return person, case


def note(work, kind, person, case, **answers):
    """Add a record of the centre's own."""
    asked = {field.key: field for field in fields_of(record_kinds()[kind])}
    given = {"person_id": person, "case_id": case, **PLAIN[kind], **answers}
    for key, field in asked.items():
        if field.required and key not in given and field.kind is not Kind.NUMBER:
            given[key] = work.actor.staff_id if field.of == "staff" else TODAY
    return add_record(work, kind, {k: v for k, v in given.items() if k in asked}).id


def face_of(work, case, tmp_path):
    print_paper(work, "face_sheet", case, target=tmp_path / "a.pdf", reason="確認", force=True)
    return told_by(tmp_path / "a.pdf", "-raw")


@pytest.mark.parametrize("centre", RECORDS)
def test_reception_and_assessment_stand_side_by_side_with_the_handbooks(work, tmp_path, centre):
    person, case = begin(work, centre)
    for kind, _key in RECORDS[centre]:
        note(work, kind, person, case)
    told = face_of(work, case, tmp_path)
    for kind, _key in RECORDS[centre]:
        assert record_kinds()[kind].label in told
        for words in PLAIN[kind].values():
            assert words in told or words == "yes"
    for words in ("精神障害者保健福祉手帳2級", "障害種別", "要介護1"):
        assert words in told


@pytest.mark.parametrize("centre", RECORDS)
def test_the_trouble_is_told_in_the_words_of_the_centres_record(work, tmp_path, centre):
    person, case = begin(work, centre)
    assert "主訴はじめの電話" in face_of(work, case, tmp_path)
    kind, key = next((kind, key) for kind, key in RECORDS[centre] if key)
    note(work, kind, person, case, **{key: COMPLAINT})
    told = face_of(work, case, tmp_path)
    assert f"主訴{COMPLAINT}" in told
    assert told.count(COMPLAINT) == 1


def test_relatives_and_ties_stand_on_the_sheet(work, tmp_path):
    person, case = begin(work, "rights_advocacy")
    sister = add_record(work, "person", {"name": "青葉 さくら"}).id
    kin = {"person_id": person, "type": "sibling", "relative_id": sister, "status": "distant"}
    add_record(work, "kinship", kin)
    house = add_household(work, case, {"name": "青葉 世帯"}).id
    tie = {"household_id": house, "resource_name": "隣の方", "strength": "strong"}
    add_record(work, "tie", tie)
    told = face_of(work, case, tmp_path)
    for words in ("青葉さくら", "きょうだい", "疎遠", "社会資源とのつながり", "隣の方", "強い"):
        assert words in told, words
    sisters = open_case(work, centre="rights_advocacy", person_id=sister)
    assert "相手から見て、本人がきょうだい" in face_of(work, sisters, tmp_path)


def test_an_assessed_complaint_goes_before_what_was_heard_at_reception(work, tmp_path):
    person, case = begin(work, "life_support")
    note(work, "intake", person, case, concern_text="まず食べるものがほしい。")
    note(work, "assessment", person, case, chief_complaint=COMPLAINT)
    told = face_of(work, case, tmp_path)
    assert f"主訴{COMPLAINT}" in told
    assert "まず食べるものがほしい。" in told
