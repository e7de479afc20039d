"""A book's package: every statement of it has its field, or is kept with the source, or is told."""

from __future__ import annotations

import datetime as dt
import json
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers import read
from retold.importing.readers.tests.books import PNG, epub, page
from retold.manuscript.guesses import ways_by_field
from retold.manuscript.serialise import to_json

PROSE = "<p>" + "The lamp went out at nine, and by ten nobody could say who had lit it. " * 4 + "</p>"


def work(metadata: str, pages: dict[str, str] | None = None, **more):
    return read("x.epub", epub(pages or {"one.xhtml": page(PROSE)}, metadata=metadata, **more)).manuscript


def told(manuscript) -> set[tuple[str, str]]:
    return {(one.where, one.what) for one in manuscript.unmapped}


def test_identifiers_dates_and_what_programs_note_stay_with_the_source():
    source = work(
        '<dc:title>T</dc:title><dc:identifier opf:scheme="ISBN">9780000000002</dc:identifier>'
        "<dc:identifier>urn:uuid:1d7ce855-0fde-4772-8acc-3d0d5260c4d2</dc:identifier>"
        '<dc:date opf:event="publication">2012-03-04</dc:date><dc:date opf:event="modification">2014</dc:date>'
        '<dc:date opf:event="creation">2019-01-01</dc:date>'
        '<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>'
        '<meta name="generator" content="Some Tool 1.2"/><meta name="calibre:timestamp" content="2020-02-02"/>'
    )
    assert source.source.extra["identifiers"] == [
        {"scheme": "ISBN", "value": "9780000000002"},
        {"value": "urn:uuid:1d7ce855-0fde-4772-8acc-3d0d5260c4d2"},
    ]
    assert [one["event"] for one in source.source.extra["dates"]] == [
        "publication", "modification", "creation", "modified"
    ]  # fmt: skip
    assert source.source.extra["package"] == {
        "generator": ["Some Tool 1.2"],
        "calibre:timestamp": ["2020-02-02"],
    }
    assert (source.published, source.updated) == (dt.date(2012, 3, 4), dt.date(2014, 1, 1))
    assert ("dc:identifier (ISBN)", "9780000000002") in told(source)


def test_series_of_both_editions_of_the_format():
    found = work(
        '<meta name="calibre:series" content="Roads"/><meta name="calibre:series_index" content="1.5"/>'
        '<meta property="belongs-to-collection" id="a">Lamps</meta>'
        '<meta refines="#a" property="group-position">3</meta>'
        '<meta refines="#a" property="collection-type">series</meta>'
        '<meta refines="#a" property="dcterms:identifier">https://s.example/lamps</meta>'
        '<meta property="belongs-to-collection" id="b">Roads</meta>'
        '<meta refines="#b" property="group-position">2</meta>'
        '<meta property="belongs-to-collection" id="c">Gift box</meta><meta refines="#c" property="collection-type">set'
        "</meta>"
    )
    assert [(one.title, one.position, one.url) for one in found.series] == [
        ("Roads", 2, None),
        ("Lamps", 3, "https://s.example/lamps"),
    ]
    assert {("place in the series Roads", "1.5"), ("meta belongs-to-collection", "Gift box")} <= told(found)


def test_creators_keep_their_roles_and_how_they_are_sorted():
    found = work(
        '<dc:creator opf:role="aut" opf:file-as="Marsh, Wren">Wren Marsh</dc:creator>'
        '<dc:creator id="c">Edda</dc:creator><meta refines="#c" property="role">trl</meta>'
        '<meta refines="#c" property="role">ill</meta><meta refines="#c" property="role">edt</meta>'
        '<dc:contributor opf:role="bkp">Some Tool</dc:contributor>'
    )
    assert [(one.name, one.role) for one in found.creators] == [
        ("Wren Marsh", "author"),
        ("Edda", "translator"),
        ("Edda", "artist"),
    ]
    assert found.creators[0].extra == {"sorted_as": "Marsh, Wren"}
    assert {("dc:creator (edt)", "Edda"), ("dc:contributor (bkp)", "Some Tool")} <= told(found)


