"""What commits touched is told once for a burst of them, in the window's thread."""

from threading import Thread, current_thread

import pytest

from soudan_desk.ui.changes import Changes


@pytest.fixture
def told(qapp):
    """Return (changes, what was told)."""
    changes, found = Changes(), []
    changes.told.connect(lambda kinds: found.append((kinds, current_thread().name)))
    return changes, found


def test_a_burst_is_told_once_with_all_its_kinds(told, qtbot):
    changes, found = told
    for kind in ("case", "plan", "case", "review"):
        changes.add([kind])
    assert found == []
    qtbot.waitUntil(lambda: bool(found))
    qtbot.wait(2)
    assert [kinds for kinds, _ in found] == [{"case", "plan", "review"}]


def test_what_another_thread_touched_is_told_in_the_windows(told, qtbot):
    changes, found = told
    other = Thread(target=lambda: [changes.add(["referral"]) for _ in range(50)])
    other.start()
    other.join()
    qtbot.waitUntil(lambda: bool(found))
    assert {kinds for kinds, _ in found} == {frozenset({"referral"})}
    assert {name for _, name in found} == {current_thread().name}
    changes.add(["person"])
    qtbot.waitUntil(lambda: len(found) == 2)


def test_a_commit_that_touched_nothing_tells_nothing(told, qtbot):
    changes, found = told
    changes.add([])
    qtbot.wait(2)
    assert found == []
