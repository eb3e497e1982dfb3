"""The database file: pages of SQLCipher 4, each encrypted and authenticated by itself."""

import hashlib
import hmac
import itertools
import struct
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, SALT = 4096, 80, 16  # a page ends with its IV (16) and its MAC (64)
PAGE_OF_LOCKS = 2**30 // PAGE + 1  # SQLite never writes the page at 1 GiB


def decrypt_pages(source: BinaryIO, key: bytes, target: BinaryIO) -> tuple[int, list[int]]:
    """Check every page's MAC and write it in clear: (how many pages, which are faulty)."""
    salt = source.read(SALT)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    source.seek(0)
    faulty = []
    for number in itertools.count(1):
        page = source.read(PAGE)
        if not page:
            return number - 1, faulty
        begin = SALT if number == 1 else 0
        sealed, mac = page[begin:-64], page[-64:]
        expected = hmac.digest(mac_key, sealed + struct.pack("<I", number), "sha512")
        if len(page) < PAGE or not hmac.compare_digest(mac, expected):
            if number != PAGE_OF_LOCKS:
                faulty.append(number)
            page = page.ljust(PAGE, b"\0")
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-RESERVE : PAGE - 64]))
        plain = cipher.decryptor().update(page[begin:-RESERVE])
        target.write(_first(plain) if number == 1 else plain + bytes(RESERVE))
    raise AssertionError


def _first(plain: bytes) -> bytes:
    """Complete page 1: SQLite's own first bytes, and no write-ahead log (offsets 18 and 19)."""
    return b"SQLite format 3\0" + plain[:2] + b"\1\1" + plain[4:] + bytes(RESERVE)


def missing_pages(head: bytes, pages: int) -> int:
    """Count the pages that the file's own header promises beyond its end."""
    is_told = head[24:28] == head[92:96]
    return max(0, int.from_bytes(head[28:32], "big") - pages) if is_told else 0
