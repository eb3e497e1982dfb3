"""The Qt binding that is locked has none of the faults that another one was refused for."""

import sys

from PySide6.QtWidgets import QLabel


def test_void_calls_lose_no_reference_to_none(qapp):
    """PySide6 6.12.0 on Python 3.11 lost one each: docs/decisions/001."""
    label = QLabel()
    label.setText("支援")
    before = sys.getrefcount(None)

    for _ in range(500):
        label.update()
        label.setText("相談")

    assert abs(sys.getrefcount(None) - before) < 50
