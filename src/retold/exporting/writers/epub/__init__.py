"""A work as an EPUB 3.3: valid, accessible, the same bytes for the same data, and whole when it comes back.

Documents are made by concatenation. A chapter's text is one piece of its file, so that what the archive keeps
deflated is copied, not deflated again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from retold.exporting.writers.epub.assets import PLACEHOLDER, Assets, arrange
from retold.exporting.writers.epub.cover import cover
from retold.exporting.writers.epub.package_document import Resource, old_navigation, package_document, resource
from retold.exporting.writers.pages import (
    Setting,
    afterword,
    chapter_after,
    chapter_before,
    credits_page,
    front_page,
    title_of,
)
from retold.exporting.writers.pictures import NOT_SHOWN
from retold.exporting.writers.skin import harmless
from retold.exporting.writers.values import (
    Enclosures,
    Options,
    chapter_title,
    escaped,
    is_right_to_left,
    language_of,
)
from retold.lib.zip_writer import Deflated, Member, zip_archive
from retold.manuscript.model import Manuscript
from retold.manuscript.package import epub_layout as layout
from retold.manuscript.package.texts import all_texts, json_text, without_texts
from retold.manuscript.wording import byline

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    f'<rootfile full-path="{layout.FOLDER}{layout.PACKAGE}" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_STYLE = Path(__file__).with_name("style.css").read_bytes()
_STYLED = f'<link rel="stylesheet" type="text/css" href="{layout.STYLE}"/>'
_SKINNED = f'<link rel="stylesheet" type="text/css" href="{layout.SKIN}"/>'

_PICTURE_TAG = re.compile(r"<img\b[^>]*>")

Content = bytes | tuple[bytes | Deflated, ...]


def write(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> bytes:
    """The work as EPUB; `read` of `importing.readers.retold_epub` gives the same Manuscript and assets back."""
    return zip_archive(members(manuscript, options, enclosures), options.modified)


def members(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> Iterator[Member]:
    """The files of the book in their order; `mimetype` first and stored, as EPUB 3.3 §4.2 asks."""
    book = _Book(manuscript, options, enclosures)
    files = list(book.files())
    yield Member("mimetype", (MEDIA_TYPE.encode(),), stored=True)
    yield Member("META-INF/container.xml", (_CONTAINER.encode(),))
    yield Member(layout.MANUSCRIPT, (book.manuscript_json().encode(),))
    yield Member(layout.FOLDER + layout.PACKAGE, (book.package([one for one, _ in files]).encode(),))
    for one, content in files:
        yield Member(layout.FOLDER + one.path, content if isinstance(content, tuple) else (content,))
    yield from (Member(path, (data,), stored=True) for path, data in book.assets.kept.items())


class _Book:
    """One book while it is written."""

    def __init__(self, manuscript: Manuscript, options: Options, enclosures: Enclosures) -> None:
        self.work, self.options, self.enclosures = manuscript, options, enclosures
        self.assets: Assets = arrange(manuscript, enclosures.assets)
        address = self.assets.address if self.assets.shown else None
        self.setting = Setting(manuscript, level=1, picture=address, scoped=False)
        self.skin = harmless(manuscript.skin or "")
        language = language_of(manuscript)
        self.language = f'lang="{language}" xml:lang="{language}"' + (
            ' dir="rtl"' if is_right_to_left(language) else ""
        )

    def files(self) -> Iterator[tuple[Resource, Content]]:
        """All files beside the package document, in the order of the manifest and the spine."""
        chapters = range(1, len(self.work.chapters) + 1)
        if self.assets.cover is None:
            yield resource(layout.COVER, "image/svg+xml", "cover-image"), cover(self.work, self.options.uuid).encode()
        yield resource(layout.COVER_PAGE, spine=True), self.document("Cover", "cover", self.cover_page())
        yield resource(layout.FRONT_PAGE, spine=True), self.document("", "titlepage", front_page(self.setting))
        yield resource(layout.NAVIGATION, spine=len(chapters) > 1), self.document("Contents", "frontmatter", self.nav())
        yield from ((resource(layout.chapter_file(n), spine=True), self.chapter(n)) for n in chapters)
        if notes := afterword(self.setting):
            yield resource(layout.AFTERWORD, spine=True), self.document("End notes", "afterword", notes)
        if owed := credits_page(self.setting):
            yield resource(layout.CREDITS, spine=True), self.document("Credits", "backmatter", owed)
        yield (
            resource(layout.OLD_NAVIGATION),
            old_navigation(title_of(self.work), self.options, self.entries()).encode(),
        )
        yield resource(layout.STYLE, "text/css"), _STYLE
        if self.skin:
            yield resource(layout.SKIN, "text/css"), self.skin.encode()
        for picture in self.assets.pictures.values():
            use = "cover-image" if picture is self.assets.cover else ""
            yield resource(picture.path, picture.media_type, use), picture.data
        if self.assets.needs_placeholder:
            yield resource(PLACEHOLDER, "image/svg+xml"), NOT_SHOWN.encode()

    def chapter(self, number: int) -> Content:
        """The pieces of a chapter's document; its text is a piece of its own."""
        chapter = self.work.chapters[number - 1]
        title = chapter_title(self.work, chapter, number)
        head = self.opening(title, "bodymatter", chapter.url) + chapter_before(self.setting, number)
        foot = chapter_after(self.setting, number) + self.closing("bodymatter")
        text = self.setting.chapter_text(number, chapter.html).encode()
        return head.encode(), self._kept(number, text) or text, foot.encode()

    def _kept(self, number: int, text: bytes) -> Deflated | None:
        """A chapter's text as it is kept deflated, if that is this very text: its checksum costs far less."""
        kept = self.enclosures.deflated.get(number - 1)
        if kept is None or kept.size != len(text) or kept.crc != zlib.crc32(text):
            return None
        return replace(kept, inflated=text)

    def document(self, title: str, kind: str, body: str) -> bytes:
        """A whole document around a page."""
        return f"{self.opening(title or title_of(self.work), kind)}{body}{self.closing(kind)}".encode()

    def opening(self, title: str, kind: str, url: str | None = None) -> str:
        """A document up to its page. Texts lie within the work's skin, which styles what is in `#workskin`.

        By the address of a chapter, FanFicFare knows which ones it need not fetch again.
        """
        skinned = bool(self.skin) and kind == "bodymatter"
        address = f'<meta name="chapterurl" content="{escaped(url)}"/>' if url else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
            f'{self.language}>\n<head><meta charset="UTF-8"/><title>{escaped(title)}</title>{address}{_STYLED}'
            f'{_SKINNED if skinned else ""}</head>\n<body epub:type="{kind}">\n'
            + ('<div id="workskin">\n' if skinned else "")
        )

    def closing(self, kind: str) -> str:
        """A document from the end of its page."""
        return ("\n</div>" if self.skin and kind == "bodymatter" else "") + "\n</body>\n</html>\n"

    def cover_page(self) -> str:
        """The work's own cover or the drawn one, with words for those who do not see it."""
        alternative = " ".join(filter(None, ("Cover:", title_of(self.work), byline(self.work.creators))))
        source = self.assets.cover.path if self.assets.cover else layout.COVER
        return f'<div class="cover"><img src="{source}" alt="{escaped(alternative)}" role="doc-cover"/></div>'

    def entries(self) -> list[tuple[str, str]]:
        """What the table of contents lists: paths and labels."""
        chapters = [
            (layout.chapter_file(number), chapter_title(self.work, chapter, number))
            for number, chapter in enumerate(self.work.chapters, start=1)
        ]
        after = [(layout.AFTERWORD, "Notes at the end")] if self.work.notes_after is not None else []
        owed = [(layout.CREDITS, "Credits")] if self.work.credits else []
        return [(layout.FRONT_PAGE, "About this work"), *chapters, *after, *owed]

    def nav(self) -> str:
        """Contents and landmarks (EPUB 3.3 §7)."""
        listed = "".join(f'<li><a href="{path}">{escaped(label)}</a></li>\n' for path, label in self.entries())
        marks = [("cover", layout.COVER_PAGE, "Cover"), ("titlepage", layout.FRONT_PAGE, "About this work")]
        if len(self.work.chapters) > 1:
            marks.append(("toc", f"{layout.NAVIGATION}#toc", "Contents"))
        if self.work.chapters:
            marks.append(("bodymatter", layout.chapter_file(1), "Start of the story"))
        if self.work.notes_after is not None:
            marks.append(("afterword", layout.AFTERWORD, "Notes at the end"))
        if self.work.credits:
            marks.append(("backmatter", layout.CREDITS, "Credits"))
        places = "".join(f'<li><a epub:type="{kind}" href="{path}">{label}</a></li>\n' for kind, path, label in marks)
        return (
            f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">\n'
            f'<h1 id="toc-title"{self.setting.said}>Contents</h1>\n<ol>\n{listed}</ol>\n</nav>\n'
            '<nav epub:type="landmarks" id="landmarks" aria-labelledby="landmarks-title" hidden="hidden">\n'
            f'<h2 id="landmarks-title"{self.setting.said}>Places in this book</h2>\n<ol>\n{places}</ol>\n</nav>'
        )

    def package(self, resources: Sequence[Resource]) -> str:
        """The package document."""
        texts = all_texts(self.work) if self.assets.shown else ()
        pictures = [tag for text in texts if "<img" in text for tag in _PICTURE_TAG.findall(text)]
        untold = sum(' alt="' not in tag or ' alt=""' in tag for tag in pictures)
        return package_document(self.work, self.options, resources, len(pictures), untold)

    def manuscript_json(self) -> str:
        """What no page says exactly, for the day the book comes back."""
        return json_text(
            {"format": layout.FORMAT, "manuscript": without_texts(self.work), "assets": dict(self.assets.paths)}
        )