def test_a_lone_joined_creator_is_told_apart_and_several_are_not():
    joined = work('<dc:creator opf:role="aut">b (a), c</dc:creator>')
    assert [one.name for one in joined.creators] == ["b (a)", "c"]
    assert ways_by_field(joined) == {"creators": ("form",)}
    several = work("<dc:creator>Wren Marsh and Edda Kell</dc:creator><dc:creator>Osk</dc:creator>")
    assert [one.name for one in several.creators] == ["Wren Marsh and Edda Kell", "Osk"]


def test_titles_descriptions_and_languages_beyond_the_first_are_told():
    found = work(
        '<dc:title id="s">A tale</dc:title><meta refines="#s" property="title-type">subtitle</meta>'
        '<dc:title id="m">The Lamp</dc:title><meta refines="#m" property="title-type">main</meta>'
        "<dc:title>Lampe</dc:title><dc:description>One.</dc:description><dc:description>Two.</dc:description>"
        '<dc:language>en</dc:language><dc:language>de</dc:language><meta refines="#m" property="mood">dim</meta>'
        '<link rel="record" href="https://s.example/record.xml"/>'
    )
    assert (found.title, found.summary, found.language) == ("The Lamp", "<p>One.</p>", "en")
    assert {
        ("dc:title (subtitle)", "A tale"),
        ("dc:title (another)", "Lampe"),
        ("dc:description", "Two."),
        ("dc:language", "de"),
        ("meta mood", "dim"),
        ("link record", "https://s.example/record.xml"),
    } <= told(found)


def test_names_that_were_escaped_twice_read_as_they_should():
    found = work("<dc:creator>Wick &amp;amp; Tallow</dc:creator><dc:subject>Ada &amp;amp; Ben</dc:subject>")
    assert (found.creators[0].name, found.relationships) == ("Wick & Tallow", ("Ada & Ben",))


COVER = {"img/c.png": ("image/png", PNG)}


@pytest.mark.parametrize(
    ("metadata", "pages", "others", "guide"),
    [
        ('<meta name="cover" content="o0"/>', {}, COVER, ""),
        ('<meta name="cover" content="img/c.png"/>', {}, COVER, ""),
        ("", {}, {"img/c.png": ("image/png cover-image", PNG)}, ""),
        ("", {}, COVER, '<guide><reference type="cover" href="img/c.png"/></guide>'),
        ("", {"c.xhtml": page('<img src="img/c.png" alt="Cover"/>')}, COVER,
         '<guide><reference type="cover" href="c.xhtml"/></guide>'),
        ("", {"cover.xhtml": page('<svg><image xlink:href="img/c.png"/></svg>')}, COVER, ""),
    ],
    ids=["named", "named by its path", "marked", "in the guide", "its page in the guide", "its page"],
)  # fmt: skip
def test_the_cover_is_found_however_it_is_named(metadata, pages, others, guide):
    data = epub({**pages, "one.xhtml": page(PROSE)}, metadata=metadata, others=others, guide=guide)
    reading = read("x.epub", data)
    assert [(one.name, one.extra) for one in reading.manuscript.assets] == [("c.png", {"use": "cover"})]
    assert reading.assets["c.png"] == PNG


words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=4, max_size=12)
NAMES = ["title", "creator", "contributor", "subject", "identifier", "source", "date", "type", "description",
         "language", "publisher", "rights", "relation", "coverage", "format"]  # fmt: skip


@st.composite
def statements(draw) -> list[tuple[str, str]]:
    """(element, its words) of a package."""
    found = []
    for word in draw(st.lists(words, max_size=8)):
        name = draw(st.sampled_from([*NAMES, "meta", "property", "calibre:series", "belongs-to-collection"]))
        if name in NAMES:
            found.append((f"<dc:{name}>{escape(word)}</dc:{name}>", word))
        elif name == "property":
            found.append((f'<meta property="any">{escape(word)}</meta>', word))
        elif name == "belongs-to-collection":
            found.append((f'<meta property="{name}">{escape(word)}</meta>', word))
        else:
            found.append((f'<meta name="{name}" content={quoteattr(word)}/>', word))
    return found


@settings(deadline=None)
@given(statements())
def test_nothing_that_a_package_says_is_dropped(said):
    manuscript = work("".join(element for element, _ in said))
    kept = json.dumps(to_json(manuscript), ensure_ascii=False)
    assert [word for _, word in said if word not in kept and word.casefold() not in ("mul", "und", "zxx")] == []
