"""The way out: read an office of 相談デスク without 相談デスク, and without SQLCipher.

Needs Python 3.11 or newer and `cryptography` 44 or newer, nothing else. docs/way-out.md describes
every format this reads, so that it can be written again. What it writes is in clear: guard it.
"""

import argparse
import getpass
import io
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from office_files import (
    manifest_faults,
    structure_faults,
    tables_of,
    write_attachments,
    write_tables,
)
from office_keys import Keys, RefusedError, read_slots, slots_are_untouched, slots_of_sheet
from office_pages import decrypt_pages, missing_pages
from office_sealed import Compartments

WHOLE, REFUSED, DAMAGED = 0, 1, 3


def main() -> int:
    """Run it: 0 all is whole, 1 refused with a sentence, 2 wrong usage, 3 damage was found."""
    words = argparse.ArgumentParser(
        prog="way_out",
        description="相談デスクのオフィスまたは控えを、相談デスクなしで調べ、平文のファイルに書き出します。",
    )
    words.add_argument("office", type=Path, help="オフィスのフォルダー、または控え(….backup)")
    words.add_argument("--to", type=Path, help="書き出し先(なければ調べるだけ)")
    words.add_argument("--login", default="", help="ログイン名(なければ回復キーで開く)")
    words.add_argument("--sheet", action="store_true", help="鍵のファイルを回復キーの用紙から読む")
    words.add_argument("--json", action="store_true", help="見つけたことを JSON で出す")
    given = words.parse_args()
    try:
        found = run(given)
    except RefusedError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except UnsupportedAlgorithm:
        print("cryptography を 44 以上にしてください(Argon2id がありません)。", file=sys.stderr)
        return REFUSED
    print(json.dumps(found, ensure_ascii=False) if given.json else "\n".join(sentences(found)))
    return DAMAGED if is_damaged(found) else WHOLE


def run(given: argparse.Namespace) -> dict[str, Any]:
    """Ask for the secrets and read the office; on a terminal they are not shown."""
    os.umask(0o077)
    office, to = given.office.resolve(), given.to and given.to.resolve()
    refuse_unsafe(office, to)
    if given.sheet:
        slots = slots_of_sheet(asked("用紙の控えの文字(QRコードの中身): "))
    else:
        slots = read_slots(office)
    keys = Keys(slots, given.login, asked("パスワード: " if given.login else "回復キー: "))
    found = read_office(office, keys, to)
    untouched = None if given.sheet else slots_are_untouched(slots, keys)
    return {"office": str(keys.office), "slots_untouched": untouched, **found}


