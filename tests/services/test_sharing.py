"""Several workers at one office on one computer, each in a program of their own."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from office_fixtures import make_consultation, make_person
from sealed_office import at_desk, desks_template
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import CodeAddition, Consultation, Person
from soudan_desk.services.audit_proving import prove_audit
from soudan_desk.services.codes_admin import add_option
from soudan_desk.services.records import save_record
from soudan_desk.services.sharing import is_shared, look_around, share_office
from soudan_desk.storage.anchors import Anchors

__all__ = ["at_desk", "desks_template"]

COLLEAGUE = """
import sys
from pathlib import Path
from office_fixtures import PASSWORD, TODAY, make_consultation, make_person
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office

path, ways = Path(sys.argv[1]), all_processes()
opened, work = open_office(path, "nishio", PASSWORD, processes=ways, today=lambda: TODAY)
person = make_person(work, name="別席 見本", kana="ベッセキ ミホン")
for at in range(int(sys.argv[2])):
    make_consultation(work, person_id=person, body=f"別の席の{at}件目")
opened.close()
"""


def colleague(path, count):
    return subprocess.Popen(
        [sys.executable, "-c", COLLEAGUE, str(path), str(count)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.fixture
def shared(at_desk):
    with at_desk("kanri") as (opened, work):
        share_office(work, opened, on=True)
    return opened.folder.path


def test_the_administrator_alone_lets_others_in(at_desk):
    with at_desk("sodanin") as (opened, work):
        with pytest.raises(NotAllowedError):
            share_office(work, opened, on=True)
        assert not is_shared(opened)


def test_two_programs_save_at_once_into_one_unbroken_log(at_desk, shared):
    with at_desk("sodanin") as (_, work):
        person = make_person(work)
        look_around(work)
        other = colleague(shared, 10)
        mine = 0
        while other.poll() is None:
            make_consultation(work, person_id=person, body=f"この席の{mine}件目")
            mine += 1
        assert other.returncode == 0
        with work.store.reading(None) as session:
            query = select(func.count(Consultation.id))
            assert session.scalar(query) == mine + 10
        heard = []
        work.store.on_change(heard.append)
        assert look_around(work)
        assert heard == [frozenset({Person, Consultation})]
        assert look_around(work)
        assert len(heard) == 1, "told once; one's own saves are told when they are made"
    with at_desk("shunin") as (_, work):
        assert prove_audit(work).ok


def test_what_others_change_of_rights_and_options_holds_at_once(at_desk, shared):
    with at_desk("sodanin") as (_, work), at_desk("kanri") as (_, admin):
        look_around(work)
        add_option(admin, "agency.type", "無線", short="無線")
        heard = []
        work.store.on_change(heard.append)
        assert look_around(work)
        assert CodeAddition in heard[0]
        assert "無線" in {each.label for each in work.codes.entries("agency.type")}
        save_record(admin, "staff", work.actor.staff_id, {"roles": ["reader"]})
        assert not look_around(work), "the desk is to be locked: the rights are others"


@pytest.mark.usefixtures("shared")
def test_a_colleague_s_save_at_that_moment_does_not_make_the_log_look_cut(at_desk, monkeypatch):
    with at_desk("shunin") as (_, work), at_desk("nishio") as (_, other):
        known = Anchors.known

        def while_one_saves(anchors):
            make_person(other)
            return known(anchors)

        monkeypatch.setattr(Anchors, "known", while_one_saves)
        assert prove_audit(work).ok
