"""The right `figures`: every case of the centre is counted, nothing more is opened or told."""

from datetime import date

import pytest
from figure_office import DAY, work_of

from office_fixtures import make_consultation, make_person
from soudan_desk.centres import CENTRES
from soudan_desk.desk.report_files import for_outside, send_report
from soudan_desk.desk.reporting import behind_cell, run_report
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import OfficeSetting
from soudan_desk.reports.cross_table import CrossTable, count_table
from soudan_desk.reports.period import fiscal_year_of, month_of
from soudan_desk.reports.report import Report, make_report
from soudan_desk.reports.table import TOTAL
from soudan_desk.services.cases import open_case
from soudan_desk.services.figure_cells import ALSO_RESTRICTED, behind
from soudan_desk.services.records import add_record, save_record
from soudan_desk.storage.scope import visible

NOVEMBER = month_of(date(2026, 11, 1))
CASES = CrossTable(key="cases", kind="case", row="state", units=("records", "people"))
ALL = "すべての記録を数えています"
OWN = "閲覧できる記録だけを数えています"


def case_of(office, name, level, centre="life_support", login="nishio"):
    """Open somebody's case with a record in it, restricted afterwards."""
    work = office.work(login)
    person = make_person(work, name=name)
    case = open_case(
        work, centre=centre, person_id=person, answers={"opened_on": date(2026, 11, 2)}
    )
    held = date(2026, 11, 3)
    record = make_consultation(work, case_id=case, centre=centre, held_on=held)
    save_record(work, "case", case, {"restriction_level": level})
    return person, case, record


@pytest.fixture
def cases(office):
    """Four cases of one centre, two of them restricted, and one of another centre."""
    return {
        "open": case_of(office, "見本 一", 0),
        "shut": case_of(office, "見本 二", 1),
        "hidden": case_of(office, "見本 三", 3),
        "own": case_of(office, "見本 四", 1, login="sodanin"),
        "elsewhere": case_of(office, "見本 五", 0, centre="disability"),
    }


def ids(cases, at, *names):
    return {cases[name][at] for name in names}


def whole(work, spec=CASES, centre="life_support", column="records"):
    return set(count_table(work, spec, NOVEMBER, centre).cell(TOTAL, column).ids)


def test_a_clerk_counts_every_case_of_the_centre_and_of_no_other(office, cases):
    clerk = work_of(office, "figures", login="etsuran", centres=["life_support"])
    everything = ("open", "shut", "hidden", "own")
    assert whole(clerk) == ids(cases, 1, *everything)
    assert whole(clerk, centre=None) == ids(cases, 1, *everything)
    assert whole(clerk, column="people") == ids(cases, 0, *everything)
    calls = CrossTable(kind="consultation", row="method", column="person.sex")
    table = count_table(clerk, calls, NOVEMBER)
    assert set(table.cell(TOTAL, TOTAL).ids) == ids(cases, 2, *everything)
    assert any(ALL in note.sentence for note in table.notes)


def test_without_the_right_only_what_one_may_see_is_counted_and_said(office, cases):
    for login, seen in {
        "sodanin": ("open", "own"),
        "nishio": ("open", "shut", "hidden"),
        "etsuran": ("open",),
    }.items():
        work = office.work(login)
        assert whole(work) == ids(cases, 1, *seen), login
        table = count_table(work, CASES, NOVEMBER, "life_support")
        assert any(
            OWN in note.sentence and work.actor.name in note.sentence for note in table.notes
        )


def test_a_clerk_without_casework_opens_nothing_and_is_told_there_is_more(office, cases):
    clerk = work_of(office, "figures", login="etsuran")
    cell = count_table(clerk, CASES, NOVEMBER, "life_support").cell(TOTAL, "records")
    found = behind(clerk, cell.kind, cell.ids)
    assert (found.rows, found.note) == ((), ALSO_RESTRICTED)


def test_who_counts_all_and_reads_some_opens_exactly_those(office, cases):
    both = work_of(office, "caseworker", "figures", login="sodanin")
    made = make_report(both, Report(key="r", title="r", tables=(CASES,), centre=None), NOVEMBER)
    cell = made.tables[0].cell(TOTAL, "records")
    assert cell.count == 5
    shown = behind_cell(both, cell)
    assert set(shown.ids) == ids(cases, 1, "open", "own", "elsewhere")
    assert shown.note == "ほかに閲覧制限のある記録を含みます"
    people = behind_cell(both, made.tables[0].cell(TOTAL, "people"))
    names = {row.title for row in behind(both, people.kind, people.ids).rows}
    assert "見本 三" not in " ".join(names)
    assert set(people.ids) == ids(cases, 0, "open", "own", "elsewhere"), "known, but not that"
    assert people.note == "ほかに閲覧制限のある記録を含みます"


