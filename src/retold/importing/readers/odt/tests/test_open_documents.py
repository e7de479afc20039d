"""What OpenDocument texts hold, piece by piece."""

from __future__ import annotations

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.books import PNG
from retold.importing.readers.upload import Refused
from retold.importing.readers.written.tests.makers import PROSE, odt

TEXT = f"<text:p>{PROSE}</text:p>"


def style(name, properties, family="text", parent=""):
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{above}>'
        f"<style:{family}-properties {properties}/></style:style>"
    )


AUTOMATIC = "".join(
    [
        style("B", 'fo:font-weight="bold"'), style("I", 'fo:font-style="italic"'), style("R", 'fo:font-style="normal"'),
        style("U", 'style:text-underline-style="solid"'), style("S", 'style:text-line-through-style="solid"'),
        style("Up", 'style:text-position="super 58%"'), style("Down", 'style:text-position="-20% 58%"'),
        style("Small", 'fo:font-variant="small-caps"'), style("Hidden", 'text:display="none"'),
        style("Under", 'fo:color="#000000"', parent="I"),
        style("C", 'fo:text-align="center"', "paragraph"), style("E", 'fo:text-align="end"', "paragraph"),
        style("Q", 'fo:margin-left="1cm"', "paragraph", "Quotations"),
        style("Page", 'fo:break-before="page"', "paragraph"),
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" text:start-value="3"/>'
        '<text:list-level-style-bullet text:level="2"/></text:list-style>',
    ]
)  # fmt: skip
STYLES = style("Quotations", "", "paragraph") + style("Title", "", "paragraph")


def work(body, **parts):
    return read("story.odt", odt(body, automatic=AUTOMATIC, styles=STYLES, **parts)).manuscript


def html(body):
    whole = work(TEXT + body + TEXT).chapters[0].html
    return whole.removeprefix(f"<p>{PROSE}</p>").removesuffix(f"<p>{PROSE}</p>").strip()


def told(found):
    return [(one.where, one.what) for one in found.unmapped]


@pytest.mark.parametrize(
    ("name", "start"),
    [("B", "<b>"), ("I", "<i>"), ("U", "<u>"), ("S", "<s>"), ("Up", "<sup>"), ("Down", "<sub>"), ("Under", "<i>"),
     ("Small", '<span class="small-caps">')],
)  # fmt: skip
def test_a_span_keeps_its_format(name, start):
    end = f"</{start[1:-1].partition(' ')[0]}>"
    shown = html(f'<text:p>It was <text:span text:style-name="{name}">a</text:span>.</text:p>')
    assert shown == f"<p>It was {start}a{end}.</p>"


def test_spans_nest_and_the_inner_decides():
    inner = '<text:span text:style-name="R">b</text:span>'
    assert html(f'<text:p><text:span text:style-name="I">a{inner}c</text:span></text:p>') == "<p><i>a</i>b<i>c</i></p>"


def test_spaces_and_line_ends():
    assert html("<text:p>a<text:s text:c='3'/>b<text:line-break/>c</text:p>") == "<p>a b<br/>c</p>"


def test_headings_quotations_alignment():
    found = work(
        '<text:p text:style-name="Title">The Weir</text:p><text:h text:outline-level="1">Chapter 1: Out</text:h>'
        f'{TEXT}<text:h text:outline-level="1">Chapter 2: In</text:h>{TEXT}'
    )
    assert (found.title, [chapter.title for chapter in found.chapters]) == ("The Weir", ["Out", "In"])
    assert html('<text:p text:style-name="Q">Dear.</text:p>') == "<blockquote><p>Dear.</p></blockquote>"
    assert html('<text:p text:style-name="C">Dear.</text:p>') == '<p class="align-center">Dear.</p>'
    assert html('<text:p text:style-name="E">Wren</text:p>') == '<p class="align-right">Wren</p>'


@pytest.mark.parametrize(
    "between",
    ['<text:p text:style-name="C">* * *</text:p><text:p>', "<text:p/><text:p>", '<text:p text:style-name="Page">'],
)
def test_the_scene_breaks(between):
    assert html(f"<text:p>One.</text:p><text:p>And.</text:p>{between}Two.</text:p>") == (
        "<p>One.</p>\n<p>And.</p>\n<hr/>\n<p>Two.</p>"
    )


