"""Where on a page the story is: a container known by name, or the block with the most prose in it."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import children, is_text, squeezed, text_in

# Containers that sites and programs give to the story itself, the surest first.
KNOWN = (
    "#workskin #chapters",  # OTW's site pages
    "#storytext",  # FanFiction.net
    "#story_text",
    "#chapter_container .chapter-body, #chapter-body",  # Fimfiction
    "div#story",  # eFiction
    "div.storytext, div.story-text, div.chapter-content, div.chapter_content, div.chapter-body, div.entry-content",
    "[itemprop=articleBody]",
    "article .post-content, article .post-body, div.post-body, div.asset-body, div.b-singlepost-body",
    "main article",
    "article",
)
_AROUND = "nav, header nav, footer, aside, form, [role=navigation], [role=banner], [role=complementary], menu, iframe"
_BLOCKS = ("div", "section", "article", "main", "td", "center", "blockquote", "body", "pre", "font", "span")
_PROSE = ("p", "br", "h1", "h2", "h3", "h4", "blockquote", "hr")
# Most of a small page is in one place; a page whose words are mostly elsewhere than in the best block is all story.
_MOST_OF_IT = 0.5
_LEAST_KNOWN = 200


# Menus stand among the first; each look goes through all that a list holds.
_LISTS_LOOKED_AT = 60


def story_in(document: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the story; the body itself where the page is nothing but the story."""
    body = document.body
    if body is None:
        return None
    for selector in KNOWN:
        found = [node for node in body.css(selector) if _is_substantial(node, body)]
        if len(found) == 1:
            return found[0]
        holder = _holder(found, body)
        if holder is not None:
            return holder
    if body.css_first(_AROUND) is None and not _has_link_lists(body):
        return body
    return _densest(body, _prose_size(body))


def _is_substantial(node: LexborNode, body: LexborNode) -> bool:
    """Whether a known container holds a text worth the name, or most of a very short page."""
    size = len(text_in(node))
    return size > _LEAST_KNOWN or size > _prose_size(body) // 2


def _holder(found: list[LexborNode], body: LexborNode) -> LexborNode | None:
    """The parent of several containers that stand beside one another (a chapter each)."""
    parents = {node.parent.mem_id: node.parent for node in found if node.parent is not None}
    if len(found) < 2 or len(parents) != 1:
        return None
    parent = next(iter(parents.values()))
    return None if parent.mem_id == body.mem_id else parent


def _has_link_lists(body: LexborNode) -> bool:
    """Whether the page has lists that are links and little else, as menus are."""
    return body.css_first("a") is not None and any(map(_is_links, body.css("ul, ol, table")[:_LISTS_LOOKED_AT]))


def _is_links(node: LexborNode) -> bool:
    links = node.css("a")
    return len(links) > 2 and sum(len(text_in(link)) for link in links) * 10 >= 8 * len(text_in(node))


def _densest(body: LexborNode, whole: int) -> LexborNode:
    """The block in which most prose stands directly, or the one above it that gathers more of the page's."""
    best, best_size = body, 0
    for node in body.css(", ".join(_BLOCKS)):
        size = _direct_prose(node)
        if size > best_size:
            best, best_size = node, size
    while best_size < whole * _MOST_OF_IT and best.parent is not None and best.mem_id != body.mem_id:
        best = best.parent
        best_size = _prose_size(best)
    return best


def _direct_prose(node: LexborNode) -> int:
    """Letters of the node's own text and paragraphs, without what is linked."""
    size = 0
    for child in children(node):
        if is_text(child):
            size += len(squeezed(child.text() or ""))
        elif child.tag in _PROSE or child.tag in ("b", "i", "em", "strong", "u", "span", "font"):
            size += len(text_in(child)) - sum(len(text_in(link)) for link in child.css("a"))
    return size


def _prose_size(node: LexborNode) -> int:
    return len(text_in(node)) - sum(len(text_in(link)) for link in node.css("a"))
