"""The centres' month's figures as data: each table can be counted, each key stands once."""

from datetime import date

import pytest

from soudan_desk.centres import CENTRES
from soudan_desk.centres.reports import MONTHLY_COUNTS
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.reports.line_table import LineTable
from soudan_desk.reports.period import fiscal_year_of, month_of
from soudan_desk.reports.report import make_report
from soudan_desk.reports.table import NO_ANSWER, TOTAL
from soudan_desk.services.figure_questions import countable, day_questions

EACH = pytest.mark.parametrize("centre", CENTRES.values(), ids=CENTRES)
NOVEMBER = month_of(date(2026, 11, 1))


def counts_of(report):
    for table in report.tables:
        yield from table.lines if isinstance(table, LineTable) else (table,)


def report_of(centre):
    (report,) = [each for each in centre.reports if each.key == MONTHLY_COUNTS]
    return report


@EACH
def test_every_centre_counts_its_month_and_says_in_words_how(centre):
    report = report_of(centre)
    assert report.centre == centre.key
    assert len(report.definitions) > 5
    keys = [table.key for table in report.tables]
    assert len(set(keys)) == len(keys)


@EACH
def test_every_count_asks_questions_that_there_are(centre, work):
    for count in counts_of(report_of(centre)):
        about = countable(count.kind)
        assert not about.centres or centre.key in about.centres, count.key
        days = {each.key for each in day_questions(count.kind)}
        assert {count.day, count.open_until} - {None} <= days, count.key
        for key, wanted in count.where:
            asked = about.question(key)
            if asked.field.codes:
                entries = work.codes.entries(asked.field.codes, centre=centre.key)
                assert set(wanted) <= {entry.code for entry in entries}, count.key


@EACH
@pytest.mark.parametrize("period", [NOVEMBER, fiscal_year_of(date(2026, 11, 1))])
def test_an_empty_office_has_nothing_but_zeros(centre, period, work):
    made = make_report(work, report_of(centre), period)
    assert {cell.count for table in made.tables for line in table.cells for cell in line} == {0}
    assert all(check.ok for check in made.checks)
    assert made.masked().tables == made.tables


def test_no_option_of_any_list_bears_the_key_of_a_sum(work):
    assert {entry.code for entry in work.codes} & {TOTAL, NO_ANSWER} == set()


def test_every_kind_with_counted_questions_can_be_counted():
    counted = {
        kind
        for kind, model in record_kinds().items()
        if any(field.counted for field in fields_of(model))
    }
    assert {each.kind for each in map(countable, counted)} == counted
