"""What befell a stored attachment that does not read back: each fault by its own words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from soudan_desk.errors import NotAllowedError
from soudan_desk.storage import keys as k
from soudan_desk.storage.attachments import StoredFile, begins_with, stored_bytes
from soudan_desk.storage.compartments import refuse_sealed
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, Purpose


class FileFault(StrEnum):
    """A fault; its value, put behind a name of a file, is a sentence."""

    MISSING = "がなくなっています。"
    CUT = "が途中で切れています。"
    LONGER = "に、あとから何かが付け足されています。"
    EXCHANGED = "が、別の添付のファイルと入れ替わっています。"
    CHANGED = "の中身が、書いたときと変わっています。"


def fault_in(
    folder: OfficeFolder, keys: OfficeKeys, stored: StoredFile, others: Iterable[StoredFile]
) -> FileFault:
    """Name what befell a file that does not read back; `others` may lie in its place."""
    path = folder.attachments / stored.stored_name
    if path.is_file() and any(begins_with(path, key) for key in _keys_of(keys, others)):
        return FileFault.EXCHANGED
    return length_fault(folder, stored) or FileFault.CHANGED


def length_fault(folder: OfficeFolder, stored: StoredFile) -> FileFault | None:
    """Name what can be seen of a file without its key."""
    path = folder.attachments / stored.stored_name
    if not path.is_file():
        return FileFault.MISSING
    size, written = path.stat().st_size, stored_bytes(stored.size)
    if size == written:
        return None
    return FileFault.CUT if size < written else FileFault.LONGER


def _keys_of(keys: OfficeKeys, others: Iterable[StoredFile]) -> Iterable[bytes]:
    """Give the keys of other files, but for those of sealed cases."""
    for each in others:
        wrapping = keys.key_for(Purpose.ATTACHMENTS)
        found = k.unwrap(wrapping, each.wrapped_key, each.stored_name.encode())
        try:
            if found is not None:
                yield refuse_sealed(bytes(found))
        except NotAllowedError:
            continue
