"""What rich texts hold, piece by piece, and that no bytes whatever end a reading otherwise than with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers import read
from retold.importing.readers.rtf.words import FLAGS, HANDLERS, SIGNS, SKIPPED
from retold.importing.readers.tests.books import PNG
from retold.importing.readers.upload import Refused
from retold.importing.readers.written.tests.makers import PROSE, rtf

TEXT = f"\\pard {PROSE}\\par\n"
WORDS = sorted({*FLAGS, *HANDLERS, *SIGNS, *SKIPPED, "u", "bin", "unknown"})
_SIGNS = ["{", "}", "{\\*", "\\'e9", "\\'", "\\~", "\\*", "\\\n", " text ", PROSE, "\xff", "\0", "89504e47", '"x"']
_EDGES = st.sampled_from([0, 1, -1, 2, 9, 65001, -9_999_999_999, 9_999_999_999])
_NUMBERS = st.none() | _EDGES | st.integers(-70_000, 70_000)
_PIECE = st.sampled_from(_SIGNS) | st.builds(
    lambda word, number: f"\\{word}{'' if number is None else number} ", st.sampled_from(WORDS), _NUMBERS
)


def work(body, head=""):
    return read("story.rtf", rtf(body, head)).manuscript


def html(body, head=""):
    whole = work(TEXT + body + TEXT, head).chapters[0].html
    return whole.removeprefix(f"<p>{PROSE}</p>").removesuffix(f"<p>{PROSE}</p>").strip()


def told(found):
    return [(one.where, one.what) for one in found.unmapped]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{\\b a}b", "<b>a</b>b"),
        ("\\b a\\b0 b", "<b>a</b>b"),
        ("{\\b\\i a}{\\b b}", "<b><i>a</i>b</b>"),
        ("{\\i a\\plain b}", "<i>a</i>b"),
        ("{\\ul a}{\\strike b}", "<u>a</u><s>b</s>"),
        ("{\\super 2}{\\sub 3}", "<sup>2</sup><sub>3</sub>"),
        ("{\\scaps a}", '<span class="small-caps">a</span>'),
        ("a\\line b", "a<br/>b"),
        ("caf\\'e9", "café"),
        ("\\u233?\\u8212-\\emdash\\ldblquote", "é——“"),
        ("{\\uc2\\u233??a}", "éa"),
        ("\\u-10179?\\u-8694?", "\U0001f60a"),
        ("\\{a\\}\\\\b\\_c", "{a}\\b\u2011c"),
        ("{\\f1 \\'cf\\'f0}", "Пр"),
        ("{\\f2 \\'82\\'a0}", "あ"),
        ("{\\*\\unknown gone}a{\\bin3 }}}b", "ab"),
    ],
)
def test_text_keeps_its_letters_and_its_format(source, shown):
    fonts = "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}}"
    assert html(f"\\pard It was {source}\\par\n", fonts) == f"<p>It was {shown}</p>"


def test_paragraphs_keep_their_setting():
    assert html("\\pard\\qc Dear.\\par\n") == '<p class="align-center">Dear.</p>'
    assert html("\\pard\\qr Wren\\par\n") == '<p class="align-right">Wren</p>'
    assert html("\\pard\\li720 Dear.\\par\n") == "<blockquote><p>Dear.</p></blockquote>"


def test_headings_part_the_chapters_by_style_or_by_rank():
    styles = "{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2 Title;}}"
    found = work(
        f"\\pard\\s2 The Weir\\par\\pard\\s1{{\\b Chapter 1: Out}}\\par{TEXT}\\pard\\s1 Chapter 2: In\\par{TEXT}",
        styles,
    )
    assert (found.title, [chapter.title for chapter in found.chapters]) == ("The Weir", ["Out", "In"])


@pytest.mark.parametrize("between", ["\\pard\\qc * * *\\par", "\\pard\\par", "\\page", "\\pard\\brdrb\\brdrs\\par"])
def test_the_scene_breaks(between):
    source = f"\\pard One.\\par\\pard And.\\par{between}\\pard Two.\\par\n"
    assert html(source) == "<p>One.</p>\n<p>And.</p>\n<hr/>\n<p>Two.</p>"


def test_lists_tables_links():
    item = "\\pard\\ls1\\ilvl0\\fi-360\\li720{\\listtext %s\\tab}%s\\par"
    assert html(item % ("3.", "lamp") + item % ("4.", "oil")) == '<ol start="3"><li>lamp</li><li>oil</li></ol>'
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl tin\\cell low\\cell\\row"
    assert html(row + row).count("<tr><td>tin</td><td>low</td></tr>") == 2
    field = '{\\field{\\*\\fldinst HYPERLINK "https://stories.example/weir"}{\\fldrslt {\\ul here}}}'
    assert html(f"\\pard {field}\\par") == '<p><a href="https://stories.example/weir">here</a></p>'


def test_notes_stand_below_and_lead_back():
    shown = html("\\pard A lamp{\\super\\chftn{\\footnote\\pard {\\i A tin one.}}} hung.\\par\n" + TEXT)
    assert '<p>A lamp<sup id="x-note-ref-1"><a href="#x-note-1">1</a></sup> hung.</p>' in shown
    assert '<li id="x-note-1"><p><i>A tin one.</i> <a href="#x-note-ref-1">↩</a></p></li>' in shown


@pytest.mark.parametrize("data", [PNG.hex(), f"\\bin{len(PNG)} {PNG.decode('latin-1')}"])
def test_a_picture_comes_with_the_words_for_it(data):
    words = "{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv A lamp}}}"
    reading = read("story.rtf", rtf(f"{TEXT}\\pard {{\\pict{words}\\pngblip {data}}}\\par\n{TEXT}"))
    assert '<img src="assets/picture.png" alt="A lamp"/>' in reading.manuscript.chapters[0].html
    assert dict(reading.assets) == {"picture.png": PNG}


def test_what_has_no_place_is_told():
    found = work(
        "{\\header\\pard The Weir, draft 3\\par}\\pard It rang {\\deleted twice}{\\v secret}"
        "{\\*\\atnauthor Pell}{\\*\\annotation\\pard Why nine?}once.\\par\n" + TEXT
    )
    assert found.chapters[0].html.startswith("<p>It rang once.</p>")
    assert sorted(told(found)) == [("comment", "Pell: Why nine?"), ("deleted text", "twice"), ("hidden text", "secret"),
                                   ("page header", "The Weir, draft 3")]  # fmt: skip


def test_properties_fill_what_the_text_does_not_say():
    info = "{\\info{\\title The Weir}{\\author Wren Marsh}{\\keywords lamps, fog}{\\subject Rivers}}"
    found = work(TEXT + TEXT, info)
    assert (found.title, found.creators[0].name, found.freeforms) == ("The Weir", "Wren Marsh", ("lamps", "fog"))
    assert told(found) == [("document subject", "Rivers")]


def read_or_refused(data):
    try:
        read("story.rtf", data)
    except Refused as refusal:
        sentence = str(refusal)
    else:
        return
    assert sentence.endswith(".")


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECE, max_size=60))
def test_whatever_stands_in_it_is_read_or_refused(pieces):
    read_or_refused(b"{\\rtf1 " + "".join(pieces).encode("latin-1", "replace"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    read_or_refused(b"{\\rtf1 " + data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 600))
def test_a_torn_file_is_read_as_far_as_it_goes(length):
    whole = rtf(
        TEXT + '\\pard\\qc {\\b Dear}\\\'e9\\u8212?{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt y}}\\par' + TEXT
    )
    read_or_refused(b"{\\rtf1" + whole[6 : 6 + length])
