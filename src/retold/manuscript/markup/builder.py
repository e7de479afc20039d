"""Builds the tree of canonical markup from the parser's tags: allow-list, content model, white space, ids.

The tags come properly nested from the parser's own serialisation. Nothing here recurses: open blocks are frames
on a stack, open inline elements a list of formats. A format is written only when text follows, in whatever
paragraph that is: so an inline element around two paragraphs becomes one in each, and an empty one vanishes.
"""

from __future__ import annotations

import re

from retold.lib.patterns import lazy
from retold.lib.xml_text import collapse
from retold.manuscript.markup.attributes import Meaning, escape_value, fragment_identifier, meaning
from retold.manuscript.markup.frames import Format, Frame, Kind
from retold.manuscript.markup.model import Element, Node
from retold.manuscript.markup.shapes import PUT_RIGHT
from retold.manuscript.markup.urls import file_name, picture_source, safe_url
from retold.manuscript.markup.vocabulary import (
    CELLS,
    CONTAINERS,
    DROPPED,
    INLINE,
    LISTS,
    MAX_BLOCK_DEPTH,
    MAX_INLINE_DEPTH,
    NO_END,
    PARTING,
    ROW_GROUPS,
    TEXT_BLOCKS,
)

_PRE = lazy(r"<(?:pre|listing)[ >]")
# Inline elements that mean what they are, without more ado.
_PLAIN_INLINE = INLINE - {"a", "bdo", "dfn", "span"}
# Formats written again in a later block: for the whole fragment, and for each of its tags.
REOPENED = 20_000
REOPENED_PER_TAG = 1

# The parser's serialisation, tag by tag: a whole simple paragraph, or the parts of one tag; then the text after it.
TOKEN = lazy(
    r"<(?:p>(?! )((?:[^<]++|<(em|i|b|strong|u|s)>(?! )[^<]++(?<! )</\2>)++)(?<! )</p>"
    r"|!--.*?-->|\?[^>]*>"
    r"|(/?)([^\s/>]+)((?: [^\s/>][^\s/>=]*=\"[^\"]*\")*)>)([^<]*)",
    re.DOTALL,
)


_RUNS = frozenset({Kind.FLOW, Kind.PARAGRAPH, Kind.TEXT, Kind.RUBY})
_FLAT = frozenset({Kind.TEXT, Kind.RUBY})
# What is put between a structure and text that stands in it without a place of its own.
_MISSING = {
    Kind.LIST: ("li", Kind.FLOW),
    Kind.DEFINITIONS: ("dd", Kind.FLOW),
    Kind.TABLE: ("tbody", Kind.GROUP),
    Kind.GROUP: ("tr", Kind.ROW),
    Kind.ROW: ("td", Kind.FLOW),
}


# How a tag's end undoes its start: frames to keep (None: all), formats to keep, whether text is parted.
End = tuple[int | None, int, bool]


