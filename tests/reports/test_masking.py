"""What is masked cannot be worked out from what is told, nor is more masked without need."""

from fractions import Fraction
from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.reports.bridges import bridges
from soudan_desk.reports.masking import RULE, masked_tables
from soudan_desk.reports.table import TOTAL, Cell, Heading, Note, Table, Whole


def ids(first, count):
    return tuple(UUID(int=first * 10_000 + at) for at in range(count))


def table_of(counts, *, row_sums=True, column_sums=True, key="t"):
    """Make a table of records that all differ, with the sums asked for."""
    height, width = len(counts), len(counts[0])
    inner = [[ids(1 + r * width + c, counts[r][c]) for c in range(width)] for r in range(height)]
    rows = [[*line, sum(line, ())] if row_sums else list(line) for line in inner]
    if column_sums:
        rows.append([sum(column, ()) for column in zip(*rows, strict=True)])
    names = [Heading(f"r{at}", f"r{at}") for at in range(height)]
    heads = [Heading(f"c{at}", f"c{at}") for at in range(width)]
    total = [Heading(TOTAL, "計")]
    return Table(
        key=key,
        title=key,
        rows=tuple(names + (total if column_sums else [])),
        columns=tuple(heads + (total if row_sums else [])),
        cells=tuple(tuple(Cell("case", each) for each in line) for line in rows),
    )


def lines_of(table):
    """Return the equations a reader knows: the cells of a line, and where their sum stands."""
    rows, columns = range(len(table.rows)), range(len(table.columns))
    if table.columns[-1].key == TOTAL:
        yield from ([(r, c) for c in columns] for r in rows)
    if table.rows[-1].key == TOTAL:
        yield from ([(r, c) for r in rows] for c in columns)


def can_be_worked_out(table):
    """Solve the equations: return the masked cells that have one value only."""
    masked = [
        (r, c)
        for r, line in enumerate(table.cells)
        for c, cell in enumerate(line)
        if cell.is_masked
    ]
    rows = []
    for line in lines_of(table):
        signs = [1] * (len(line) - 1) + [-1]
        row = [Fraction(0)] * len(masked)
        for place, sign in zip(line, signs, strict=True):
            if place in masked:
                row[masked.index(place)] += sign
        rows.append(row)
    rank = _rank(rows)
    units = ([Fraction(int(at == one)) for at in range(len(masked))] for one in range(len(masked)))
    return [
        place for place, unit in zip(masked, units, strict=True) if _rank([*rows, unit]) == rank
    ]


def _rank(rows):
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for other in range(rank + 1, len(rows)):
            factor = rows[other][column] / rows[rank][column]
            rows[other] = [a - factor * b for a, b in zip(rows[other], rows[rank], strict=True)]
        rank += 1
    return rank


def shown(table):
    return [[cell.count for cell in line] for line in table.cells]


COUNTS = st.integers(0, 3).flatmap(
    lambda most: st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 4 + 5 * most), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    )
)


@given(COUNTS, st.booleans(), st.booleans())
def test_no_masked_cell_can_be_worked_out_and_no_small_one_is_told(counts, rows, columns):
    (masked,) = masked_tables([table_of(counts, row_sums=rows, column_sums=columns)])
    assert can_be_worked_out(masked) == []
    for line in shown(masked):
        assert all(count is None or count == 0 or count >= 5 for count in line)


@given(COUNTS)
def test_masked_cells_of_a_line_leave_more_than_one_possibility(counts):
    table = table_of(counts)
    (masked,) = masked_tables([table])
    for line in lines_of(masked):
        *inside, total = line
        hidden = [place for place in inside if masked.cells[place[0]][place[1]].is_masked]
        if hidden and not masked.cells[total[0]][total[1]].is_masked:
            whole = sum(len(table.cells[r][c].ids) for r, c in hidden)
            assert whole > len(hidden)
            assert whole >= 5


@given(COUNTS)
def test_zeros_are_told_and_a_table_without_small_counts_is_left_alone(counts):
    table = table_of(counts)
    (masked,) = masked_tables([table])
    for before, after in zip(table.cells, masked.cells, strict=True):
        for cell, seen in zip(before, after, strict=True):
            assert cell.ids or not seen.is_masked
    if all(count == 0 or count >= 5 for line in shown(table) for count in line):
        assert masked == table


def test_one_small_count_takes_others_with_it_but_no_sum():
    (masked,) = masked_tables([table_of([[3, 20, 30], [40, 50, 60], [70, 80, 90]])])
    assert shown(masked) == [
        [None, None, 30, 53],
        [None, None, 60, 150],
        [70, 80, 90, 240],
        [113, 150, 180, 443],
    ]
    assert [note.text for note in masked.notes] == [RULE]


