"""The current goes at any act on the disk, and what was not synced is lost, torn or there."""

from __future__ import annotations

import shutil

import pytest

from faults.cuts import Cutter
from faults.disk import Mode
from faults.looking import look
from faults.scene import Scene

SAVES = "power cut in saves"


def logged(worker, scene, tmp_path, act, **words):
    """Play an act once on the disk that logs; return what lays out cuts of it."""
    log = tmp_path / "log" / "acts"
    log.parent.mkdir()
    trial = worker(act, scene, mode=Mode.LOG, log=log, **words)
    assert trial.status == "done", trial.error
    return Cutter(scene.root, log)


@pytest.mark.parametrize("protected", [True, False])
def test_a_power_cut_in_saves_loses_nothing_told(
    protected, worker, scenes, office_template, tmp_path, trials, chance, counts
):
    without = () if protected else ("full_sync",)
    cutter = logged(worker, scenes(office_template), tmp_path, "saves", count=25, without=without)
    lost, told, noticed = [], 0, 0
    many = trials(300 if protected else 60)

    for _ in range(many):
        at = chance.randint(1, len(cutter.acts))
        scene = Scene(tmp_path / "cut")
        cutter.cut(at, scene.root, chance)
        seen = look(scene)
        if seen.refusal or seen.is_older or seen.faults or seen.lost(scene.lines()):
            lost.append((at, seen))
            noticed += bool(seen.refusal or seen.is_older)
        told += len(scene.lines())
        shutil.rmtree(scene.root)

    if protected:
        counts.count(SAVES, lost, many, f"{told:,} saves had been told; FULL")
        assert not lost
    else:
        told_of = f"the program itself noticed {noticed} of {len(lost)}"
        counts.count_weak(SAVES, f"synchronous=NORMAL ({told_of})", lost, many)
        assert lost
