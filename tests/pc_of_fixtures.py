"""Fixtures that serve many tests are made on a PC of their own.

A plugin, for pytest never asks the hooks of a conftest.py in a folder about a session's fixtures.
"""

import os
import tempfile

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Give it a state folder of its own: another one's notes of an office would bind it."""
    if fixturedef.scope == "function":
        return (yield)
    before = os.environ.get("SOUDAN_STATE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOUDAN_STATE_DIR"] = folder
        try:
            return (yield)
        finally:
            del os.environ["SOUDAN_STATE_DIR"]
            if before is not None:
                os.environ["SOUDAN_STATE_DIR"] = before
