"""The audit chain's own key: it begins on paper and goes one way (security rules: docs).

K_0 stands on the auditor's sheet alone and seals the first row of a chain. K_1, made from it, is
the first to be kept, sealed, in `audit.key`; each later one replaces the one before.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from soudan_desk.errors import SoudanError
from soudan_desk.storage import keys as k
from soudan_desk.storage.audit_refusals import WrongSheetKeyError
from soudan_desk.storage.durable import replace_file
from soudan_desk.storage.file_lock import one_at_a_time

SHEET_LETTERS: Final = 52
"""Letters of K_0; a group of four that checks them follows."""
_TURN_S: Final = 0.5
_MOST_STEPS: Final = 200_000
_CHECK: Final = "audit-sheet-check"


def evolve(key: bytes, steps: int = 1) -> bytes:
    """Return the key that many segments on; there is no way back."""
    for _ in range(steps):
        key = k.derive(key, "next", b"")
    return key


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The key of one segment of one chain."""

    chain: int
    segment: int
    key: bytes = field(repr=False)

    def at(self, segment: int) -> HeldKey | None:
        """Return the key of this or a later segment; None for one gone by or absurdly far."""
        steps = segment - self.segment
        if not 0 <= steps <= _MOST_STEPS:
            return None
        return HeldKey(self.chain, segment, evolve(self.key, steps))


# --- the sheet -------------------------------------------------------------------------------


def make_start_key() -> bytes:
    """Make the 256 random bits that stand on the auditor's sheet and nowhere else."""
    return secrets.token_bytes(k.KEY_BYTES)


def start_key_text(key: bytes) -> str:
    """Write K_0 as 13 groups of 4 letters and a 14th that checks them."""
    letters = base64.b32encode(key).decode().rstrip("=")
    return k.in_groups(letters + k.check_letters(key, _CHECK))


def read_start_key(typed: str) -> bytes:
    """Read K_0 as people type it; refuse with a sentence when it cannot be one."""
    letters = k.base32_letters(typed)
    if len(letters) != SHEET_LETTERS + 4:
        raise WrongSheetKeyError(
            f"監査の鍵は4文字が14組(56文字)です。いまは{len(letters)}文字です。監査票と見比べてください。"
        )
    key = base64.b32decode(letters[:SHEET_LETTERS] + "====")
    if not k.same(k.check_letters(key, _CHECK).encode(), letters[SHEET_LETTERS:].encode()):
        raise WrongSheetKeyError(
            "監査の鍵に書き違いがあります。監査票の文字を4文字ずつ確かめてください。"
        )
    return key


def sheet_mark(key: bytes) -> str:
    """Return what tells one sheet from another without telling its key."""
    return hashlib.sha256(b"soudan-desk/1/audit-sheet" + key).hexdigest()


# --- audit.key -------------------------------------------------------------------------------


class KeyFile:
    """`audit.key`: the present key, sealed under one from the master secret; in no backup."""

    def __init__(self, path: Path, sealing: bytes, db_uuid: UUID) -> None:
        self._path = path
        self._next = path.with_name(path.name + ".next")
        self._sealing = sealing
        self._db_uuid = db_uuid

    def held(self, chain: int) -> HeldKey | None:
        """Return the key kept for a chain; None where it is missing, altered or another's."""
        kept = [each for each in self._kept() if each.chain == chain]
        return max(kept, key=lambda each: each.segment, default=None)

    def announce(self, held: HeldKey) -> None:
        """Lay the key of a chain beside the present one, before that chain's first row."""
        replace_file(self._next, self._sealed(held))

    def replace(self, held: HeldKey) -> None:
        """Put a key in place of the one before, at once."""
        replace_file(self._path, self._sealed(held))
        self._next.unlink(missing_ok=True)

    def move_on(self, held: HeldKey) -> None:
        """Put a key in place, unless another log-in has put a later one there."""
        with one_at_a_time(self._path.with_name(self._path.name + ".lock"), _TURN_S):
            kept = self.held(held.chain)
            if kept is None or kept.segment <= held.segment:
                self.replace(held)

    def give_up(self) -> None:
        """Forget the key: what comes next is another chain."""
        for path in (self._path, self._next):
            path.unlink(missing_ok=True)

    def _kept(self) -> Iterator[HeldKey]:
        for path in (self._path, self._next):
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                told = json.loads(path.read_bytes())
                chain, segment = int(told["chain"]), int(told["segment"])
                key = k.unwrap(
                    self._sealing, bytes.fromhex(told["sealed"]), self._bound(chain, segment)
                )
                if key is not None:
                    yield HeldKey(chain, segment, bytes(key))

    def _sealed(self, held: HeldKey) -> bytes:
        sealed = k.wrap(self._sealing, held.key, self._bound(held.chain, held.segment))
        told = {"chain": held.chain, "segment": held.segment, "sealed": sealed.hex()}
        return json.dumps(told, sort_keys=True).encode()

    def _bound(self, chain: int, segment: int) -> bytes:
        return f"audit|{self._db_uuid}|{chain}|{segment}".encode()


def quietly_replace(file: KeyFile, held: HeldKey) -> None:
    """Put a key in place after a commit, which has been acknowledged whatever the disk says now."""
    with suppress(OSError, SoudanError):
        file.move_on(held)
