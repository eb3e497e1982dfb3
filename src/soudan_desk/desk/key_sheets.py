"""Writes the sheets that carry a key: they are on the disk before the key is in force."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import PrintedBy
from soudan_desk.services.settings import OfficeFacts
from soudan_desk.storage.durable import disk_faults_as_sentences, sync_file, sync_folder


def centres_in_words(facts: OfficeFacts) -> str:
    """Name all centres of the office."""
    return "、".join(facts.centre_names.values())


def printed_now(facts: OfficeFacts, made_by: str) -> PrintedBy:
    """Return the foot of a paper that is about the office, not about a case."""
    made_at = datetime.now().astimezone()
    return PrintedBy(facts.name, centres_in_words(facts), made_by, made_at, sample=facts.is_sample)


def write_sheet(key: str, sheet: Any, facts: OfficeFacts, made_by: str, target: Path) -> None:
    """Write a sheet as a PDF; it is on the disk when this returns."""
    with disk_faults_as_sentences():
        PAPERS[key].write(sheet, target, printed_now(facts, made_by))
        sync_file(target)
        sync_folder(target.absolute().parent)
