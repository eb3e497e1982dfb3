"""Words of sealed cases are kept in memory while one is logged in, and found as they are."""

import gc
from dataclasses import replace

import pytest
from sqlalchemy import text

from office_fixtures import make_consultation
from sealed_office import MARK, WHY, make_case, staff_id
from soudan_desk.models import ConflictBlock
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import remove_worker, set_worker
from soudan_desk.services.copies import CopyPlace, keep_copy
from soudan_desk.services.records import amend_record, finalise_record, void_record
from soudan_desk.services.search import search
from soudan_desk.services.sharing import share_office
from soudan_desk.storage.refusals import CancelledError
from soudan_desk.storage.search_packing import pack_search


def found(work, words):
    return [hit.id for hit in search(work, words).hits]


def sealed_case(work):
    """Seal a case that two work on, and search once, so that its words are in memory."""
    case, entry = make_case(work)
    set_worker(work, case, staff_id(work, "nishio"), "sub", reason="副担当")
    restrict_case(work, case, 2, WHY)
    assert entry in found(work, f"{MARK}の相談")
    return case, entry


def test_what_is_written_after_a_search_is_found_by_the_next(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = sealed_case(work)
        later = make_consultation(work, case_id=case, body="架空港の見学")
        assert found(work, "架空港") == [later]
        amend_record(work, "consultation", entry, {"body": "架空港へ移った"}, reason="訂正")
        assert found(work, "架空港") == [later, entry]
        assert found(work, f"{MARK}の相談") == []


@pytest.fixture
def shared(at_desk):
    """Let several sit down at once."""
    with at_desk("kanri") as (opened, work):
        share_office(work, opened, on=True)


@pytest.mark.usefixtures("shared")
def test_what_a_colleague_writes_is_found_too(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = sealed_case(work)
        with at_desk("nishio") as (_, other):
            assert found(other, "架空港") == []
            later = make_consultation(work, case_id=case, body="架空港の見学")
            assert found(other, "架空港") == [later]


def test_what_was_taken_back_is_found_no_more(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = sealed_case(work)
        later = make_consultation(work, case_id=case, body="架空港の見学")
        finalise_record(work, "consultation", later)
        assert found(work, "架空港") == [later]
        void_record(work, "consultation", later, reason="別人の記録")
        assert found(work, "架空港") == []


@pytest.mark.usefixtures("shared")
def test_who_leaves_the_list_or_is_blocked_finds_nothing_any_more(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = sealed_case(work)
        with at_desk("nishio") as (_, other):
            assert entry in found(other, f"{MARK}の相談")
            remove_worker(work, case, staff_id(work, "nishio"), reason="異動")
            assert found(other, f"{MARK}の相談") == []
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="復帰")
        with at_desk("nishio") as (_, other):
            assert entry in found(other, f"{MARK}の相談")
            with work.store.writing(None) as session:
                blocked = staff_id(work, "nishio")
                session.add(ConflictBlock(staff_id=blocked, case_id=case, reason="親族"))
            assert found(other, f"{MARK}の相談") == []


def test_unsealed_it_is_found_once_by_everybody(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = sealed_case(work)
        restrict_case(work, case, 0, WHY)
        assert found(work, f"{MARK}の相談") == [entry]
    with at_desk("shunin") as (_, work):
        assert found(work, f"{MARK}の相談") == [entry]


def test_a_lock_leaves_neither_keys_nor_what_they_opened_in_memory(at_desk):
    with at_desk("sodanin") as (opened, work):
        sealed_case(work)
        assert texts_in_memory()
        opened.lock()
        assert not work.store.ring.open_ones
        assert not texts_in_memory()


def texts_in_memory():
    kinds = {"_Told", "_Texts"}
    known = [each for each in gc.get_objects() if type(each).__name__ in kinds]
    return [each for each in known if getattr(each, "places", True)]


def pieces_with_mark(work):
    """Count the stored pieces of the index that hold a pair of the mark's characters."""
    tails = [f"g{ord(each):x}".encode() for each in MARK[1:]]
    with work.store.reading(None) as session:
        pieces = session.execute(text("SELECT block FROM search_text_data")).scalars().all()
    return sum(any(tail in bytes(piece) for tail in tails) for piece in pieces)


def test_the_index_is_written_anew_without_what_was_sealed_out_of_it(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = make_case(work)
        restrict_case(work, case, 2, WHY)
        assert pieces_with_mark(work)
        pack_search(work.store)
        assert not pieces_with_mark(work)
        assert pack_search(work.store) is None


def test_no_copy_leaves_with_words_that_were_sealed_before(at_desk, tmp_path):
    with at_desk("sodanin") as (opened, work):
        restrict_case(work, make_case(work)[0], 2, WHY)
        keep_copy(work, opened, CopyPlace("elsewhere", tmp_path))
        assert not pieces_with_mark(work)


def test_what_is_sealed_while_the_index_is_written_anew_leaves_it_too(at_desk):
    with at_desk("sodanin") as (_, work):
        restrict_case(work, make_case(work)[0], 2, WHY)
        later, _ = make_case(work)
        for each in range(60):  # enough that the index does not tidy itself up
            make_consultation(work, body=f"別件の{each}件目", subject="別件")
        asked = []

        def between():
            asked.append(len(asked) == 1 and restrict_case(work, later, 2, WHY))
            return False

        pack_search(work.store, cancelled=between)
        assert len(asked) > 2
        assert not pieces_with_mark(work)


def test_cancelled_it_is_taken_up_by_the_next(at_desk):
    with at_desk("sodanin") as (_, work):
        restrict_case(work, make_case(work)[0], 2, WHY)
        with pytest.raises(CancelledError):
            pack_search(work.store, cancelled=lambda: True)
        pack_search(work.store)
        assert not pieces_with_mark(work)


def test_what_cannot_be_written_now_keeps_no_copy_from_being_made(at_desk, tmp_path):
    with at_desk("sodanin") as (opened, work):
        restrict_case(work, make_case(work)[0], 2, WHY)
        impatient = replace(work, store=work.store.hurried(50))
        with work.store.writing(None):  # somebody writes for a long time
            made = keep_copy(impatient, opened, CopyPlace("elsewhere", tmp_path))
        assert made.result.bundle.exists()
        assert pieces_with_mark(work)
        pack_search(work.store)
        assert not pieces_with_mark(work)
