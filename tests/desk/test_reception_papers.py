"""The papers of a first contact: each kind of centre has its own, and no other's."""

import pytest

from letter_office import CLIENT, told_by
from office_fixtures import TODAY, make_consultation
from question_samples import sample_of
from soudan_desk.desk.paper_infos import list_papers, papers_of
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.errors import NotFoundError
from soudan_desk.fields import Kind
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record

OWN = {
    "rights_reception": ("rights_advocacy", "rights_intake"),
    "disability_reception": ("disability", "disability_profile"),
}
PAPERS = {"intake_sheet": "life_support", **{key: centre for key, (centre, _) in OWN.items()}}
HANDBOOK = {"kind": "mental", "grade": "2級", "recheck_on": TODAY}


def receive(work, centre, kind, **more):
    """Receive somebody in a centre and fill in every printed question of its own record."""
    person = add_record(work, "person", {**CLIENT, "handbook": [HANDBOOK]}).id
    case = open_case(work, centre=centre, person_id=person)
    talk = make_consultation(
        work, centre=centre, case_id=case, person_id=person, method=None,
        subject="通帳をなくした", body="本人から電話。通帳が見つからない。",
    )  # fmt: skip
    given = {"person_id": person, "case_id": case}
    for field in fields_of(record_kinds()[kind]):
        if field.key in {"received_by_id", "consultation_id"}:
            given[field.key] = talk if field.of == "consultation" else work.actor.staff_id
        elif field.printed and field.of is None and field.shown({}):
            given[field.key] = sample_of(field, centre)
    return case, add_record(work, kind, {**given, **more}).id, given


@pytest.mark.parametrize("paper", OWN)
def test_a_reception_paper_says_everything_its_record_holds(work, tmp_path, paper):
    centre, kind = OWN[paper]
    case, record, given = receive(work, centre, kind)
    for number, record_id in enumerate((case, record)):
        target = tmp_path / f"{number}.pdf"
        print_paper(work, paper, record_id, target=target, reason="受付の供覧")
        told = told_by(target, "-raw")
        for field in fields_of(record_kinds()[kind]):
            if field.printed and field.key in given and field.of != "person":
                assert field.label.replace(" ", "") in told, field.key
            if field.kind in {Kind.CHOICE, Kind.CHOICES} and field.key in given:
                assert "■" in told
        for words in ("青葉すみれ", "精神障害者保健福祉手帳2級", "通帳をなくした", "はじめの相談"):
            assert words in told, words


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_of_another_kind_of_centre_is_refused_with_a_sentence(work, tmp_path, paper):
    for centre in set(PAPERS.values()) - {PAPERS[paper]}:
        kind = {"life_support": "intake"} | dict(OWN.values())
        given = {"received_by_id": work.actor.staff_id, "received_on": TODAY}
        person = add_record(work, "person", CLIENT).id
        case = open_case(work, centre=centre, person_id=person)
        asked = {field.key for field in fields_of(record_kinds()[kind[centre]])}
        answers = {key: value for key, value in given.items() if key in asked}
        add_record(work, kind[centre], {"person_id": person, "case_id": case, **answers})
        offered = {info.key for info in papers_of(work, "case", case, centre)}
        assert offered & PAPERS.keys() == {key for key, own in PAPERS.items() if own == centre}
        with pytest.raises(NotFoundError, match="このケースのセンターの書類ではない"):
            print_paper(work, paper, case, target=tmp_path / "a.pdf", reason="確認")
        with pytest.raises(NotFoundError, match="このケースのセンターの書類ではない"):
            preview_paper(work, paper, case)
        assert not (tmp_path / "a.pdf").exists()


def test_a_life_support_form_is_never_signed_by_the_rights_centre(work):
    person = add_record(work, "person", CLIENT).id
    case = open_case(work, centre="rights_advocacy", person_id=person)
    with pytest.raises(NotFoundError, match="申込票」は、このケースのセンターの書類ではない"):
        preview_paper(work, "intake_sheet", case)


def test_a_case_without_its_reception_record_says_what_to_do(work):
    person = add_record(work, "person", CLIENT).id
    case = open_case(work, centre="rights_advocacy", person_id=person)
    with pytest.raises(NotFoundError, match="受付票がまだありません。作ってから印刷してください"):
        preview_paper(work, "rights_reception", case)


@pytest.mark.parametrize("paper", OWN)
def test_the_form_for_handwriting_asks_every_printed_question(work, tmp_path, paper):
    _centre, kind = OWN[paper]
    print_paper(work, paper, None, target=tmp_path / "a.pdf", empty=True)
    told = told_by(tmp_path / "a.pdf", "-raw")
    for field in fields_of(record_kinds()[kind]):
        if field.printed and field.of != "person":
            assert field.label in told, field.key
    for words in ("□男", "手帳", "相談内容"):
        assert words in told


def test_each_paper_is_listed_for_its_own_centre_alone(work):
    for key, centre in PAPERS.items():
        (info,) = [info for info in list_papers(work) if info.key == key]
        assert info.centres == (centre,)
