"""How many words a text has, counted as the largest archive counts them (formats.md §0)."""

from __future__ import annotations

import html

from retold.lib.patterns import lazy

# Tags that stand inside a word; every other tag parts two words.
_INLINE_TAG = lazy(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)\b[^>]*>"
)
_TAG = lazy(r"<[^>]*>")
# Each Han, Hiragana, Katakana and Thai character is a word; so is each run of other word characters.
_ONE_EACH = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff6f\uff71-\uff9d\u0e01-\u0e3a\u0e40-\u0e4e"
    "\U00020000-\U000323af\U0001b000-\U0001b16f"
)
_ONE_EACH_THERE = lazy(f"[{_ONE_EACH}]")
_WORD = lazy(f"[{_ONE_EACH}]|[^\\W{_ONE_EACH}]+")


_RUN = lazy(r"\w+")


def count_words(markup: str) -> int:
    """Count the words of a piece of canonical markup: tags stripped, entities read, `--` a dash."""
    return count_words_of_text(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", markup))))


def count_words_of_text(text: str) -> int:
    """The same for plain text."""
    text = text.replace("--", "—")
    for dropped in "'’‘-":
        text = text.replace(dropped, "")
    if text.isascii() or not _ONE_EACH_THERE.search(text):
        return len(_RUN.findall(text))
    return len(_WORD.findall(text))
