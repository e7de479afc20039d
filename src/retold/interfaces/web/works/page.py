"""A work's own page and the page of its credits, in words, from the desk's values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from retold.catalog.desk.likeness import Question
from retold.catalog.desk.pages import ChapterLine, CreditsPage, WorkPage
from retold.interfaces.web import words
from retold.interfaces.web.works import showing
from retold.interfaces.web.works.showing import CreditCard, Names, ShownBlurb, Tag
from retold.lib import public_ids
from retold.manuscript.language import language_name


@dataclass(frozen=True)
class Fact:
    """A row of the table of facts; `href` where it leads out."""

    label: str
    value: str
    href: str | None = None


@dataclass(frozen=True)
class Note:
    """Notes or a summary under a heading; `html` is canonical markup."""

    heading: str
    html: str


@dataclass(frozen=True)
class Download:
    """A file to carry away."""

    name: str
    said: str
    href: str


@dataclass(frozen=True)
class ContentsLine:
    """A chapter in the list of chapters."""

    number: int
    title: str
    said: str
    href: str


@dataclass(frozen=True)
class Ask:
    """Something that a keeper is asked for: a sentence, and a link with its words."""

    sentence: str
    link: str
    href: str


@dataclass(frozen=True)
class ShownQuestion:
    """A work that may be the same one: its id for the forms, its title, and how alike the texts are, in words."""

    key: str
    title: str
    href: str
    said: str
    compare_href: str


@dataclass(frozen=True)
class ShownWork:
    """All of a work's page. `mend_href`, `remove_href` and `newer_href` are None for whoever may not do that.

    `asks` is for whoever may mend it.
    """

    blurb: ShownBlurb
    read_href: str
    entire_href: str | None
    summary: str | None
    tag_rows: tuple[tuple[str, tuple[Tag, ...]], ...]
    notes: tuple[Note, ...]
    credits: tuple[CreditCard, ...]
    credits_href: str
    proposals: int
    contents: tuple[ContentsLine, ...]
    downloads: tuple[Download, ...]
    originals: tuple[Download, ...]
    facts: tuple[Fact, ...]
    unmapped: tuple[Fact, ...]
    asks: tuple[Ask, ...]
    questions: tuple[ShownQuestion, ...]
    join_href: str
    apart_href: str
    copies_href: str | None
    mend_href: str | None
    remove_href: str | None
    newer_href: str | None


@dataclass(frozen=True)
class ShownCredits:
    """The page of a work's credits."""

    title: str
    bylines: tuple[Names, ...]
    work_href: str
    credits: tuple[CreditCard, ...]
    proposals: tuple[CreditCard, ...]
    mend_href: str | None


def shown_work(page: WorkPage) -> ShownWork:
    """The work's page in words."""
    pid, blurb = page.blurb.pid, page.blurb
    several = len(page.chapters) > 1
    return ShownWork(
        blurb=showing.shown_blurb(blurb),
        read_href=reverse("chapter", args=[pid, 1]),
        entire_href=reverse("entire", args=[pid]) if several else None,
        summary=showing.with_pictures(blurb.summary, pid) if blurb.summary else None,
        tag_rows=tuple((label, tags) for label, tags in _tag_rows(page) if tags),
        notes=tuple(_notes(page)),
        credits=showing.credit_cards(page.credits),
        credits_href=reverse("credits", args=[pid]),
        proposals=len(page.proposals),
        contents=tuple(_contents_line(pid, chapter) for chapter in page.chapters) if several else (),
        downloads=tuple(
            Download(name, said, reverse("download", args=[pid, format_]))
            for format_, (name, said) in words.FORMATS.items()
        ),
        originals=tuple(
            Download(original.name, words.file_size(original.size), reverse("original", args=[pid, number]))
            for number, original in enumerate(page.originals, 1)
        ),
        facts=tuple(_facts(page)),
        unmapped=tuple(Fact(one.where, one.what) for edition in page.editions for one in edition.unmapped),
        asks=tuple(_asks(page)) if page.may_mend else (),
        questions=tuple(shown_question(one, pid) for one in page.questions),
        join_href=reverse("join", args=[pid]),
        apart_href=reverse("apart", args=[pid]),
        copies_href=reverse("copies", args=[pid]) if page.right is not None else None,
        mend_href=reverse("mend", args=[pid]) if page.may_mend else None,
        remove_href=reverse("remove_work", args=[pid]) if page.may_remove else None,
        newer_href=reverse("look_for_newer", args=[pid]) if page.may_mend and page.addresses else None,
    )


