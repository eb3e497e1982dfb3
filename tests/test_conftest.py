"""The guards of conftest.py hold."""

import os
import socket

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
