"""Every count equals the one made by hand over all records, for every kind and question."""

from datetime import date

import pytest
from figure_office import DAY, ByHand, cells_of, work_of

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.reports.cross_table import CrossTable, count_table
from soudan_desk.reports.period import Period, fiscal_year_of, month_of
from soudan_desk.reports.table import NO_ANSWER, TOTAL
from soudan_desk.services.figure_questions import countable, countable_kinds

YEARS = Period(date(2024, 4, 1), date(2027, 3, 31))
KINDS = [each.kind for each in countable_kinds()]


@pytest.fixture(scope="module")
def by_hand(filled):
    return ByHand(filled.store, filled.actors["shunin"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_of_a_kind_is_counted_as_by_hand(filled, by_hand, kind):
    work, about = filled.work("shunin"), countable(kind)
    for number, row in enumerate(about.questions):
        column = about.questions[(number * 7 + 3) % len(about.questions)]
        for unit in ("records", "people"):
            spec = CrossTable(kind=kind, row=row.key, column=column.key, units=(unit,))
            expected = by_hand.count(about, row, column, YEARS, unit=unit)
            assert cells_of(count_table(work, spec, YEARS)) == expected, (row.key, column.key)


@pytest.mark.parametrize("kind", KINDS)
def test_one_question_is_counted_in_both_units_side_by_side(filled, by_hand, kind):
    work, about = filled.work("shunin"), countable(kind)
    for row in about.questions[:8]:
        spec = CrossTable(kind=kind, row=row.key, units=("records", "people"))
        expected = by_hand.count(about, row, None, YEARS, unit="records")
        if about.has_person:
            expected |= by_hand.count(about, row, None, YEARS, unit="people")
        assert cells_of(count_table(work, spec, YEARS)) == expected, row.key


@pytest.mark.parametrize("period", [month_of(DAY), fiscal_year_of(DAY), month_of(DAY).before()])
@pytest.mark.parametrize("centre", ["life_support", "rights_advocacy", "disability"])
def test_a_time_and_a_centre_bound_what_is_counted(filled, by_hand, period, centre):
    work = filled.work("shunin")
    for kind in ("consultation", "case", "plan", "agenda_item", "service", "screening"):
        about = countable(kind)
        row, column = about.questions[-1], about.questions[0]
        spec = CrossTable(kind=kind, row=row.key, column=column.key)
        expected = by_hand.count(about, row, column, period, centre=centre)
        assert cells_of(count_table(work, spec, period, centre)) == expected


def test_no_kind_is_without_records_in_the_office_of_the_oracle(filled, by_hand):
    empty = {kind for kind in KINDS if not list(by_hand.standing(kind))}
    assert empty <= {"appointment", "review", "disclosure", "rights_assessment"}, empty


def test_sums_count_a_record_of_several_answers_once_and_say_so(filled):
    spec = CrossTable(kind="consultation", row="topics", column="method")
    table = count_table(filled.work("shunin"), spec, YEARS, "life_support")
    rows = [row.key for row in table.rows]
    whole = table.cell(TOTAL, TOTAL)
    inside = [table.cell(row, TOTAL).count for row in rows if row != TOTAL]
    assert sum(inside) > whole.count
    assert any("各欄の合計は計を超える" in note.sentence for note in table.notes)


def test_options_are_those_of_the_centre_and_no_answer_has_a_row(filled):
    spec = CrossTable(kind="consultation", row="method")
    work = filled.work("shunin")
    table = count_table(work, spec, YEARS, "disability")
    own = [each.code for each in work.codes.entries("consultation.method", centre="disability")]
    assert [row.key for row in table.rows] == [*own, NO_ANSWER, TOTAL]
    assert [row.label for row in table.rows][-2:] == ["無回答", "計"]


def test_months_without_a_record_are_rows_too(filled):
    spec = CrossTable(kind="consultation", row="held_on")
    table = count_table(filled.work("shunin"), spec, fiscal_year_of(DAY))
    assert [row.label for row in table.rows][:2] == ["令和8年4月", "令和8年5月"]
    assert len(table.rows) == 13


def test_conditions_narrow_what_is_counted(filled, by_hand):
    about = countable("consultation")
    spec = CrossTable(kind="consultation", row="method", where=(("is_anonymous", ("true",)),))
    table = count_table(filled.work("shunin"), spec, YEARS)
    expected = {
        each.id
        for each in by_hand.standing("consultation")
        if each.is_anonymous and YEARS.first <= each.held_on <= YEARS.last
    }
    assert set(table.cell(TOTAL, "records").ids) == expected
    assert expected
    assert about.day == "held_on"


def test_what_was_open_at_the_end_is_counted_by_beginning_and_end(filled, by_hand):
    spec = CrossTable(kind="case", row="process", open_until="closed_on")
    month = month_of(date(2026, 6, 1))
    table = count_table(filled.work("shunin"), spec, month)
    expected = {
        each.id
        for each in by_hand.standing("case")
        if each.opened_on <= month.last and (each.closed_on is None or each.closed_on > month.last)
    }
    assert set(table.cell(TOTAL, "records").ids) == expected


def test_anonymous_records_are_no_people_and_a_note_counts_them(filled, by_hand):
    spec = CrossTable(kind="consultation", row="method", units=("people",))
    table = count_table(filled.work("shunin"), spec, YEARS)
    nobody = [
        each
        for each in by_hand.standing("consultation")
        if by_hand.person_of("consultation", each) is None
    ]
    notes = [note.sentence for note in table.notes if "匿名など" in note.sentence]
    assert notes == [
        f"本人が登録されていない記録（匿名など）{len(nobody):,}件は、実人員に入れていません。"
    ]


def test_what_cannot_be_counted_is_said(filled):
    work = filled.work("shunin")
    for spec in (
        CrossTable(kind="revision", row="at"),
        CrossTable(kind="consultation", row="body"),
        CrossTable(kind="consultation", row="method", column="moon.colour"),
    ):
        with pytest.raises(InvalidEntriesError, match="選び直してください"):
            count_table(work, spec, YEARS)
    with pytest.raises(NotAllowedError, match="そのセンターの統計は作れません"):
        narrow = work_of(filled, centres=["disability"])
        count_table(narrow, CrossTable(kind="case", row="state"), YEARS, "life_support")
    with pytest.raises(NotAllowedError, match="統計を見る権限"):
        count_table(filled.work("kanri"), CrossTable(kind="case", row="state"), YEARS)