def shown_credits(page: CreditsPage) -> ShownCredits:
    """The credits' page in words."""
    return ShownCredits(
        title=showing.title_of(page.work.title),
        bylines=showing.names_of(page.work.creators),
        work_href=reverse("work", args=[page.work.pid]),
        credits=showing.credit_cards(page.credits),
        proposals=tuple(showing.credit_card(credit) for credit in page.proposals),
        mend_href=reverse("mend", args=[page.work.pid]) if page.may_mend else None,
    )


def shown_question(question: Question, pid: int) -> ShownQuestion:
    """Whether a work and another one are one, in words; `pid` is the work that is asked about."""
    mine, theirs = (round(share * 100) for share in (question.of_this, question.of_other))
    key = public_ids.letters(question.pid)
    return ShownQuestion(
        key=key,
        title=showing.title_of(question.title),
        href=reverse("work", args=[question.pid]),
        said=f"It has {mine}% of this one's text, and this one has {theirs}% of its text.",
        compare_href=f"{reverse('compare', args=[pid])}?other={key}",
    )


def _asks(page: WorkPage) -> Iterator[Ask]:
    """What only a person can say of the work: its title, its fandom, what becomes of the credits found in it."""
    mend, found = reverse("mend", args=[page.blurb.pid]), len(page.proposals)
    if "title" in page.missing:
        yield Ask("The file does not say what it is called.", "Give it a title.", f"{mend}#field-title")
    if "fandoms" in page.missing:
        yield Ask("Nobody has said which fandom it belongs to.", "Name its fandom.", f"{mend}#field-fandoms")
    if found:
        waits = "waits" if found == 1 else "wait"
        sentence = f"{words.counted(found, 'credit')} found in its notes {waits} for your word."
        yield Ask(sentence, "Look at it." if found == 1 else "Look at them.", f"{mend}#credits")


def _tag_rows(page: WorkPage) -> Iterator[tuple[str, tuple[Tag, ...]]]:
    tags = page.blurb.tags
    yield "Fandoms", showing.plain(tags.fandoms)
    yield "Relationships", showing.pairs(tags.relationships)
    yield "Warnings", showing.warnings(tags.warnings)
    yield "Characters", showing.plain(tags.characters)
    yield "Other tags", showing.plain(tags.freeforms)


def _notes(page: WorkPage) -> Iterator[Note]:
    for heading, html in (("Notes", page.notes_before), ("End notes", page.notes_after)):
        if html:
            yield Note(heading, showing.with_pictures(html, page.blurb.pid))


def _contents_line(pid: int, chapter: ChapterLine) -> ContentsLine:
    return ContentsLine(
        number=chapter.number,
        title=chapter.title or f"Chapter {chapter.number}",
        said=words.counted(chapter.words, "word"),
        href=reverse("chapter", args=[pid, chapter.number]),
    )


def _facts(page: WorkPage) -> Iterator[Fact]:
    blurb = page.blurb
    yield Fact("Words", f"{blurb.words:,}")
    yield Fact("Language", language_name(blurb.language) if blurb.language else "Not known")
    if blurb.day_only and blurb.posted_at:
        yield Fact("Posted", showing.day(blurb.posted_at))
    if blurb.revised_at and blurb.posted_at and blurb.revised_at.date() != blurb.posted_at.date():
        yield Fact("Revised", showing.day(blurb.revised_at))
    yield Fact("Kept since", showing.day(blurb.made_at))
    for series in page.series:
        yield Fact("Series", f"{series.title}, part {series.position}" if series.position else series.title)
    for gift in page.gifts:
        yield Fact("A gift for", gift.name, gift.url)
    for collection in page.collections:
        yield Fact("Collection", collection.title, collection.url)
    for address in page.addresses:
        yield Fact("From", address.partition("://")[2] or address, address)
    if len(page.editions) > 1:
        yield Fact("Copies held", str(len(page.editions)))
    yield Fact("Who sees it", words.AUDIENCES[blurb.audience])
