"""Plain text, from its bytes to a Manuscript."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers.plain_text import MANY_LINES, assemble, is_scraps, parse, read_plain_text
from retold.importing.readers.tests.golden import check_golden
from retold.importing.readers.upload import Refused
from retold.lib.decoding import NotText
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lines import is_signs_alone
from retold.manuscript.markup import canonical, text_of
from retold.manuscript.model import FRONT_MATTER_ROLES, Creator, FrontMatterPart, Manuscript, Unmapped
from retold.manuscript.serialise import dumps

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SHARED = Path(__file__).resolve().parents[7] / "shared"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_it_reads_the_golden_files(path: Path) -> None:
    manuscript, text = read_plain_text(path.name, path.read_bytes())
    assert text == path.read_text(encoding="utf8")
    check_golden(manuscript, path.with_suffix(".json"))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("german", "latin-1"),
        ("german", "cp1252"),
        ("german", "utf-16"),
        ("chinese", "gb18030"),
        ("serial", "utf-16-le"),
    ],
)
def test_the_encoding_makes_no_difference(name: str, encoding: str) -> None:
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf8")
    data = text.replace("\n", "\r\n").encode(encoding, "replace")
    expected = data.decode(encoding).replace("\r\n", "\n")
    manuscript, read = read_plain_text("story.txt", data)
    assert read == expected
    assert manuscript == parse(expected)


def test_it_reads_japanese_and_russian_in_their_own_encodings() -> None:
    japanese = (
        "灯台\n作者：エイダ\n\n" + "灯が消えたのは朝の四時だった。彼女は階段に立って、外の風を聞いていた。\n\n" * 3
    )
    russian = (
        "Автор: Ада\nРейтинг: PG\n\n" + "Свет погас в четыре утра. Ада стояла на лестнице и слушала ветер.\n\n" * 3
    )
    assert read_plain_text("a.txt", japanese.encode("shift_jis"))[0].creators == (Creator("エイダ"),)
    assert read_plain_text("a.txt", russian.encode("koi8-r"))[0].rating == "PG"


def test_it_refuses_a_picture() -> None:
    with pytest.raises(NotText):
        read_plain_text("story.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)


def test_the_seed_has_two_notes_and_a_story_of_37_paragraphs() -> None:
    seed = SHARED / "seeds" / "000_d06114b488e3b5f3.txt"
    if not seed.exists():
        pytest.skip("The shared seeds are not here.")
    data = seed.read_bytes()
    manuscript, text = read_plain_text(seed.name, data)
    lines = text.rstrip("\n").split("\n")
    assert (manuscript.title, manuscript.creators, manuscript.language) == (None, (), None)
    assert text_of(manuscript.notes_before).split("\n\n") == lines[:2]
    assert text_of(manuscript.chapters[0].html).split("\n\n") == lines[2:]
    assert len(lines[2:]) == 37
    assert manuscript.words == 1249
    assert [(part.line_from, part.line_to, part.role) for part in manuscript.front_matter] == [(1, 2, "note")]


def header(lines: str, body: str = "The lamp went out at four. Ada ran.") -> Manuscript:
    return parse(f"Title: The Lamp\nAuthor: Ada\n{lines}\n\n{body}\n")


def test_header_fields_fill_the_fields_of_the_work() -> None:
    work = header(
        "Rating: PG-13\nFandom: Lighthouses, Islands\nPairing: Cleo/Dot; Ada/Ben\nCharacters: Ada, Ben and Cleo\n"
        "Warnings: Major Character Death\nGenre: Angst, Humour.\nSeries: Part 2 of The Island\nLanguage: English\n"
        "Status: Complete\nDate: May 3, 2001"
    )
    assert (work.title, work.creators, work.rating) == ("The Lamp", (Creator("Ada"),), "PG-13")
    assert work.fandoms == ("Lighthouses", "Islands")
    assert work.relationships == ("Cleo/Dot", "Ada/Ben")
    assert work.characters == ("Ada", "Ben", "Cleo")
    assert (work.warnings, work.freeforms) == (("Major Character Death",), ("Angst", "Humour"))
    assert [(place.title, place.position) for place in work.series] == [("The Island", 2)]
    assert (work.language, work.complete, work.published) == ("en", True, dt.date(2001, 5, 3))
    assert work.unmapped == ()


def test_fields_without_a_place_are_kept_under_their_label() -> None:
    work = header("Archive: Ask first\nSpoilers: Season two\nFeedback: ada@example.org\nDate: 05/03/2001")
    assert work.unmapped == (
        Unmapped("header_field: Archive", "Ask first"),
        Unmapped("header_field: Spoilers", "Season two"),
        Unmapped("header_field: Feedback", "ada@example.org"),
        Unmapped("header_field: Date", "05/03/2001"),
    )


def test_bold_labels_and_lines_that_go_on_are_read() -> None:
    work = parse(
        "**Title:** The Lamp\n**Author:** Ada\n**Rating:** PG\n**Summary:** A night on the\n  island.\n\nIt was dark."
    )
    assert (work.title, work.rating, work.summary) == ("The Lamp", "PG", "<p>A night on the</p>\n<p>island.</p>")


def test_beta_and_prompt_fields_stand_among_the_notes() -> None:
    assert header("Beta: Ben\nPrompt: lighthouse").notes_before == "<p>Beta: Ben</p>\n<p>Prompt: lighthouse</p>"


@pytest.mark.parametrize(
    ("byline", "names", "kept"),
    [
        ("by Ada", ["Ada"], []),
        ("By Ada and Ben", ["Ada", "Ben"], []),
        ("Author: Ada <ada@example.org>", ["Ada"], ["ada@example.org"]),
        ("Author: Ada (ada@example.org), Ben & Cleo", ["Ada", "Ben", "Cleo"], ["ada@example.org"]),
    ],
)
def test_a_byline_gives_names_and_keeps_addresses_out_of_them(byline: str, names: list[str], kept: list[str]) -> None:
    work = assemble(f"{byline}\nIt was dark.", [FrontMatterPart(1, 1, "byline")])
    assert [creator.name for creator in work.creators] == names
    assert [entry.what for entry in work.unmapped] == kept


def test_a_post_without_header_is_named_by_its_subject() -> None:
    roles = [FrontMatterPart(1, 2, "header_field")]
    work = assemble("From: Ada <ada@example.org>\nSubject: [list] FIC: The Lamp (2/5)\n\nIt was dark.", roles)
    assert (work.title, work.creators) == ("The Lamp", (Creator("Ada"),))
    assert "[list] FIC: The Lamp (2/5)" in [entry.what for entry in work.unmapped]


def test_notes_of_all_kinds_come_before_the_text_in_their_order() -> None:
    text = "Disclaimer: Not mine.\nFor Ben\nThe sea keeps nothing.\nA/N: Enjoy.\n\nIt was dark."
    roles = ["disclaimer", "dedication", "epigraph", "note"]
    work = assemble(text, [FrontMatterPart(n, n, role) for n, role in enumerate(roles, 1)])
    assert work.notes_before == (
        "<p>Disclaimer: Not mine.</p>\n<p>For Ben</p>\n"
        "<blockquote><p>The sea keeps nothing.</p></blockquote>\n<p>A/N: Enjoy.</p>"
    )


def test_a_heading_gives_the_title_that_is_its_own() -> None:
    text = "Prologue\n\nOne.\n\nChapter 2: The Lamp\n\nTwo.\n\nChapter 3\n\nThree.\n\nChapter 7: The Boat\n\nFour.\n"
    assert [chapter.title for chapter in parse(text).chapters] == ["Prologue", "The Lamp", None, "Chapter 7: The Boat"]


def test_several_headings_of_one_chapter_are_joined() -> None:
    heading = "chapter_heading"
    text = "Chapter 1: Snow\nChapter One\nPart One\n\nIt was cold."
    work = assemble(text, [FrontMatterPart(n, n, heading) for n in (1, 2, 3)])
    assert [chapter.title for chapter in work.chapters] == ["Snow – Part One"]


def test_notes_belong_to_the_chapter_that_they_stand_in() -> None:
    work = parse((GOLDEN / "serial.txt").read_text(encoding="utf8"))
    assert text_of(work.notes_before).startswith("Author's note: A story in three parts.")
    assert [bool(chapter.notes_before) for chapter in work.chapters] == [True, True, False]
    assert [bool(chapter.notes_after) for chapter in work.chapters] == [True, False, True]


def test_a_person_can_take_everything_back_into_the_story() -> None:
    text = (GOLDEN / "serial.txt").read_text(encoding="utf8")
    work = assemble(text, [])
    assert (work.title, work.notes_before, len(work.chapters)) == (None, None, 1)
    assert words(text_of(work.chapters[0].html)) == words(text)


@pytest.mark.parametrize(
    ("line", "markup"),
    [
        ("She did *not* go.", "She did <em>not</em> go."),
        ("She did _not_ go.", "She did <em>not</em> go."),
        ("She did /not/ go.", "She did <em>not</em> go."),
        ("She did **not** go.", "She did <strong>not</strong> go."),
        ("**Oh _no_,** she said.", "<strong>Oh <em>no</em>,</strong> she said."),
        ("He/she and/or M/M, 1/2/2003.", "He/she and/or M/M, 1/2/2003."),
        ("a snake_case_name, 2*3*4 and 2 * 3 * 4", "a snake_case_name, 2*3*4 and 2 * 3 * 4"),
        ("/usr/bin/env and ~/log/may/june", "/usr/bin/env and ~/log/may/june"),
        ("see https://example.org/_a_/*b*/c_d_", "see https://example.org/_a_/*b*/c_d_"),
        ("a *star alone", "a *star alone"),
        ("<b> & co", "&lt;b&gt; &amp; co"),
    ],
)
def test_emphasis_is_read_where_its_signs_pair(line: str, markup: str) -> None:
    assert parse(line).chapters[0].html == f"<p>{markup}</p>"


def test_addresses_are_links_in_notes_and_text_in_the_story() -> None:
    work = assemble("See https://example.org/a_b.\nSee https://example.org/c.", [FrontMatterPart(1, 1, "note")])
    assert work.notes_before == '<p>See <a href="https://example.org/a_b">https://example.org/a_b</a>.</p>'
    assert work.chapters[0].html == "<p>See https://example.org/c.</p>"


def test_signs_alone_are_a_scene_break_and_a_dash_after_a_word_is_not() -> None:
    html = parse("He ran.\n* * *\nStill –\no-o-o\nShe sat.\n~\nx").chapters[0].html
    assert html == "<p>He ran.</p>\n<hr/>\n<p>Still –</p>\n<hr/>\n<p>She sat.</p>\n<hr/>\n<p>x</p>"


def test_hard_wrapped_lines_are_joined_and_verse_is_not() -> None:
    wrapped = (GOLDEN / "mailing_list.txt").read_text(encoding="utf8")
    assert (
        "the height of the water, and then she sat for a while with the pen in her hand.</p>"
        in parse(wrapped).chapters[0].html
    )
    verse = parse((GOLDEN / "epigraph.txt").read_text(encoding="utf8")).chapters[0].html
    assert "<p>The stairs were wet<br/>the rail was cold<br/>and someone sang below</p>" in verse


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


# What may be missing: labels, numbers of chapters, "by", and the o and x of scene breaks.
def everything_in(work: Manuscript) -> set[str]:
    return set(re.findall(r"[^\W_]+", text_of_all(work)))


def text_of_all(work: Manuscript) -> str:
    texts = [work.title, work.rating, work.language]
    texts += [creator.name for creator in work.creators]
    for name in ("warnings", "categories", "fandoms", "relationships", "characters", "freeforms"):
        texts += getattr(work, name)
    texts += [f"{place.title} {place.position}" for place in work.series]
    texts += [f"{entry.where} {entry.what}" for entry in work.unmapped]
    texts += [text_of(markup) for markup in (work.summary, work.notes_before, work.notes_after) if markup]
    for chapter in work.chapters:
        texts += [chapter.title, text_of(chapter.html)]
        texts += [text_of(markup) for markup in (chapter.summary, chapter.notes_before, chapter.notes_after) if markup]
    return "\n".join(text for text in texts if text)


CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
PIECES = st.sampled_from(
    ["Title: The Lamp", "A/N: thanks for reading", "Chapter 1: Snow", "***", "It was dark.", "", "by Ada", "Rating: PG",
     '"You might," she said.', "*one* _two_ /three/", "https://example.org/x", "第一章", "- Ada, \"Tides\"", "THE END",
     "Summary: A night.", "3.", "Date: May 3, 2001", "Series: Island #2", "- 7 -", "Status: complete"]
)  # fmt: skip
LINES = st.one_of(PIECES, st.text(CHARACTERS, max_size=60))
TEXTS = st.lists(LINES, max_size=14).map("\n".join)
PARTS = st.lists(
    st.builds(FrontMatterPart, st.integers(-2, 20), st.integers(-2, 20), st.sampled_from((*FRONT_MATTER_ROLES, "odd"))),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, PARTS)
def test_it_never_raises_and_what_it_gives_is_canonical(text: str, parts: list[FrontMatterPart]) -> None:
    for work in (parse(text), assemble(text, parts)):
        assert dumps(work)
        for markup in (work.notes_before, work.summary, *(chapter.html for chapter in work.chapters)):
            assert markup is None or canonical(markup) == markup


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.lists(
        st.sampled_from((None, "note", "disclaimer", "epigraph", "end_note", "dedication")), min_size=14, max_size=14
    ),
)
def test_every_word_of_story_and_notes_is_kept_as_often_as_it_stands(text: str, roles: list[str | None]) -> None:
    lines = text.split("\n")
    parts = [FrontMatterPart(n, n, role) for n, (_, role) in enumerate(zip(lines, roles, strict=False), 1) if role]
    kept = "\n".join(line for line in lines if not is_signs_alone(line))
    assert words(text_of_all(assemble(text, parts))) == words(canonical_letters(kept))


@settings(max_examples=200, deadline=None)
@given(TEXTS, PARTS)
def test_no_word_is_lost_whatever_the_roles(text: str, parts: list[FrontMatterPart]) -> None:
    for work in (parse(text), assemble(text, parts)):
        have = everything_in(work) | everything_in_lower(work)
        for line in text.split("\n"):
            if not is_signs_alone(line):
                missing = set(re.findall(r"[^\W_]+", canonical_letters(line))) - have
                assert not missing - expendable(line), line


def everything_in_lower(work: Manuscript) -> set[str]:
    return {word.casefold() for word in everything_in(work)}


def expendable(line: str) -> set[str]:
    """Words of a line that its meaning holds: the label, a chapter's number, and what dates and states became."""
    found = find_label(line)
    label = set(re.findall(r"[^\W_]+", line[: found.text_at])) if found else set()
    fixed = {
        "by",
        "2001",
        "Chapter",
        "1",
        "第一章",
        "May",
        "3",
        "7",
        "complete",
        "Rating",
        "Island",
        "Ada",
        "The",
        "Lamp",
    }
    words_of_it = re.findall(r"[^\W_]+", line)
    alone = words_of_it[0] if len(words_of_it) == 1 else ""
    first = alone.casefold() == "i" or (alone.isdecimal() and int(alone) == 1)
    return label | fixed | ({alone} if first else set())


