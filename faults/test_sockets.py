"""Nothing in the run may call out; here, that it would be seen."""

from __future__ import annotations

import socket

import pytest

from faults.conftest import SOCKETS


def test_a_program_that_calls_out_is_refused_and_counted(worker, scenes, office_template, counts):
    before = worker.trials, worker.sockets
    trial = worker.play("call_out", scenes(office_template))
    worker.trials, worker.sockets = before

    assert trial.found is False
    assert trial.sockets == 1
    counts.count_weak(SOCKETS, "a program that calls out", range(trial.sockets), 1)


def test_this_process_is_watched_too():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made,
        pytest.raises(pytest.fail.Exception),
    ):
        made.connect(("127.0.0.1", 9))
