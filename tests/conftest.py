"""What holds for every test: no network, no screen, a home of its own."""

import gc
import os
import socket
from itertools import count
from pathlib import Path

import pytest
from benchmarks.ordinary_user import lock_no_more_than
from sqlalchemy.util import LRUCache

from soudan_desk.storage import sqlite_dialect

lock_no_more_than(0)  # each lock of the database's memory costs the kernel more than the query
os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"

pytest_plugins = ["pc_of_fixtures", "office_fixtures", "sealed_office"]

_homes = count(1)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Let a test speak to other processes by unix sockets only."""

    def guarded(name):
        plain = getattr(socket.socket, name)

        def guard(self, *arguments):
            if self.family != socket.AF_UNIX:
                pytest.fail(f"a test called socket.{name}{arguments}: the program has no network")
            return plain(self, *arguments)

        return guard

    for name in ("bind", "connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))


@pytest.fixture(scope="session", autouse=True)
def compiled_once():
    """Let all offices of this process share what SQLAlchemy compiled: a fifth of the suite's time.

    Not in the program: what is kept would outlive the lock, with the values first asked for.
    """
    plain, shared = sqlite_dialect.create_engine, {}

    def create_engine(*arguments, **options):
        engine = plain(*arguments, **options)
        engine.dialect = engine.pool._dialect = shared.setdefault("dialect", engine.dialect)
        engine.update_execution_options(compiled_cache=shared.setdefault("cache", LRUCache(5_000)))
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite_dialect, "create_engine", create_engine)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory) -> Path:
    """Return the folder under which each test finds a home; nothing is made before it is needed."""
    folder = tmp_path_factory.mktemp("homes")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    return folder


@pytest.fixture(autouse=True)
def own_home(homes, monkeypatch) -> Path:
    """Give the test a home, state and settings that no other test has seen."""
    home = homes / str(next(_homes))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SOUDAN_STATE_DIR", str(home / "soudan-desk"))
    for name in ("config", "data", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    for name in ("SOUDAN_PASSWORD", "SOUDAN_FILE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def qapp(qapp):
    """Dress the application as the program does: its fonts, colours and style."""
    from soudan_desk.ui.theme import theme

    theme.apply(qapp)
    yield qapp
    qapp.clipboard().clear()  # what Python made for it would be given up after Python's own end


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes longest, that no worker is left alone with it at the end."""
    items.sort(key=lambda item: "acts" not in item.path.parts)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Set aside what was read and gathered: the collector would look through it all again.

    And let it look less often: a fifth of the suite's time went into it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Say how to get a failing order again; `-q` hides where the plugin says it."""
    seed = getattr(config.option, "randomly_seed", None)
    if exitstatus and isinstance(seed, int):
        terminalreporter.write_line(f"the same order again: --randomly-seed={seed}")