def test_what_may_be_read_opens_without_that_sentence(office, cases):
    work = office.work("nishio")
    cell = count_table(work, CASES, NOVEMBER, "life_support").cell(TOTAL, "records")
    found = behind(work, cell.kind, cell.ids)
    assert {row.id for row in found.rows} == ids(cases, 1, "open", "shut", "hidden")
    assert not found.note
    row = next(row for row in found.rows if row.id == cases["shut"][1])
    assert (row.person, row.on) == ("見本 二", date(2026, 11, 2))


def test_the_right_reads_no_record_beside_the_counts(office):
    """Nothing but services/figures runs unbound for it: the scope of every table stays shut."""
    clerk = work_of(office, "figures", login="etsuran").actor
    from soudan_desk.models import record_kinds

    for model in record_kinds().values():
        columns = set(model.__table__.columns.keys())
        if columns & {"case_id", "person_id", "restriction_level"}:
            assert "false" in str(visible(model, clerk)).lower() or "0 = 1" in str(
                visible(model, clerk)
            ), model


def test_records_bound_to_no_centre_are_never_counted_beyond_ones_sight(office, cases):
    clerk = work_of(office, "figures", login="etsuran")
    table = count_table(clerk, CrossTable(kind="person", row="sex"), fiscal_year_of(DAY))
    assert table.cell(TOTAL, "records").count == 0
    assert any(OWN in note.sentence for note in table.notes)


def test_what_leaves_is_masked_unless_the_office_says_otherwise(office, cases, tmp_path):
    clerk = work_of(office, "figures", login="etsuran")
    made = run_report(clerk, CENTRES, "monthly_counts", NOVEMBER, centre="life_support")
    overview = made.tables[0]
    assert overview.cell("new_cases", "period").count == 4
    outside = for_outside(clerk, made)
    assert outside.is_masked
    for table in outside.tables:
        counts = [cell.count for line in table.cells for cell in line]
        assert all(count is None or count == 0 or count >= 5 for count in counts), table.key
    with office.store.writing(None) as session:
        session.query(OfficeSetting).one().mask_small_cells = False
    assert not for_outside(clerk, made).is_masked


def test_a_small_month_does_not_follow_from_the_sum_to_date_and_the_months_beside_it(office):
    clerk, work = work_of(office, "figures", login="etsuran"), office.work("sodanin")
    for month, count in ((4, 2), (5, 7), (6, 8)):
        for day in range(1, count + 1):
            make_consultation(work, held_on=date(2026, month, day))
    june = month_of(date(2026, 6, 1))
    made = run_report(clerk, CENTRES, "monthly_counts", june, centre="life_support")
    inside, outside = made.tables[0], for_outside(clerk, made).tables[0]
    columns = ("period", "month_before", "year_to_date")
    assert [inside.cell("contacts", each).count for each in columns] == [8, 7, 17]
    assert [outside.cell("contacts", each).count for each in columns] == [8, 7, None]
    made = run_report(clerk, CENTRES, "monthly_counts", fiscal_year_of(DAY), centre="life_support")
    assert made.tables[0].cell("contacts", TOTAL).count == 17
    assert for_outside(clerk, made).tables[0].cell("contacts", TOTAL).count is None


def test_a_reader_looks_at_figures_but_takes_none_out(office, cases, tmp_path):
    reader = office.work("etsuran")
    made = run_report(reader, CENTRES, "monthly_counts", NOVEMBER, centre="life_support")
    with pytest.raises(NotAllowedError, match="書き出す権限"):
        send_report(reader, made, tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_a_consultation_without_a_case_belongs_to_its_own_centre(office):
    clerk = work_of(office, "figures", login="etsuran", centres=["disability"])
    work = office.work("sodanin")
    call = add_record(
        work,
        "consultation",
        {
            "centre": "disability",
            "held_on": date(2026, 11, 4),
            "method": "phone",
            "body": "見本",
            "restriction_level": 2,
        },
    ).id
    make_consultation(work, held_on=date(2026, 11, 4))
    spec = CrossTable(kind="consultation", row="method")
    assert whole(clerk, spec, None) == {call}
