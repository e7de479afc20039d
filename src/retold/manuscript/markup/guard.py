"""A linear pass before the parser, which is quadratic in the depth of nesting and in open formatting.

Only what no sound work has is touched: start tags nested too deep are left out, and so are attributes past the
hundredth of one tag. No text is ever left out. Nothing rests on this pass for safety: it sees tags roughly as a
parser does, and what it gets wrong the builder after the parser puts right.
"""

from __future__ import annotations

import re
from itertools import islice

from retold.lib.patterns import lazy
from retold.manuscript.markup.vocabulary import names

MAX_DEPTH = 250
MAX_FORMATTING = 60
MAX_ATTRIBUTES = 100
LONG_TAG = 2_000
# How many elements the parser may be made to open again: for the whole source, and for each of its tags.
REOPENED = 100_000
REOPENED_PER_TAG = 1

_VALUE = r"\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+"
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:{_VALUE})?+"
_TAG = lazy(
    r"<(?:(?P<dead>!--|[!?]|/(?![A-Za-z]))"
    rf"|(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)(?P<close>>?))"
)
_ONE_ATTRIBUTE = lazy(rf"[\s/]*+{_ATTRIBUTE}")
_LONG = lazy(rf"<[A-Za-z][^>]{{{LONG_TAG}}}")
_OTHER_START = lazy(r"<(?!/|p[ >]|br)")
# A tag that every reader sees alike: no quotes or signs out of place.
_SOUND = lazy(
    r"<(/?[A-Za-z][A-Za-z0-9-]*+)(?:>"
    r"|(?:\s++[^\s<>\"'/=]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=]++))?+)*+\s*+/?>)"
)
# What stands before a page's body or between its parts, with nothing in it that could be taken for a tag.
_PLAIN_ASIDE = lazy(r"<!(?:--[^<>]*--|doctype[^<>]*)>|<(title|style)>[^<>]*</\1>", re.IGNORECASE)
_RAW = names("script style xmp iframe noembed noframes textarea title")
_UNSOUND = _RAW | {"plaintext", "svg", "math"}
_VOID = names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr"
)
# Their start tag ends one that is open, so they nest no deeper than what is counted.
_SELF_CLOSING = names("p li dt dd td th tr tbody thead tfoot caption colgroup option html head body h1 h2 h3 h4 h5 h6")
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
_BLOCKS = names(
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer form"
    " header hgroup listing main menu nav object ol pre search section select summary table ul"
)
_ONE_AT_A_TIME = frozenset({"a", "nobr"})


def bounded(source: str) -> str:
    """The source, with what would make a parser quadratic left out; nearly always the source itself."""
    long = _LONG.search(source) is not None
    if not long and (_has_few_tags(source) or _shallow(source)):
        return source
    return _Guard(source).read()


def _has_few_tags(source: str) -> bool:
    """Whether so little begins in the source, paragraphs and line breaks aside, that nothing can be nested too deep."""
    return next(islice(_OTHER_START.finditer(source), MAX_FORMATTING, None), None) is None


def _shallow(source: str) -> bool:
    """Whether the tags are all of one clear reading, and nest so little that no name-blind count is needed."""
    if "<!" in source:  # a whole page
        source = _PLAIN_ASIDE.sub("", source)
    tags = [name.lower() for name in _SOUND.findall(source)]
    if len(tags) != source.count("<"):
        return False
    kinds = set(tags)
    if kinds & _UNSOUND:
        return False
    counted = {name for name in kinds if name[0] != "/" and name not in _VOID and name not in _SELF_CLOSING}
    # Each name is one pass, so of many names there is no quick count.
    return len(counted) <= 30 and sum(_deepest(name, tags) for name in counted) <= MAX_FORMATTING


def _deepest(name: str, tags: list[str]) -> int:
    end = f"/{name}"
    now = deepest = 0
    for one in tags:
        if one == name:
            now += 1
            if now > deepest:
                deepest = now
        elif one == end and now:
            now -= 1
    return deepest


