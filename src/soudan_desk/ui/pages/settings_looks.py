"""見た目: colours and size of this PC's window, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.theme import ZOOM_STEPS, Look, Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import KeyCap, Label
from soudan_desk.ui.widgets.scrolled import scrolled

_LOOKS = [
    (Look.SYSTEM, "パソコンに合わせる"),
    (Look.LIGHT, "明るい"),
    (Look.DARK, "暗い"),
    (Look.HIGH_CONTRAST, "高コントラスト"),
]
_REMEMBERED = "このパソコンで覚えます。記録や書類の見た目は変わりません。"
_KEYS = (
    ("Ctrl+K", "さがす（氏名・カナ・電話・番号・記録のことば）"),
    ("Ctrl+N", "新しい相談を受ける"),
    ("Ctrl+L", "画面をロックする"),
    ("Ctrl+1", "左の1番目へ（Ctrl+9 まで）"),
    ("Ctrl+,", "設定"),
    ("Alt+←", "前の画面へ戻る"),
    ("Alt+→", "次の画面へ進む"),
    ("Ctrl+Enter", "そのページの主な動作（保存・確定など）"),
    ("F8", "見直すところへ移る"),
    ("Ctrl++", "大きくする"),
    ("Ctrl+-", "小さくする"),
    ("Ctrl+0", "大きさを元に戻す"),
    ("Ctrl+/", "いまの画面で使えるキーの一覧"),
    ("F1", "使い方の手引き"),
)


class LooksPane(SettingsPane):
    """What is chosen holds at once; `app` remembers every change of look and zoom on this PC."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Segments([(str(code), label) for code, label in _LOOKS], required=True)
        self._smaller = Button("小さく", icon=Icon.ZOOM_OUT, key="Ctrl+-")
        self._larger = Button("大きく", icon=Icon.ZOOM_IN, key="Ctrl++")
        self._usual = Button("100% に戻す", key="Ctrl+0")
        self._zoom = Label("", Type.HEADING, bold=True, figures=True)
        self._build()
        self._show()
        self._look.picked.connect(self._on_look_picked)
        self._smaller.clicked.connect(theme.zoom_out)
        self._larger.clicked.connect(theme.zoom_in)
        self._usual.clicked.connect(lambda: theme.set_zoom(100))
        theme.theme_changed.connect(self._show)

    def take_focus(self) -> None:
        """Begin with the colours."""
        self._look.setFocus()

    def _build(self) -> None:
        for widget, name in (
            (self._look, "look"),
            (self._smaller, "zoom_out"),
            (self._larger, "zoom_in"),
            (self._usual, "zoom_reset"),
        ):
            widget.setObjectName(name)
        zoom = layouts.row(self._smaller, self._zoom, self._larger, self._usual, layouts.STRETCH)
        size = layouts.panel(zoom)
        size.setFocusProxy(self._smaller)
        inside = layouts.column(
            LabelledEditor("色", self._look),
            LabelledEditor(f"大きさ（{ZOOM_STEPS[0]}〜{ZOOM_STEPS[-1]}%）", size),
            Label(
                "このパソコンで覚えます。記録や書類の見た目は変わりません。", Type.SMALL, Role.MUTED
            ),
            10,
            Label("どこでも使えるキー", Type.HEADING, bold=True),
            self._keys(),
            layouts.STRETCH,
            spacing=14,
            margins=(24, 20, 24, 20),
        )
        self.setLayout(layouts.column((scrolled(inside), 1)))

    def _keys(self) -> QWidget:
        grid = QGridLayout()
        layouts.set_space(grid, 12, rows=8)
        half = (len(_KEYS) + 1) // 2
        for at, (key, does) in enumerate(_KEYS):
            line, side = at % half, 3 * (at // half)
            grid.addWidget(KeyCap(key), line, side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Label(does), line, side + 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(5, 2)
        return layouts.panel(grid)

    def _show(self) -> None:
        self._look.set_value(str(theme.look))
        self._zoom.setText(f"{theme.zoom}%")
        self._smaller.setEnabled(theme.zoom > ZOOM_STEPS[0])
        self._larger.setEnabled(theme.zoom < ZOOM_STEPS[-1])

    def _on_look_picked(self, code: str | None) -> None:
        if code is not None:
            theme.set_look(Look(code))
