"""Steps of a form: typing on is one, everything else is its own."""

from itertools import pairwise

import pytest

from soudan_desk.ui.forms.history import History


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def history(clock):
    return History(clock)


def type_on(history, *texts, key="facts", place="text"):
    for before, after in pairwise(texts):
        history.note(key, (before, None), (after, None), place)


def test_a_word_typed_without_a_pause_is_one_step(history):
    type_on(history, None, "あ", "あい", "あいう")
    step = history.undo()
    assert step.before == {"facts": (None, None)}
    assert history.undo() is None
    assert history.redo().after == {"facts": ("あいう", None)}


def test_a_pause_another_line_and_another_direction_begin_steps(history, clock):
    type_on(history, None, "a", "ab")
    clock.now = 2
    type_on(history, "ab", "abc")
    type_on(history, "abc", "abc\nd")
    type_on(history, "abc\nd", "abc\n")
    found = [history.undo().before["facts"][0] for _ in range(4)]
    assert found == ["abc\nd", "abc", "ab", None]


def test_what_is_pasted_is_a_step_of_its_own(history):
    type_on(history, "a", "ab", "ab" + "貼" * 40)
    assert history.undo().before["facts"][0] == "ab"


def test_another_question_or_place_begins_a_step(history):
    type_on(history, None, "a")
    type_on(history, None, "1", key="count")
    type_on(history, "a", "ab")
    type_on(history, "ab", "abc", place=None)
    assert [history.undo().lead for _ in range(4)] == ["facts", "facts", "count", "facts"]


def test_what_follows_from_a_change_goes_back_with_it(history):
    type_on(history, None, "100-0001", key="postal_code")
    history.join("address", (None, None), ("見本県", None))
    assert history.undo().before == {"postal_code": (None, None), "address": (None, None)}


def test_a_new_change_forgets_what_was_taken_back(history):
    type_on(history, None, "a")
    history.undo()
    type_on(history, None, "b")
    assert history.redo() is None


def test_what_changes_nothing_is_no_step(history):
    history.note("facts", ("a", None), ("a", None))
    assert history.undo() is None
