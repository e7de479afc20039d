"""Files as FicHub writes them (formats.md §4), built here of a story of ours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from retold.importing.readers.tests.books import CONTAINER, ncx, zip_of


@dataclass(frozen=True)
class Story:
    """What FicHub knows of a work; `description` and the chapters' texts are HTML."""

    title: str = "The Ferry & the Bell"
    author: str = "osprey"
    description: str = "<p>A ferry runs <em>late</em>.</p><p>Status: it was noted.</p>"
    status: str = "complete"
    created: str = "2016-04-01"
    updated: str = "2017-08-30"
    words: str = "48210"
    source: str = "https://www.fanfiction.net/s/90000001/1/The-Ferry-and-the-Bell"
    extra: str = (
        "Rated: Fiction T - Language: English - Genre: Hurt/Comfort/Adventure - Characters: [Edda - the Elder, Marrow] "
        "Wick - Reviews: 1,395 - Favs: 779 - Follows: 835 - Mood: grey - green"
    )
    chapters: tuple[tuple[str, str], ...] = (
        (
            "The Bell - and After",
            "<p>The bell rang <strong>twice</strong>.</p><hr/><p>A/N: thanks to Pell, my beta.</p>",
        ),
        (
            "Chapter 2",
            '<p>The ferry was <span style="text-decoration: underline">late</span>.</p><h2>North</h2><p>Fog.</p>',
        ),
    )


def _facts(story: Story, *, whole: bool) -> str:
    lines = [f"<p>Words: {story.words}</p>"]
    if len(story.chapters) > 1 or not whole:
        lines.append(f"<p>Chapters: {len(story.chapters)}</p>")
    if whole:
        dates = [f"<p>Status: {story.status}</p>", f"<p>Published: {story.created}</p>"]
        lines = [*dates, *([f"<p>Updated: {story.updated}</p>"] if story.updated != story.created else []), *lines]
    return "\n".join(lines) + (f"\n<p>{escape(story.extra)}</p>" if story.extra else "")


def _origin(story: Story) -> str:
    address = escape(story.source)
    return f'<p>Original source:\n<a rel="noopener noreferrer" href="{address}">{address}</a></p>'


_THANKS = "<p>Exported with the assistance of\n<a href='https://fichub.net'>FicHub.net</a></p>"


def epub(story: Story) -> bytes:
    """FicHub's EPUB: written by EbookLib, all files in EPUB/."""
    introduction = (
        f"<h1>{escape(story.title)}</h1>\n<p><b>By: {escape(story.author)}</b></p>\n<p>{story.description}</p>\n"
        f"{_facts(story, whole=True)}\n{_origin(story) if story.source else ''}\n{_THANKS}"
    )
    pages = {"introduction.xhtml": _page("Introduction", introduction)}
    labels = [("Introduction", "introduction.xhtml")]
    for number, (title, text) in enumerate(story.chapters, 1):
        pages[f"chap_{number}.xhtml"] = _page(title, f"<h2>{escape(title)}</h2>{text}")
        labels.append((title, f"chap_{number}.xhtml"))
    listed = "".join(f'<li><a href="{path}">{escape(label)}</a></li>' for label, path in labels)
    nav = _page("nav", f'<nav epub:type="toc" id="id" role="doc-toc"><h2>Title</h2><ol>{listed}</ol></nav>')
    items = "".join(
        f'<item href="{path}" id="c{n}" media-type="application/xhtml+xml"/>' for n, path in enumerate(pages)
    )
    order = ["c0", "nav", *(f"c{number}" for number in range(1, len(pages)))]
    package = (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="id" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        '<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta><meta name="generator" content="Ebook-lib 0.18"/>'
        f'<dc:identifier id="id">QwErTy12</dc:identifier><dc:title>{escape(story.title)}</dc:title>'
        f'<dc:language>en</dc:language><dc:creator id="creator">{escape(story.author)}</dc:creator>'
        f"<dc:description>{escape(story.description)}</dc:description></metadata><manifest>{items}"
        '<item href="nav.xhtml" id="nav" media-type="application/xhtml+xml" properties="nav"/>'
        '<item href="style/main.css" id="doc_style" media-type="text/css"/>'
        '<item href="toc.ncx" id="ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx">'
        + "".join(f'<itemref idref="{one}"/>' for one in order)
        + "</spine></package>"
    )
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format("EPUB/content.opf"),
            "EPUB/content.opf": package,
            "EPUB/style/main.css": "p { margin: 0 }",
            "EPUB/nav.xhtml": nav,
            "EPUB/toc.ncx": ncx(labels),
            **{f"EPUB/{path}": text for path, text in pages.items()},
        }
    )


def _page(title: str, body: str) -> str:
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">'
        f'<head><title>{escape(title)}</title><link href="style/main.css" rel="stylesheet" type="text/css"/></head>'
        f"<body>{body}</body></html>"
    )


def html(story: Story) -> str:
    """The page in FicHub's HTML ZIP."""
    listed = "\n".join(
        f'<li><a href="#chap_{number}">{escape(title)}</a></li>' for number, (title, _) in enumerate(story.chapters, 1)
    )
    chapters = "\n".join(
        f'<div id="chap_{number}">\n<div class="chapter_nav">\n<a href="#contents-list">chapter list</a>\n</div>\n'
        f"<h2>{escape(title)}</h2>{text}\n</div>"
        for number, (title, text) in enumerate(story.chapters, 1)
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(story.title)} by '
        f'{escape(story.author)}</title></head>\n<body>\n<h1><span class="title">{escape(story.title)}</span></h1>\n'
        f'<h2>by <span class="author">{escape(story.author)}</span></h2>\n<div>{story.description}</div>\n'
        f"{_origin(story)}\n{_facts(story, whole=False)}\n{_THANKS}\n"
        f'<nav id="contents-list"> <ol>\n{listed}\n</ol> </nav>\n{chapters}\n'
        '<a href="#contents-list">(back to chapter list)</a>\n</body>\n</html>\n'
    )
