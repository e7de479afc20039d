"""Bylines of a download: "by P (U), Q", "Anonymous", "X [archived by Y]" -> creators, named as written."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from retold.importing.readers.ao3_html.header import address_of
from retold.importing.readers.documents import squeezed, text_in
from retold.lib.patterns import lazy
from retold.manuscript.model import Creator

ANONYMOUS = "Anonymous"
_OPENING = lazy(r"(?:Chapter )?by ")
_ARCHIVED = "[archived by"
# A link stands as its number between two NULs, which no parsed text can hold.
_LINK = lazy("\x00(\\d+)\x00")
# A name's own comma does not part it: names end at a comma beside a link or behind a closing bracket.
_BETWEEN = lazy("(?<=[\x00\\]]), ?|, ?(?=\x00)")


def creators_in(byline: LexborNode, base_url: str | None) -> tuple[Creator, ...]:
    """The creators that a byline names, in its order; nobody if it says that they are anonymous.

    Whoever archived the work for another is no creator: the name stays as written, without an address.
    """
    links = byline.css("a")
    found = [_creator(part, links, base_url) for part in _BETWEEN.split(_with_marks(byline))]
    return tuple(creator for creator in found if creator.name and creator.name != ANONYMOUS)


def is_anonymous(byline: LexborNode) -> bool:
    """Whether the byline says that the work has no name on it."""
    return _OPENING.sub("", text_in(byline), count=1) == ANONYMOUS and byline.css_first("a") is None


def archivists_in(byline: LexborNode, base_url: str | None) -> tuple[str, ...]:
    """Addresses of those who archived the work for somebody else."""
    if _ARCHIVED not in text_in(byline):
        return ()
    links = byline.css("a")
    named = {creator.url for creator in creators_in(byline, base_url)}
    return tuple(url for url in (address_of(link, base_url) for link in links) if url and url not in named)


def _with_marks(byline: LexborNode) -> str:
    """The byline on one line, each link in it as its number."""
    pieces, number = [], 0
    node = byline.child
    while node is not None:
        if node.tag == "a":
            pieces.append(f"\x00{number}\x00")
            number += 1
        elif node.tag != "-comment":
            pieces.append(node.text() or "")
        node = node.next
    return _OPENING.sub("", squeezed("".join(pieces)), count=1)


def _creator(part: str, links: list[LexborNode], base_url: str | None) -> Creator:
    numbers = [int(number) for number in _LINK.findall(part)]
    name = squeezed(_LINK.sub(lambda match: text_in(links[int(match[1])]), part))
    lone = numbers[0] if len(numbers) == 1 and _ARCHIVED not in part else None
    return Creator(name, url=None if lone is None else address_of(links[lone], base_url))
