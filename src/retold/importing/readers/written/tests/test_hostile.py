"""Documents made to hurt are read or refused within the bounds: 2 seconds of processor time, 256 MB.

Each is read in a process of its own, whose memory is measured; time is given a wide bound, that of the limit on the
process, as a machine may be slow.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from retold.importing.readers.written.tests.makers import PROSE, docx, odt, para, rtf, run

# Beyond the 256 MB: what Python and the readers' own code take.
_MEGABYTES, _OWN = 256, 90
_SECONDS = 30
_CHILD = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from retold.importing.readers import read
from retold.importing.readers.upload import Refused
data, began = sys.stdin.buffer.read(), time.process_time()
try:
    said = "read " + str(len(read("story", data).manuscript.chapters))
except Refused as refusal:
    said = "refused " + str(refusal)
seconds = time.process_time() - began
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(most) // 1024, said)
"""
_ENTITIES = (
    "<!DOCTYPE x [<!ENTITY a0 'lamp'>"
    + "".join(f"<!ENTITY a{at + 1} '{f'&a{at};' * 10}'>" for at in range(12))
    + '<!ENTITY out SYSTEM "file:///etc/hostname">]>'
)
_DEEP = 20_000
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
_STYLE = '<w:style w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
_PARA = para(run(PROSE))
_CELL = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc/></w:tr></w:tbl>"


def nested(times, inner, template):
    before, _, after = template.partition("{}")
    return before * times + inner + after * times


def bold_run(text):
    return run(text, "<w:b/>")


def different(times: int, template: Callable[[str], str]) -> str:
    """So many pieces, no two alike, so that no bound on how well an archive is packed hides what is behind it."""
    return "".join(template(hashlib.md5(bytes(str(at), "ascii")).hexdigest()) for at in range(times))


HOSTILE = {
    "docx, entities within entities": lambda: docx(para("<w:r><w:t>&a12;&out;</w:t></w:r>") + _PARA, head=_ENTITIES),
    "docx, tables in tables": lambda: docx(nested(_DEEP, _PARA, _CELL) + _PARA),
    "docx, sixty tables deep": lambda: docx(nested(60, _PARA, _CELL) + _PARA),
    "docx, controls in controls": lambda: docx(nested(_DEEP, _PARA, "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>")),
    "docx, many runs": lambda: docx(para(different(150_000, bold_run))),
    "docx, more runs than a story has": lambda: docx(para(different(500_000, bold_run))),
    "docx, many paragraphs": lambda: docx(different(99_000, lambda text: para(run(text)))),
    "docx, more paragraphs than a story has": lambda: docx(different(101_000, lambda text: para(run(text)))),
    "docx, a ring of styles": lambda: docx(
        para(run(PROSE), '<w:pStyle w:val="A"/>'),
        styles=_STYLE.format("A", "B") + _STYLE.format("B", "A"),
    ),
    "docx, a note that refers to itself": lambda: docx(
        para(run(PROSE) + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes='<w:footnote w:id="1">' + para('<w:r><w:footnoteReference w:id="1"/></w:r>') + "</w:footnote>",
    ),
    "docx, fields without end": lambda: docx(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000) + _PARA),
    "odt, entities within entities": lambda: odt(
        f"<text:p>&a12;&out;</text:p><text:p>{PROSE}</text:p>", head=_ENTITIES
    ),
    "odt, spans in spans": lambda: odt(f"<text:p>{nested(_DEEP, 'a', '<text:span>{}</text:span>')}</text:p>"),
    "odt, lists in lists": lambda: odt(
        nested(110, f"<text:p>{PROSE}</text:p>", "<text:list><text:list-item>{}</text:list-item></text:list>")
    ),
    "odt, many spaces": lambda: odt(different(20_000, '<text:p>{}<text:s text:c="999999999"/>b</text:p>'.format)),
    "odt, many spans": lambda: odt(f"<text:p>{different(300_000, '<text:span>{}</text:span>'.format)}</text:p>"),
    "rtf, groups in groups": lambda: rtf("{" * 400_000 + PROSE),
    "rtf, groups beyond measure": lambda: rtf("{" * 5_000_000 + PROSE),
    "rtf, notes in notes": lambda: rtf(PROSE + "{\\footnote a" * 40_000),
    "rtf, fields in fields": lambda: rtf("{\\field{\\fldinst a" * 40_000 + PROSE),
    "rtf, many switches": lambda: rtf("\\b a\\b0 b" * 150_000),
    "rtf, bytes that are not there": lambda: rtf(f"{PROSE}\\bin999999999 a"),
    "rtf, a row of cells": lambda: rtf("\\pard\\intbl " + "a\\cell" * 150_000 + "\\row"),
}  # fmt: skip


def measured(data):
    """(seconds of processor time, megabytes at most, what came of it) of a reading in a process of its own."""
    child = subprocess.run(
        [sys.executable, "-c", _CHILD.format(seconds=_SECONDS)], input=data, capture_output=True, timeout=120
    )
    assert child.returncode == 0, child.stderr.decode()[-800:]
    seconds, megabytes, said = child.stdout.decode().split(" ", 2)
    return float(seconds), int(megabytes), said.strip()


@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hurt_stays_within_the_bounds(name):
    _, megabytes, said = measured(HOSTILE[name]())
    assert megabytes <= _MEGABYTES + _OWN
    assert said.startswith("read ") or said.endswith(".")


@needs_proc
def test_nothing_outside_the_document_is_read():
    for data in (HOSTILE["docx, entities within entities"](), HOSTILE["odt, entities within entities"]()):
        _, megabytes, said = measured(data)
        assert megabytes <= _MEGABYTES
        assert said.startswith(("read 1", "refused This document is damaged"))
