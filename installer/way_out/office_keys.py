"""How a password, or the recovery key on paper, gives the keys of an office."""

import base64
import hashlib
import hmac
import json
import re
import struct
import unicodedata
import uuid
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHEET = struct.Struct(">B16sI16s16s60s")  # version, office, epoch, slot, salt, wrapped master
ASKED_OF_MEMORY = range(19 * 1024, 1024 * 1024 + 1)  # KiB


class RefusedError(Exception):
    """A Japanese sentence for whoever runs this."""


def canonical(content: Any) -> bytes:
    """Write JSON the way MACs and associated data are made over it."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def derive(secret: bytes, label: str, salt: bytes) -> bytes:
    """Derive a 32-byte key by HKDF-SHA256."""
    info = b"soudan-desk/1/" + label.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def opened(key: bytes, wrapped: bytes, bound_to: bytes) -> bytes | None:
    """Decrypt AES-256-GCM, nonce first; None if the key or the place is another."""
    try:
        return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], bound_to)
    except (InvalidTag, ValueError):
        return None


def private_of(own: bytes, slot: dict[str, Any], place: list[Any]) -> bytes | None:
    """Open the private half of a slot's key pair, wrapped when the slot was made."""
    epoch = slot["sealed"]["epoch"] if "sealed" in slot else place[1]
    before = canonical([place[0], epoch, *place[2:], "private"])
    return opened(own, bytes.fromhex(slot.get("wrapped_private", "")), before)


def unsealed(own: bytes, slot: dict[str, Any], place: list[Any]) -> bytes | None:
    """Open a master secret that was sealed to the slot's public key when the keys were changed."""
    private = private_of(own, slot, place)
    if private is None:
        return None
    sealed = bytes.fromhex(slot["sealed"]["master"])
    pair = X25519PrivateKey.from_private_bytes(private)
    shared = pair.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    key = derive(shared, "sealed", sealed[:32] + pair.public_key().public_bytes_raw())
    return opened(key, sealed[32:], canonical([*place, "sealed"]))


def letters_of(typed: str) -> str:
    """Keep the base32 letters of what was typed from paper; 0, 1 and 8 are O, I and B."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("018", "OIB"))
    return re.sub(r"[^A-Z2-7]", "", folded)


def read_recovery_key(typed: str) -> bytes:
    """Read nine groups of four letters; the ninth checks the others."""
    letters = letters_of(typed)
    key = base64.b32decode(letters[:32]) if len(letters) == 36 else b""
    check = hashlib.sha256(b"soudan-desk/1/recovery-check" + key).digest()
    if not key or base64.b32encode(check).decode()[:4] != letters[32:]:
        raise RefusedError("回復キーに書き違いがあります。用紙の4文字9組を確かめてください。")
    return key


def password_key(slot: dict[str, Any], password: str) -> bytes:
    """Run Argon2id at the cost that the slot tells, within sane bounds."""
    kdf = slot["kdf"]
    if kdf["algorithm"] != "argon2id" or kdf["memory_kib"] not in ASKED_OF_MEMORY:
        raise RefusedError("鍵のファイル(office.slots)が書き換えられています。")
    typed = unicodedata.normalize("NFKC", password)
    if slot["status"] == "one_time":
        typed = "".join(letter for letter in typed.upper() if letter.isalnum())
    derivation = Argon2id(
        salt=bytes.fromhex(slot["salt"]),
        length=32,
        iterations=kdf["rounds"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    )
    return derivation.derive(typed.encode())


def read_slots(office: Path) -> dict[str, Any]:
    """Read `office.slots` of an office or of a copy."""
    try:
        told = json.loads((office / "office.slots").read_bytes())
        known, _ = told["format"] in {1, 2}, told["slots"]
    except (OSError, ValueError, KeyError, TypeError):
        raise RefusedError(
            "鍵のファイル(office.slots)がないか壊れています。"
            "回復キーの用紙があれば、--sheet を付けてもう一度行ってください。"
        ) from None
    if not known:
        raise RefusedError("このオフィスは、この道具より新しい形です。新しい道具を使ってください。")
    return dict(told)


def slots_of_sheet(typed: str) -> dict[str, Any]:
    """Read the recovery slot from the long text (QR code) of the recovery sheet."""
    letters = letters_of(typed)
    try:
        content = base64.b32decode(letters + "=" * (-len(letters) % 8))
        version, db_uuid, epoch, slot_id, salt, wrapped = SHEET.unpack(content[:-4])
    except (ValueError, struct.error):
        version = 0
    check = b"" if not version else hashlib.sha256(b"soudan-desk/1/sheet-check" + content[:-4])
    if not check or check.digest()[:4] != content[-4:]:
        raise RefusedError("用紙の控えの文字に書き違いがあります。QRコードを読み取ってください。")
    slot = {
        "slot_id": str(uuid.UUID(bytes=slot_id)),
        "user_id": None,
        "kdf": {"algorithm": "hkdf-sha256"},
        "salt": salt.hex(),
        "nonce": wrapped[:12].hex(),
        "wrapped_master": wrapped[12:].hex(),
    }
    return {"db_uuid": str(uuid.UUID(bytes=db_uuid)), "epoch": epoch, "slots": [slot]}


class Keys:
    """The master secret of an office and what is derived from it."""

    def __init__(self, slots: dict[str, Any], login: str, secret: str) -> None:
        """Open the slot of a login by its password, or without a login the recovery slot."""
        self.office = uuid.UUID(slots["db_uuid"])
        find = self._by_password if login else self._by_recovery_key
        slot, own = find(slots["slots"], login, secret)
        place = [slots["db_uuid"], slots["epoch"], slot["slot_id"], slot["user_id"], slot["kdf"]]
        if "sealed" in slot:
            master = unsealed(own, slot, place)
        else:
            wrapped = bytes.fromhex(slot["nonce"] + slot["wrapped_master"])
            master = opened(own, wrapped, canonical([*place, "master"]))
        if master is None:
            raise RefusedError("ログイン名・パスワード・回復キーのいずれかが合いません。")
        self._master = master
        self.recovery_private = None if login else private_of(own, slot, place)
        """Opens sealed cases where the office chose so; a sheet alone does not carry it."""

    def _by_password(
        self, slots: list[dict[str, Any]], login: str, secret: str
    ) -> tuple[dict[str, Any], bytes]:
        folded = unicodedata.normalize("NFKC", login.strip()).casefold()
        tag = hmac.digest(self.office.bytes, folded.encode(), "sha256").hex()
        for slot in slots:
            if slot["login_tag"] == tag:
                return slot, password_key(slot, secret)
        raise RefusedError("ログイン名・パスワード・回復キーのいずれかが合いません。")

    def _by_recovery_key(
        self, slots: list[dict[str, Any]], _login: str, secret: str
    ) -> tuple[dict[str, Any], bytes]:
        slot = next(each for each in slots if each["kdf"]["algorithm"] == "hkdf-sha256")
        return slot, derive(read_recovery_key(secret), "recovery", bytes.fromhex(slot["salt"]))

    def key_for(self, label: str) -> bytes:
        """Derive the key for one use: `dek_db`, `k_att`, `k_slots`, `k_bk_manifest`."""
        return derive(self._master, label, self.office.bytes)


def slots_are_untouched(slots: dict[str, Any], keys: Keys) -> bool:
    """Whether the slot file is as the program wrote it: none added, none taken out."""
    body = {name: value for name, value in slots.items() if name != "mac"}
    expected = hmac.digest(keys.key_for("k_slots"), canonical(body), "sha256").hex()
    return hmac.compare_digest(expected, str(slots.get("mac")))
