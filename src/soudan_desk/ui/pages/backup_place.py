"""The dialog that names a place of copies, and says what lies there."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from soudan_desk.storage.copy_media import KeptPlace, PlaceKind
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.backup_tables import KINDS
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.toggles import CheckBox

_WORDS = (
    "外付けの媒体は、AとBのように2つを交互に使い、使わないほうは外しておきます。1つは事務所の外"
    "（金庫や別の建物）に置くと、火事や盗難、ウイルスから守れます。"
)


def ask_place(parent: QWidget, place: KeptPlace) -> KeptPlace | None:
    """Return the place as it is to be; None where the worker left."""
    name = LineEdit(place.name)
    kind = Segments(
        [(str(each), words) for each, words in KINDS.items()], name="種類", required=True
    )
    off_site = CheckBox("ふだんは事務所の外に置く")
    for widget, key in ((name, "place_name"), (kind, "place_kind"), (off_site, "place_off_site")):
        widget.setObjectName(key)
    kind.set_value(str(place.kind))
    off_site.setChecked(place.is_off_site)
    body = layouts.panel(
        layouts.column(
            LabelledEditor("名前（媒体に貼る名札と同じに）", name),
            LabelledEditor("種類", kind),
            off_site,
            spacing=10,
        )
    )
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "保存", ButtonKind.FILLED, is_default=True),
    ]
    question = Question(parent, "控えの保存先", _WORDS, answers, icon=Icon.DRIVE, body=body)
    name.setFocus()
    if not run_dialog(question):
        return None
    chosen = PlaceKind(kind.value() or place.kind)
    return replace(place, name=name.text().strip(), kind=chosen, is_off_site=off_site.isChecked())
