"""From a story to a PDF, and from a PDF to one that only a password opens."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pikepdf
from reportlab.platypus import Flowable

from soudan_desk.papers.page import PageOptions, PaperTemplate


def write_pdf(
    story: Sequence[Flowable], target: Path | BinaryIO, *, title: str, options: PageOptions
) -> int:
    """Write a document and return how many pages it has.

    `title` is what a reader program shows: the paper's name, never a person's. A file is made in
    memory first, so that a refused text leaves no half-written file behind.
    """
    memory = BytesIO()
    template = PaperTemplate(memory, title=title, options=options)
    template.build(list(story))
    if isinstance(target, Path):
        target.write_bytes(memory.getvalue())
    else:
        target.write(memory.getvalue())
    return int(template.page)


def pdf_bytes(story: Sequence[Flowable], *, title: str, options: PageOptions) -> bytes:
    """Return a document as the bytes of a PDF."""
    memory = BytesIO()
    write_pdf(story, memory, title=title, options=options)
    return memory.getvalue()


def protect_pdf(pdf: bytes, password: str) -> bytes:
    """Return the PDF encrypted with AES-256 (revision 6), its metadata removed."""
    if not password:
        raise ValueError("a password is needed")
    protected = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        if "/Info" in document.trailer:
            del document.trailer.Info
        encryption = pikepdf.Encryption(owner=password, user=password, R=6, aes=True, metadata=True)
        document.save(protected, encryption=encryption)
    return protected.getvalue()
