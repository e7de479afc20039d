"""An opened EPUB -> a Manuscript: each document of the spine put where it belongs, nothing left out unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.chaptering import (
    Part,
    chapter_title,
    innermost,
    split_at_headings,
    take_first_heading,
    take_notes,
)
from retold.importing.readers.documents import attribute, classes, elements, is_blank, text_in
from retold.importing.readers.epub.metadata import read_metadata
from retold.importing.readers.epub.package import MOST_TEXT, Book, Item
from retold.importing.readers.epub.pictures import Pictures
from retold.importing.readers.epub.roles import Role, role_by_file, role_by_heading, role_by_type
from retold.importing.readers.epub.styles import Styles, restyle, styles_of
from retold.importing.readers.upload import Found, Heap, Refused
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none, text_of
from retold.manuscript.model import Chapter, Manuscript, Unmapped
from retold.manuscript.words import count_words

# A document longer than this is the story, whatever stands over it.
_MOST_AROUND = 3_000
_MOST_ON_A_TITLE_PAGE = 400
_MOST_REPORTED = 20_000
_AROUND = (Role.SUMMARY, Role.NOTES_BEFORE, Role.NOTES_AFTER)
_CLASS_OF_CALIBRE = lazy(r"p?calibre_?\d*")
_ID_BY_CHANCE = lazy(r".+-[0-9a-f]{32}")


@dataclass
class _Page:
    """One document of the spine, ready to be placed."""

    item: Item
    body: LexborNode
    label: str | None
    heading: LexborNode | None
    role: Role


@dataclass
class _Draft:
    """A chapter while it is put together, as HTML."""

    title: str | None
    html: list[str]
    notes_before: str = ""
    notes_after: str = ""


@dataclass
class _Gathered:
    """What the documents gave, in their order."""

    chapters: list[_Draft] = field(default_factory=list)
    around: dict[Role, list[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    preface: list[str] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, where: str, what: str) -> None:
        """Keep words that have no field; very long ones are cut, and say so."""
        if len(what) > _MOST_REPORTED:
            what = what[:_MOST_REPORTED] + " … (cut here: the whole is in the original file)"
        if what:
            self.unmapped.append(Unmapped(where, what))


def manuscript_of(book: Book) -> Found:
    """The Manuscript of an EPUB of any make, and its pictures' bytes. Raises Refused if it holds no text."""
    metadata = read_metadata(book)
    pictures = Pictures(book)
    gathered = _Gathered()
    for page in _pages(book, pictures, metadata.fields.get("title")):
        _place(gathered, page)
    if gathered.waiting:
        _draft_for_continuation(gathered).html += gathered.waiting
    pictures.take_cover(metadata.cover, gathered.covers)
    fields = metadata.fields
    summary = canonical_or_none("\n".join(gathered.around.get(Role.SUMMARY, [])))
    if summary is not None and not fields.get("summary"):
        fields["summary"] = summary
    elif summary is not None:
        gathered.report("summary page", summary)
    chapters = tuple(_chapter(draft) for draft in gathered.chapters)
    if not any(chapter.html for chapter in chapters):
        raise Refused("This EPUB holds no text that can be read; fetch it once more and bring in the whole file.")
    return Found(
        Manuscript(
            chapters=chapters,
            notes_before=canonical_or_none("\n".join(gathered.around.get(Role.NOTES_BEFORE, []))),
            notes_after=canonical_or_none("\n".join(gathered.around.get(Role.NOTES_AFTER, []))),
            assets=tuple(pictures.assets),
            unmapped=(*metadata.unmapped, *gathered.unmapped, *pictures.unmapped),
            **fields,
        ),
        pictures.data,
        heap=Heap(metadata.subjects, metadata.creator, metadata.sorted_as, "\n".join(gathered.preface)),
    )


def _pages(book: Book, pictures: Pictures, title: str | None) -> Iterator[_Page]:
    styles, labels = styles_of(book), _labels_by_path(book)
    total = 0
    for place, item in enumerate(book.spine):
        total += book.archive.size(item.path)
        if total > MOST_TEXT:
            raise Refused("The documents of this EPUB are longer than any story, so it was not read.")
        document = book.document(item)
        pictures.take_from(document, item.path)
        _prepare(document, book, item, styles)
        if document.body is not None:
            yield _page(book, item, document.body, labels.get(item.path), title, first=place == 0)


def _labels_by_path(book: Book) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in book.labels:
        if label.text:
            found.setdefault(label.path, label.text)
    return found


def _prepare(document: LexborHTMLParser, book: Book, item: Item, styles: Styles) -> None:
    """Write out what the sheets say, and point links within the document at the place alone.

    What calibre names by number, or by chance, says nothing more then, and is not the same when it converts again.
    """
    plain = {name: {key: value for key, value in said.items() if value != "justify"} for name, said in styles.items()}
    restyle(document, plain, lambda _: True)
    for node in document.css("[class*=calibre]"):
        node.attrs["class"] = " ".join(name for name in classes(node) if not _CLASS_OF_CALIBRE.fullmatch(name))
    for node in document.css("[id]"):
        if _ID_BY_CHANCE.fullmatch(attribute(node, "id")):
            del node.attrs["id"]
    for link in document.css("a[href]"):
        path, _, fragment = attribute(link, "href").partition("#")
        if fragment and path and book.find(item.path, path) == item.path:
            link.attrs["href"] = f"#{unquote(fragment)}"


def _page(book: Book, item: Item, body: LexborNode, label: str | None, title: str | None, *, first: bool) -> _Page:
    heading = take_first_heading(body)
    page = _Page(item, body, label, heading, Role.CHAPTER)
    page.role = _role(book, page, title, first=first)
    return page