def test_lists_nest_and_count():
    inner = "<text:list><text:list-item><text:p>wick</text:p></text:list-item></text:list>"
    lamp = f"<text:list-item><text:p>lamp</text:p>{inner}</text:list-item>"
    items = f"{lamp}<text:list-item><text:p>oil</text:p></text:list-item>"
    shown = '<ol start="3"><li><p>lamp</p><ul><li>wick</li></ul></li><li>oil</li></ol>'
    assert html(f'<text:list text:style-name="L">{items}</text:list>') == shown


def test_tables_and_links():
    cells = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("tin", "low"))
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>Oil</text:p></table:table-cell>'
    rows = f"<table:table-row>{wide}</table:table-row><table:table-row>{cells}</table:table-row>"
    assert html(f"<table:table>{rows}</table:table>") == (
        '<table><tbody><tr><td colspan="2">Oil</td></tr><tr><td>tin</td><td>low</td></tr></tbody></table>'
    )
    link = '<text:a xlink:href="https://stories.example/weir">here</text:a>'
    assert html(f"<text:p>{link}</text:p>") == '<p><a href="https://stories.example/weir">here</a></p>'


def test_notes_stand_below_and_lead_back():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        '<text:p><text:span text:style-name="I">A tin one.</text:span></text:p></text:note-body></text:note>'
    )
    shown = html(f"<text:p>A lamp{note} hung.</text:p>{TEXT}")
    assert '<p>A lamp<sup id="x-note-ref-1"><a href="#x-note-1">1</a></sup> hung.</p>' in shown
    assert '<li id="x-note-1"><p><i>A tin one.</i> <a href="#x-note-ref-1">↩</a></p></li>' in shown


def test_a_picture_comes_with_the_words_for_it():
    frame = '<draw:frame><draw:image xlink:href="Pictures/lamp.png"/><svg:desc>A lamp</svg:desc></draw:frame>'
    data = odt(f"{TEXT}<text:p>{frame}</text:p>{TEXT}", files={"Pictures/lamp.png": PNG})
    reading = read("story.odt", data)
    assert '<img src="assets/lamp.png" alt="A lamp"/>' in reading.manuscript.chapters[0].html
    assert dict(reading.assets) == {"lamp.png": PNG}


def test_what_has_no_place_is_told():
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info/>'
        "<text:p>twice</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    comment = "<office:annotation><dc:creator>Pell</dc:creator><text:p>Why nine?</text:p></office:annotation>"
    hidden = '<text:span text:style-name="Hidden">secret</text:span>'
    master = "<style:master-page><style:header><text:p>The Weir, draft 3</text:p></style:header></style:master-page>"
    found = work(
        f'{changes}<text:p>It rang <text:change text:change-id="c"/>{comment}{hidden}once.</text:p>{TEXT}',
        master=master,
    )
    assert found.chapters[0].html.startswith("<p>It rang once.</p>")
    assert told(found) == [("deleted text", "twice"), ("comment", "Pell: Why nine?"), ("hidden text", "secret"),
                           ("page header", "The Weir, draft 3")]  # fmt: skip


def test_properties_fill_what_the_text_does_not_say():
    meta = (
        "<dc:title>The Weir</dc:title><meta:initial-creator>Wren Marsh</meta:initial-creator>"
        "<meta:keyword>lamps</meta:keyword><meta:keyword>fog</meta:keyword><dc:subject>Rivers</dc:subject>"
    )
    found = work(TEXT + TEXT, meta=meta)
    assert (found.title, found.creators[0].name, found.freeforms) == ("The Weir", "Wren Marsh", ("lamps", "fog"))
    assert told(found) == [("document subject", "Rivers")]


def test_a_locked_document_is_refused():
    with pytest.raises(Refused, match="password"):
        read("story.odt", odt(TEXT, files={"META-INF/manifest.xml": b"<manifest:encryption-data/>"}))
