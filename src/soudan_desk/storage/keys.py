"""Keys: how a password or a recovery key opens the master secret, and what is derived from that."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from soudan_desk.storage.refusals import LockedError, WrongRecoveryKeyError

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
_RECOVERY_BYTES: Final = 20
_GROUP: Final = 4


# --- password to key -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess of a password costs: memory in KiB, passes over it, lanes."""

    memory_kib: int = 64 * 1024
    rounds: int = 3
    lanes: int = 1

    def is_acceptable(self) -> bool:
        """Hold the floor (OWASP) and the ceiling (a memory bomb) on what a file asks for."""
        return (
            FLOOR.memory_kib <= self.memory_kib <= CEILING.memory_kib
            and FLOOR.rounds <= self.rounds <= CEILING.rounds
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


STANDARD: Final = Argon2Cost()
FLOOR: Final = Argon2Cost(memory_kib=19 * 1024, rounds=1, lanes=1)
CEILING: Final = Argon2Cost(memory_kib=1024 * 1024, rounds=64, lanes=16)


def calibrate(target_s: float = 0.7) -> Argon2Cost:
    """Choose a cost of about `target_s` on this PC, never below the standard one."""
    started = time.perf_counter()
    key_from_password(bytearray(b"calibration"), bytes(SALT_BYTES), STANDARD)
    per_round = max((time.perf_counter() - started) / STANDARD.rounds, 1e-4)
    rounds = max(STANDARD.rounds, min(CEILING.rounds, int(target_s / per_round)))
    return Argon2Cost(rounds=rounds)


def normalized_password(password: str) -> bytearray:
    """Encode a password so that the same keys give the same bytes on every system (NFKC)."""
    return bytearray(unicodedata.normalize("NFKC", password).encode())


def key_from_password(password: bytearray, salt: bytes, cost: Argon2Cost) -> bytearray:
    """Run Argon2id; the caller has checked `cost`."""
    return bytearray(
        hash_secret_raw(
            bytes(password),
            salt,
            time_cost=cost.rounds,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
            version=ARGON2_VERSION,
        )
    )


def erase(*secrets_held: bytearray) -> None:
    """Overwrite what can be overwritten; copies made by libraries are out of reach."""
    for held in secrets_held:
        held[:] = bytes(len(held))


# --- derivation ------------------------------------------------------------------------------


class Purpose(StrEnum):
    """What a key derived from the master secret is for."""

    DATABASE = "dek_db"
    ATTACHMENTS = "k_att"
    ANCHOR = "k_anchor"
    BACKUP_MANIFEST = "k_bk_manifest"
    SLOTS = "k_slots"
    AUDIT = "k_audit"  # seals acts where no auditor's sheet was ever printed
    AUDIT_KEY = "k_audit_key"  # what the chain's own key lies under in `audit.key`
    SEARCHED = "k_searched"  # what words searched for are hashed under


def derive(secret: bytes | bytearray, label: str, salt: bytes) -> bytes:
    """Derive a 32-byte key by HKDF-SHA256 under this program's label."""
    info = b"soudan-desk/1/" + label.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(bytes(secret))


class OfficeKeys:
    """The master secret and the worker's own key, held until the desk locks."""

    def __init__(
        self,
        db_uuid: UUID,
        master: bytearray,
        own: bytearray,
        carried: Mapping[Purpose, bytes] | None = None,
    ) -> None:
        self.db_uuid = db_uuid
        self.master = master
        self.own = own
        self.carried = dict(carried or {})
        """Keys of earlier epochs that stay in use for their purpose."""

    def key_for(self, purpose: Purpose) -> bytes:
        """Derive the key for one purpose."""
        if not self.are_held:
            raise LockedError
        return self.carried.get(purpose) or derive(self.master, purpose, self.db_uuid.bytes)

    @property
    def are_held(self) -> bool:
        """Whether the keys have not been dropped yet."""
        return any(self.master)

    def drop(self) -> None:
        """Forget both secrets."""
        erase(self.master, self.own)
        self.carried.clear()


# --- wrapping --------------------------------------------------------------------------------


def wrap(key: bytes | bytearray, secret: bytes | bytearray, bound_to: bytes) -> bytes:
    """Encrypt a secret by AES-256-GCM so that it opens only in its place; nonce first."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(bytes(key)).encrypt(nonce, bytes(secret), bound_to)


def unwrap(key: bytes | bytearray, wrapped: bytes, bound_to: bytes) -> bytearray | None:
    """Decrypt what `wrap` made; None if the key or the place is another."""
    nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    try:
        return bytearray(AESGCM(bytes(key)).decrypt(nonce, body, bound_to))
    except (InvalidTag, ValueError):
        return None


def mac(key: bytes, content: bytes) -> bytes:
    """Authenticate content by HMAC-SHA256."""
    return hmac.digest(key, content, "sha256")


def same(one: bytes | bytearray, other: bytes | bytearray) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one, other)


def make_pair() -> tuple[bytes, bytearray]:
    """Make an X25519 pair: (public, private)."""
    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), bytearray(private.private_bytes_raw())


def seal_to(public: bytes, secret: bytes | bytearray, bound_to: bytes) -> bytes:
    """Encrypt a secret so that only the holder of the private key reads it."""
    passing = X25519PrivateKey.generate()
    mine = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + wrap(derive(shared, "sealed", mine + public), secret, bound_to)


def unseal(private: bytes | bytearray, sealed: bytes, bound_to: bytes) -> bytearray | None:
    """Decrypt what `seal_to` made; None if the key or the place is another."""
    theirs, wrapped = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        own = X25519PrivateKey.from_private_bytes(bytes(private))
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:
        return None
    key = derive(shared, "sealed", theirs + own.public_key().public_bytes_raw())
    return unwrap(key, wrapped, bound_to)


def login_tag(db_uuid: UUID, login: str) -> str:
    """Return what a slot is found by: no login reads from it, a guessed one can be tested."""
    folded = unicodedata.normalize("NFKC", login.strip()).casefold()
    return mac(db_uuid.bytes, folded.encode()).hex()


# --- recovery key and one-time password ------------------------------------------------------


def make_recovery_key() -> bytearray:
    """Make the 160 random bits that go on the recovery sheet."""
    return bytearray(secrets.token_bytes(_RECOVERY_BYTES))


def recovery_text(key: bytes | bytearray) -> str:
    """Write a recovery key as 8 groups of 4 letters and a ninth group that checks them."""
    return in_groups(base64.b32encode(bytes(key)).decode() + _check_letters(key))


def read_recovery_text(typed: str) -> bytearray:
    """Read a recovery key as people type it; refuse with a sentence when it cannot be one."""
    letters = base32_letters(typed)
    if len(letters) != 36:
        raise WrongRecoveryKeyError(
            f"回復キーは4文字が9組(36文字)です。いまは{len(letters)}文字です。用紙と見比べてください。"
        )
    key = bytearray(base64.b32decode(letters[:32]))
    if not same(_check_letters(key).encode(), letters[32:].encode()):
        raise WrongRecoveryKeyError(
            "回復キーに書き違いがあります。用紙の文字を4文字ずつ確かめてください。"
        )
    return key


def in_groups(letters: str) -> str:
    """Write letters in groups of four."""
    return "-".join(re.findall("." * _GROUP, letters))


def base32_letters(typed: str) -> str:
    """Keep the letters of a typed key, with 0, 1 and 8 read as O, I and B."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[^A-Z2-7]", "", folded.translate(str.maketrans("018", "OIB")))


def _check_letters(key: bytes | bytearray) -> str:
    return check_letters(key, "recovery-check")


def check_letters(key: bytes | bytearray, label: str) -> str:
    """Return the group of four that tells a slip of the pen in a key typed from paper."""
    digest = hashlib.sha256(f"soudan-desk/1/{label}".encode() + bytes(key)).digest()
    return base64.b32encode(digest).decode()[:_GROUP]


def key_from_recovery(recovery: bytes | bytearray, salt: bytes) -> bytearray:
    """Derive the recovery slot's key; 160 random bits need no slow hash."""
    return bytearray(derive(recovery, "recovery", salt))


def make_one_time_password() -> str:
    """Make 100 random bits as 20 base32 letters, for a supervisor to read out."""
    return base64.b32encode(secrets.token_bytes(13)).decode()[:20]
