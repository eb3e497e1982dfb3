"""An older state put back: a whole file, a lost log."""

from __future__ import annotations

import shutil

import pytest

from faults.looking import look


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
        counts.count(what[fault.__name__], lost, many, f"saves were gone in {gone}: said so")
        assert gone
        assert not lost
    else:
        counts.count_weak(what[fault.__name__], "no notes of the head", lost, many)
        assert lost
