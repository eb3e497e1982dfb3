"""The recovery sheet: proving it, replacing it, and rebuilding lost slots from it."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys
from soudan_desk.storage.refusals import (
    DamagedBackupError,
    DamagedSlotsError,
    OfficeExistsError,
    WrongRecoveryKeyError,
)
from soudan_desk.storage.slot import Slot, SlotStatus
from soudan_desk.storage.slot_file import SlotFile, master_in, read_slots, write_slots
from soudan_desk.storage.slot_making import make_recovery_slot, proof_digest
from soudan_desk.storage.slots import taking_turns, untouched_slots
from soudan_desk.storage.unlocking import Unlocked, open_with_recovery

_SHEET: Final = struct.Struct(">B16sI16s16s60s")
_CHECK_BYTES: Final = 4
_SHEET_VERSION: Final = 1


def replace_recovery_key(folder: OfficeFolder, keys: OfficeKeys) -> str:
    """Make a new recovery key; the old sheet opens nothing any more."""
    with taking_turns(folder):
        file = untouched_slots(folder, keys)
        slot, own, text = make_recovery_slot(file, keys.master)
        write_slots(folder.slots, file.with_slot(slot), keys, {slot.slot_id: own})
    return text


def groups_to_prove(folder: OfficeFolder) -> tuple[int, int] | None:
    """Say which two groups of the sheet (1 to 8) have to be typed back; None once they were."""
    slot = read_slots(folder.slots).recovery
    return slot.proof.groups if slot and slot.proof else None


def prove_recovery(folder: OfficeFolder, keys: OfficeKeys, typed: Sequence[str]) -> None:
    """Compare two typed groups with the sheet's, and ask no more once they are right."""
    with taking_turns(folder):
        file = untouched_slots(folder, keys)
        slot = file.recovery
        if slot is None or slot.proof is None:
            return
        groups = [k.base32_letters(group) for group in typed]
        if not k.same(proof_digest(groups, slot.proof.salt), slot.proof.digest):
            raise WrongRecoveryKeyError(
                f"用紙の{slot.proof.groups[0]}組目と{slot.proof.groups[1]}組目の4文字が合いません。"
                "用紙を見て、もう一度入れてください。"
            )
        write_slots(folder.slots, file.with_slot(replace(slot, proof=None)), keys, {})


# --- rebuilding ------------------------------------------------------------------------------


def sheet_text(folder: OfficeFolder) -> str:
    """Write the recovery slot as groups of 4 letters, for the sheet (also as a QR code).

    Alone it opens nothing; with the recovery key it replaces a lost `office.slots`.
    """
    file = read_slots(folder.slots)
    assert file.recovery is not None
    return text_of_slot(file, file.recovery)


def text_of_slot(file: SlotFile, slot: Slot) -> str:
    """Write one recovery slot of a slot file, a new one too, as the sheet shows it."""
    content = _SHEET.pack(
        _SHEET_VERSION,
        file.db_uuid.bytes,
        file.epoch,
        slot.slot_id.bytes,
        slot.salt,
        slot.wrapped_master,
    )
    letters = base64.b32encode(content + _check(content)).decode().rstrip("=")
    return "-".join(re.findall(".{1,4}", letters))


def unlock_without_slots(folder: OfficeFolder, typed_key: str, source: str | Path) -> Unlocked:
    """Open an office whose slots are lost: the recovery slot comes from elsewhere.

    `source` is the text on the sheet, or a copy of the office (its folder). The caller must write
    new slots (`recovering.prepare_lost_slots`).
    """
    unlocked = (
        _unlock_by_copy(typed_key, source)
        if isinstance(source, Path)
        else _unlock_by_sheet(typed_key, source)
    )
    if unlocked.keys.db_uuid != folder.read_marker().db_uuid:
        raise WrongRecoveryKeyError("この回復キーの紙は別のオフィスのものです。")
    _refuse_while_slots_are_good(folder, unlocked.keys)
    return unlocked


def slots_are_lost(folder: OfficeFolder) -> bool:
    """Whether the key file is missing or does not read."""
    try:
        read_slots(folder.slots)
    except DamagedSlotsError:
        return folder.marker_file.exists()
    return False


def _unlock_by_sheet(typed_key: str, typed_sheet: str) -> Unlocked:
    file, slot = _slot_from_sheet(typed_sheet)
    own = k.key_from_recovery(k.read_recovery_text(typed_key), slot.salt)
    master = master_in(file, slot, own)
    if master is None:
        raise WrongRecoveryKeyError
    return Unlocked(
        OfficeKeys(file.db_uuid, master, own), file.epoch, slot.slot_id, None, bytearray()
    )


def _unlock_by_copy(typed_key: str, copy: Path) -> Unlocked:
    try:
        file = read_slots(copy / "office.slots")
    except DamagedSlotsError:
        raise DamagedBackupError from None
    return open_with_recovery(file, typed_key)


def _slot_from_sheet(typed: str) -> tuple[SlotFile, Slot]:
    letters = k.base32_letters(typed)
    try:
        content = base64.b32decode(letters + "=" * (-len(letters) % 8))
        body, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
        version, db_uuid, epoch, slot_id, salt, wrapped = _SHEET.unpack(body)
    except (ValueError, struct.error):
        raise WrongRecoveryKeyError(_SHEET_MISTYPED) from None
    if check != _check(body) or version != _SHEET_VERSION:
        raise WrongRecoveryKeyError(_SHEET_MISTYPED)
    file = SlotFile(UUID(bytes=db_uuid), epoch, ())
    slot = Slot(
        slot_id=UUID(bytes=slot_id),
        user_id=None,
        login_tag="",
        cost=None,
        salt=salt,
        wrapped_master=wrapped,
        public_key=b"",
        wrapped_private=b"",
        status=SlotStatus.ACTIVE,
        changed_at=datetime.now(UTC),
    )
    return file, slot


_SHEET_MISTYPED: Final = (
    "用紙の控えの文字に書き違いがあります。QRコードを読み取るか、4文字ずつ確かめてください。"
)


def _refuse_while_slots_are_good(folder: OfficeFolder, keys: OfficeKeys) -> None:
    try:
        read_slots(folder.slots).assert_untouched(keys)
    except DamagedSlotsError:
        return
    raise OfficeExistsError(
        "鍵のファイルは壊れていません。回復キーでログインし、職員のパスワードを作り直してください。"
    )


def _check(content: bytes) -> bytes:
    return hashlib.sha256(b"soudan-desk/1/sheet-check" + content).digest()[:_CHECK_BYTES]
