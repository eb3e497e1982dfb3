"""No room from the write number N on: a sentence, nothing saved is lost, and then it goes on."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

from faults.disk import Mode
from faults.enough import until_enough
from faults.looking import look_after

SENTENCES = ("sentences", "faults of the disk not told apart")
ACTS = {
    "save": ("a save, and what is typed", "filled", ("transactions", "no transaction")),
    "attach": ("an attachment", "filled", ("transactions", "no transaction")),
    "password": ("a new password", "filled", ("replacing", "slots written in place")),
    "log_in": ("log-in and log-out", "filled", None),
    "open_older": ("opening an older office", "older", ("transactions", "no transaction")),
    "back_up": ("a copy", "filled", ("partial_name", "its final name from the start")),
    "rotate": ("change of keys", "filled", None),
    "restore": ("restore over an office", "copied", ("restoring_beside", "filled in place")),
}
PARTS = 8
"""Where an act writes much, its writes are shared out among so many tests."""
_WRITES_MUCH = ("open_older", "back_up", "rotate")
_ONCE_MORE = 5


def _writes(chance, many: int, trials) -> list[int]:
    """Return the writes to fail at: every one, but in a run that makes a share of the trials."""
    return sorted(chance.sample(range(1, many + 1), min(many, trials(many))))


@pytest.mark.parametrize(
    ("act", "part"),
    [(act, part) for act in ACTS for part in range(PARTS if act in _WRITES_MUCH else 1)],
)
def test_a_full_disk_loses_nothing_and_is_told_in_a_sentence(
    act, part, worker, scenes, templates, trials, chance, counts
):
    what, name, _ = ACTS[act]
    play = partial(worker.play, "on_full_disk", mode=Mode.FULL)
    writes = _rehearsed(play, act, scenes(templates(name)))
    step = PARTS if act in _WRITES_MUCH else 1
    tried = [at for at in _writes(chance, writes, trials) if at % step == part]
    lost, refused = [], 0
    for at in tried:
        goes_on = step == 1 or not at // step % _ONCE_MORE
        sentence, harm = _fail_at(play, at, act, scenes(templates(name)), chance, goes_on=goes_on)
        refused += sentence is not None
        if harm:
            lost.append((at, harm))
    counts.count(f"full disk in {what}", lost, len(tried), "each write; refused {number}", refused)
    assert not lost


@pytest.mark.parametrize(
    ("act", "off"),
    [(act, off) for act, (*_, keeps) in ACTS.items() for off in filter(None, (SENTENCES, keeps))],
    ids=lambda each: each if isinstance(each, str) else each[0],
)
def test_a_full_disk_does_harm_without(act, off, worker, scenes, templates, chance, counts):
    what, name, _ = ACTS[act]
    switched_off, in_words = off
    play = partial(worker.play, "on_full_disk", mode=Mode.FULL, without=(switched_off,))
    writes = _rehearsed(play, act, scenes(templates(name)))
    lost, tried = [], 0
    spread = chance.sample(range(1, writes + 1), writes)
    for at in until_enough(spread, lost, protected=False):
        tried += 1
        _, harm = _fail_at(play, at, act, scenes(templates(name)), chance, goes_on=True)
        if harm:
            lost.append((at, harm))
    counts.count_weak(f"full disk in {what}", in_words, lost, tried)
    assert lost


def _rehearsed(play, act, scene) -> int:
    """Return how many writes the act makes that need room."""
    trial = play(scene, words={"act": act})
    assert trial.status == "done", trial.error
    return trial.steps


def _fail_at(play, at, act, scene, chance, *, goes_on) -> tuple[str | None, list[str]]:
    """Return what the worker was told, and what harm was done."""
    words = {"act": act, "again": goes_on}
    trial = play(scene, at=at, tear=chance.random() < 0.5, words=words)
    sentence = trial.found["sentence"] if trial.status == "done" else None
    harm = look_after(scene)
    if trial.status != "done":
        harm.append(trial.error)
    elif sentence is not None and not sentence.endswith("。"):
        harm.append(sentence)
    shutil.rmtree(scene.root)
    return sentence, harm
