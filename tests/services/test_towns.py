"""The office's own table of towns suggests districts for an address, and never writes one."""

import pytest

from soudan_desk.desk.importing import import_file
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models.base import new_id
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.towns import (
    TownRow,
    add_town,
    districts_of,
    leave_out_town,
    list_towns,
    may_set_towns,
)

TABLE = {
    "青空町": "北圏域",
    "青空町2丁目": "南圏域",
    "本町1丁目": "中央圏域",
    "見本市緑町": "西圏域",
    "別市緑町": "東圏域",
}


@pytest.fixture
def find():
    rows = [TownRow(new_id(), name, {"district": told}) for name, told in TABLE.items()]
    return districts_of(rows)


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("見本県ひなた市青空町2丁目5番1号", "南圏域"),
        ("ひなた市青空町二丁目5-1", "南圏域"),
        ("ひなた市青空町２－５－１", "南圏域"),
        ("ひなた市青空町3-5", "北圏域"),
        ("ひなた市大字青空町", "北圏域"),
        ("青空町12-3", "北圏域"),
        ("〒000-0003 ひなた市本町1丁目1番1号 福祉会館", "中央圏域"),
        ("ひなた市本町11-2", None),
        ("ひなた市東青空町1-1", None),
        ("ひなた市青空町西1-1", None),
        ("見本市緑町3", "西圏域"),
        ("別市緑町3", "東圏域"),
        ("緑町3", None),
        ("●●●●●●", None),
    ],
)
def test_the_longest_town_that_stands_whole_in_an_address_tells_its_district(
    find, address, district
):
    assert find(address).get("district") == district


def test_a_town_that_stands_twice_tells_nothing_unless_both_say_the_same():
    rows = [TownRow(new_id(), "青空町", {"district": told}) for told in ("北", "南")]
    assert districts_of(rows)("青空町1-1") == {}
    assert districts_of([rows[0], rows[0]])("青空町1-1") == {"district": "北"}


def test_supervisors_and_administrators_keep_the_table(office):
    admin = office.work("kanri")
    town = add_town(admin, {"name": "青空町", "district": "北圏域", "school_district": "一中"})
    save_record(office.work("shunin"), "town", town, {"district": "南圏域"})
    (row,) = list_towns(office.work("nishio"))
    assert row.districts == {"district": "南圏域", "school_district": "一中"}
    with pytest.raises(NotAllowedError, match="管理者か主任"):
        add_town(office.work("nishio"), {"name": "本町", "district": "北圏域"})
    assert not may_set_towns(office.work("nishio"))
    with pytest.raises(InvalidEntriesError, match="すでに表にあります"):
        add_town(admin, {"name": "青空町", "district": "北圏域"})
    with pytest.raises(InvalidEntriesError, match="どれか"):
        add_town(admin, {"name": "本町"})
    leave_out_town(admin, town)
    assert list_towns(admin) == []
    add_town(admin, {"name": "青空町", "district": "北圏域"})


def test_a_table_comes_in_from_a_file_as_offices_head_it(office, tmp_path):
    sheet = tmp_path / "圏域.csv"
    sheet.write_text("町丁名,日常生活圏域,学区\n青空町1丁目,北圏域,一中\n本町,,二中\n", "utf-8")
    work = office.work("shunin")
    report = import_file(work, sheet, "town")
    assert (report.good, report.problems) == (2, [])
    assert [(row.name, row.districts) for row in list_towns(work)] == [
        ("本町", {"school_district": "二中"}),
        ("青空町1丁目", {"district": "北圏域", "school_district": "一中"}),
    ]
    with pytest.raises(NotAllowedError):
        import_file(office.work("nishio"), sheet, "town", dry_run=True)


def test_nobody_gets_a_district_by_being_saved(office):
    work = office.work("shunin")
    add_town(work, {"name": "青空町", "district": "北圏域"})
    person = add_record(work, "person", {"name": "見本 一", "address": "ひなた市青空町1"}).id
    assert show_record(work, "person", person).answers["district"] is None