def canonical_letters(text: str) -> str:
    """The text as markup can hold it: without the characters that XML has not."""
    return text_of(canonical("<pre>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</pre>"))


def test_an_ornament_with_a_word_is_a_scene_break_where_it_comes_more_than_once() -> None:
    work = parse("Ada ran.\n\n~~SEA~~\n\nShe ran on.\n\n~~SEA~~\n\nNobody was there.\n")
    assert work.chapters[0].html == "<p>Ada ran.</p>\n<hr/>\n<p>She ran on.</p>\n<hr/>\n<p>Nobody was there.</p>"
    assert work.unmapped == (Unmapped("scene break", "~~SEA~~"),)
    assert "SEA" in parse("Ada ran.\n\n~~SEA~~\n\nShe ran on.\n").chapters[0].html


def test_hundreds_of_thousands_of_scraps_are_refused() -> None:
    many = b"a\n" * (MANY_LINES + 1)
    with pytest.raises(Refused, match="bring it in in parts"):
        read_plain_text("a.txt", many)
    read_plain_text("a.txt", many[:1000] + b"\n" * MANY_LINES)


@pytest.mark.parametrize(
    "line", ["She ran on, and did not look behind her once.", "“No,” he said.", "她跑了，再也没有回头看。"]
)
def test_no_story_is_refused_for_its_length(line: str) -> None:
    assert not is_scraps(f"{line}\n" * (2 * MANY_LINES))
    assert not is_scraps(f"{line}\n\n" * (2 * MANY_LINES))