def asked(question: str) -> str:
    """Read one secret."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def refuse_unsafe(office: Path, to: Path | None) -> None:
    """Refuse an office that is in use or was not closed, and a target that would be mixed up."""
    if not (office / "office.db").is_file():
        raise RefusedError("オフィスのフォルダーではありません(office.db がありません)。")
    wal = office / "office.db-wal"
    if wal.exists() and wal.stat().st_size:
        raise RefusedError(
            "まだ本体に移されていない記録(office.db-wal)があります。"
            "相談デスクでこのオフィスを一度開き、閉じてから行ってください。"
            "それができないときは、フォルダーの写しを作り、写しの中の office.db-wal を"
            "消してから行います(最後の作業の分は失われます)。"
        )
    if to is None:
        return
    if to.is_relative_to(office):
        raise RefusedError(
            "オフィスのフォルダーの中には書き出せません。別のフォルダーを指定してください。"
        )
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise RefusedError("書き出し先は、まだない名前か、空のフォルダーにしてください。")


def read_office(office: Path, keys: Keys, to: Path | None) -> dict[str, Any]:
    """Verify everything and, where `to` is given, write it in clear; tell what was found."""
    database, memory = office / "office.db", io.BytesIO()
    before = database.stat().st_mtime_ns
    for folder in (to / "csv", to / "attachments") if to else ():
        folder.mkdir(parents=True)
    plain_file = to / "office.sqlite" if to else None
    with database.open("rb") as sealed, plain_file.open("w+b") if plain_file else memory as out:
        pages, faulty = decrypt_pages(sealed, keys.key_for("dek_db"), out)
        out.seek(0)
        head, content = out.read(100), memory.getvalue() if out is memory else b""
    if pages and len(faulty) == pages:
        raise RefusedError(
            "鍵は合いましたが、office.db のどのページも読めません。別のオフィスのファイルと"
            "入れ替わったか、先頭が壊れています。別の控え(バックアップ)で行ってください。"
        )
    with closing(sqlite3.connect(plain_file or ":memory:")) as plain:
        if not plain_file:
            plain.deserialize(content)
        plain.row_factory = sqlite3.Row
        plain.text_factory = lambda text: text.decode("utf-8", "replace")
        compartments, sealed = open_sealed(keys, plain)
        tables, unreadable = write_tables(plain, to)
        whole, lost, closed = write_attachments(office, keys, compartments, plain, to)
        structure = structure_faults(plain)
    if database.stat().st_mtime_ns != before:
        raise RefusedError("読んでいる間に office.db が変わりました。相談デスクを閉じてください。")
    return {
        "pages": pages,
        "faulty_pages": faulty,
        "missing_pages": missing_pages(head, pages),
        "faulty_structure": structure,
        "faulty_manifest": manifest_faults(office, keys),
        "tables": tables,
        "faulty_tables": unreadable,
        "attachments": whole,
        "faulty_attachments": lost,
        "sealed_texts": sealed,
        "sealed_attachments": closed,
    }


def open_sealed(keys: Keys, plain: sqlite3.Connection) -> tuple[Compartments, int | None]:
    """Open sealed cases where the recovery key may; tell how much stays sealed, if it can."""
    compartments = Compartments(keys.recovery_private)
    try:
        compartments.take_keys(plain)
        return compartments, compartments.open_all(plain, tables_of(plain, {}))
    except sqlite3.DatabaseError:
        plain.rollback()  # damaged, which is told elsewhere: what can be read comes out as it is
        return compartments, None


def is_damaged(found: dict[str, Any]) -> bool:
    """Whether anything is not as the program left it."""
    faults = [value for name, value in found.items() if name.startswith(("faulty", "missing"))]
    return any(faults) or found["slots_untouched"] is False


def _still_sealed(found: dict[str, Any]) -> list[str]:
    texts, files = found["sealed_texts"] or 0, found["sealed_attachments"]
    if not texts and not files:
        return []
    why = "閲覧制限2・3のケース。事務所が選んでいるときだけ、回復キーで開きます"
    return [f"封印されたまま: 文章 {texts:,}、添付 {files}({why})"]


def sentences(found: dict[str, Any]) -> list[str]:
    """Tell in Japanese what was found."""
    rows = sum(found["tables"].values())
    faults = {
        "改ざん・破損のあるページ": found["faulty_pages"],
        "ファイルの終わりで足りないページ数": found["missing_pages"],
        "データベースの構造の誤り": found["faulty_structure"],
        "控えの目録と合わないファイル": found["faulty_manifest"],
        "最後まで読めない表": found["faulty_tables"],
        "壊れている・足りない添付": found["faulty_attachments"],
        "鍵のファイル": found["slots_untouched"] is False and "書き換えられています",
    }
    pages, tables = f"ページ {found['pages']:,}", f"表 {len(found['tables'])}(行 {rows:,})"
    return [
        f"オフィス {found['office']}",
        f"{pages}、{tables}、添付 {found['attachments']}",
        *_still_sealed(found),
        *(f"【注意】{what}: {told}" for what, told in faults.items() if told),
        *([] if is_damaged(found) else ["すべてのページと添付は、書かれたときのままです。"]),
    ]


if __name__ == "__main__":
    sys.exit(main())
