"""From the Markdown of a manual page to its blocks.

Only what the manual uses is read; anything else is a fault of the page and is said at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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
    plain,
)

_BUTTON = re.compile(r"［(.+)］")
_TYPED = re.compile(r"「(.+)」")
_PARSER = MarkdownIt("commonmark").enable("table")


def read_blocks(source: str, folder: Path) -> tuple[Block, ...]:
    """Read a page; pictures are looked for from `folder`."""
    root = SyntaxTreeNode(_PARSER.parse(source))
    return tuple(block for node in root.children for block in _blocks(node, folder))


def _blocks(node: SyntaxTreeNode, folder: Path) -> Iterator[Block]:
    match node.type:
        case "heading":
            yield Heading(int(node.tag[1]), plain(_words(node.children[0])))
        case "paragraph":
            yield _paragraph(node, folder)
        case "bullet_list" | "ordered_list":
            yield from _items(node, 0)
        case "blockquote":
            yield from (Remark(_words(each.children[0])) for each in node.children)
        case "table":
            yield _table(node)
        case "fence" | "code_block":
            yield Lines(node.content.rstrip("\n"))
        case other:
            raise ValueError(f"the manual knows no {other}: line {(node.map or (0,))[0] + 1}")


def _paragraph(node: SyntaxTreeNode, folder: Path) -> Block:
    inline = node.children[0]
    if len(inline.children) == 1 and inline.children[0].type == "image":
        image = inline.children[0]
        return Picture(folder.joinpath(str(image.attrs["src"])), image.content)
    return Paragraph(_words(inline))


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, first):
        head, *rest = item.children
        counted = number if node.type == "ordered_list" else None
        yield Item(_words(head.children[0]), counted, depth)
        for inner in rest:
            yield from _items(inner, depth + 1)


def _table(node: SyntaxTreeNode) -> Table:
    head, *body = node.children
    rows = [
        tuple(_words(cell.children[0]) for cell in row.children)
        for part in (head, *body)
        for row in part.children
    ]
    return Table(rows[0], tuple(rows[1:]))


def _words(inline: SyntaxTreeNode) -> Words:
    return tuple(stretch for node in inline.children for stretch in _stretches(node))


def _stretches(node: SyntaxTreeNode) -> Iterator[Stretch]:
    match node.type:
        case "text":
            yield Stretch(node.content)
        case "softbreak":
            yield Stretch("")
        case "hardbreak":
            yield Stretch("\n")
        case "code_inline":
            yield Stretch(node.content, Mark.KEY)
        case "strong":
            yield _strong(plain(_words(node)))
        case "link":
            yield Stretch(plain(_words(node)), Mark.LINK, _target(str(node.attrs["href"])))
        case other:
            raise ValueError(f"the manual knows no {other}")


def _strong(text: str) -> Stretch:
    if _BUTTON.fullmatch(text):
        return Stretch(text, Mark.BUTTON)
    if typed := _TYPED.fullmatch(text):
        return Stretch(typed[1], Mark.TYPED)
    return Stretch(text, Mark.STRONG)


def _target(href: str) -> str:
    """Return `today#期限` of `today.md#期限`, as the parser wrote it in percent signs."""
    chapter, _, heading = _PARSER.normalizeLinkText(href).partition("#")
    return chapter.removesuffix(".md") + (f"#{heading}" if heading else "")
