"""A work as one HTML file that needs nothing else, reads well on screen and paper, and comes back whole."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

from retold.exporting.writers.pages import (
    Setting,
    afterword,
    chapter_after,
    chapter_before,
    credits_page,
    front_page,
    title_of,
)
from retold.exporting.writers.pictures import NOT_SHOWN, media_type, shown_pictures
from retold.exporting.writers.skin import harmless
from retold.exporting.writers.values import (
    Enclosures,
    Options,
    chapter_title,
    escaped,
    is_right_to_left,
    language_of,
    plain,
)
from retold.manuscript.model import Manuscript
from retold.manuscript.package import html_layout as layout
from retold.manuscript.package.texts import json_text, without_texts

MEDIA_TYPE = "text/html"
_STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
# Nothing in the file may run or reach out, whatever is done to it later.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def write(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> bytes:
    """The work as HTML; `read` of `importing.readers.retold_html` gives the same Manuscript and assets back."""
    pictures = {name: _data_address(enclosures.assets.get(name)) for name in shown_pictures(manuscript)}
    setting = Setting(manuscript, level=2, picture=pictures.get, scoped=True)
    parts = [
        _opening(manuscript, options),
        front_page(setting),
        _contents(setting),
        '<div id="workskin">',
        *(_chapter(setting, number) for number in range(1, len(manuscript.chapters) + 1)),
        "</div>",
        afterword(setting),
        credits_page(setting),
        "</main>",
        layout.BEGIN + json_text(_kept(manuscript, enclosures.assets)) + layout.END,
        "</body>\n</html>\n",
    ]
    return "\n".join(filter(None, parts)).encode()


def _opening(work: Manuscript, options: Options) -> str:
    turned = ' dir="rtl"' if is_right_to_left(language_of(work)) else ""
    skin = harmless(work.skin or "")
    named = filter(plain, (creator.name for creator in work.creators))
    names = "".join(f'<meta name="author" content="{escaped(name)}">\n' for name in named)
    return (
        f'<!DOCTYPE html>\n<html lang="{language_of(work)}"{turned}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escaped(title_of(work))}</title>\n{names}<meta name="generator" content="Retold">\n'
        f"<style>\n{_STYLE}</style>\n"
        + (f"<style>\n{skin}</style>\n" if skin else "")
        + f'</head>\n<body>\n<main id="work" data-retold-uuid="{escaped(options.uuid)}">'
    )


def _contents(setting: Setting) -> str:
    """Links to the chapters, if there are several, and to what comes after them."""
    work = setting.manuscript
    if len(work.chapters) < 2:
        return ""
    entries = [
        (f"chapter-{number}", chapter_title(work, chapter, number)) for number, chapter in enumerate(work.chapters, 1)
    ]
    entries += [("afterword", "Notes at the end of the work")] if work.notes_after is not None else []
    entries += [("credits", "Credits")] if work.credits else []
    listed = "".join(f'<li><a href="#{name}">{escaped(label)}</a></li>\n' for name, label in entries)
    heading = setting.heading(0, "Contents", ' id="contents-title"')
    return f'<nav role="doc-toc" aria-labelledby="contents-title">\n{heading}\n<ol>\n{listed}</ol>\n</nav>'


def _chapter(setting: Setting, number: int) -> str:
    text = setting.chapter_text(number, setting.manuscript.chapters[number - 1].html)
    return chapter_before(setting, number) + text + chapter_after(setting, number)


def _kept(work: Manuscript, assets: Mapping[str, bytes]) -> dict[str, object]:
    """What no page says exactly; an asset that a picture shows is read back from the picture."""
    shown = {name for name in shown_pictures(work) if media_type(assets.get(name, b""))}
    kept = {name: None if name in shown else base64.b64encode(data).decode() for name, data in assets.items()}
    return {"format": layout.FORMAT, "manuscript": without_texts(work), "assets": kept}


def _data_address(data: bytes | None) -> str:
    """A picture as an address that holds it; a placeholder for what is missing or must not be shown."""
    kind = media_type(data) if data is not None else None
    if data is None or kind is None:
        data, kind = NOT_SHOWN.encode(), "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
