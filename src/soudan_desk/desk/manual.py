"""The user manual as a PDF, for whoever wants it on paper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from soudan_desk import __version__
from soudan_desk.manual.chapters import parts
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.manual import ManualPaper, write_manual
from soudan_desk.storage.durable import disk_faults_as_sentences

MANUAL_FILE = "相談デスク 使い方の手引き.pdf"
_ABOUT = (
    f"第{__version__}版",
    "画面の絵に出てくる人と機関は、すべて架空の見本です。",
    "同じものを、プログラムの中で F1 キーを押すと読めます。",
)


def save_manual(target: Path) -> int:
    """Write the manual; return how many pages it has."""
    manual = ManualPaper(parts(), _ABOUT, foot=f"相談デスク {__version__}　使い方の手引き")
    nobody = PrintedBy("", "", "", datetime.now().astimezone())
    with disk_faults_as_sentences():
        return write_manual(manual, target, nobody)