def test_what_another_table_tells_is_masked_there_too():
    wide = table_of([[3, 20]], column_sums=False, key="wide")
    secret = wide.cells[0][1]
    alone = Table(
        key="alone",
        title="alone",
        rows=(Heading("x", "x"),),
        columns=(Heading("n", "n"),),
        cells=((secret,),),
    )
    masked = masked_tables([wide, alone])
    assert shown(masked[0]) == [[None, None, 23]]
    assert shown(masked[1]) == [[None]]


def test_a_small_count_in_a_note_is_not_told_either():
    table = table_of([[9]])
    noted = Table(
        **{each: getattr(table, each) for each in ("key", "title", "rows", "columns", "cells")},
        notes=(Note("下書き{n}を含みます。", 3), Note("匿名{n}です。", 12)),
    )
    (masked,) = masked_tables([noted])
    assert [note.sentence for note in masked.notes] == [
        "下書き5件未満を含みます。",
        "匿名12件です。",
    ]


def test_bridges_are_the_edges_between_circles():
    circle = [(0, 0), (0, 1), (1, 0), (1, 1)]
    other = [(5, 5), (5, 6), (6, 5), (6, 6)]
    assert bridges([*circle, *other]) == set()
    assert bridges([*circle, (1, 5), *other]) == {(1, 5)}
    assert bridges([(0, 0), (None, 0), (1, 0)]) == {(0, 0), (None, 0), (1, 0)}


def of_people(*sets):
    """Make a table of one column whose rows may overlap."""
    people = [Cell("person", tuple(UUID(int=each) for each in one)) for one in sets]
    whole = Cell("person", tuple(dict.fromkeys(one for cell in people for one in cell.ids)))
    return Table(
        key="p",
        title="p",
        rows=(*(Heading(str(at), str(at)) for at in range(len(sets))), Heading(TOTAL, "計")),
        columns=(Heading("people", "実人員"),),
        cells=tuple((cell,) for cell in (*people, whole)),
    )


def test_people_who_stand_in_several_rows_give_nothing_away_by_their_sum():
    (masked,) = masked_tables([of_people(range(3), range(14))])
    assert shown(masked) == [[None], [14], [14]]


def test_a_rest_that_only_the_masked_row_can_hold_takes_another_row_with_it():
    (masked,) = masked_tables([of_people(range(3), range(2, 14), range(20, 30))])
    assert shown(masked) == [[None], [12], [None], [24]]


def month_table(months, at):
    """Make what a month's overview tells of one line: that month, the one before, the sum."""
    counted = [ids(1 + number, count) for number, count in enumerate(months[: at + 1])]
    shown = {"period": counted[at]} | ({"month_before": counted[at - 1]} if at else {})
    return line_of_months(
        {**shown, "year_to_date": sum(counted, ())}, months[: at + 1], tuple(shown)
    )


def year_table(months):
    """Make what the overview of a 年度 tells of one line."""
    shown = {f"m{at}": ids(1 + at, count) for at, count in enumerate(months)}
    return line_of_months({**shown, TOTAL: sum(shown.values(), ())}, months, tuple(shown))


def line_of_months(counted, months, shown):
    *_, column = counted
    return Table(
        key="overview",
        title="概況",
        rows=(Heading("contacts", "相談"),),
        columns=tuple(Heading(key, key) for key in counted),
        cells=(tuple(Cell("case", each) for each in counted.values()),),
        whole=Whole(column, shown, (tuple(months),), is_running=column != TOTAL),
    )


def told(table):
    (masked,) = masked_tables([table])
    return {h.key: cell.count for h, cell in zip(masked.columns, masked.cells[0], strict=True)}


@given(st.lists(st.integers(min_value=0, max_value=7), min_size=1, max_size=6))
def test_who_has_every_months_table_and_the_years_works_out_no_small_month(months):
    tables = [told(month_table(months, at)) for at in range(len(months))]
    small = [at for at, count in enumerate(months) if 0 < count < 5]
    assert [at for at, table in enumerate(tables) if table["period"] is None] == small
    sums = {at: table["year_to_date"] for at, table in enumerate(tables)}
    whole = told(year_table(months))[TOTAL]
    possible = [
        guess
        for guess in product(range(1, 5), repeat=len(small))
        for taken in [dict(enumerate(months)) | dict(zip(small, guess, strict=True))]
        if whole in (None, sum(taken.values()))
        and all(
            known in (None, sum(taken[each] for each in range(at + 1)))
            for at, known in sums.items()
        )
    ]
    assert all(len({guess[at] for guess in possible}) > 1 for at in range(len(small)))


def test_a_sum_to_date_is_told_as_long_as_no_month_was_small():
    assert told(month_table([12, 0, 9], 2)) == {"period": 9, "month_before": 0, "year_to_date": 21}
    assert told(month_table([2, 9, 8], 2)) == {"period": 8, "month_before": 9, "year_to_date": None}
    assert told(year_table([2, 9, 4, 30]))[TOTAL] == 45
