"""Two workers at one table: both changes stay, and what clashes is said."""

from uuid import UUID

from soudan_desk.fields import ROW_ID, Field, Kind
from soudan_desk.ui.pages.case_plan_merging import merge_rows

COLUMNS = (
    Field(key=ROW_ID, label="記録", kind=Kind.REFERENCE),
    Field(key="goal", label="目標", kind=Kind.TEXT),
    Field(key="due", label="時期", kind=Kind.LINE),
)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def row(row_id, goal, **more):
    return {ROW_ID: row_id, "goal": goal, **more}


BASE = [row(A, "あ"), row(B, "い", due="半年")]


def merged(mine, theirs):
    return merge_rows(COLUMNS, BASE, mine, theirs, lambda _field, answer: str(answer or ""))


def test_changes_in_different_cells_and_rows_all_stay():
    mine = [row(B, "い", due="1年"), row(A, "あ")]
    theirs = [row(A, "ああ"), row(B, "いい", due="半年"), row(C, "う")]
    found = merged(mine, theirs)
    assert found.rows == [row(B, "いい", due="1年"), row(A, "ああ"), row(C, "う")]
    assert not found.marks


def test_of_one_cell_changed_twice_mine_stays_and_says_what_the_other_was():
    found = merged([row(A, "わたし"), BASE[1]], [row(A, "ほか"), BASE[1]])
    assert found.rows[0] == row(A, "わたし")
    assert "ほか" in found.marks[A, "goal"]


def test_a_row_i_took_out_stays_out_unless_it_was_changed_meanwhile():
    assert merged([BASE[0]], BASE).rows == [BASE[0]]
    found = merged([BASE[0]], [BASE[0], row(B, "直した", due="半年")])
    assert found.rows[1]["goal"] == "直した"
    assert (B, "goal") in found.marks


def test_a_row_others_took_out_goes_unless_i_changed_it():
    assert merged(BASE, [BASE[0]]).rows == [BASE[0]]
    found = merged([BASE[0], row(B, "わたし", due="半年")], [BASE[0]])
    fresh = found.rows[1][ROW_ID]
    assert fresh != B
    assert found.renamed == {B: fresh}
    assert (fresh, "goal") in found.marks


def test_a_cell_emptied_by_the_other_is_empty():
    assert merged(BASE, [BASE[0], row(B, "い")]).rows[1] == row(B, "い")
