"""Every verb by every role on cases it may not see: the enumeration of `tests/seen`, counted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "seen"))

import test_nothing_is_seen as seen

from soudan_desk.storage.scope import apply_scope
from soudan_desk.storage.units import UnitSession
from twin_offices import make_twins

WHAT = "every verb × role × level and block: something told of a hidden case"


@pytest.fixture
def twins(office_template, tmp_path):
    made = make_twins(office_template, tmp_path / "twins")
    yield made
    made.close()


@pytest.mark.parametrize("protected", [True, False])
def test_nobody_outside_is_told_anything(protected, twins, tmp_path, counts):
    if not protected:
        event.remove(UnitSession, "do_orm_execute", apply_scope)
    try:
        logins = seen.OUTSIDERS if protected else seen.OUTSIDERS[:1]
        tried, leaks = 0, []
        for login in logins:
            calls, found = _leaks_to(login, twins, tmp_path)
            tried, leaks = tried + calls, leaks + found
    finally:
        if not protected:
            event.listen(UnitSession, "do_orm_execute", apply_scope)
    if protected:
        note = f"{len(seen.CALLED)} verbs, {len(logins)} kinds of worker outside"
        counts.count(WHAT, leaks, tried, note)
        assert not leaks
    else:
        counts.count_weak(WHAT, "the scope filter off, one worker", leaks, tried)
        assert leaks


def _leaks_to(login, twins, folder) -> tuple[int, list[tuple[str, object]]]:
    """Call every verb in both offices; return how often, and what told them apart."""
    calls, leaks = 0, []
    for place, (name, verb) in enumerate(seen.CALLED.items(), seen.OUTSIDERS.index(login)):
        for subjects in seen._asked_about(verb, twins, place):
            bare = _call(verb, twins.without, subjects[0], login, place, folder)
            for subject in subjects:
                answer = _call(verb, twins.with_cases, subject, login, place, folder)
                calls += 1
                differs = seen._plain(answer, subject) != seen._plain(bare, subjects[0])
                if differs and login not in seen.TELLS_MORE.get(name, ()):
                    leaks.append((name, subject.level))
                leaks += [(name, mark) for mark in seen._marks_in(answer, bare, twins, login)]
    return calls, leaks


def _call(verb, office, subject, login, place, folder) -> str:
    try:
        return seen._call(verb, seen._scene(office, subject, login, verb, place, folder))
    except Exception as error:
        if event.contains(UnitSession, "do_orm_execute", apply_scope):
            raise
        return type(error).__name__  # half of the program still hides what the other half shows
