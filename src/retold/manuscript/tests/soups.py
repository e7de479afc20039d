"""Tag soup for tests: pieces of HTML in any order, with words that can be found again."""

from __future__ import annotations

from hypothesis import strategies as st

# Everything whose text is meant to be read, sound and unsound, old and new, and two foreign vocabularies.
TAGS = (
    "p h1 h3 ul ol li dl dt dd pre hr table caption colgroup col thead tbody tfoot tr td th div figure figcaption "
    "details summary blockquote center section a abbr b bdi bdo br cite code del dfn em i img ins ruby rt rp rb rtc s "
    "small span strong sub sup u wbr font tt big strike button select option optgroup textarea svg math foreignObject "
    "desc mi mtext annotation-xml object form fieldset legend body html head noscript xmp iframe noembed label input "
    "nobr marquee frameset frame x-y main address menu dir video audio isindex q listing"
).split()
ATTRIBUTES = (
    "",
    "",
    "",
    ' class="x y"',
    ' id="a"',
    ' id="b"',
    ' name="c"',
    ' href="#a"',
    ' href="https://archive.example/?a b&c"',
    " align=center",
    ' style="font-style:italic;text-align:right"',
    " dir=ltr",
    ' title="a<b>\n c"',
    " colspan=3",
    " start=4",
    " lang=en",
    " onclick=alert(1)",
)
TEXTS = (" ", "\n", "\u00a0", " a", "b ", "&amp;", "<!-- c -->", "&lt;i&gt;", "漢", "\u200d", "&#13;", "<?php x ?>", "\0")


def soups(max_size: int = 20) -> st.SearchStrategy[str]:
    """Soups of up to so many pieces; their words are W0z, W1z … in the order of the source."""
    opening = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
    closing = st.builds("</{}>".format, st.sampled_from(TAGS))
    piece = st.one_of(opening, closing, st.sampled_from(TEXTS), st.sampled_from(["W", "W ", " W"]))

    def numbered(pieces: list[str]) -> str:
        return "".join(part.replace("W", f"W{at}z") if part.strip() == "W" else part for at, part in enumerate(pieces))

    return st.lists(piece, min_size=1, max_size=max_size).map(numbered)
