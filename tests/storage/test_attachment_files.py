import io
import os
import time
from dataclasses import replace

import pytest
from bare_office import fill

from soudan_desk.storage.attachments import (
    LARGEST_BYTES,
    check_attachment,
    read_large,
    store_large,
    sweep_orphans,
)
from soudan_desk.storage.refusals import (
    AttachmentRefusedError,
    DamagedAttachmentError,
    DiskFullError,
)

MIB = 1024 * 1024
PDF = b"%PDF-1.7 ..."


@pytest.fixture
def kept(bare_office):
    """Give storing and reading of one open office, and where the files lie."""
    return Kept(bare_office)


class Kept:
    def __init__(self, office):
        self.folder, self.keys = office.folder, office.keys

    def store(self, content):
        return store_large(self.folder, self.keys, io.BytesIO(content))

    def read(self, stored):
        return b"".join(read_large(self.folder, self.keys, stored))

    def path(self, stored):
        return self.folder.attachments / stored.stored_name


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_a_file_of_any_size_reads_back(kept, size):
    content = os.urandom(size)

    stored = kept.store(content)

    assert stored.size == size
    assert kept.read(stored) == content
    assert content[:64] not in kept.path(stored).read_bytes() or size < 64
    assert list(kept.folder.attachments.iterdir()) == [kept.path(stored)]


CHUNK = MIB + 16
HEADER = 16


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c[:-1],
        lambda c: c[: HEADER + CHUNK],  # the last chunk cut off
        lambda c: c[: HEADER + 2 * CHUNK],
        lambda c: c[:HEADER] + c[HEADER + CHUNK :],  # the first chunk cut out
        lambda c: c[:HEADER] + c[HEADER + CHUNK : HEADER + 2 * CHUNK] + c[HEADER:],
        lambda c: c + c[-100:],
        lambda c: c[:5000] + bytes([c[5000] ^ 1]) + c[5001:],
        lambda c: c[:12] + bytes([c[12] ^ 1]) + c[13:],
        lambda c: c[:HEADER],
        lambda c: b"",
    ],
)
def test_a_file_cut_moved_or_changed_is_refused(kept, damage):
    stored = kept.store(os.urandom(2 * MIB + 5000))
    path = kept.path(stored)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(DamagedAttachmentError):
        kept.read(stored)


def test_files_cannot_be_exchanged_and_a_missing_one_is_told(kept):
    one, other = kept.store(b"one" * 1000), kept.store(b"two" * 1000)
    kept.path(one).write_bytes(kept.path(other).read_bytes())

    with pytest.raises(DamagedAttachmentError):
        kept.read(one)
    with pytest.raises(DamagedAttachmentError):
        kept.read(replace(other, wrapped_key=one.wrapped_key))
    kept.path(other).unlink()
    with pytest.raises(DamagedAttachmentError, match="なくなって"):
        kept.read(other)


def test_a_full_disk_leaves_no_half_file(kept, small_disk):
    kept.folder.attachments = small_disk
    fill(small_disk)

    with pytest.raises(DiskFullError):
        kept.store(os.urandom(2 * MIB))
    assert list(small_disk.iterdir()) == [small_disk / "filler"]


def test_only_old_files_that_no_row_names_are_swept(kept):
    known, orphan, fresh = (kept.store(b"x" * 10) for _ in range(3))
    half = kept.folder.attachments / "abc.bin.part"
    foreign = kept.folder.attachments / "メモ.txt"
    for path in (half, foreign):
        path.touch()
    long_ago = time.time() - 7200
    for path in (kept.path(known), kept.path(orphan), half, foreign):
        os.utime(path, (long_ago, long_ago))

    removed = sweep_orphans(kept.folder, {known.stored_name})

    assert removed == sorted([orphan.stored_name, half.name])
    assert kept.path(known).exists()
    assert kept.path(fresh).exists()
    assert foreign.exists()


# --- what is taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head"),
    [("診断書.pdf", PDF), ("写真.JPG", b"\xff\xd8\xff\xe0"), ("表.xlsx", b"PK"), ("a.txt", b"a")],
)
def test_usual_files_are_taken(name, head):
    check_attachment(name, 1000, head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("setup.exe", b"MZ"),
        ("請求書.pdf.exe", b"MZ"),
        ("表.xlsm", b"PK"),
        ("run.bat", b"@echo"),
        ("pdf", PDF),
        ("名前なし", b"x"),
        ("診断書.pdf", b"MZ\x90"),
        ("診断書.pdf", b"hello"),
        ("a.txt", b"#!/bin/sh"),
        ("写真.jpg", PDF),
    ],
)
def test_programs_and_disguised_files_are_refused(name, head):
    with pytest.raises(AttachmentRefusedError, match=name):
        check_attachment(name, 1000, head)


def test_an_empty_or_too_large_file_is_refused_with_its_size():
    check_attachment("a.pdf", LARGEST_BYTES, PDF)
    with pytest.raises(AttachmentRefusedError, match="100MBまで"):
        check_attachment("a.pdf", LARGEST_BYTES + 1, PDF)
    with pytest.raises(AttachmentRefusedError, match="空"):
        check_attachment("a.pdf", 0, b"")
