"""Markdown, from its bytes to a Manuscript."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers.markdown import is_markdown, parse, read_markdown
from retold.importing.readers.tests.golden import check_golden
from retold.manuscript.markup import text_of
from retold.manuscript.model import Creator, Manuscript, SeriesPlace, Unmapped
from retold.manuscript.serialise import to_json

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_it_reads_the_golden_files(path: Path) -> None:
    manuscript, text = read_markdown(path.name, path.read_bytes())
    assert is_markdown(text)
    check_golden(manuscript, path.with_suffix(".json"))


def test_yaml_fields_fill_the_fields_of_the_work() -> None:
    work = parse(
        "---\ntitle: No\nauthor: Ada and Ben\ndate: 2001-05-03\nlanguage: no\nseries: Part 2 of Island\n---\n"
        "It was dark.\n"
    )
    assert (work.title, work.creators) == ("No", (Creator("Ada"), Creator("Ben")))
    assert (work.published, work.language) == (dt.date(2001, 5, 3), "no")
    assert work.series == (SeriesPlace("Island", 2),)


def test_unknown_fields_are_kept() -> None:
    work = parse("---\ntitle: The Lamp\nmood: stormy\nextra:\n  a: b\ndate: someday\n---\nIt was dark.\n")
    assert work.unmapped == (
        Unmapped("front matter: mood", "stormy"),
        Unmapped("front matter: extra", "a: b"),
        Unmapped("front matter: date", "someday"),
    )


@pytest.mark.parametrize("fields", ["a: &x [1]\nb: *x", "title: one\ntitle: two", "title: [", "- a: b\ntitle"])
def test_fields_that_are_not_read_are_kept_whole(fields: str) -> None:
    work = parse(f"---\nmood: odd\n{fields}\n---\nIt was dark.\n")
    assert work.unmapped == (Unmapped("front matter", f"mood: odd\n{fields}"),)
    assert work.chapters[0].html == "<p>It was dark.</p>"


def test_html_is_shown_as_it_is_written() -> None:
    assert parse("A <b>lamp</b><script>x</script>.").chapters[0].html == (
        "<p>A &lt;b&gt;lamp&lt;/b&gt;&lt;script&gt;x&lt;/script&gt;.</p>"
    )


@pytest.mark.parametrize(
    ("text", "title", "chapters"),
    [
        ("# The Lamp\n\nOne.", "The Lamp", [None]),
        ("# The Lamp\n\n## Chapter 1\n\nOne.\n\n## Snow\n\nTwo.", "The Lamp", [None, "Snow"]),
        ("# Chapter 1: A\n\nOne.\n\n# Chapter 2: B\n\nTwo.", None, ["A", "B"]),
        ("# The Lamp\n\n# Snow\n\nOne.\n\n# Thaw\n\nTwo.", "The Lamp", ["Snow", "Thaw"]),
        ("---\ntitle: The Lamp\n---\n# Snow\n\nOne.\n\n# Thaw\n\nTwo.", "The Lamp", ["Snow", "Thaw"]),
        ("One.\n\n## Snow\n\nTwo.", None, [None, "Snow"]),
    ],
)
def test_headings_make_the_title_and_the_chapters(text: str, title: str | None, chapters: list[str | None]) -> None:
    work = parse(text)
    assert (work.title, [chapter.title for chapter in work.chapters]) == (title, chapters)


def test_notes_and_summary_before_the_first_chapter_are_the_works() -> None:
    work = parse(
        "# The Lamp\n\n**Summary:** A night.\n\n**A/N:** Thanks to Cleo.\n\n## Snow\n\nOne.\n\n## Thaw\n\nTwo."
    )
    assert work.summary == "<p>A night.</p>"
    assert work.notes_before == "<p><strong>A/N:</strong> Thanks to Cleo.</p>"
    assert [text_of(chapter.html) for chapter in work.chapters] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("---\ntitle: The Lamp\n---\nIt was dark.", True),
        ("# The Lamp\n\nSee [this](https://example.org).", True),
        ("# One\n\na\n\n# Two\n\nb\n\n# Three\n\nc", True),
        ("She did *not* go.\n\n* * *\n\nShe _stayed_.", False),
        ("Title: The Lamp\nAuthor: Ada\n\n---\n\nIt was dark.", False),
        ("---\n\nIt was dark: very dark.\n\n---\n\nThe end.", False),
        ("> You wrote this.\n\nI did.", False),
    ],
)
def test_a_plain_story_is_not_markdown(text: str, answer: bool) -> None:
    assert is_markdown(text) is answer


WORDS = re.compile(r"[^\W_]+")
PIECES = st.sampled_from(
    [
        "# The Lamp", "## Chapter 1: Snow", "## Notes", "### Summary", "***", "It was dark.", "", "by Ada",
        "**A/N:** hello there", "**Rating:** PG", "> quoted", "- item", "1. one", "[words](https://example.org/x)",
        "![alt](a.png)", "<b>bold</b>", "| a | b |", "| - | - |", "```", "Setext", "===", "    code", "---", "title: x",
        "## Credits", "[ref]: /url 'name'",
    ]
)  # fmt: skip
# Labels, numbers of chapters, section headings, and what only the addresses of links and pictures hold.
GONE = set("Chapter 1 2 3 by A N Rating title Summary Notes Credits ref url name a png The Lamp".split())  # noqa: SIM905


def everything_in(work: Manuscript) -> set[str]:
    """All words of a Manuscript and of its links."""
    return set(WORDS.findall("\n".join(strings_in(to_json(work)))))


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings_in(one)


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=14).map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    have = everything_in(parse(text))
    assert not set(WORDS.findall(text)) - have - GONE


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_it_never_raises(text: str) -> None:
    assert parse(text).chapters
    assert parse(f"---\na: b\n{text}\n---\n{text}").chapters
    assert is_markdown(text) in (True, False)


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("a.txt", "# The Log\n\nIt was dark.\n", True),
        ("a.txt", "#the log\n\nIt was dark.\n", False),
        ("a.txt", "# 1 was dark\nand so was the other.\n", False),
        ("a.md", "It was dark.\n\n## Later\n\nIt was light.\n", True),
        ("a.txt", "It was dark.\n\n## Later\n\nIt was light.\n", False),
        ("A.MARKDOWN", "It was [dark](https://example.org/).\n", True),
        ("a.md", "The Log\nby Ada\n\nIt was *dark*.\n", False),
    ],
)
def test_a_title_on_top_or_the_file_s_name_says_so_too(name: str, text: str, answer: bool) -> None:
    assert is_markdown(text, name) is answer
