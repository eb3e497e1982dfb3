"""`kill -9` at any act on the disk: the office opens, and what was told as saved is there."""

from __future__ import annotations

import shutil

import pytest

from faults.cuts import Done
from faults.disk import Mode
from faults.enough import MOST, until_enough
from faults.looking import look_after
from faults.rehearsal import rehearsed
from faults.ventures import VENTURES


def moments(chance, acts: list[Done], many: int) -> list[tuple[int, bool]]:
    """Choose kills: (the act on the disk, whether half of it is done).

    A third anywhere, spread over the whole; a third at what is no mere write of bytes; a third
    around a renaming, by which things come into force.
    """
    each = max(1, many // 3)
    width = len(acts) / (many - 2 * each)
    anywhere = [int((number + chance.random()) * width) for number in range(many - 2 * each)]
    telling = [number for number, done in enumerate(acts) if done.kind != "write"]
    renamed = [number for number, done in enumerate(acts) if done.kind == "rename"] or telling
    around = [chance.choice(renamed) + chance.randint(-1, 1) for _ in range(each)]
    chosen = [*anywhere, *chance.choices(telling, k=each), *around]
    return [(1 + min(max(at, 0), len(acts) - 1), chance.random() < 0.5) for at in chosen]


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("venture", VENTURES, ids=lambda each: each.act)
def test_a_kill_loses_nothing_told(
    venture, protected, worker, scenes, templates, trials, chance, counts
):
    template = templates(venture.template)
    switched_off, in_words = venture.kill_off
    given = {"words": venture.words, "without": () if protected else (switched_off,)}
    acts = rehearsed(worker, venture.act, scenes(template), **given).acts
    lost, tried, told = [], 0, 0
    chosen = moments(chance, acts, trials(venture.kills) if protected else MOST)
    chance.shuffle(chosen)

    for at, tear in until_enough(chosen, lost, protected=protected, least=venture.weak_kills):
        tried += 1
        scene = scenes(template)
        trial = worker.play(venture.act, scene, mode=Mode.DIE, at=at, tear=tear, **given)
        assert trial.status != "failed", trial.error
        harm = look_after(scene)
        if harm:
            lost.append((at, tear, harm))
        told += len(scene.lines())
        shutil.rmtree(scene.root)

    what = f"`kill -9` in {venture.what}"
    if protected:
        counts.count(what, lost, tried, "{number} times something had been told", told)
        assert not lost
    else:
        counts.count_weak(what, in_words, lost, tried)
        assert lost
