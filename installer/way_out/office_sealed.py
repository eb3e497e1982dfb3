"""Sealed cases: opened where the office let the recovery key open them, else left as they are."""

import base64
import sqlite3
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from office_keys import derive, opened

MARK = "\x1fS1:"
FILE_MARK = MARK.encode()


class Compartments:
    """The keys of sealed cases that the recovery key gives; none for a password or a sheet."""

    def __init__(self, recovery_private: bytes | None) -> None:
        """Hold the recovery slot's private half, if it is at hand."""
        self._private = recovery_private
        self._keys: dict[bytes, bytes] = {}

    def take_keys(self, plain: sqlite3.Connection) -> None:
        """Open each compartment's key that was sealed to the recovery slot."""
        if self._private is None or not _seals(plain):
            return
        pair = X25519PrivateKey.from_private_bytes(self._private)
        own = pair.public_key().public_bytes_raw()
        query = "SELECT compartment_id, sealed_key FROM compartment_key WHERE slot_user_id IS NULL"
        for compartment, sealed in plain.execute(query):
            shared = pair.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
            key = derive(shared, "sealed", sealed[:32] + own)
            found = opened(key, sealed[32:], b"compartment" + compartment)
            if found is not None:
                self._keys[compartment] = found

    def content(self, stored: bytes) -> bytes:
        """Return sealed bytes in clear, or as they are where their key is not at hand."""
        sealed = stored[len(FILE_MARK) :]
        key = self._keys.get(sealed[:16])
        found = None if key is None else opened(key, sealed[16:], sealed[:16])
        return stored if found is None else found

    def text(self, stored: str) -> str:
        """Return a sealed text in clear, or as it is; it was filled up with a mark and zeros."""
        sealed = FILE_MARK + base64.urlsafe_b64decode(stored[len(MARK) :])
        found = self.content(sealed)
        return stored if found == sealed else found.rstrip(b"\0")[:-1].decode()

    def open_all(self, plain: sqlite3.Connection, tables: list[str]) -> int:
        """Rewrite every sealed text and content in the plain copy; count what stays sealed."""
        if not _seals(plain):
            return 0
        plain.create_function("opened", 1, self._opened, deterministic=True)
        plain.execute("BEGIN")
        guards = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = guards.fetchall() if self._keys else []
        for name, _ in guards:
            plain.execute(f'DROP TRIGGER "{name}"')
        left = sum(self._open_column(plain, *each) for each in _columns(plain, tables))
        for _, sql in guards:
            plain.execute(sql)
        plain.commit()
        return left

    def _opened(self, value: Any) -> Any:
        return self.content(value) if isinstance(value, bytes) else self.text(value)

    def _open_column(
        self, plain: sqlite3.Connection, table: str, column: str, mark: str | bytes
    ) -> int:
        is_sealed = f'substr("{column}", 1, {len(mark)}) = ?'
        if self._keys:
            change = f'UPDATE "{table}" SET "{column}" = opened("{column}") WHERE {is_sealed}'
            plain.execute(change, (mark,))
        counted = f'SELECT count(*) FROM "{table}" WHERE {is_sealed}'
        return int(plain.execute(counted, (mark,)).fetchone()[0])


def _seals(plain: sqlite3.Connection) -> bool:
    """Whether the office has sealed cases; one of an older program cannot."""
    known = plain.execute("SELECT 1 FROM sqlite_master WHERE name = 'compartment'").fetchone()
    return bool(known and plain.execute("SELECT 1 FROM compartment").fetchone())


def _columns(plain: sqlite3.Connection, tables: list[str]) -> list[tuple[str, str, str | bytes]]:
    marks: dict[str, str | bytes] = {"TEXT": MARK, "BLOB": FILE_MARK}
    return [
        (table, row["name"], marks[row["type"]])
        for table in tables
        for row in plain.execute(f'PRAGMA table_info("{table}")')
        if row["type"] in marks and (row["type"] == "TEXT" or row["name"] == "content")
    ]
