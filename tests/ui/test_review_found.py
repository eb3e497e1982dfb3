"""A comment of 供覧・決裁 that is found leads to the record it was left on."""

from office_fixtures import make_person
from review_office import final_consultation, make_route
from soudan_desk.services.cases import open_case
from soudan_desk.services.review_lists import list_reviews
from soudan_desk.services.reviews import take_step
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.wiring.search import search_office


def test_a_found_comment_opens_its_record(office):
    make_route(office)
    author, reader = office.work("sodanin"), office.work("shunin")
    case_id = open_case(author, centre="life_support", person_id=make_person(author))
    in_case = final_consultation(author, case_id=case_id)
    alone = final_consultation(author)
    for number, row in enumerate(list_reviews(reader, "waiting")):
        take_step(reader, row.id, comment=f"珍しい感想その{number}")
    places = [hit.place for hit in search_office(reader, "珍しい感想").hits]
    assert Place("case", {"id": case_id, "record": ("consultation", in_case)}) in places
    assert Place("person", {"consultation": alone}) in places
