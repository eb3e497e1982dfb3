"""`kill -9` at any act on the disk, and at any moment: what was told as saved is there."""

from __future__ import annotations

import shutil

import pytest

from faults.disk import Mode
from faults.looking import look

SAVES = "`kill -9` in a save: draft, change, final, amended"


def moments(chance, steps: int, many: int) -> list[tuple[int, bool]]:
    """Spread kills over an act: (the act on the disk, whether half of it is done)."""
    width = steps / many
    return [
        (1 + min(int((each + chance.random()) * width), steps - 1), chance.random() < 0.5)
        for each in range(many)
    ]


@pytest.mark.parametrize("protected", [True, False])
def test_a_kill_in_a_save_loses_nothing_told(
    protected, worker, scenes, office_template, trials, chance, counts
):
    without = () if protected else ("transactions",)
    steps = worker("saves", scenes(office_template), count=4, without=without).steps
    lost, told = [], 0
    many = trials(120 if protected else 30)

    for at, tear in moments(chance, steps, many):
        scene = scenes(office_template)
        trial = worker("saves", scene, mode=Mode.DIE, at=at, tear=tear, count=4, without=without)
        assert trial.was_killed, trial.error
        seen = look(scene)
        if seen.refusal or seen.is_older or seen.faults or seen.lost(scene.lines()):
            lost.append((at, tear, seen))
        told += len(scene.lines())
        shutil.rmtree(scene.root)

    if protected:
        counts.count(SAVES, lost, many, f"{told:,} saves had been told")
        assert not lost
    else:
        counts.count_weak(SAVES, "no transaction", lost, many)
        assert lost
