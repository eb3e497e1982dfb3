"""Views by name: one's own, the office's, and whose they are to change."""

import pytest

from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.services.saved_views import (
    list_views,
    rename_view,
    replace_view,
    save_view,
    void_view,
)

PAGE = "cases"


def names(work):
    return [(row.name, row.is_own, row.may_change) for row in list_views(work, PAGE)]


def test_own_views_come_before_the_offices_and_nobody_sees_anothers(office, work):
    save_view(work, PAGE, "週のはじめ", {"sort": "person"})
    save_view(work, PAGE, "朝会", {}, for_office=True)
    save_view(work, "people", "別の画面", {})
    assert names(work) == [("週のはじめ", True, True), ("朝会", False, True)]
    assert names(office.work("nishio")) == [("朝会", False, False)]
    assert list_views(work, PAGE)[0].view == {"sort": "person"}


def test_a_name_is_used_once_by_its_owner_on_a_page(office, work):
    save_view(work, PAGE, "朝会", {})
    with pytest.raises(InvalidEntriesError, match="別の名前"):
        save_view(work, PAGE, " 朝会 ", {})
    save_view(work, PAGE, "朝会", {}, for_office=True)
    save_view(office.work("nishio"), PAGE, "朝会", {})
    with pytest.raises(InvalidEntriesError, match="別の名前"):
        save_view(work, PAGE, "朝会", {}, for_office=True)


@pytest.mark.parametrize("name", ["", " 　\n", "あ" * 41])
def test_a_name_must_be_short_and_there(work, name):
    with pytest.raises(InvalidEntriesError):
        save_view(work, PAGE, name, {})


def test_a_dropped_name_is_free_again(work):
    kept = save_view(work, PAGE, "朝会", {})
    void_view(work, kept)
    assert names(work) == []
    again = save_view(work, PAGE, "朝会", {})
    void_view(work, again)
    with pytest.raises(NotFoundError):
        rename_view(work, again, "夕会")


def test_a_view_gets_another_name_and_other_conditions(work):
    kept = save_view(work, PAGE, "朝会", {"sort": "person"})
    other = save_view(work, PAGE, "夕会", {})
    rename_view(work, kept, "朝の会")
    rename_view(work, kept, "朝の会")
    replace_view(work, kept, {"sort": "state"})
    assert [(row.name, row.view) for row in list_views(work, PAGE)] == [
        ("夕会", {}),
        ("朝の会", {"sort": "state"}),
    ]
    with pytest.raises(InvalidEntriesError):
        rename_view(work, other, "朝の会")


def test_the_offices_views_are_changed_by_supervisors_and_administrators_alone(office, work):
    kept = save_view(work, PAGE, "朝会", {}, for_office=True)
    other = office.work("nishio")
    with pytest.raises(NotAllowedError):
        save_view(other, PAGE, "夕会", {}, for_office=True)
    for change in (
        lambda: rename_view(other, kept, "夕会"),
        lambda: replace_view(other, kept, {}),
        lambda: void_view(other, kept),
    ):
        with pytest.raises(NotAllowedError, match="主任か管理者"):
            change()
    rename_view(office.work("kanri"), kept, "夕会")


def test_anothers_own_view_is_not_found(office, work):
    kept = save_view(office.work("nishio"), PAGE, "朝会", {})
    with pytest.raises(NotFoundError):
        void_view(work, kept)
