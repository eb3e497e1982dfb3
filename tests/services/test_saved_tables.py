"""Cross tables kept by a name."""

from dataclasses import replace

import pytest

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.services.saved_tables import Kept, drop_table, keep_table, saved_tables
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor

TABLE = Kept(
    name="方法と月",
    record_kind="consultation",
    row_key="method",
    column_key="held_on",
    centre="life_support",
    narrowed=(("is_anonymous", ("true", "false")), ("topics", ("debt",))),
    note="区への報告に使います。",
)


def clerk_of(office, *roles, centres=("life_support",)) -> Work:
    work = office.work("etsuran")
    actor = Actor(
        staff_id=work.actor.staff_id,
        login="etsuran",
        name=work.actor.name,
        roles=frozenset(roles),
        centres=frozenset(centres),
    )
    return replace(work, actor=actor)


def test_a_table_is_found_again_as_it_was_kept(work):
    keep_table(work, TABLE)
    (found,) = saved_tables(work)
    assert replace(found, id=None, lock_version=None) == TABLE


def test_the_same_name_replaces_and_another_stands_beside(work):
    first = keep_table(work, TABLE)
    assert keep_table(work, replace(TABLE, unit="people")) == first
    keep_table(work, replace(TABLE, name="別の表"))
    assert {(each.name, each.unit) for each in saved_tables(work)} == {
        ("方法と月", "people"),
        ("別の表", "records"),
    }


def test_what_is_dropped_frees_its_name(work):
    drop_table(work, keep_table(work, TABLE))
    assert saved_tables(work) == []
    drop_table(work, keep_table(work, TABLE))
    keep_table(work, TABLE)
    assert [each.name for each in saved_tables(work)] == ["方法と月"]


def test_a_table_of_another_centre_is_not_offered(office, work):
    keep_table(work, TABLE)
    keep_table(work, replace(TABLE, name="全部", centre=None))
    elsewhere = office.work("shunin", {"disability"})
    assert [each.name for each in saved_tables(elsewhere)] == ["全部"]


def test_who_makes_figures_may_keep_tables_and_a_reader_may_not(office):
    clerk = clerk_of(office, "figures")
    drop_table(clerk, keep_table(clerk, TABLE))
    with pytest.raises(NotAllowedError):
        keep_table(clerk_of(office, "reader"), TABLE)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"record_kind": "moon"}, {"row_key": "body"}, {"column_key": "x.y"}],
)
def test_a_table_that_could_never_be_counted_is_not_kept(work, wrong):
    with pytest.raises(InvalidEntriesError):
        keep_table(work, replace(TABLE, **wrong))
    assert saved_tables(work) == []
