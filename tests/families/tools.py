"""A story as each program gives it: a file's name and bytes, with all that the program loses (formats.md)."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from retold.importing.readers.tests.books import epub, page, zip_of
from retold.importing.readers.tests.calibre import before_2019, converted
from tests.families.prose import SCENE
from tests.families.stories import Part, Story

File = tuple[str, bytes]
_EMPHASIS = re.compile(r"(?<![_\w])_([^_]+)_(?![_\w])")
_UNDERLINE = re.compile(r"__([^_]+)__")


# -- typography


@dataclass(frozen=True)
class Hand:
    """How a program or a person sets quotes, dashes, dots and scene breaks."""

    quotes: str = "curled"
    dash: str = "—"
    dots: str = "…"
    scene: str = SCENE
    two_spaces: bool = False

    def set(self, text: str) -> str:
        if self.quotes == "straight":
            text = text.translate(str.maketrans("“”‘’", "\"\"''"))
        elif self.quotes == "german":
            text = text.translate(str.maketrans("“”", "„“"))
        elif self.quotes == "guillemets":
            text = text.translate(str.maketrans("“”", "«»"))
        text = text.replace("—", self.dash).replace("…", self.dots)
        return text.replace(". ", ".  ") if self.two_spaces else text


AS_WRITTEN = Hand()
TYPEWRITER = Hand("straight", "--", "...", "***", two_spaces=True)
WORD_PROCESSOR = Hand("curled", " – ", "…", "#")
PHONE = Hand("straight", " - ", "...", "~*~*~")
FOREIGN = Hand("german", "–", " ...", "o0o")
SPACED = Hand("guillemets", " — ", ". . .", "-----")
HANDS = (AS_WRITTEN, TYPEWRITER, WORD_PROCESSOR, PHONE, FOREIGN, SPACED)


def mojibake(text: str) -> str:
    """UTF-8 read as Windows-1252, once, where a program could not tell."""
    return text.encode("utf-8").decode("cp1252", errors="replace")


def paragraph(text: str, hand: Hand = AS_WRITTEN, *, emphasis: bool = True) -> str:
    """One paragraph as HTML."""
    if text == SCENE:
        return f"<p>{escape(hand.scene)}</p>" if hand.scene != "#" else "<hr />"
    said = escape(hand.set(text), quote=False)
    said = _UNDERLINE.sub(r"<u>\1</u>" if emphasis else r"\1", said)
    said = _EMPHASIS.sub(r"<em>\1</em>" if emphasis else r"\1", said)
    return f"<p>{said}</p>"


def prose(part: Part, hand: Hand = AS_WRITTEN, *, emphasis: bool = True) -> str:
    return "\n".join(paragraph(line, hand, emphasis=emphasis) for line in part.paragraphs)


# -- the largest archive's own files


def ao3_html(story: Story, era: int = 2024) -> File:
    return ("Story.html", _ao3(story, era).encode())


def _ao3(story: Story, era: int) -> str:
    link = f'<a href="{story.address}">{story.address}</a>'
    tag = "http://archiveofourown.org/tags/"
    rows = [
        ("Rating:", "Teen And Up Audiences"),
        ("Archive Warning:", "No Archive Warnings Apply"),
        ("Category:", "Gen"),
    ]
    rows += [("Fandom:", story.fandom)] + [("Additional Tags:", name) for name in story.tags[:1]]
    listed = "".join(f'<dt>{dt}</dt>\n<dd><a href="{tag}{escape(dd)}">{escape(dd)}</a></dd>\n' for dt, dd in rows)
    if era >= 2022:
        listed += f"<dt>Language:</dt>\n<dd>{'Español' if story.language == 'es' else 'English'}</dd>\n"
    posted, count = len(story.parts), "?" if not story.complete else len(story.parts)
    label = "Completed" if story.complete else "Updated"
    listed += (
        f"<dt>Stats:</dt>\n<dd>\nPublished: {story.published} {label}: {story.updated} "
        f"Words: {story.words} Chapters: {posted}/{count}\n</dd>\n"
    )
    if story.author:
        user = f"http://archiveofourown.org/users/{story.user}/pseuds/{story.author}"
        by = f'by <a rel="author" href="{user}">{story.author}</a>'
    else:
        by = "Anonymous"
    notes = f'<p>Summary</p><blockquote class="userstuff"><p>{escape(story.summary)}</p></blockquote>'
    if story.before:
        notes += f'<p>Notes</p><blockquote class="userstuff"><p>{escape(story.before)}</p></blockquote>'
    if story.credit:
        notes += f"<ul><li>{story.credit}</li></ul>"
    head = (
        f'<div class="meta"><dl class="tags">{listed}</dl>'
        f'<h1>{escape(story.title)}</h1><div class="byline">{by}</div>{notes}</div>'
    )
    message = f'Posted originally on the <a href="http://archiveofourown.org/">Archive of Our Own</a> at {link}.'
    end = f'<div id="endnotes"><p>End Notes</p><blockquote class="userstuff"><p>{escape(story.after)}</p></blockquote></div>'
    end = f'<div class="meta">{end if story.after else ""}</div>'
    comment = (
        f'<p class="message">Please <a href="{story.address}/comments/new">drop by the Archive and comment</a>.</p>'
    )
    chapters = "\n".join(_ao3_chapter(story, number, part) for number, part in enumerate(story.parts, 1))
    if era >= 2019:
        preface = f'<div id="preface"><h2 class="toc-heading">Preface</h2><p class="message"><b>{escape(story.title)}</b><br />{message}</p>{head}</div>'
        after = f'<div id="afterword"><h2 class="toc-heading">Afterword</h2>{end}{comment}</div>'
    else:
        preface, after = f'<p class="message">{message}</p>{head}', end + comment
    title = f"<title>{escape(story.title)} - {escape(story.author)}</title>"
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" />{title}</head><body>{preface}'
        f'<div id="chapters" class="userstuff">{chapters}</div>{after}</body></html>'
    )


def _ao3_chapter(story: Story, number: int, part: Part) -> str:
    text = f'<!--chapter content-->\n<div class="userstuff">{prose(part)}</div>\n<!--/chapter content-->'
    if len(story.parts) == 1:
        return f'<h2 class="toc-heading">{escape(story.title)}</h2>\n{text}' if story.title else text
    name = f"Chapter {number}: {part.title}" if part.title and story.chapter_titles else f"Chapter {number}"
    notes = (
        f'<p>Chapter Notes</p><blockquote class="userstuff"><p>{escape(part.before)}</p></blockquote>'
        if part.before
        else ""
    )
    end = ""
    if part.after:
        quote = f'<blockquote class="userstuff"><p>{escape(part.after)}</p></blockquote>'
        end = f'<div class="meta" id="endnotes{number}"><p>Chapter End Notes</p>{quote}</div>'
    return f'<div class="meta group"><h2 class="heading">{escape(name)}</h2>{notes}</div>\n{text}\n{end}'


def ao3_epub(story: Story) -> File:
    return ("Story.epub", converted(_ao3(story, 2024)))


def ao3_epub_before_2019(story: Story) -> File:
    """Written by the site itself: the end notes of the last chapter are not in it."""
    bare = replace(story, after="", parts=tuple(replace(part, after="") for part in story.parts))
    data = before_2019(_ao3(bare, 2014))
    return ("Story_old.epub", data.replace(b"http://archiveofourown.org/works/1<", b"<") if not story.address else data)


# -- FanFicFare, FicHub


def fanficfare_epub(story: Story) -> File:
    """Alignment and language gone, "Gen" dropped, underlined words spans, notes inside the chapters."""
    pages = {"title_page.xhtml": page(
        f'<h3><a href="{story.address}">{escape(story.title)}</a> by <a class="authorlink" href="#">{escape(story.author)}</a></h3>'
        f"<div><b>Language:</b> English<br /><b>Status:</b> {'Completed' if story.complete else 'In-Progress'}<br />"
        f"<b>Summary:</b> {escape(story.summary)}<br /></div>", attributes=' class="fff_titlepage"')}  # fmt: skip
    for number, part in enumerate(story.parts, 1):
        name = f"{number}. {part.title}" if part.title else f"{number}. Chapter {number}"
        notes = (
            f"<div class='fff_chapter_notes fff_head_notes'><b>Notes for the Chapter:</b><blockquote><p>{escape(part.before)}</p></blockquote></div>"
            if part.before
            else ""
        )
        body = prose(part).replace("<u>", "<span>").replace("</u>", "</span>")
        head = f'<meta name="chapterurl" content="{story.address}/chapters/{number}"/>' if story.address else ""
        pages[f"file{number:04}.xhtml"] = page(
            f'<h3 class="fff_chapter_title">{escape(name)}</h3>{notes}<div class="userstuff module">{body}</div>',
            name, head, ' class="fff_chapter"',
        )  # fmt: skip
    source = f'<dc:source>{story.address}</dc:source><dc:identifier opf:scheme="URL">{story.address}</dc:identifier>'
    subjects = "".join(f"<dc:subject>{escape(tag)}</dc:subject>" for tag in ("FanFiction", story.fandom, *story.tags))
    metadata = (
        f"<dc:title>{escape(story.title)}</dc:title><dc:creator>{escape(story.author)}</dc:creator>"
        "<dc:contributor>FanFicFare [https://github.com/JimmXinu/FanFicFare]</dc:contributor><dc:language>en</dc:language>"
        f"<dc:description>{escape(story.summary)}</dc:description>{subjects}{source if story.address else ''}"
    )
    return ("Story-ao3_1.epub", epub(pages, metadata=metadata, version="2.0"))


def fanficfare_html(story: Story) -> File:
    chapters = "".join(
        f'<a name="section{n:04}"><h2>{n}. {escape(part.title or "Chapter")}</h2></a>\n{prose(part)}'
        for n, part in enumerate(story.parts, 1)
    )
    return (
        "Story-ao3_1.html",
        (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(story.title)} by {escape(story.author)}</title></head>'
            f'<body><h1><a href="{story.address}">{escape(story.title)}</a> by <a class="authorlink" href="#">{escape(story.author)}</a></h1>'
            f'<table class="full"><tr><td><b>Summary:</b></td><td>{escape(story.summary)}</td></tr></table>{chapters}</body></html>'
        ).encode(),
    )


def fanficfare_txt(story: Story) -> File:
    """Lines of 78 letters, emphasis as signs, "* * *" for what html2text makes of a rule."""
    lines = [
        "",
        "",
        story.title,
        "",
        f"by {story.author}",
        "",
        "Category: Gen",
        f"Summary: {story.summary}",
        "",
        "TABLE OF CONTENTS",
        "",
    ]
    for number, part in enumerate(story.parts, 1):
        lines += ["", f"\t\t{number}. {part.title or 'Chapter'}", ""]
        for text in part.paragraphs:
            lines += [*textwrap.wrap(text.replace("__", "").strip(), 78), ""]
    return ("Story-ao3_1.txt", "\r\n".join([*lines, "End file."]).encode())


def fichub_epub(story: Story) -> File:
    intro = (
        f"<h1>{escape(story.title)}</h1><p><b>By: {escape(story.author)}</b></p><p>{escape(story.summary)}</p>"
        f"<p>Status: complete</p><p>Words: {story.words}</p>"
        f'<p>Original source: <a href="{story.address}">{story.address}</a></p>'
        '<p>Exported with the assistance of <a href="https://fichub.net">fichub.net</a></p>'
    )
    pages = {"introduction.xhtml": page(intro, "Introduction")}
    for number, part in enumerate(story.parts, 1):
        note = f"<p>{escape(part.before)}</p>" if part.before else ""
        pages[f"chap_{number}.xhtml"] = page(
            f"<h2>{escape(part.title or f'Chapter {number}')}</h2>{note}{prose(part)}", part.title
        )
    metadata = (
        f'<dc:identifier id="id">NtePoQrV</dc:identifier><dc:title>{escape(story.title)}</dc:title><dc:language>en</dc:language>'
        f'<dc:creator id="creator">{escape(story.author)}</dc:creator><dc:description>{escape(story.summary)}</dc:description>'
        '<meta name="generator" content="Ebook-lib 0.17.1"/>'
    )
    return (f"{story.title}_by_{story.author}-NtePoQrV.epub", epub(pages, metadata=metadata, folder="EPUB/"))


# -- what people make


def plain_text(
    story: Story, hand: Hand = AS_WRITTEN, *, wrap: int = 0, head: bool = True, encoding: str = "utf-8"
) -> File:
    """A text file; emphasis is lost, paragraphs stand apart by blank lines, or are wrapped hard."""
    lines = [story.title, "", f"by {story.author}", ""] if head and story.title else []
    if head and story.before:
        lines += [f"Author's note: {hand.set(story.before)}", ""]
    for number, part in enumerate(story.parts, 1):
        if len(story.parts) > 1:
            lines += [f"Chapter {number}" + (f": {part.title}" if part.title else ""), ""]
        for text in part.paragraphs:
            said = hand.scene if text == SCENE else hand.set(text.replace("_", ""))
            lines += [*(textwrap.wrap(said, wrap) if wrap else [said]), ""]
    return ("story.txt", "\n".join(lines).encode(encoding, errors="replace"))


def mended_mojibake(story: Story) -> File:
    """A text whose quotes and dashes were read wrongly once; a person mended most of them by hand, as "?" or "'"."""
    name, data = plain_text(story)
    text = mojibake(data.decode())
    for wrong, right in (("â€œ", '"'), ("â€\ufffd", '"'), ("â€™", "'"), ("â€”", "-"), ("â€¦", "...")):
        text = text.replace(wrong, right)
    return (name, text.encode())


def broken_mojibake(story: Story) -> File:
    """The same, and nobody mended it."""
    name, data = plain_text(story)
    return (name, mojibake(data.decode()).encode())


def usenet(story: Story, hand: Hand = TYPEWRITER) -> File:
    """A story as it went round by mail: header fields, lines of 72 letters."""
    lines = [
        f"TITLE: {story.title}",
        f"AUTHOR: {story.author}",
        "RATING: PG-13",
        f"SUMMARY: {story.summary}",
        "DISCLAIMER: Not mine.",
        "",
    ]
    for part in story.parts:
        for text in part.paragraphs:
            said = hand.scene if text == SCENE else hand.set(_EMPHASIS.sub(r"*\1*", text))
            lines += [*textwrap.wrap(said, 72), ""]
    return ("story.txt", "\n".join(lines).encode("cp1252", errors="replace"))


def ffnet_txt(story: Story) -> File:
    lines = [
        story.title,
        f"by {story.author}",
        "Category: Books",
        "Genre: Adventure",
        "Language: English",
        f"Summary: {story.summary}",
        "",
    ]
    for number, part in enumerate(story.parts, 1):
        lines += [f"Chapter {number}: {part.title}", ""]
        for text in part.paragraphs:
            lines += ["x-x-x" if text == SCENE else Hand("straight", "-", "…").set(text.replace("_", "")), ""]
    return ("Story.txt", "\n".join(lines).encode())


def markdown(story: Story, hand: Hand = AS_WRITTEN) -> File:
    lines = ["---", f'title: "{story.title}"', f'author: "{story.author}"', "language: en"] if story.title else []
    if lines and story.address:
        lines.append(f"source: {story.address}")
    lines += ["---", ""] if lines else []
    for part in story.parts:
        if len(story.parts) > 1:
            lines += [f"## {part.title or 'Chapter'}", ""]
        for text in part.paragraphs:
            lines += ["* * *" if text == SCENE else hand.set(_EMPHASIS.sub(r"*\1*", text)), ""]
    return ("story.md", "\n".join(lines).encode())


def word_html(story: Story, hand: Hand = WORD_PROCESSOR) -> File:
    """What comes of a document from a word processor: no notes, headings for chapters, curled quotes of its own."""
    body = f"<h1>{escape(story.title)}</h1>" if story.title else ""
    for number, part in enumerate(story.parts, 1):
        body += f"<h2>{escape(part.title or f'Chapter {number}')}</h2>" if len(story.parts) > 1 else ""
        body += prose(part, hand)
    about = f"<title>{escape(story.title or 'Document1')}</title>" + (
        f'<meta name="author" content="{escape(story.author)}">' if story.author else ""
    )
    return ("story.html", f'<html><head><meta charset="utf-8">{about}</head><body>{body}</body></html>'.encode())


def saved_page(story: Story, hand: Hand = AS_WRITTEN) -> File:
    """A page of a story site, saved from the browser: its address in the head, menus round the text."""
    body = "".join(
        (f"<h2>{escape(part.title)}</h2>" if len(story.parts) > 1 else "") + prose(part, hand) for part in story.parts
    )
    link = f'<link rel="canonical" href="{story.address}">' if story.address else ""
    about = f'{link}<meta name="author" content="{escape(story.author)}">' if story.author else link
    return (
        "page.html",
        (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.title)}</title>{about}</head><body>'
            f'<nav><a href="/">Home</a> <a href="/browse">Browse</a></nav><article>{body}</article>'
            "<footer>Terms of use</footer></body></html>"
        ).encode(),
    )


def zipped(file: File) -> File:
    return (f"{file[0]}.zip", zip_of({file[0]: file[1]}))


Tool = Callable[[Story], File]
WITH_ADDRESS: dict[str, Tool] = {
    "ao3 html 2014": lambda story: ao3_html(story, 2014),
    "ao3 html 2019": lambda story: ao3_html(story, 2019),
    "ao3 html 2024": ao3_html,
    "ao3 epub": ao3_epub,
    "fanficfare epub": fanficfare_epub,
    "fanficfare html": fanficfare_html,
    "fichub epub": fichub_epub,
    "markdown": markdown,
    "saved page": saved_page,
}
WITHOUT_ADDRESS: dict[str, Tool] = {
    "fanficfare txt": fanficfare_txt,
    "plain text": plain_text,
    "typewriter text": lambda story: plain_text(story, TYPEWRITER, wrap=72),
    "phone text": lambda story: plain_text(story, PHONE),
    "german quotes": lambda story: plain_text(story, FOREIGN),
    "spaced text": lambda story: plain_text(story, SPACED, wrap=65),
    "mended mojibake": mended_mojibake,
    "mojibake": broken_mojibake,
    "usenet": usenet,
    "ffnet txt": ffnet_txt,
    "word document": word_html,
    "markdown": lambda story: markdown(replace(story, address="")),
    "saved page": lambda story: saved_page(replace(story, address="")),
}


def any_tool(dice: random.Random, *, addressed: bool | None = None) -> tuple[str, Tool]:
    tools = {True: WITH_ADDRESS, False: WITHOUT_ADDRESS}.get(addressed, {**WITH_ADDRESS, **WITHOUT_ADDRESS})
    return dice.choice(list(tools.items()))
