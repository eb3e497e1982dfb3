"""The kept older slot files: they may save a damaged one, but open to nobody who is out.

Whoever was given a new password, or was dismissed, must not come in by a predecessor put back by
hand. What a power cut leaves undone is done at the next opening.
"""

from __future__ import annotations

from pathlib import Path

from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file
from soudan_desk.storage.refusals import StorageError
from soudan_desk.storage.slot_file import KEPT_PREDECESSORS, read_slots


def forget_replaced(path: Path) -> None:
    """Overwrite every predecessor that holds a slot which is not in force any more."""
    if not path.exists():
        return
    in_force = _slots_in(path)
    content = path.read_bytes()
    kept = [path.with_name(f"{path.name}.{age}") for age in range(1, 1 + KEPT_PREDECESSORS)]
    for each in kept:
        if each.exists() and not _holds_only(each, in_force):
            replace_file(each, content)
    with disk_faults_as_sentences():
        for each in (path, *kept):
            each.with_name(each.name + ".new").unlink(missing_ok=True)


def _slots_in(path: Path) -> set[tuple[object, bytes]]:
    return {(slot.slot_id, slot.wrapped_master) for slot in read_slots(path).slots}


def _holds_only(path: Path, in_force: set[tuple[object, bytes]]) -> bool:
    try:
        return _slots_in(path) <= in_force
    except StorageError:
        return False
