"""The package document (EPUB 3.3 §5): what the book is, what it is made of, how well it can be read by everyone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retold.exporting.writers.facts import facts
from retold.exporting.writers.pages import title_of
from retold.exporting.writers.values import Options, escaped, is_right_to_left, language_of, plain
from retold.manuscript.markup import text_of
from retold.manuscript.model import Manuscript
from retold.manuscript.package.epub_layout import NAVIGATION, OLD_NAVIGATION
from retold.manuscript.wording import credit_sentence

_RELATORS = {"author": "aut", "co-writer": "aut", "translator": "trl", "artist": "ill", "podficcer": "nrt"}
_SUBJECTS = ("Fandoms", "Relationships", "Characters", "Additional tags", "Warnings", "Categories", "Rating")
_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"


@dataclass(frozen=True)
class Resource:
    """One file of the book: its path beside the package document, its kind, and its part in the manifest."""

    path: str
    media_type: str
    properties: str = ""
    in_spine: bool = False


def package_document(
    manuscript: Manuscript, options: Options, resources: Sequence[Resource], pictures: int, untold: int
) -> str:
    """The package document of a book of these `resources`.

    `pictures` counts those that the texts show, `untold` those of them that no words describe.
    """
    language = language_of(manuscript)
    turned = ' page-progression-direction="rtl"' if is_right_to_left(language) else ""
    cover = next(one.path for one in resources if one.properties == "cover-image")
    metadata = "".join(f"{line}\n" for line in _metadata(manuscript, options, cover, pictures, untold))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uuid" xml:lang="{language}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}</metadata>\n'
        f"<manifest>\n{''.join(map(_item, resources))}</manifest>\n"
        f'<spine toc="{_id(OLD_NAVIGATION)}"{turned}>\n'
        + "".join(f'<itemref idref="{_id(one.path)}"/>\n' for one in resources if one.in_spine)
        + "</spine>\n</package>\n"
    )


def old_navigation(title: str, options: Options, entries: Sequence[tuple[str, str]]) -> str:
    """The table of contents for old devices (NCX); `entries` are paths and labels, in order."""
    points = "".join(
        f'<navPoint id="point-{order}" playOrder="{order}"><navLabel><text>{escaped(label)}</text></navLabel>'
        f'<content src="{path}"/></navPoint>\n'
        for order, (path, label) in enumerate(entries, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n'
        f'<head><meta name="dtb:uid" content="urn:uuid:{escaped(options.uuid)}"/></head>\n'
        f"<docTitle><text>{escaped(title)}</text></docTitle>\n<navMap>\n{points}</navMap>\n</ncx>\n"
    )


def resource(path: str, media_type: str = _XHTML, properties: str = "", *, spine: bool = False) -> Resource:
    """A file of the book; a document unless said otherwise."""
    if path == NAVIGATION:
        properties = "nav"
    return Resource(path, _NCX if path == OLD_NAVIGATION else media_type, properties, spine)


def _metadata(work: Manuscript, options: Options, cover: str, pictures: int, untold: int) -> Iterator[str]:
    yield f'<dc:identifier id="uuid">urn:uuid:{escaped(options.uuid)}</dc:identifier>'
    yield f'<dc:title id="title">{escaped(title_of(work))}</dc:title>'
    if work.title is None:
        yield '<meta name="retold:untitled" content="true"/>'
    yield from _creators(work)
    yield f"<dc:language>{language_of(work)}</dc:language>"
    modified = options.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield f'<meta property="dcterms:modified">{modified}</meta>'
    if work.published:
        yield f"<dc:date>{work.published.isoformat()}</dc:date>"
    if description := escaped(text_of(work.summary or "")):
        yield f"<dc:description>{description}</dc:description>"
    if source := escaped(work.source.url):
        yield f"<dc:source>{source}</dc:source>"
    yield from (f"<dc:subject>{escaped(subject)}</dc:subject>" for subject in _subjects(work))
    yield from _series(work)
    accepted = dict.fromkeys(credit_sentence(credit) for credit in work.credits if credit.state == "accepted")
    yield from (f"<dc:relation>{escaped(sentence)}</dc:relation>" for sentence in accepted)
    yield f'<meta name="cover" content="{_id(cover)}"/>'
    yield from _accessibility(pictures, untold)


def _creators(work: Manuscript) -> Iterator[str]:
    named = [creator for creator in work.creators if plain(creator.name)]
    for number, creator in enumerate(named, start=1):
        relator = _RELATORS.get(creator.role, "ctb")
        yield f'<dc:creator id="creator-{number}">{escaped(creator.name)}</dc:creator>'
        yield f'<meta refines="#creator-{number}" property="role" scheme="marc:relators">{relator}</meta>'
        yield f'<meta refines="#creator-{number}" property="display-seq">{number}</meta>'


def _subjects(work: Manuscript) -> list[str]:
    by_label = {fact.label: fact.values for fact in facts(work)}
    return list(dict.fromkeys(value.text for label in _SUBJECTS for value in by_label.get(label, ())))


def _series(work: Manuscript) -> Iterator[str]:
    for number, part in enumerate((part for part in work.series if plain(part.title)), start=1):
        name = f"series-{number}"
        yield f'<meta property="belongs-to-collection" id="{name}">{escaped(part.title)}</meta>'
        yield f'<meta refines="#{name}" property="collection-type">series</meta>'
        if part.position is not None and part.position >= 0:
            yield f'<meta refines="#{name}" property="group-position">{part.position}</meta>'


def _accessibility(pictures: int, untold: int) -> Iterator[str]:
    """What EPUB Accessibility 1.1 §2 asks for, in schema.org's words."""
    modes = ["textual", "visual"] if pictures else ["textual"]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "unlocked"]
    if pictures and not untold:
        features.append("alternativeText")
    summary = "The text reflows, follows its reader's settings, and can be read aloud; chapters are headings."
    if untold:
        summary += f" {untold} of {pictures} pictures have no description."
    elif pictures:
        summary += " Every picture has a description."
    yield from (f'<meta property="schema:accessMode">{mode}</meta>' for mode in modes)
    if not untold:
        yield '<meta property="schema:accessModeSufficient">textual</meta>'
    else:
        yield '<meta property="schema:accessModeSufficient">textual,visual</meta>'
    yield from (f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features)
    yield f'<meta property="schema:accessibilityHazard">{"unknown" if pictures else "none"}</meta>'
    yield f'<meta property="schema:accessibilitySummary">{summary}</meta>'


def _item(one: Resource) -> str:
    properties = f' properties="{one.properties}"' if one.properties else ""
    return f'<item id="{_id(one.path)}" href="{one.path}" media-type="{one.media_type}"{properties}/>\n'


def _id(path: str) -> str:
    """A name for a path that no other path has, of signs that XML allows in one."""
    return path.replace("_", "__").replace("/", "_.")
