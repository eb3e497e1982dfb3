"""What the program spares itself before its login page is painted."""

import importlib
import linecache
import os
import subprocess
import sys

from soudan_desk.ui.binding import read_no_sources

_START = """
import gc, os, sys
import PySide6.QtWidgets
from PySide6.QtWidgets import QApplication

def look(*_words):
    app = QApplication.instance()
    window = next(each for each in app.topLevelWidgets() if each.isVisible())
    while not window.windowHandle().isExposed():
        app.processEvents()
    early = ("sqlalchemy", "soudan_desk.services", "soudan_desk.ui.widgets.document")
    print([name for name in sys.modules if name.startswith(early)])
    print("QStyle" in vars(PySide6.QtWidgets), gc.isenabled(), flush=True)
    while not gc.isenabled():
        app.processEvents()
    print("soudan_desk.services.today" in sys.modules, flush=True)
    os._exit(0)

QApplication.exec = look
from soudan_desk.__main__ import main
main([])
"""


def test_no_module_s_source_is_read_by_qt_s_binding(tmp_path, monkeypatch, qapp):
    read_no_sources()
    (tmp_path / "read_by_nobody.py").write_text("MEANT = 'PySide6'\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("read_by_nobody")
    importlib.import_module("PySide6.QtCore")  # the binding looks at a module when it imports
    assert module.__file__ not in linecache.cache


def test_the_login_page_stands_before_the_rest_is_read(tmp_path):
    """What it does without is left for the time in which the password is typed."""
    env = {**os.environ, "SOUDAN_STATE_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    assert _printed(_START, env) == ["[]", "False False", "True"]


def test_the_window_is_drawn_in_its_own_style_whatever_the_pc_prefers():
    code = (
        "from soudan_desk.ui.theme import application_in_style as make;"
        "print(make(['program', 'file']).style().name())"
    )
    env = {**os.environ, "QT_STYLE_OVERRIDE": "windows", "QT_QPA_PLATFORM": "offscreen"}
    assert _printed(code, env) == ["fusion"]


def _printed(code, env):
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
