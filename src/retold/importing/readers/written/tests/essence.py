"""What of a work must be the same whatever program and format it came through."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from retold.manuscript.markup import blocks_of, text_of
from retold.manuscript.model import Manuscript

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
_TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|([^<]+)")
_INLINE = ("b", "i", "u", "s", "sub", "sup", "span")
_IN_HEAD = re.compile(r"(<th>)<b>(.*?)</b>(</th>)")
_MARK = re.compile(r'<sup id="[^"]*"><a href="#[^"]*">\d+</a></sup>')


@dataclass(frozen=True)
class Essence:
    """Titles, names, notes, and of each chapter its title, its blocks' words and what is emphasised how."""

    title: str | None
    creators: tuple[str, ...]
    notes: str
    chapters: tuple[tuple[str | None, tuple[str, ...], tuple[tuple[str, str], ...]], ...]


def essence(work: Manuscript) -> Essence:
    """The essence of a work."""
    return Essence(
        work.title,
        tuple(creator.name for creator in work.creators),
        text_of(work.notes_before or ""),
        tuple((chapter.title, _blocks(chapter.html), _emphasis(chapter.html)) for chapter in work.chapters),
    )


def _blocks(html: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in blocks_of(html))


def _emphasis(html: str) -> tuple[tuple[str, str], ...]:
    """(tags, words) of everything emphasised, in order; a table's head is bold by itself."""
    html = _MARK.sub("", _IN_HEAD.sub(r"\1\2\3", html.replace("<td><b>", "<th><b>").replace("</b></td>", "</b></th>")))
    found: list[tuple[str, str]] = []
    opened: list[str] = []
    for end, tag, attributes, text in _TOKEN.findall(html):
        if text:
            if opened and text.strip():
                found.append((" ".join(sorted(opened)), text.strip()))
        elif tag in _INLINE:
            if end:
                opened.pop()
            else:
                opened.append("small-caps" if "small-caps" in attributes else "lang" if tag == "span" else tag)
    return tuple(found)


def soffice(source: Path, target: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file; `target` is the ending of the new one's name."""
    command = [
        shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", target, "--outdir", str(folder), str(source),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / source.with_suffix(f".{target}").name).read_bytes()


def pandoc(source: Path, target: str, folder: Path) -> bytes:
    """What pandoc makes of a file."""
    made = folder / f"made.{target}"
    subprocess.run(
        [shutil.which("pandoc") or "pandoc", "-s", str(source), "-o", str(made)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return made.read_bytes()