class _Guard:
    """Walks the tags of a source once, and keeps account of what a parser would have open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.kept: list[str] = []
        self.copied = 0
        self.stack: list[str] = []
        self.open: dict[str, int] = {}
        self.formatting: dict[str, int] = {}
        self.formats = 0
        self.budget = REOPENED
        self.foreign = False

    def read(self) -> str:
        """The source without what is left out."""
        at = 0
        while (tag := _TAG.search(self.source, at)) is not None:
            if tag["dead"] is not None:
                at = self._after_comment(tag)
                continue
            if not tag["close"]:
                break  # The source ends inside this tag.
            self.budget += REOPENED_PER_TAG
            name = tag["name"].lower()
            at = self._end(tag, name) if tag["end"] else self._start(tag, name)
        return "".join(self.kept) + self.source[self.copied :] if self.kept else self.source

    def _after_comment(self, tag: re.Match[str]) -> int:
        if tag["dead"] != "!--":
            end = self.source.find(">", tag.end())
            return end + 1 if end >= 0 else len(self.source)
        for short in (">", "->"):
            if self.source.startswith(short, tag.end()):
                return tag.end() + len(short)
        closed = _COMMENT_END.search(self.source, tag.end())
        return closed.end() if closed else len(self.source)

    def _start(self, tag: re.Match[str], name: str) -> int:
        """Take account of a start tag; the place where reading goes on."""
        if len(tag["attributes"]) > LONG_TAG:
            self._trim(tag)
        if name in ("svg", "math"):
            self.foreign = True
        if name in _VOID:
            return tag.end()
        if name in _RAW and not self.foreign:
            return self._after_raw(tag, name)
        if name in _SELF_CLOSING:
            self._reopen(tag)
        elif name in _ONE_AT_A_TIME and self.open.get(name):
            pass
        elif len(self.stack) >= MAX_DEPTH or (name in _FORMATTING and self.formats >= MAX_FORMATTING):
            self._leave_out(tag)
        else:
            self._enter(tag, name)
        return tag.end()

    def _after_raw(self, tag: re.Match[str], name: str) -> int:
        """Past the text of an element that holds no tags; if it never ends, read on as if it did."""
        end = _RAW_END[name].search(self.source, tag.end()) if self.open.get(f"/{name}") != 0 else None
        if end is None:
            self.open[f"/{name}"] = 0  # Not again: looking for what is not there would be quadratic.
            return tag.end()
        return end.start()

    def _enter(self, tag: re.Match[str], name: str) -> None:
        if name in _FORMATTING:
            self.formatting[name] = self.formatting.get(name, 0) + 1
            self.formats += 1
        else:
            self._reopen(tag)
        self.stack.append(name)
        self.open[name] = self.open.get(name, 0) + 1

    def _end(self, tag: re.Match[str], name: str) -> int:
        if name not in _FORMATTING:
            self._reopen(tag)
        elif self.formatting.get(name):
            self.formatting[name] -= 1
            self.formats -= 1
        while self.open.get(name, 0) > 0:
            closed = self.stack.pop()
            self.open[closed] -= 1
            if closed == name:
                break
        return tag.end()

    def _reopen(self, tag: re.Match[str]) -> None:
        """A block begins or ends: the parser may open again all formatting that was left open.

        Once that has been too much, the formatting is closed for it.
        """
        self.budget -= self.formats
        if self.budget >= 0 or not self.formats:
            return
        ends = "".join(f"</{name}>" * count for name, count in self.formatting.items())
        self.kept.append(self.source[self.copied : tag.start()] + ends)
        self.copied = tag.start()
        self.formatting.clear()
        self.formats = 0

    def _leave_out(self, tag: re.Match[str]) -> None:
        if self.copied > tag.start():  # Its attributes were trimmed, so it stands there last.
            self.kept.pop()
        else:
            self.kept.append(self.source[self.copied : tag.start()])
        self.copied = tag.end()
        if tag["name"].lower() in _BLOCKS:
            self.kept.append("<p>")  # What it held stays apart from what was before.

    def _trim(self, tag: re.Match[str]) -> None:
        first = islice(_ONE_ATTRIBUTE.finditer(tag["attributes"]), MAX_ATTRIBUTES)
        self.kept.append(self.source[self.copied : tag.start()])
        self.kept.append(f"<{tag['name']}{''.join(one.group() for one in first)}>")
        self.copied = tag.end()


_COMMENT_END = lazy(r"--!?>")
_RAW_END = {name: lazy(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
