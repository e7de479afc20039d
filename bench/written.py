"""What it costs to read a novel as the word processors keep it."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import mammoth

from bench.corpus import Work
from bench.measuring import Row, best, both, fastest, installed
from retold.importing import readers
from retold.importing.readers.written.tests import makers

TITLE_STYLE = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
_PARAGRAPH = re.compile(r"<p>(.*?)</p>|<hr/>")
_EMPHASIS = re.compile(r"</?em>")


def rows(work: Work) -> Iterator[Row]:
    """A row for each format, the peers beside it where they read that format."""
    document = docx_of(work)
    ours, other = both(lambda: readers.read("work.docx", document), lambda: mammoth.convert_to_html(BytesIO(document)))
    yield Row("DOCX of 100,000 words read", ours, "ms", other, "mammoth")
    for ending, data in (("docx", document), ("odt", odt_of(work)), ("rtf", rtf_of(work))):
        yield _beside_pandoc(ending, data)


def _beside_pandoc(ending: str, data: bytes) -> Row:
    what, ours = f"{ending.upper()} of 100,000 words read", best(lambda: readers.read(f"work.{ending}", data))
    program = installed("pandoc")
    if program is None:
        return Row(what, ours, "ms", named="(no pandoc here)")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"work.{ending}"
        source.write_bytes(data)
        other = fastest([program, source, "-o", Path(folder) / "work.html"], runs=2)
    return Row(what, ours, "ms", other.cpu * 1000, "pandoc, its start included")


def docx_of(work: Work) -> bytes:
    """The work as a Word document with a heading above each chapter."""
    body = _body(
        work,
        heading=lambda text: makers.styled("Heading1", text),
        paragraph=lambda runs: makers.para(
            "".join(makers.run(text, "<w:i/>" if leaning else "") for text, leaning in runs)
        ),
    )
    return makers.docx(body, styles=TITLE_STYLE)


def odt_of(work: Work) -> bytes:
    """The work as an OpenDocument text."""
    leans = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    )
    body = _body(
        work,
        heading=lambda text: f'<text:h text:outline-level="1">{html.escape(text)}</text:h>',
        paragraph=lambda runs: f"<text:p>{''.join(map(_span, runs))}</text:p>",
    )
    return makers.odt(body, automatic=leans)


def rtf_of(work: Work) -> bytes:
    """The work as rich text."""
    body = _body(
        work,
        heading=lambda text: f"\\pard\\outlinelevel0 {{\\b {makers.rtf_escaped(text)}}}\\par\n",
        paragraph=lambda runs: "\\pard " + "".join(map(_group, runs)) + "\\par\n",
    )
    return makers.rtf(body)


def _body(work: Work, *, heading: Callable[[str], str], paragraph: Callable[[list[tuple[str, bool]]], str]) -> str:
    """The text of all chapters, by a format's writers of headings and of paragraphs of (text, whether it leans)."""
    pieces = []
    for number, chapter in enumerate(work.chapters, start=1):
        pieces.append(heading(f"Chapter {number}"))
        for found in _PARAGRAPH.finditer(chapter):
            texts = _EMPHASIS.split(html.unescape(found[1] or "* * *"))
            pieces.append(paragraph([(text, at % 2 == 1) for at, text in enumerate(texts) if text]))
    return "".join(pieces)


def _span(run: tuple[str, bool]) -> str:
    text, leaning = html.escape(run[0], quote=False), run[1]
    return f'<text:span text:style-name="T1">{text}</text:span>' if leaning else text


def _group(run: tuple[str, bool]) -> str:
    text, leaning = makers.rtf_escaped(run[0]), run[1]
    return f"{{\\i {text}}}" if leaning else text
