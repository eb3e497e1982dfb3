"""Every test of the window starts in the light look at 100 %."""

import pytest

from soudan_desk.ui.theme import Look, theme


@pytest.fixture(autouse=True)
def dressed(request):
    """Dress the application, but only where a test has one."""
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        return
    theme.apply(request.getfixturevalue("qapp"), Look.LIGHT)


@pytest.fixture
def shown(qtbot):
    """Show a widget in a window that has the keyboard."""

    kept = []  # qtbot only refers weakly to what it closes

    def show(widget):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    yield show
    kept.clear()
