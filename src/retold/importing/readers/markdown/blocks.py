"""Markdown text -> its top-level blocks, each as HTML and as words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retold.manuscript.markup import canonical, text_of

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Block:
    """One top-level block: canonical markup, its words, the level of a heading (0 for none), and its kind."""

    html: str
    text: str
    level: int
    kind: str


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown text, in order; pictures and links become what canonical markup makes of them."""
    return [_block(tokens) for tokens in _runs(_MARKDOWN.parse(text))]


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        run.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield run
            run = []
    if run:
        yield run


def _block(tokens: list[Token]) -> Block:
    if tokens[0].type == "hr":
        return Block("<hr/>", "", 0, "hr")
    html = canonical(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    kind = tokens[0].type.removesuffix("_open")
    level = int(tokens[0].tag[1]) if kind == "heading" else 0
    return Block(html, text_of(html), level, kind)
