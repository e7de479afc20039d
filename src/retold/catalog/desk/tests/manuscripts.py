"""Manuscripts of every shape for the desk's tests: strategies, and one story by hand."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from retold.manuscript import markup
from retold.manuscript.model import (
    CREATOR_ROLES,
    CREDIT_KINDS,
    CREDIT_MEDIA,
    Asset,
    Chapter,
    Collection,
    Creator,
    Credit,
    FrontMatterPart,
    Gift,
    Manuscript,
    SeriesPlace,
    Source,
    Unmapped,
)

LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.text(LETTERS, min_size=1, max_size=12)
MAYBE = st.one_of(st.none(), WORDS)
HTML = st.lists(WORDS, min_size=1, max_size=3).map(markup.paragraphs)
MAYBE_HTML = st.one_of(st.none(), HTML.filter(bool))
URLS = st.one_of(st.none(), st.integers(1, 5).map("https://example.org/works/{}".format), st.just("not an address"))
DAYS = st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
EXTRA = st.dictionaries(
    st.sampled_from(["later", "newer"]), st.one_of(st.integers(), st.lists(WORDS, max_size=2)), max_size=1
)
CREATORS = st.lists(st.builds(Creator, WORDS, st.sampled_from(CREATOR_ROLES), URLS, extra=EXTRA), max_size=3).map(tuple)
NAMES = st.lists(st.one_of(WORDS, st.sampled_from(["Fluff", "fluff", "FLUFF"])), max_size=3).map(tuple)
CREDITS = st.lists(
    st.builds(
        Credit,
        st.sampled_from((*CREDIT_KINDS, "a kind of tomorrow")),
        st.sampled_from(CREDIT_MEDIA),
        MAYBE,
        MAYBE,
        MAYBE,
        URLS,
        MAYBE,
        st.sampled_from(["stated", "read", "typed"]),
        st.just("accepted"),
        extra=EXTRA,
    ),
    max_size=3,
    unique_by=lambda one: (one.kind, one.medium, one.title, one.creator, one.place, one.url, one.evidence),
).map(tuple)
CHAPTERS = st.lists(
    st.builds(
        Chapter,
        html=HTML,
        title=MAYBE,
        creators=CREATORS,
        summary=MAYBE_HTML,
        notes_before=MAYBE_HTML,
        notes_after=MAYBE_HTML,
        published=DAYS,
        url=URLS,
        extra=EXTRA,
    ),
    max_size=3,
).map(tuple)

MANUSCRIPTS = st.builds(
    Manuscript,
    chapters=CHAPTERS,
    uuid=st.one_of(st.none(), st.uuids().map(str), WORDS),
    title=MAYBE,
    creators=CREATORS,
    gifts=st.lists(st.builds(Gift, WORDS, URLS), max_size=2).map(tuple),
    media=st.lists(st.sampled_from(["text", "audio", "art"]), max_size=2).map(tuple),
    summary=MAYBE_HTML,
    notes_before=MAYBE_HTML,
    notes_after=MAYBE_HTML,
    language=st.sampled_from([None, "en", "zh-Hant", "und"]),
    rating=st.sampled_from([None, "Teen And Up Audiences", "teen and up audiences", "  "]),
    warnings=NAMES,
    categories=NAMES,
    fandoms=NAMES,
    relationships=NAMES,
    characters=NAMES,
    freeforms=NAMES,
    series=st.lists(st.builds(SeriesPlace, WORDS, st.one_of(st.none(), st.integers(1, 5)), URLS), max_size=2).map(
        tuple
    ),
    collections=st.lists(st.builds(Collection, WORDS, URLS), max_size=2).map(tuple),
    published=DAYS,
    updated=DAYS,
    complete=st.one_of(st.none(), st.booleans()),
    chapters_expected=st.one_of(st.none(), st.integers(0, 100)),
    source=st.builds(Source, URLS, MAYBE, MAYBE),
    credits=CREDITS,
    assets=st.lists(st.builds(Asset, WORDS, st.just("image/png"), st.just("0" * 64), MAYBE), max_size=2).map(tuple),
    skin=MAYBE,
    stats=st.dictionaries(WORDS, st.integers(), max_size=2),
    unmapped=st.lists(st.builds(Unmapped, WORDS, WORDS), max_size=2).map(tuple),
    front_matter=st.lists(st.builds(FrontMatterPart, st.just(1), st.just(2), st.just("note")), max_size=2).map(tuple),
    extra=EXTRA,
)


def prose(first: int, last: int) -> str:
    """Paragraphs of numbered lines, `first` to `last`, each with words enough to be told apart."""
    return markup.paragraphs(
        f"Line {n} of the ferry's log says the water stood at {n * 7} hands." for n in range(first, last)
    )


STORY = Manuscript(
    chapters=(
        Chapter(prose(0, 12), title="Ebb", notes_before="<p>For Ben.</p>"),
        Chapter(prose(12, 24), title="Flow", creators=(Creator("Ben", "co-writer"),)),
    ),
    title="The Ferry's Log",
    creators=(Creator("Ada (fenn)", url="https://example.org/users/fenn/pseuds/Ada"),),
    summary="<p>The river goes down.</p>",
    language="en",
    rating="Teen And Up Audiences",
    warnings=("No Archive Warnings Apply",),
    fandoms=("Rivers of Harrow",),
    relationships=("Wren & Tam",),
    characters=("Wren", "Tam"),
    freeforms=("Slow Burn",),
    series=(SeriesPlace("Kestrel Down River", 2, "https://example.org/series/9"),),
    published=dt.date(2024, 5, 6),
    updated=dt.date(2024, 6, 7),
    complete=True,
    chapters_expected=2,
    source=Source("https://example.org/works/71/chapters/8", "example.org", "html"),
    credits=(
        Credit("inspired_by", "fanart", place="Tumblr", evidence="a drawing I saw", state="accepted"),
        Credit("title_from", "song", "Low Water", "the Lantern Wives", evidence="Title from Low Water"),
    ),
    stats={"hits": 12},
    unmapped=(Unmapped("afterword", "drop by"),),
)
