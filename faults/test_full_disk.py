"""No room from the write number N on: a sentence, nothing saved is lost, and then it goes on."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

from faults.disk import Mode
from faults.looking import look_after

ACTS = {
    "save": ("a save, and what is typed", "filled", 150),
    "attach": ("an attachment", "filled", 50),
    "password": ("a new password", "filled", 50),
    "log_in": ("log-in and log-out", "filled", 50),
    "open_older": ("opening an older office", "older", 40),
    "back_up": ("a copy", "filled", 40),
    "rotate": ("change of keys", "filled", 40),
    "restore": ("restore over an office", "copied", 40),
}


def chosen(chance, writes: int, most: int) -> list[int]:
    """Return the writes to fail at: all of them, or else as many, spread over the whole."""
    if writes <= most:
        return list(range(1, writes + 1))
    return sorted(chance.sample(range(1, writes + 1), most))


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("act", ACTS)
def test_a_full_disk_loses_nothing_and_is_told_in_a_sentence(
    act, protected, worker, scenes, templates, trials, chance, counts
):
    what, name, most = ACTS[act]
    without = () if protected else ("sentences",)
    play = partial(worker.play, "on_full_disk", mode=Mode.FULL, without=without, words={"act": act})
    rehearsal = play(scenes(templates(name)))
    assert rehearsal.status == "done", rehearsal.error
    writes = rehearsal.steps
    lost, refused = [], 0
    tried = chosen(chance, writes, trials(most) if protected else 5)

    for at in tried:
        scene = scenes(templates(name))
        trial = play(scene, at=at, tear=chance.random() < 0.5)
        sentence = trial.found["sentence"] if trial.status == "done" else None
        harm = look_after(scene)
        if trial.status != "done":
            harm.append(trial.error)
        elif sentence is not None and not sentence.endswith("。"):
            harm.append(sentence)
        refused += sentence is not None
        if harm:
            lost.append((at, harm))
        shutil.rmtree(scene.root)

    if protected:
        note = f"{'all' if len(tried) == writes else 'of'} {writes} writes; refused {refused}"
        counts.count(f"full disk in {what}", lost, len(tried), note)
        assert not lost
    else:
        off = "faults of the disk not told apart"
        counts.count_weak(f"full disk in {what}", off, lost, len(tried))
        assert lost
