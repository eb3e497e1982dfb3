"""Nothing in the run may call out: a socket other than a unix one is refused and counted."""

from __future__ import annotations

import socket

import pytest

from faults import no_sockets
from faults.conftest import LOOKING, SOCKETS
from faults.no_sockets import HEADING

__all__ = ["HEADING"]


def test_a_program_that_calls_out_is_refused_and_counted(worker, scenes, office_template, counts):
    before = worker.trials, worker.sockets
    trial = worker.play("call_out", scenes(office_template))
    worker.trials, worker.sockets = before

    assert trial.found is False
    assert trial.sockets == 1
    counts.count_weak(SOCKETS, "a program that calls out", range(trial.sockets), 1)


def test_this_process_is_watched_from_its_beginning(counts):
    known = list(no_sockets.asked)
    with pytest.raises(PermissionError):
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.invalid", 80)
    noted = no_sockets.asked[len(known) :]
    no_sockets.asked[:] = known
    assert len(noted) == 2
    counts.count_weak(LOOKING, "a test that calls out", noted, 2)