def _role(book: Book, page: _Page, title: str | None, *, first: bool) -> Role:
    """What the book says that the document is; a long document is the story whatever it is called."""
    if book.navigation is not None and page.item.path == book.navigation.path:
        return Role.CONTENTS
    words = count_words(page.body.inner_html or "")
    heading = text_in(page.heading) if page.heading is not None else None
    typed = next((attribute(node, "epub:type") for node in page.body.css("[epub\\:type]")), "")
    told = (
        role_by_type(book.roles.get(page.item.path, ""))
        or role_by_type(attribute(page.body, "epub:type") or typed)
        or role_by_heading(page.label)
        or role_by_heading(heading)
        or role_by_file(page.item.path)
    )
    if told is not None and words <= (_MOST_ON_A_TITLE_PAGE if told is Role.TITLE_PAGE else _MOST_AROUND):
        return told
    opens_with_title = heading is not None and title is not None and heading.casefold().startswith(title.casefold())
    if first and len(book.spine) > 1 and opens_with_title and words <= _MOST_ON_A_TITLE_PAGE:
        return Role.TITLE_PAGE
    return Role.CHAPTER


def _place(gathered: _Gathered, page: _Page) -> None:
    if page.role is Role.CHAPTER:
        _place_chapter(gathered, page)
    elif page.role in _AROUND and page.label is None and _awaits_text(gathered):
        _draft_for_continuation(gathered).html.append(page.body.inner_html or "")
    elif page.role in _AROUND:
        if page.heading is not None and role_by_heading(text_in(page.heading)) is page.role:
            page.heading.decompose()
        role = Role.NOTES_AFTER if page.role is Role.NOTES_BEFORE and gathered.chapters else page.role
        gathered.around.setdefault(role, []).append(page.body.inner_html or "")
    elif page.role in (Role.TITLE_PAGE, Role.COPYRIGHT, Role.COVER):
        gathered.report(page.role.value, _lines(page.body))
        gathered.preface.append(text_of(canonical(page.body.inner_html or "")))
        if page.role is Role.COVER:
            gathered.covers += [attribute(node, "src") for node in page.body.css("img")]
            gathered.covers += [attribute(node, "xlink:href") for node in page.body.css("image")]


def _awaits_text(gathered: _Gathered) -> bool:
    """Whether the last chapter has no word yet but its title: a converter cut it before its next heading, "Notes"."""
    return bool(gathered.chapters) and not any(count_words(html) for html in gathered.chapters[-1].html)


def _lines(body: LexborNode) -> str:
    """The page's words, a line for each block."""
    return "\n".join(line for line in (one.strip() for one in body.text(separator="\n").split("\n")) if line)


def _place_chapter(gathered: _Gathered, page: _Page) -> None:
    if is_blank(page.body):
        return
    if not text_in(page.body):
        gathered.waiting.append(page.body.inner_html or "")
        return
    parts = split_at_headings(page.body) if page.body.css("h1, h2, h3") else []
    if len(parts) > 2 and _mostly_apart(parts):
        _place_parts(gathered, parts)
        return
    if page.label is None and page.heading is None and gathered.chapters:
        _draft_for_continuation(gathered).html += [*gathered.waiting, page.body.inner_html or ""]
        gathered.waiting = []
        return
    number = len(gathered.chapters) + 1
    before, after = take_notes(page.body)
    title = _take_title(page)
    if title is None and number == 1 and count_words(page.body.inner_html or "") <= _MOST_ON_A_TITLE_PAGE:
        gathered.preface.append(text_of(canonical(page.body.inner_html or "")))
    html = [*gathered.waiting, page.body.inner_html or ""]
    gathered.waiting = []
    gathered.chapters.append(_Draft(chapter_title(title, number), html, before, after))


def _mostly_apart(parts: list[Part]) -> bool:
    """Whether the parts are chapters in their own right: none but the first is a mere heading."""
    return all(count_words(part.html) > 0 for part in parts[1:])


def _place_parts(gathered: _Gathered, parts: list[Part]) -> None:
    """Several chapters in one document: what stands before the first heading opens the first chapter."""
    gathered.waiting.append(parts[0].html)
    for part in parts[1:]:
        number = len(gathered.chapters) + 1
        gathered.chapters.append(_Draft(chapter_title(part.heading, number), [*gathered.waiting, part.html]))
        gathered.waiting = []


def _draft_for_continuation(gathered: _Gathered) -> _Draft:
    if not gathered.chapters:
        gathered.chapters.append(_Draft(None, []))
    return gathered.chapters[-1]


def _take_title(page: _Page) -> str | None:
    """The navigation's label or the heading, the fuller of the two where one holds the other; the heading then leaves.

    A heading that says something else than the label stays in the text. A first block that says the label and no more
    is its heading, whatever its tag.
    """
    if page.heading is None:
        first = next((one for one in elements(innermost(page.body)) if not is_blank(one)), None)
        if page.label and first is not None and _folded(text_in(first)) == _folded(page.label):
            first.decompose()
        return page.label
    heading = text_in(page.heading)
    label = page.label or heading
    if _folded(heading) not in _folded(label) and _folded(label) not in _folded(heading):
        return label
    if page.heading.css_first("img") is None:
        page.heading.decompose()
    return max(label, heading, key=len)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _chapter(draft: _Draft) -> Chapter:
    return Chapter(
        html=canonical("\n".join(draft.html)),
        title=draft.title,
        notes_before=canonical_or_none(draft.notes_before),
        notes_after=canonical_or_none(draft.notes_after),
    )