class Builder:
    """Takes the parser's tags in order and gives the blocks of the tree."""

    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url
        self.root = Element("")
        self.frames = [Frame(self.root, Kind.FLOW, 0)]
        self.formats: list[Format] = []
        self.ends: list[End] = []
        self.gap = True  # white space here would be lost in a browser too
        self.content = 0
        self.anchors: list[str] = []
        self.ids: set[str] = set()
        self.links: list[Element] = []
        self.dropping = 0
        self.foreign = 0
        self.preserving = 0
        self.collapsed = False  # whether all white space was collapsed beforehand
        self.budget = REOPENED

    def build(self, serialised: str) -> list[Node]:
        """The blocks of a fragment that lexbor has serialised."""
        self.collapsed = _PRE.search(serialised) is None
        if self.collapsed:
            # The space at the edges of paragraphs would go later anyway; so more of them need no work.
            serialised = collapse(serialised).replace(" </p>", "</p>").replace("<p> ", "<p>")
        first = serialised.partition("<")[0]
        if first:
            self._text(first)
        self._feed(TOKEN.findall(serialised, len(first)))
        self._pop_to(1)
        self._end_run(self.frames[0])
        self._unlink()
        return self.root.children

    # Tags

    def _feed(self, tokens: list[tuple[str, str, str, str, str, str]]) -> None:
        self.budget += REOPENED_PER_TAG * len(tokens)
        for simple, _, slash, tag, written, text in tokens:
            if simple:
                self._simple(simple)
            elif slash:
                if tag not in NO_END:
                    self._end(tag)
            elif tag in _PLAIN_INLINE and not written:
                if self.dropping:
                    self.dropping += 1
                    continue
                self.ends.append((None, len(self.formats), False))
                self._push_format(Format(tag, {}))
            elif tag:
                self._start(tag, written)
            if text and not (self.gap and text == " ") and not self.dropping:
                self._text(text)

    def _simple(self, inner: str) -> None:
        """A paragraph that needs no work, if it stands where a paragraph may stand; else tag by tag."""
        if self.dropping:
            return
        frame = self.frames[-1]
        busy = self.formats or self.anchors or self.preserving
        if frame.kind is not Kind.FLOW or busy or not (self.collapsed or collapse(inner) == inner):
            self._start("p", "")
            first = inner.partition("<")[0]
            if first:
                self._text(first)
            self._feed(TOKEN.findall(inner, len(first)))
            self._end("p")
            return
        self._end_run(frame)
        frame.element.children.append(f"<p>{inner}</p>")
        self.content += 1

    def _start(self, tag: str, written: str) -> None:
        if self.dropping:
            self.dropping += tag not in NO_END
            return
        if tag in DROPPED and not (self.foreign and tag == "title"):
            self.dropping = int(tag not in NO_END)
            return
        if tag in ("svg", "math"):
            self.foreign += 1
        what = meaning(tag, written)
        if tag in NO_END or what.name == "img":
            self._void(what)
            if tag not in NO_END:
                self.ends.append((None, len(self.formats), False))
            return
        formats = len(self.formats)
        if what.name in INLINE:
            self._inline(what)
            self.ends.append((None, formats, False))
            return
        self.ends.append(self._block(what, formats))
        for name in what.styled:
            self._push_format(Format(name, {}))

    def _end(self, tag: str) -> None:
        if self.dropping:
            self.dropping -= 1
            return
        if not self.ends:
            return
        frames, formats, parting = self.ends.pop()
        if tag in ("svg", "math"):
            self.foreign -= 1
        if frames is not None:
            self._pop_to(frames)
        if len(self.formats) > formats:
            self._drop_formats(formats)
        if parting:
            self._part()

    def _part(self) -> None:
        """What comes next is parted from what came before, without an element to say so."""
        frame = self.frames[-1]
        if frame.kind in _FLAT:
            frame.soft = True
        else:
            self._end_run(frame)

    # Inline elements

    def _inline(self, what: Meaning) -> None:
        name, kept = what.name, what.kept
        if self.frames[-1].element.name == "rp":
            return
        if name == "a":
            kept, name = self._linked(what)
        if (name == "bdo" and kept.get("dir") not in ("ltr", "rtl")) or self._is_open(name, ("dfn",)):
            name = "span"
        if name in ("span", "a") and not kept and not what.identifier:
            name = ""
        if name:
            self._push_format(Format(name, kept, what.identifier))
        for styled in what.styled:
            self._push_format(Format(styled, {}))

    def _linked(self, what: Meaning) -> tuple[dict[str, str], str]:
        """The attributes of a link with its address, and its name: a link in a link is none."""
        if self._is_open("a", ("a",)):
            return what.kept, "span"
        href = (what.href or "").strip()
        if href.startswith("#"):
            target = fragment_identifier(href)
            return ({**what.kept, "href": f"#{target}"}, "a") if target else (what.kept, "a")
        address = safe_url(href, self.base_url) if href else None
        return ({**what.kept, "href": escape_value(address)}, "a") if address else (what.kept, "a")

    def _is_open(self, name: str, names: tuple[str, ...]) -> bool:
        return name in names and any(one.name == name for one in self.formats)

    def _push_format(self, added: Format) -> None:
        formats = self.formats
        if len(formats) >= MAX_INLINE_DEPTH or self.frames[-1].element.name == "rp":
            return
        if any(one.name == added.name and one.attributes == added.attributes for one in formats):
            if added.identifier:
                self.anchors.append(added.identifier)
            return
        formats.append(added)

    def _drop_formats(self, keep: int) -> None:
        for closed in self.formats[keep:]:
            if closed.identifier and not closed.written:
                self.anchors.append(closed.identifier)
        del self.formats[keep:]
        frame = self.frames[-1]
        if frame.tips:
            del frame.tips[1 + max(0, keep - frame.base) :]

    def _tip(self) -> Element:
        """The innermost open element for text to stand in, made if need be with all that is around it."""
        frame = self.frames[-1]
        if frame.kind not in _RUNS:
            frame = self._flow()
        if not frame.tips:
            self._open_run(frame)
        elif frame.soft:
            self._soften(frame)
        frame.soft = False
        tips = frame.tips
        for one in self.formats[frame.base + len(tips) - 1 :]:
            element = self._written(one)
            tips[-1].children.append(element)
            tips.append(element)
        return tips[-1]

    def _open_run(self, frame: Frame) -> None:
        if frame.kind is Kind.FLOW:
            paragraph = Element("p", implied=True)
        elif frame.kind is Kind.PARAGRAPH:
            what = frame.meaning
            assert what is not None
            paragraph = Element("p", self._identified(what.kept, what.identifier))
            frame.meaning = Meaning("p", what.kept)
        else:
            frame.tips = [frame.element]
            return
        frame.element.children.append(paragraph)
        frame.tips = [paragraph]
        if self.budget < 0 and frame.base == 0:
            del self.formats[:]

    def _soften(self, frame: Frame) -> None:
        """Part two texts in a block that may hold no blocks."""
        del frame.tips[1:]
        if not frame.element.children:
            return
        name = frame.element.name
        if name == "pre":
            frame.element.children.append("\n")
        elif name in ("ruby", "rt", "rp"):
            if not self.gap:
                frame.element.children.append(" ")
        else:
            self._trim(frame.element, frame.tips)
            frame.element.children.append(Element("br"))
        self.gap = True

    def _written(self, one: Format) -> Element:
        if one.written:
            self.budget -= 1
            identifier = None
        else:
            identifier = one.identifier
        one.written = True
        attributes = self._identified(one.attributes, identifier)
        name = one.name if attributes or one.name not in ("span", "a") else ""
        element = Element(name, attributes)
        if attributes.get("href", "").startswith("#"):
            self.links.append(element)
        return element

    def _identified(self, kept: dict[str, str], identifier: str | None) -> dict[str, str]:
        """The attributes with the id, if no other element has it; the meaning's own are left as they are."""
        if identifier is None or identifier in self.ids:
            return dict(kept) if kept else {}
        self.ids.add(identifier)
        return {"id": identifier, **kept}

    def _release(self, removed: Element) -> None:
        """The id of an element that came to hold nothing becomes a place before what follows."""
        identifier = removed.attributes.get("id")
        if identifier is not None:
            self.ids.discard(identifier)
            self.anchors.append(identifier)

    def _flush_anchors(self, tip: Element) -> None:
        """Places that links point at and that held nothing stand before the text that follows them."""
        for identifier in self.anchors:
            if identifier not in self.ids:
                self.ids.add(identifier)
                tip.children.append(Element("span", {"id": identifier}))
        self.anchors.clear()

    # Text

    def _text(self, text: str) -> None:
        if self.preserving:
            self._preserved(text)
            return
        if not self.collapsed:
            text = collapse(text)
        if text[0] == " " and (self.gap or self.frames[-1].soft):
            text = text[1:]
            if not text:
                return
        tip = self._tip()
        if text != " ":
            if self.anchors:
                self._flush_anchors(tip)
            self.content += 1
        tip.children.append(text)
        self.gap = text[-1] == " "

    def _preserved(self, text: str) -> None:
        frame = self.frames[-1]
        if not frame.element.children and frame.element.name == "pre":
            # A parser of HTML leaves out a line end right after <pre>, one of XML does not: so there is none.
            text = text.lstrip("\n")
        if not text:
            return
        tip = self._tip()
        if text.strip(" \t\n"):
            if self.anchors:
                self._flush_anchors(tip)
            self.content += 1
        tip.children.append(text)

    def _end_run(self, frame: Frame) -> None:
        """No more text in this paragraph: the space at its end goes."""
        if frame.tips:
            tips = frame.tips
            frame.tips = []
            if frame.kind is not Kind.RUBY and frame.element.name not in ("rt", "rp"):
                self._trim(tips[0], tips[:1])
                if not tips[0].children and frame.kind is not Kind.TEXT:
                    frame.element.children.pop()
                    self._release(tips[0])
        self.gap = True

    def _trim(self, element: Element, held: list[Element]) -> None:
        """Take the space from the end of what is in the element; what is emptied goes too, unless held open."""
        space = "" if self.preserving else " "
        path = [element]
        while path:
            children = path[-1].children
            if not children:
                emptied = path.pop()
                if any(emptied is one for one in held) or not path:
                    return
                path[-1].children.pop()
                self._release(emptied)
                continue
            last = children[-1]
            if isinstance(last, str):
                trimmed = last.rstrip(space)
                if trimmed:
                    children[-1] = trimmed
                    return
                children.pop()
            elif last.name in NO_END or (last.name == "ruby" and last.children):
                return
            else:
                path.append(last)

    def _prune(self, frame: Frame) -> None:
        """Take away the open inline elements that hold nothing yet; they are made again when text follows."""
        tips = frame.tips
        while len(tips) > 1 and not tips[-1].children:
            self.ids.discard(tips.pop().attributes.get("id", ""))
            tips[-1].children.pop()
            self.formats[frame.base + len(tips) - 1].written = False

    # Void elements

    def _void(self, what: Meaning) -> None:
        if what.name == "br":
            self._line_break()
        elif what.name == "hr":
            self._rule(what)
        elif what.name == "img":
            self._picture(what)
        elif what.name == "wbr" and not self.gap and self.frames[-1].tips and not self.frames[-1].soft:
            self._tip().children.append(Element("wbr"))

    def _line_break(self) -> None:
        frame = self.frames[-1]
        if frame.element.name in ("rp", "rt", "ruby"):
            self._text(" ")
            return
        if frame.kind not in _RUNS:
            frame = self._flow()
        if not frame.tips:
            self._open_run(frame)
        frame.soft = False
        tips = frame.tips
        self._trim(tips[0], tips)
        self._prune(frame)
        tips[-1].children.append(Element("br"))
        self.gap = True
        self.content += 1

    def _rule(self, what: Meaning) -> None:
        if self.frames[-1].kind in _FLAT:
            self._part()
            return
        frame = self._flow()
        self._end_run(frame)
        frame.element.children.append(Element("hr", self._identified(what.kept, what.identifier)))
        self.content += 1

    def _picture(self, what: Meaning) -> None:
        source = picture_source(what.src or "")
        if source is None or self.frames[-1].element.name == "rp":
            self._picture_elsewhere(what)
            return
        tip = self._tip()
        if self.anchors:
            self._flush_anchors(tip)
        shown = {"src": source, "alt": escape_value(what.alt or ""), **what.kept}
        tip.children.append(Element("img", self._identified(shown, what.identifier)))
        self.gap = False
        self.content += 1

    def _picture_elsewhere(self, what: Meaning) -> None:
        """A picture that is not kept here becomes a link to it; its words stay in any case."""
        address = safe_url(what.src or "", self.base_url)
        label = escape_value(what.alt or "") or (escape_value(file_name(address)) or "image" if address else "")
        label = label.replace("&quot;", '"')
        if not label:
            return
        formats = len(self.formats)
        if address and not self._is_open("a", ("a",)):
            self._push_format(Format("a", {"href": escape_value(address), "class": "image"}))
        self._text(label)
        self._drop_formats(formats)

    # Blocks

    def _block(self, what: Meaning, formats: int) -> End:
        """Open the block that a tag asks for, where it may stand; how its end tag undoes that."""
        name = what.name
        if self.frames[-1].kind in _FLAT:
            return self._block_in_text(what, formats)
        if name == "p":
            return self._open_paragraph(what, formats)
        if name == "ruby":
            return self._open_ruby(formats)
        if name in TEXT_BLOCKS:
            return self._open_text_block(what, formats)
        if name == "li":
            return self._open_item(what, formats)
        if name in ("dt", "dd"):
            return self._open_definition(what, formats)
        if name in CELLS or name == "tr" or name in ROW_GROUPS or name == "caption":
            return self._open_table_part(what, formats)
        if name in ("figcaption", "summary"):
            return self._open_caption(what, formats)
        if name in _NESTING:
            return self._open_nesting(what, formats)
        if name in PARTING:
            self._part()
            return None, formats, True
        return None, formats, False

    def _block_in_text(self, what: Meaning, formats: int) -> End:
        name, frame = what.name, self.frames[-1]
        if name == "ruby" and frame.kind is Kind.TEXT and frame.element.name not in ("rt", "rp"):
            return self._open_ruby(formats)
        if name in ("rt", "rp"):
            if frame.kind is Kind.RUBY:
                return self._open_ruby_part(what, formats)
            return None, formats, False
        if what.identifier and (name in _BLOCKS):
            self.anchors.append(what.identifier)
        parting = name in _BLOCKS or name in PARTING
        if parting:
            self._part()
        return None, formats, parting

    def _flow(self) -> Frame:
        """The frame that may hold blocks here; what structure is missing for it is put in."""
        while True:
            frame = self.frames[-1]
            if frame.kind in (Kind.FLOW, Kind.PARAGRAPH):
                return frame
            if frame.inserted and frame.kind is Kind.LIST:
                self._pop_to(len(self.frames) - 1)
                continue
            name, kind = _MISSING[frame.kind]
            self._push(Element(name), kind, inserted=True)

    def _push(self, element: Element, kind: Kind, *, inserted: bool = False) -> Frame:
        parent = self.frames[-1]
        if parent.kind is not Kind.RUBY and element.name != "ruby":
            self._end_run(parent)
        (parent.tips[-1] if element.name == "ruby" else parent.element).children.append(element)
        frame = Frame(element, kind, self.content, inserted=inserted)
        self.frames.append(frame)
        return frame

    def _open(self, what: Meaning, kind: Kind, formats: int) -> End:
        frames = len(self.frames)
        self._push(Element(what.name, self._identified(what.kept, what.identifier)), kind)
        return frames, formats, False

    def _flattened(self, what: Meaning, formats: int) -> End:
        """A block that cannot be kept: its text is parted from what is around it, and its id stays a place."""
        if what.identifier:
            self.anchors.append(what.identifier)
        self._part()
        return None, formats, True

    def _open_paragraph(self, what: Meaning, formats: int) -> End:
        parent = self._flow()
        self._end_run(parent)
        frames = len(self.frames)
        frame = Frame(parent.element, Kind.PARAGRAPH, self.content)
        frame.meaning = what
        self.frames.append(frame)
        return frames, formats, False

    def _open_text_block(self, what: Meaning, formats: int) -> End:
        parent = self._flow()
        if parent.element.name == "th" and what.name != "pre":
            return self._flattened(what, formats)
        end = self._open(what, Kind.TEXT, formats)
        self.preserving += what.name == "pre"
        return end

    def _open_nesting(self, what: Meaning, formats: int) -> End:
        name = what.name
        if self.frames[-1].kind is Kind.LIST and name in LISTS:
            self._reopen_item()
        parent = self._flow()
        plain = name == "div" and not what.kept and (not what.identifier or what.identifier in self.ids)
        if plain or len(self.frames) + _HEADROOM.get(name, 0) >= MAX_BLOCK_DEPTH:
            return self._flattened(what, formats)
        self._end_run(parent)
        return self._open(what, _NESTING[name], formats)

    def _reopen_item(self) -> None:
        """A list right in a list belongs to the item before it."""
        frame = self.frames[-1]
        items = frame.element.children
        if items and isinstance(items[-1], Element) and items[-1].name == "li":
            self.frames.append(Frame(items[-1], Kind.FLOW, self.content, inserted=True))

    def _settle(self, kinds: tuple[Kind, ...]) -> bool:
        """Close what was put in until a frame of one of the kinds is the last; False, and nothing done, if none is."""
        at = len(self.frames) - 1
        while self.frames[at].kind not in kinds:
            if not self.frames[at].inserted:
                return False
            at -= 1
        self._pop_to(at + 1)
        return True

    def _open_item(self, what: Meaning, formats: int) -> End:
        if not self._settle((Kind.LIST,)):
            if len(self.frames) + 1 >= MAX_BLOCK_DEPTH:
                return self._flattened(what, formats)
            self._flow()
            self._push(Element("ul"), Kind.LIST, inserted=True)
        return self._open(what, Kind.FLOW, formats)

    def _open_definition(self, what: Meaning, formats: int) -> End:
        if not self._settle((Kind.DEFINITIONS,)):
            return self._flattened(what, formats)
        return self._open(what, Kind.TEXT if what.name == "dt" else Kind.FLOW, formats)

    def _open_table_part(self, what: Meaning, formats: int) -> End:
        name = what.name
        if name in CELLS:
            return self._open_in_table(what, (Kind.ROW, Kind.GROUP, Kind.TABLE), Kind.FLOW, formats)
        if name == "tr":
            return self._open_in_table(what, (Kind.GROUP, Kind.TABLE), Kind.ROW, formats)
        if not self._settle((Kind.TABLE,)):
            return self._flattened(what, formats)
        children = self.frames[-1].element.children
        if name == "caption":
            return self._flattened(what, formats) if children else self._open(what, Kind.TEXT, formats)
        return self._open(what, Kind.GROUP, formats)

    def _open_in_table(self, what: Meaning, kinds: tuple[Kind, ...], kind: Kind, formats: int) -> End:
        if not self._settle(kinds):
            return self._flattened(what, formats)
        while self.frames[-1].kind is not kinds[0]:
            name, missing = _MISSING[self.frames[-1].kind]
            self._push(Element(name), missing, inserted=True)
        return self._open(what, kind, formats)

    def _open_caption(self, what: Meaning, formats: int) -> End:
        frame = self.frames[-1]
        if what.name == "figcaption" and frame.element.name == "figure" and frame.kind is Kind.FLOW:
            return self._open(what, Kind.FLOW, formats)
        if what.name == "summary" and frame.element.name == "details" and frame.kind is Kind.FLOW:
            self._end_run(frame)
            if not frame.element.children:
                return self._open(what, Kind.TEXT, formats)
        return self._flattened(what, formats)

    def _open_ruby(self, formats: int) -> End:
        self._tip()
        frames = len(self.frames)
        frame = self._push(Element("ruby"), Kind.RUBY)
        frame.base = len(self.formats)
        return frames, formats, False

    def _open_ruby_part(self, what: Meaning, formats: int) -> End:
        frames, ruby = len(self.frames), self.frames[-1]
        del ruby.tips[1:]
        ruby.tips = []
        frame = self._push(Element(what.name), Kind.TEXT)
        frame.base = len(self.formats) if what.name == "rp" else ruby.base
        return frames, formats, False

    # Ends of blocks

    def _pop_to(self, keep: int) -> None:
        while len(self.frames) > keep:
            frame = self.frames[-1]
            self._end_run(frame) if frame.kind is not Kind.RUBY else None
            self.frames.pop()
            self._close(frame)

    def _close(self, frame: Frame) -> None:
        element, parent = frame.element, self.frames[-1]
        if frame.kind is Kind.PARAGRAPH:
            if frame.meaning is not None and frame.meaning.identifier:
                self.anchors.append(frame.meaning.identifier)
            return
        if frame.kind is Kind.RUBY:
            self._close_ruby(element, parent.tips[-1])
            self._prune(parent)
            return
        if element.name in ("rt", "rp"):
            return
        self.gap = True
        if element.name == "pre":
            self.preserving -= 1
        siblings = parent.element.children
        if self._is_empty(frame):
            siblings.pop()
            self._release(element)
            return
        put_right = PUT_RIGHT.get(element.name)
        if put_right is not None:
            siblings[-1:] = put_right(element)

    def _is_empty(self, frame: Frame) -> bool:
        name = frame.element.name
        if name in ("li", "dd", "dt", "td", "th"):
            return False
        if name in ROW_GROUPS or name == "tr":
            return not frame.element.children
        return self.content == frame.before

    def _close_ruby(self, ruby: Element, holder: Element) -> None:
        """Ruby that is not text and reading in turn becomes plain text."""
        shape = "".join(
            _RUBY_PART.get(child.name, "b") if isinstance(child, Element) else "b" if child.strip(" ") else ""
            for child in ruby.children
        )
        shape = re.sub("b+", "b", shape)
        if re.fullmatch("(?:b(?:t|ptp)+)+", shape):
            return
        at = len(holder.children) - 1
        loose: list[Node] = []
        for child in ruby.children:
            loose.extend(child.children if isinstance(child, Element) and child.name in _RUBY_PART else [child])
        holder.children[at:] = loose

    def _unlink(self) -> None:
        """Links to places that the fragment does not hold are taken away; their text stays."""
        if not self.links:
            return
        places = _places(self.root)
        for link in self.links:
            if link.attributes["href"][1:] not in places:
                del link.attributes["href"]
                if not link.attributes:
                    link.name = ""


def _places(root: Element) -> set[str]:
    places: set[str] = set()
    pending = [root]
    while pending:
        element = pending.pop()
        if "id" in element.attributes:
            places.add(element.attributes["id"])
        pending.extend(child for child in element.children if isinstance(child, Element))
    return places


_RUBY_PART = {"rt": "t", "rp": "p"}
_NESTING = (
    dict.fromkeys(CONTAINERS | {"figure", "details"}, Kind.FLOW)
    | dict.fromkeys(LISTS, Kind.LIST)
    | {"dl": Kind.DEFINITIONS, "table": Kind.TABLE}
)
# How many levels the structure itself needs below its own.
_HEADROOM = {"ul": 1, "ol": 1, "dl": 1, "table": 3, "figure": 1, "details": 1}
_BLOCKS = (
    frozenset(_NESTING)
    | TEXT_BLOCKS
    | CELLS
    | ROW_GROUPS
    | {"p", "li", "dt", "dd", "tr", "caption", "figcaption", "summary"}
)
