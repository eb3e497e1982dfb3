"""What a command says: one JSON document, or lines and tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from soudan_desk.errors import SoudanError

_WIDTH = 140
"""Columns of a table that goes into a file or another program."""
_HEADINGS = {
    "action": "操作",
    "admin": "管理者",
    "anchor": "控えの目印との比べ",
    "at": "日時",
    "audit_seq": "操作の記録の番号",
    "bad": "直すところがある行",
    "batch": "取込みの番号",
    "birth_on": "生年月日",
    "bundle": "控えの場所",
    "bytes": "大きさ(バイト)",
    "case_no": "ケース番号",
    "centre": "センター",
    "centres": "センター",
    "chain": "監査票",
    "closed_on": "終結日",
    "code": "コード",
    "columns": "列",
    "context": "前後の文",
    "created_at": "作成日時",
    "created_by": "作成者",
    "days": "残り(日)",
    "due": "期限",
    "due_on": "期限の日",
    "fields": "項目",
    "file": "ファイル",
    "first_bad_seq": "最初の誤りの番号",
    "form": "手書き用",
    "good": "取り込める行",
    "group": "分類",
    "id": "番号",
    "is_active": "在職",
    "key": "項目",
    "kind": "種類",
    "label": "名称",
    "labels": "読み",
    "last_backup": "最後の控え",
    "last_contact_on": "最後の相談日",
    "list": "一覧",
    "login": "ログイン名",
    "mark": "監査票の記号",
    "masked": "伏せた記録",
    "match": "一致した所",
    "moves": "進められる状態",
    "name": "名称",
    "national": "国の様式",
    "next_due_on": "次の期限",
    "office": "事務所の場所",
    "ok": "結果",
    "on": "日付",
    "one_time_password": "仮パスワード",
    "opened_on": "開始日",
    "pages": "ページ数",
    "paper": "書類",
    "person": "本人",
    "personal": "個人情報",
    "problems": "直すところ",
    "process": "業務",
    "records": "記録の数",
    "reason": "理由",
    "recovery_sheet": "回復キーの紙",
    "rejected_file": "戻したファイル",
    "restriction_level": "閲覧制限",
    "roles": "役割",
    "rows": "行数",
    "rule": "きまり",
    "result": "結果",
    "schema": "データの版",
    "segments": "区切りの数",
    "seq": "番号",
    "serial": "通し番号",
    "sha256": "SHA-256",
    "sheet": "監査票",
    "state": "状態",
    "state_label": "状態の名称",
    "text": "説明",
    "title": "件名",
    "user": "職員",
    "valid_from": "開始",
    "valid_to": "終了",
    "values": "内容",
    "verified": "読み返し",
    "version": "版",
    "workers": "担当",
}


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's answer goes; `wants_json` is its flag."""

    wants_json: bool

    def one(self, document: Mapping[str, Any]) -> None:
        """Say one thing."""
        if self.wants_json:
            _write(_json(document) + "\n")
            return
        for key, value in document.items():
            text = _plain(value).replace("\n", "\n  ")
            gap = "\n  " if "\n" in text else " "
            _write(f"{_HEADINGS.get(key, key)}:{gap}{text}\n")

    def told(self, document: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Say one thing that people are told in sentences."""
        if self.wants_json:
            self.one(document)
            return
        for line in lines:
            _write(f"{line}\n")

    def many(
        self, items: Iterable[Mapping[str, Any]], total: int, *, truncated: bool = False
    ) -> None:
        """Say a list; items are written as they come, so that a long one needs no memory."""
        if self.wants_json:
            self._stream(items)
            _write(f'], "total": {total}, "truncated": {_json(truncated)}}}\n')
            return
        _table(list(items))
        more = "(ほかにもあります)" if truncated else ""
        _write(f"{total}件{more}\n")

    def found(self, query: str, items: list[Mapping[str, Any]], *, truncated: bool) -> None:
        """Say what a search found; it counts no total."""
        if self.wants_json:
            _write(_json({"query": query, "items": items, "truncated": truncated}) + "\n")
            return
        _table(items)
        _write("ほかにも見つかりました。\n" if truncated else f"{len(items)}件\n")

    def note(self, sentence: str) -> None:
        """Tell a person something beside the answer."""
        if not self.wants_json:
            sys.stderr.write(sentence + "\n")

    def _stream(self, items: Iterable[Mapping[str, Any]]) -> None:
        _write('{"items": [')
        for number, item in enumerate(items):
            _write((",\n" if number else "") + _json(item))


def say_error(error: SoudanError, *, as_json: bool) -> None:
    """Say why a command was refused, on the error stream."""
    problems: dict[str, str] = getattr(error, "problems", {})
    told: dict[str, Any] = {"error": error.code, "message": str(error), "problems": problems}
    if (index := getattr(error, "index", None)) is not None:
        told["index"] = index
    if as_json:
        sys.stderr.write(_json(told) + "\n")
        return
    sys.stderr.write(f"{error}\n")
    for key, sentence in problems.items() if len(problems) > 1 else ():
        sys.stderr.write(f"  {key}: {sentence}\n")


def say_misuse(sentence: str, usage: str, *, as_json: bool) -> None:
    """Say how a command is used rightly, on the error stream."""
    if as_json:
        told = {"error": "usage", "message": sentence, "problems": {}}
        sys.stderr.write(_json(told) + "\n")
        return
    sys.stderr.write(f"{sentence}\n{usage}\n" if usage else f"{sentence}\n")


def speak_utf8() -> None:
    """Make the streams carry every character, whatever the console's own encoding is."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            errors = "strict" if stream is sys.stdin else "backslashreplace"
            reconfigure(encoding="utf-8", errors=errors)


def _table(items: list[Mapping[str, Any]]) -> None:
    if not items:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in items[0]:
        table.add_column(_HEADINGS.get(key, key), overflow="fold")
    for item in items:
        table.add_row(*(_cell(value) for value in item.values()))
    width = None if sys.stdout.isatty() else _WIDTH
    Console(markup=False, highlight=False, emoji=False, width=width).print(table)


def _cell(value: Any) -> str:
    return "\n".join(value) if _is_texts(value) else _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if _is_texts(value):
        return "、".join(value)
    if isinstance(value, dict):
        given = ((key, each) for key, each in value.items() if each not in (None, "", False))
        return "\n".join(f"{key}: {_plain(each)}" for key, each in given)
    return _json(value) if isinstance(value, list) else str(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(text: str) -> None:
    sys.stdout.write(text)
