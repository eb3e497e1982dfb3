"""The current goes at any act on the disk, and what was not synced is lost, torn or there."""

from __future__ import annotations

import shutil

import pytest

from faults.enough import MOST, until_enough
from faults.looking import look_after
from faults.rehearsal import rehearsed
from faults.scene import Scene
from faults.ventures import VENTURES


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("venture", VENTURES, ids=lambda each: each.act)
def test_a_power_cut_loses_nothing_told(
    venture, protected, worker, scenes, templates, tmp_path, trials, chance, counts
):
    switched_off, in_words = venture.cut_off
    given = {"words": venture.words, "without": () if protected else (switched_off,)}
    cutter = rehearsed(worker, venture.act, scenes(templates(venture.template)), **given)
    lost, tried, told, noticed = [], 0, 0, 0
    many = range(trials(venture.cuts) if protected else MOST)

    for _ in until_enough(many, lost, protected=protected, least=venture.weak_cuts):
        tried += 1
        at = chance.choice([len(cutter.acts), *[chance.randint(1, len(cutter.acts))] * 3])
        left = Scene(tmp_path / "cut")
        cutter.cut(at, left.root, chance)
        harm = look_after(left)
        if harm:
            lost.append((at, harm))
            noticed += not harm[0].startswith("lost")
        told += len(left.lines())
        shutil.rmtree(left.root)

    what = f"power cut in {venture.what}"
    if protected:
        counts.count(what, lost, tried, "{number} times something had been told", told)
        assert not lost
    else:
        note = "the program itself noticed {number}"
        counts.count_weak(what, in_words, lost, tried, note, noticed)
        assert lost
