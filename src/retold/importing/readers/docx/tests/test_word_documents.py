"""What Word documents hold, piece by piece."""

from __future__ import annotations

import io
import zipfile

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.books import PNG, zip_of
from retold.importing.readers.written.tests.makers import PROSE, docx, para, run, styled

STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Em"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>'
)
CENTRED = '<w:jc w:val="center"/>'


def work(body, **parts):
    return read("story.docx", docx(body + para(run(PROSE)), styles=STYLES, **parts)).manuscript


def html(body, **parts):
    return work(para(run(PROSE)) + body, **parts).chapters[0].html.removesuffix(f"<p>{PROSE}</p>").strip()[105:].strip()


def told(work):
    return [(one.where, one.what) for one in work.unmapped]


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (run("a", "<w:b/>") + run("b"), "<b>a</b>b"),
        (run("a", '<w:b w:val="0"/>'), "a"),
        (run("a", "<w:b/><w:i/>") + run("b", "<w:b/>"), "<b><i>a</i>b</b>"),
        (run("a", '<w:u w:val="none"/>') + run("b", '<w:u w:val="wave"/>'), "a<u>b</u>"),
        (run("a", "<w:dstrike/>"), "<s>a</s>"),
        (run("2", '<w:vertAlign w:val="superscript"/>'), "<sup>2</sup>"),
        (run("2", '<w:vertAlign w:val="subscript"/>'), "<sub>2</sub>"),
        (run("a", '<w:rStyle w:val="Em"/>'), "<i>a</i>"),
        (run("a", '<w:rStyle w:val="Em"/><w:i w:val="false"/>'), "a"),
        (run("a", "<w:smallCaps/>"), '<span class="small-caps">a</span>'),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a<br/>b"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:ins>" + run("a") + "</w:ins>", "a"),
        ("<w:sdt><w:sdtContent>" + run("a") + "</w:sdtContent></w:sdt>", "a"),
    ],
)
def test_a_run_keeps_its_format(runs, shown):
    assert html(para(run("It was ") + runs)) == f"<p>It was {shown}</p>"


def test_a_quotation_that_leans_turns_an_emphasis_upright():
    body = para(run("Then ") + run("no", '<w:rStyle w:val="Em"/>'), '<w:pStyle w:val="Q"/>')
    assert html(body) == "<blockquote><p><i>Then </i>no</p></blockquote>"


def test_headings_part_the_chapters_by_whatever_style():
    text = para(run(PROSE))
    found = work(styled("T", "The Weir") + styled("H1", "Chapter 1: Out") + text + styled("Mine", "Chapter 2: In"))
    assert found.title == "The Weir"
    assert [chapter.title for chapter in found.chapters] == ["Out", "In"]


def test_centred_and_right_paragraphs_and_those_from_the_right():
    body = para(run("a letter"), CENTRED) + para(run("Wren"), '<w:jc w:val="right"/>')
    assert html(body) == '<p class="align-center">a letter</p>\n<p class="align-right">Wren</p>'
    assert html(para(run("שלום לכם"), "<w:bidi/>")) == '<p dir="rtl">שלום לכם</p>'


@pytest.mark.parametrize(
    "between",
    [
        para(run("* * *"), CENTRED),
        para(run("~"), CENTRED),
        para(run("")),
        para("", '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'),
        para('<w:r><w:br w:type="page"/></w:r>'),
        para('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'),
    ],
)
def test_the_scene_breaks(between):
    first, second = para(run("One.")), para(run("Two."))
    assert html(first + para(run("And so.")) + between + second) == "<p>One.</p>\n<p>And so.</p>\n<hr/>\n<p>Two.</p>"


def test_lists_nest_and_count():
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/></w:lvl>'
        for at, (kind, start) in enumerate([("decimal", 3), ("bullet", 1)])
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="4">{levels}</w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="2"/></w:numPr>'
    body = para(run("lamp"), item.format(0)) + para(run("wick"), item.format(1)) + para(run("oil"), item.format(0))
    assert (
        html(body, numbering=numbering) == '<ol start="3"><li><p>lamp</p><ul><li>wick</li></ul></li><li>oil</li></ol>'
    )


def test_a_table_keeps_its_cells_and_what_spans():
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + para(run("Oil")) + "</w:tc>"
    cells = "".join(f"<w:tc>{para(run(word))}</w:tc>" for word in ("tin", "low"))
    table = f"<w:tbl><w:tr>{wide}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    shown = '<table><tbody><tr><td colspan="2">Oil</td></tr><tr><td>tin</td><td>low</td></tr></tbody></table>'
    assert html(table) == shown


def test_a_frame_of_one_cell_is_no_table():
    assert html(f"<w:tbl><w:tr><w:tc>{para(run('Boxed.'))}</w:tc></w:tr></w:tbl>") == "<p>Boxed.</p>"


