"""The guards of conftest.py hold."""

import os
import socket
from pathlib import Path

import pytest


def test_a_test_that_opens_a_network_connection_fails():
    with (
        socket.socket(socket.AF_INET) as plug,
        pytest.raises(pytest.fail.Exception, match="no network"),
    ):
        plug.connect(("127.0.0.1", 9))


def test_unix_sockets_are_allowed(tmp_path):
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "s"))


def test_a_test_lives_in_a_home_that_does_not_exist_yet(own_home):
    assert os.environ["HOME"] == str(own_home)
    assert not own_home.exists()


@pytest.fixture(scope="session")
def pc_of_session():
    """Return the state folder that a session's fixture is made with."""
    return os.environ["SOUDAN_STATE_DIR"]


@pytest.fixture(scope="module")
def pc_of_module():
    """Return the state folder that a module's fixture is made with."""
    return os.environ["SOUDAN_STATE_DIR"]


def test_what_serves_many_tests_is_made_on_a_pc_of_its_own(pc_of_session, pc_of_module, own_home):
    assert len({pc_of_session, pc_of_module, os.environ["SOUDAN_STATE_DIR"]}) == 3
    assert not Path(pc_of_session).exists()
