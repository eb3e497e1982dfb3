"""Why an act cannot be noted, or the log of acts cannot be proven."""

from __future__ import annotations

from soudan_desk.storage.refusals import ReadOnlyPlaceError, StorageError


class NowhereToNoteError(ReadOnlyPlaceError):
    """Neither the office folder nor this PC's profile takes a line of what is done."""

    sentence = (
        "オフィスのフォルダーにも、このパソコンの自分の場所にも書き込めず、だれが見たかを残せない"
        "ため開けません。ディスクの空きと書き込みの権限を確かめてから、もう一度開いてください。"
    )


class WrongSheetKeyError(StorageError):
    """The key typed from an auditor's sheet is mistyped, or belongs to another chain."""

    code = "wrong_sheet_key"
    sentence = "監査の鍵が違います。監査票の文字を4文字ずつ確かめて、もう一度入れてください。"
