"""Run by the setup before it puts a new version in place: does everything load on this PC?"""

from importlib import import_module

from sqlcipher3 import dbapi2

PARTS = (
    "argon2.low_level",
    "cryptography.hazmat.bindings._rust",
    "pikepdf",
    "pypdfium2",
    "rapidfuzz",
    "sudachipy",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "PySide6.QtWidgets",
    "soudan_desk.cli.main",
    "soudan_desk.ui.window",
)

for name in PARTS:
    import_module(name)
assert dbapi2.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