def test_links_by_relation_and_by_field():
    by_relation = para('<w:hyperlink r:id="x">' + run("here", '<w:u w:val="single"/>') + "</w:hyperlink>")
    address = {"x": "https://stories.example/weir"}
    assert html(by_relation, links=address) == '<p><a href="https://stories.example/weir">here</a></p>'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = '<w:r><w:instrText> HYPERLINK "https://stories.example/weir" </w:instrText></w:r>'
    field = mark.format("begin") + instruction + mark.format("separate") + run("here") + mark.format("end")
    assert html(para(field)) == '<p><a href="https://stories.example/weir">here</a></p>'
    wicked = html(by_relation, links={"x": "javascript:alert(1)"})
    assert "javascript" not in wicked
    assert "here" in wicked


def test_foot_and_endnotes_stand_below_and_lead_back():
    note = '<w:footnote w:id="2">' + para(run("A tin one.", "<w:i/>")) + "</w:footnote>"
    end = '<w:endnote w:id="1">' + para(run("Long ago.")) + "</w:endnote>"
    body = para(run("A lamp") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" hung")
                + '<w:r><w:endnoteReference w:id="1"/></w:r>')  # fmt: skip
    found = work(para(run(PROSE)) + body, footnotes=note, endnotes=end).chapters[0].html
    mark = '<sup id="x-note-ref-{0}"><a href="#x-note-{0}">{0}</a></sup>'
    assert f"<p>A lamp{mark.format(1)} hung{mark.format(2)}</p>" in found
    assert '<li id="x-note-1"><p><i>A tin one.</i> <a href="#x-note-ref-1">↩</a></p></li>' in found
    assert '<li id="x-note-2"><p>Long ago. <a href="#x-note-ref-2">↩</a></p></li>' in found


def test_a_picture_comes_with_the_words_for_it():
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr descr="A lamp &amp; its oil"/><a:graphic><a:blip r:embed="lamp.png"/>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    data = docx(para(run(PROSE)) + para(drawing) + para(run(PROSE)), files={"media/lamp.png": PNG})
    reading = read("story.docx", data)
    assert '<img src="assets/lamp.png" alt="A lamp &amp; its oil"/>' in reading.manuscript.chapters[0].html
    assert dict(reading.assets) == {"lamp.png": PNG}


def test_a_picture_that_is_elsewhere_is_told_and_not_fetched():
    drawing = '<w:r><w:drawing><wp:docPr descr="A lamp"/><a:blip r:link="x"/></w:drawing></w:r>'
    found = work(para(run(PROSE) + drawing), links={"x": "http://127.0.0.1:1/lamp.png"})
    assert told(found) == [("picture", "http://127.0.0.1:1/lamp.png is not in the document: A lamp")]
    assert "img" not in found.chapters[0].html


def test_what_has_no_place_is_told():
    deleted = '<w:del><w:r><w:delText xml:space="preserve">twice</w:delText></w:r></w:del>'
    comment = '<w:comment w:id="0" w:author="Pell">' + para(run("Why nine?")) + "</w:comment>"
    hidden = run("secret", "<w:vanish/>")
    found = work(
        para(run("It rang ") + deleted + hidden + run("once.")), comments=comment, header=para(run("The Weir, draft 3"))
    )
    assert found.chapters[0].html.startswith("<p>It rang once.</p>")
    assert told(found) == [("deleted text", "twice"), ("hidden text", "secret"), ("comment", "Pell: Why nine?"),
                           ("page header", "The Weir, draft 3")]  # fmt: skip


def test_a_text_box_stands_below_its_paragraph_once():
    box = f"<wps:txbx><w:txbxContent>{para(run('A boxed letter.'))}</w:txbxContent></wps:txbx>"
    fallback = f"<v:textbox><w:txbxContent>{para(run('A boxed letter.'))}</w:txbxContent></v:textbox>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{fallback}"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = html(para(run("Here it is:") + drawn))
    assert found.count("A boxed letter.") == 1
    assert found.index("Here it is:") < found.index("A boxed letter.")


def test_properties_fill_what_the_text_does_not_say():
    core = (
        "<dc:title>The Weir</dc:title><dc:creator>Wren Marsh</dc:creator><cp:keywords>lamps, fog</cp:keywords>"
        "<dc:description>A weir in fog.</dc:description><dc:subject>Rivers</dc:subject>"
    )
    found = work("", core=core)
    assert (found.title, found.creators[0].name, found.freeforms) == ("The Weir", "Wren Marsh", ("lamps", "fog"))
    assert found.summary == "<p>A weir in fog.</p>"
    assert told(found) == [("document subject", "Rivers")]


def test_names_that_programs_invent_are_nobodys():
    found = work("", core="<dc:title>Document1</dc:title><dc:creator>Microsoft Office User</dc:creator>")
    assert (found.title, found.creators) == (None, ())
    assert told(found) == [("document title", "Document1"), ("document author", "Microsoft Office User")]


def test_a_strict_document_reads_the_same():
    data = docx(styled("H1", "Chapter 1: Out") + para(run("so", "<w:b/>") + run(PROSE)), styles=STYLES)
    strict = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode().replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
            strict[name] = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
            )
    assert "purl.oclc.org" in strict["word/document.xml"]
    usual = read("story.docx", data).manuscript
    assert usual.chapters[0].html.startswith("<p><b>so</b>")
    assert read("story.docx", zip_of(strict)).manuscript == usual
