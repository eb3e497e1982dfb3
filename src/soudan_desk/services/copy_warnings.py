"""What is said when copies, or the files they are made of, are no good any more."""

from __future__ import annotations

from soudan_desk.storage.kept_copies import KeptCopy


def warning_of(damaged: tuple[KeptCopy, ...]) -> str:
    """Say that copies are no good any more, and what to do when several went at once."""
    if not damaged:
        return ""
    names = "、".join(copy.bundle.name for copy in damaged[:3])
    more = "ほか" if len(damaged) > 3 else ""
    advice = (
        "一度にいくつも壊れたときは、ウイルスが書き換えていることがあります。外付けの媒体を抜き、"
        "パソコンをネットワークから切って、管理者に知らせてください。"
        if len(damaged) > 1
        else "別の控えが残っているか確かめ、保存先のディスクの状態を見てください。"
    )
    return f"控え{len(damaged)}個が壊れています({names}{more})。古い控えは消していません。{advice}"


def files_warning(words: str) -> str:
    """Say that a copy was made of an office with damaged attachments; empty where none is."""
    if not words:
        return ""
    return (
        f"控えは作りましたが、事務所の{words}"
        "前の控えに無事なものが残っていることがあるので、古い控えは消していません。"
    )
