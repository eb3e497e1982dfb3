"""The processes as data: nothing leads nowhere, nothing is asked that no record holds."""

from datetime import date

import pytest

from soudan_desk.centres import all_processes
from soudan_desk.codes import shipped_codes
from soudan_desk.models import fields_of, record_kinds

PROCESSES = all_processes()
EACH = pytest.mark.parametrize("process", PROCESSES.values(), ids=["-".join(k) for k in PROCESSES])


def facts_of(process):
    for moves in process.moves.values():
        for move in moves:
            yield from move.meant_by
            for need in move.needs:
                yield from need.any_of
                yield from (fact for fact, _ in need.instead)


@EACH
def test_every_state_has_a_label_in_its_centre(process):
    known = {entry.code for entry in shipped_codes().entries(process.states)}
    assert set(process.moves) <= known
    codes = {e.code for e in shipped_codes().entries("case.process", centre=process.centre)}
    assert process.key in codes


@EACH
def test_every_move_leads_to_a_state_of_the_process(process):
    for state, moves in process.moves.items():
        assert {move.to for move in moves} <= set(process.moves), state
        assert len({move.to for move in moves}) == len(moves), state


@EACH
def test_every_state_can_be_reached_and_left_towards_an_end(process):
    reached, ahead = set(), [process.first_state]
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead += [move.to for move in process.moves[state] if move.to not in reached]
    assert reached == set(process.moves)
    for state in reached - process.closed_states - {"followup"}:
        assert process.moves[state], state


@EACH
def test_the_usual_way_can_be_gone_step_by_step(process):
    assert process.line[0] == process.first_state
    assert process.line[-1] in process.closed_states
    for here, there in zip(process.line, process.line[1:], strict=False):
        assert process.move_to(here, there), (here, there)


@EACH
def test_every_fact_is_something_a_record_of_that_kind_can_hold(process):
    codes = shipped_codes()
    for fact in facts_of(process):
        fields = {field.key: field for field in fields_of(record_kinds()[fact.kind])}
        assert "case_id" in fields, fact
        assert {*fact.where, *fact.filled, *fact.empty} <= set(fields), fact
        for key, wanted in fact.where.items():
            known = {e.code for e in codes.entries(fields[key].codes, centre=process.centre)}
            assert set(wanted) <= known, (fact, key)


def test_every_tick_that_can_be_written_down_opens_some_way():
    codes, today = shipped_codes(), date(2026, 11, 24)
    for centre in {process.centre for process in PROCESSES.values()}:
        own = [process for process in PROCESSES.values() if process.centre == centre]
        asked = {
            step
            for process in own
            for fact in facts_of(process)
            if fact.kind == "milestone"
            for step in fact.where["step"]
        }
        offered = {e.code for e in codes.entries("milestone", centre=centre, on=today)}
        assert offered == asked, centre


@EACH
def test_who_may_move_a_case_is_said_for_every_way(process):
    known = {entry.code for entry in shipped_codes().entries("role")}
    for moves in process.moves.values():
        for move in moves:
            roles = move.roles or process.movers
            assert roles, (process.key, move.to)
            assert roles <= known
            assert "supervisor" in roles


@EACH
def test_every_need_says_what_is_missing_in_a_sentence(process):
    for moves in process.moves.values():
        for move in moves:
            said = [*(need.missing for need in move.needs)]
            said += [words for need in move.needs for _, words in need.instead]
            assert all(words.endswith("。") for words in said)
            assert all(need.any_of for need in move.needs)
