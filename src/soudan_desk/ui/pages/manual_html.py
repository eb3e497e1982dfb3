"""The manual's blocks as the HTML that Qt's text document understands, in the look in force."""

from __future__ import annotations

from html import escape
from itertools import groupby

from soudan_desk.manual.blocks import (
    Block,
    Heading,
    Item,
    Lines,
    Mark,
    Paragraph,
    Picture,
    Remark,
    Stretch,
    Table,
    Words,
)
from soudan_desk.ui.theme import Role, Type, theme

_SIZES = {1: Type.DISPLAY, 2: Type.TITLE, 3: Type.HEADING}
_ABOVE = {1: 8, 2: 28, 3: 18}
_LINE = 1.75


def manual_html(blocks: tuple[Block, ...], pictures: dict[int, int]) -> str:
    """Write a chapter; `pictures` are the widths in pixels of those that exist, by their place."""
    parts: list[str] = []
    for is_item, group in groupby(enumerate(blocks), lambda pair: isinstance(pair[1], Item)):
        if is_item:
            parts += _list([block for _at, block in group if isinstance(block, Item)])
        else:
            parts += [_block(block, at, pictures) for at, block in group]
    return f'<div style="color:{_colour(Role.TEXT)}">{"".join(parts)}</div>'


def anchor_of(at: int) -> str:
    """Name the place of the block with this number."""
    return f"b{at}"


def _block(block: Block, at: int, pictures: dict[int, int]) -> str:
    match block:
        case Heading():
            return _heading(block, at)
        case Paragraph():
            return _p(_inline(block.words))
        case Remark():
            return _panel(_p(_inline(block.words), below=0), Role.INFO_SOFT)
        case Lines():
            return _panel(_p(escape(block.text).replace("\n", "<br>"), below=0), Role.SUNKEN)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block, at, pictures)
        case Item():
            return "".join(_list([block]))


def _p(inside: str, *, below: int = 12, size: Type = Type.READING, tag: str = "p") -> str:
    pixels = theme.type_px(size)
    style = (
        f"font-size:{pixels}px;line-height:{round(pixels * _LINE)}px;-qt-line-height-type:fixed;"
        f"margin-top:0;margin-bottom:{theme.px(below)}px"
    )
    return f'<{tag} style="{style}">{inside}</{tag}>'


def _heading(block: Heading, at: int) -> str:
    pixels = theme.type_px(_SIZES[block.level])
    style = (
        f"font-size:{pixels}px;font-weight:700;line-height:{round(pixels * 1.5)}px;"
        f"-qt-line-height-type:fixed;margin-bottom:{theme.px(8)}px;"
        f"margin-top:{theme.px(_ABOVE[block.level])}px"
    )
    return f'<p style="{style}"><a name="{anchor_of(at)}"></a>{escape(block.text)}</p>'


def _list(items: list[Item]) -> list[str]:
    parts: list[str] = []
    for (is_numbered, depth), group in groupby(items, _kind_of):
        points = list(group)
        tag = f'ol start="{points[0].number}"' if is_numbered else "ul"
        inside = "".join(_p(_inline(item.words), below=6, tag="li") for item in points)
        style = f"margin-top:0;margin-bottom:{theme.px(12)}px;-qt-list-indent:{depth + 1}"
        parts.append(f'<{tag} style="{style}">{inside}</{tag[:2]}>')
    return parts


def _kind_of(item: Item) -> tuple[bool, int]:
    return item.number is not None, item.depth


def _table(block: Table) -> str:
    edge = f"border-color:{_colour(Role.LINE)};border-style:solid;border-collapse:collapse"
    rows = [_row(block.head, "th"), *(_row(row, "td") for row in block.rows)]
    return (
        f'<table width="100%" border="1" cellspacing="0" cellpadding="{theme.px(6)}" '
        f'style="{edge};margin-top:{theme.px(4)}px;margin-bottom:{theme.px(14)}px">{"".join(rows)}</table>'
    )


def _row(cells: tuple[Words, ...], tag: str) -> str:
    ground = f' bgcolor="{_colour(Role.SUNKEN)}" align="left"' if tag == "th" else ""
    inside = (_p(_inline(words), below=0, size=Type.BODY) for words in cells)
    return f"<tr>{''.join(f'<{tag}{ground}>{each}</{tag}>' for each in inside)}</tr>"


def _panel(inside: str, ground: Role) -> str:
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{theme.px(10)}" '
        f'bgcolor="{_colour(ground)}" style="margin-bottom:{theme.px(14)}px">'
        f"<tr><td>{inside}</td></tr></table>"
    )


def _picture(block: Picture, at: int, pictures: dict[int, int]) -> str:
    caption = f'<span style="color:{_colour(Role.MUTED)}">{escape(block.caption)}</span>'
    words = _p(caption, size=Type.SMALL, below=16)
    if at not in pictures:
        return words
    return f'<p style="margin-bottom:{theme.px(4)}px"><img src="picture:{at}"></p>{words}'


def _inline(words: Words) -> str:
    return "".join(map(_stretch, words))


def _stretch(stretch: Stretch) -> str:
    text = escape(stretch.text).replace("\n", "<br>")
    match stretch.mark:
        case Mark.PLAIN:
            return text
        case Mark.STRONG:
            return f"<b>{text}</b>"
        case Mark.KEY:
            return _key(text)
        case Mark.BUTTON:
            return f'<b style="color:{_colour(Role.ACCENT)}">{text}</b>'
        case Mark.TYPED:
            return f'「<span style="background-color:{_colour(Role.SUNKEN)}">{text}</span>」'
        case Mark.LINK:
            return f'<a href="{escape(stretch.target)}">{text}</a>'


def _key(text: str) -> str:
    """Draw a key on a ground of its own, of one width with its neighbours' spaces."""
    families = ",".join(f"'{family}'" for family in theme.families("figures"))
    style = (
        f"font-family:{families};font-size:{theme.type_px(Type.LABEL)}px;"
        f"background-color:{_colour(Role.SUNKEN)};color:{_colour(Role.TEXT)}"
    )
    return f'<span style="{style}">&nbsp;{text.replace(" ", "&nbsp;")}&nbsp;</span>'


def _colour(role: Role) -> str:
    return theme.colour(role).name()
