"""What is typed survives the program's sudden death, and goes when it is saved."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from time import monotonic

import pytest

from office_fixtures import PASSWORD, TODAY
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record
from soudan_desk.services.unsaved import (
    drop_unsaved,
    keep_unsaved,
    keep_waiting,
    unsaved_form,
    unsaved_forms,
)

TYPE_ON = """
import sys
from pathlib import Path
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.unsaved import keep_unsaved

office, work = open_office(Path(sys.argv[1]), "kanri", sys.argv[2], processes=all_processes())
for number in range(1_000_000):
    keep_unsaved(work, "consultation:new", {"body": f"打った文 {number}"})
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 23])
def test_what_was_kept_is_there_after_kill_9(office, after):
    office.opened.close()
    typing = subprocess.Popen(
        [sys.executable, "-c", TYPE_ON, str(office.path), PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    last = -1
    for line in typing.stdout:
        last = int(line)
        if last >= after:
            break
    typing.send_signal(signal.SIGKILL)
    typing.wait()
    typing.stdout.close()
    opened, work = open_office(office.path, "kanri", PASSWORD, processes=all_processes())
    body = unsaved_form(work, "consultation:new").answers["body"]
    opened.close()
    assert int(body.split()[-1]) >= last


def test_the_first_save_takes_the_unsaved_row_away_in_the_same_transaction(work):
    keep_unsaved(work, "consultation:new", {"body": "書きかけ"}, title="電話")
    assert [kept.title for kept in unsaved_forms(work)] == ["電話"]
    answers = {"centre": "life_support", "held_on": TODAY, "method": "phone", "body": "書きかけ"}
    add_record(work, "consultation", answers, form="consultation:new")
    assert unsaved_forms(work) == []


def test_a_refused_save_keeps_what_was_typed(work):
    keep_unsaved(work, "consultation:new", {"body": "書きかけ"})
    with pytest.raises(Exception, match="見直し"):
        add_record(work, "consultation", {"body": "x\x00"}, form="consultation:new")
    assert unsaved_form(work, "consultation:new").answers == {"body": "書きかけ"}


def test_unsaved_work_is_ones_own(office):
    keep_unsaved(office.work("sodanin"), "consultation:new", {"body": "わたしの"})
    assert unsaved_forms(office.work("shunin")) == []
    drop_unsaved(office.work("sodanin"), "consultation:new")
    assert unsaved_forms(office.work("sodanin")) == []


@contextmanager
def writing_elsewhere(work):
    """Hold the office's write lock for as long as a long import would."""
    with work.store.writing(None) as session:
        session.connection()
        yield


def test_typing_during_a_long_write_waits_without_holding_the_window_up(work):
    begun = monotonic()
    with writing_elsewhere(work):
        keep_unsaved(work, "consultation:new", {"body": "書きかけ"})
        waited = monotonic() - begun
        assert not keep_waiting(work)
        assert unsaved_form(work, "consultation:new").answers == {"body": "書きかけ"}
        assert [kept.form for kept in unsaved_forms(work)] == ["consultation:new"]
    assert waited < 2
    assert keep_waiting(work)
    work.waiting.clear()
    assert unsaved_form(work, "consultation:new").answers == {"body": "書きかけ"}


def test_what_waited_does_not_come_back_after_its_record_was_saved(work):
    with writing_elsewhere(work):
        keep_unsaved(work, "consultation:new", {"body": "書きかけ"})
    answers = {"centre": "life_support", "held_on": TODAY, "method": "phone", "body": "書きかけ"}
    add_record(work, "consultation", answers, form="consultation:new")
    assert keep_waiting(work)
    assert unsaved_forms(work) == []


def test_what_waited_stays_when_its_record_was_refused(work):
    with writing_elsewhere(work):
        keep_unsaved(work, "consultation:new", {"body": "書きかけ"})
    with pytest.raises(Exception, match="見直し"):
        add_record(work, "consultation", {"body": "x\x00"}, form="consultation:new")
    assert unsaved_form(work, "consultation:new").answers == {"body": "書きかけ"}
