"""An older state put back: a whole file, a lost log, one page."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import select

from faults.looking import look, names_a_fault, on_this_pc
from faults.traces import body_of
from office_fixtures import sit_down
from soudan_desk.models import Consultation
from soudan_desk.services import office_check
from soudan_desk.services.records import amend_record


def put_back_file(scene, old, chance) -> None:
    """Put the database back as it was before the last saves."""
    shutil.copy(old.database, scene.database)
    scene.wal.unlink(missing_ok=True)


def lose_log(scene, old, chance) -> None:
    """Lose the write-ahead log, as who copies the database file alone."""
    scene.wal.unlink()


def cut_log(scene, old, chance) -> None:
    """Cut the write-ahead log short."""
    with scene.wal.open("r+b") as file:
        file.truncate(chance.randrange(scene.wal.stat().st_size))


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("fault", [put_back_file, lose_log, cut_log], ids=lambda f: f.__name__)
def test_an_older_state_is_noticed(fault, protected, scenes, templates, trials, chance, counts):
    lost, many, gone = [], trials(20), 0
    for _ in range(many):
        scene, old = scenes(templates("stopped")), scenes(templates("filled"))
        fault(scene, old, chance)
        if not protected:
            scene.forget_notes()
        seen = look(scene)
        missing = [each for each in seen.harm(scene.lines()) if each.startswith("lost")]
        gone += bool(missing)
        if missing and not (seen.is_older or seen.refusal or seen.faults):
            lost.append(missing)
        shutil.rmtree(scene.root)
        shutil.rmtree(old.root)
    what = {
        "put_back_file": "an old file",
        "lose_log": "a missing log",
        "cut_log": "a log cut short",
    }
    if protected:
        counts.count(what[fault.__name__], lost, many, "saves were gone in {number}: said so", gone)
        assert gone
        assert not lost
    else:
        counts.count_weak(what[fault.__name__], "no notes of the head", lost, many)
        assert lost


PAGE = 4096


@pytest.mark.parametrize("protected", [True, False])
def test_an_old_page_is_named(
    protected, worker, scenes, templates, trials, chance, counts, monkeypatch
):
    if not protected:
        monkeypatch.setattr(office_check, "unlike_their_history", lambda _session: {})
    old = scenes(templates("filled"))
    trial = worker.play("saves", old, words={"count": 20, "first": 4})
    assert trial.status == "done", trial.error
    newer = scenes(old.root)
    _amend_all(newer)
    told = look(newer).versions
    places = _differing(newer.database, old.database)
    lost, harmless = [], 0
    tried = chance.sample(
        places, min(len(places), trials(len(places))) if protected else len(places)
    )
    for at in tried:
        scene = scenes(newer.root)
        with scene.database.open("r+b") as file:
            file.seek(at)
            file.write(old.database.read_bytes()[at : at + PAGE])
        is_named = names_a_fault(scene)
        seen = look(scene)
        is_harmed = bool(seen.versions != told or seen.faults or seen.refusal)
        harmless += not is_harmed
        if is_harmed and not is_named and not seen.is_older:
            lost.append((at, seen))
        shutil.rmtree(scene.root)
    if protected:
        note = (
            "every page that later saves changed; "
            "all named by `office check` or at log-in but {number} by which no record changes"
        )
        counts.count("an old page put back", lost, len(tried), note, harmless)
        assert harmless < len(tried)
        assert not lost
    else:
        off = "records not compared with their history"
        counts.count_weak("an old page put back", off, lost, len(tried))
        assert lost


def _amend_all(scene) -> None:
    """Write a fourth version over every record, and take all of it from the log into the file."""
    with on_this_pc(scene):
        office = sit_down(scene.office)
        work = office.work("shunin")
        with office.store.reading(None) as session:
            found = {row.id: int(row.subject) for row in session.scalars(select(Consultation))}
        for record, number in found.items():
            answers = {"body": body_of(number, 4)}
            amend_record(work, "consultation", record, answers, reason="書きまちがい")
        office.opened.close()


def _differing(new, old) -> list[int]:
    """Return the places of the pages that both files have and that differ."""
    one, two = new.read_bytes(), old.read_bytes()
    places = range(PAGE, min(len(one), len(two)), PAGE)
    return [at for at in places if one[at : at + PAGE] != two[at : at + PAGE]]
