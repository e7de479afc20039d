"""Two hundred families of copies, and for each pair of copies whether it is one work.

A copy's `work` names the work that it is a copy of. Two copies of one work are to be joined, two of different works
are never to be. A pair named in `unsaid` is of one work too, yet no file says so: a person is to be asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from tests.families import stories, tools
from tests.families.prose import Teller
from tests.families.stories import Part, Story
from tests.families.tools import File, Tool

HUNDRED_WORDS = 100


@dataclass(frozen=True)
class Copy:
    """A file, by which program, and the work that it holds."""

    file: File
    by: str
    work: str


@dataclass(frozen=True)
class Family:
    """Copies that arrive together: in the order given, the other way round, and shuffled."""

    number: int
    kind: str
    copies: tuple[Copy, ...]
    unsaid: frozenset[tuple[str, str]] = frozenset()

    def orders(self) -> Iterator[tuple[int, ...]]:
        count = len(self.copies)
        yield tuple(range(count))
        yield tuple(reversed(range(count)))
        shuffled = list(range(count))
        random.Random(self.number).shuffle(shuffled)
        yield tuple(shuffled)

    def answer(self, one: int, other: int) -> str:
        """ "same", "apart", or "unsaid"."""
        first, second = self.copies[one], self.copies[other]
        if first.work.partition("/")[0] != second.work.partition("/")[0]:
            return "apart"
        return "unsaid" if tuple(sorted((first.work, second.work))) in self.unsaid else "same"


Maker = Callable[[random.Random], tuple[Copy, ...] | tuple[tuple[Copy, ...], frozenset[tuple[str, str]]]]


def by(tool: tuple[str, Tool], story: Story, work: str = "a") -> Copy:
    return Copy(tool[1](story), tool[0], work)


def _addressed(dice: random.Random) -> tuple[str, Tool]:
    return tools.any_tool(dice, addressed=True)


def _loose(dice: random.Random) -> tuple[str, Tool]:
    return tools.any_tool(dice, addressed=False)


def _story(dice: random.Random, words: int = 0, parts: int = 0, address: bool = True) -> Story:
    words = words or dice.choice([400, 900, 2000, 4000])
    story = stories.told(dice, words=words, parts=parts or (1 if words < 800 else dice.choice([1, 3, 5])))
    place = f"http://archiveofourown.org/works/{dice.randrange(10**5, 10**8)}" if address else ""
    return replace(story, address=place)


# -- one work, as many programs give it


def eras(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice)
    return tuple(Copy(tools.ao3_html(story, era), f"ao3 html {era}", "a") for era in (2012, 2016, 2020, 2024))


def books(dice: random.Random) -> tuple[Copy, ...]:
    """The old book has no end notes, the new page has them."""
    story = _story(dice, 2000, 4)
    noted = stories.with_other_notes(story, dice)
    return (
        Copy(tools.ao3_epub_before_2019(story), "ao3 epub before 2019", "a"),
        Copy(tools.ao3_epub(story), "ao3 epub", "a"),
        Copy(tools.ao3_html(replace(noted, after="Thank you all.")), "ao3 html", "a"),
    )


def programs(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice)
    chosen = dice.sample(list(tools.WITH_ADDRESS.items()), 2) + dice.sample(list(tools.WITHOUT_ADDRESS.items()), 2)
    return tuple(by(tool, story) for tool in chosen)


def fichub(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, 2000, 3)
    place = f"https://www.fanfiction.net/s/{dice.randrange(10**6, 10**7)}/1/"
    story = replace(story, address=place)
    return (Copy(tools.fichub_epub(story), "fichub", "a"), Copy(tools.ffnet_txt(story), "ffnet txt", "a"),
            Copy(tools.saved_page(story), "saved page", "a"))  # fmt: skip


def hands(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, address=False)
    chosen = dice.sample(tools.HANDS, 4)
    wraps = [0, 65, 72, 78]
    dice.shuffle(wraps)
    return tuple(
        Copy(tools.plain_text(story, hand, wrap=wrap), f"text {hand}", "a")
        for hand, wrap in zip(chosen, wraps, strict=True)
    )


def broken_letters(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, dice.choice([400, 2000]), 1, address=False)
    return tuple(
        Copy(tool(story), name, "a")
        for name, tool in (
            ("plain", tools.plain_text),
            ("mended", tools.mended_mojibake),
            ("broken", tools.broken_mojibake),
            ("cp1252", lambda one: tools.plain_text(one, encoding="cp1252")),
        )
    )


def without_a_head(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice)
    bare = stories.nameless(story)
    return (
        by(_addressed(dice), story),
        Copy(tools.plain_text(bare, dice.choice(tools.HANDS), head=False), "bare text", "a"),
        Copy(tools.word_html(bare), "bare document", "a"),
    )


def paragraphs_otherwise(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice)
    return (by(_addressed(dice), story), by(_loose(dice), stories.with_paragraphs_joined_and_split(story, dice)))


# -- one work, found by its address alone: the text is another one altogether

SPELLINGS: tuple[tuple[str, ...], ...] = (
    ("https://archiveofourown.org/works/{}", "http://www.archiveofourown.org/works/{}/chapters/99",
     "https://archiveofourown.org/works/{}?view_full_work=true", "https://ao3.org/works/{}#workskin"),
    ("http://archiveofourown.org/collections/Yule2013/works/{}", "https://archive.transformativeworks.org/works/{}",
     "http://insecure.archiveofourown.org/works/{}/", "https://archiveofourown.org/works/{}/navigate"),
    ("https://archiveofourown.org/works/{}?view_adult=true", "https://download.archiveofourown.org/downloads/{}/A.epub?updated_at=1",
     "https://archiveofourown.org/downloads/{}/Title.html", "https://web.archive.org/web/20140102030405/http://archiveofourown.org/works/{}"),
    ("https://www.fanfiction.net/s/{}/1/A-Title", "http://m.fanfiction.net/s/{}/3/", "fanfiction.net/s/{}",
     "https://www.fanfiction.net/s/{}/12/Another-Title"),
    ("http://www.fanfiction.net/read.php?storyid={}&chapter=2", "https://fanfiction.net/s/{}/", "https://m.fanfiction.net/s/{}"),
    ("https://www.fictionpress.com/s/{}/1/A", "http://m.fictionpress.com/s/{}/2"),
    ("https://www.fimfiction.net/story/{}/a-title", "https://www.fimfiction.net/story/{}/3/a-title/a-chapter", "http://fimfiction.net/story/{}"),
    ("https://www.royalroad.com/fiction/{}/a-title", "https://www.royalroad.com/fiction/{}/a-title/chapter/77/one", "http://royalroadl.com/fiction/{}"),
    ("https://www.wattpad.com/story/{}-a-title", "https://m.wattpad.com/story/{}", "http://wattpad.com/story/{}-another-title?utm_source=web"),
    ("https://forums.spacebattles.com/threads/a-title.{}/", "https://forums.spacebattles.com/threads/a-title.{}/page-3#post-7",
     "https://forums.spacebattles.com/threads/{}/", "http://forum.spacebattles.com/threads/other-title.{}/reader/"),
    ("https://forums.sufficientvelocity.com/threads/a.{}/", "https://forums.sufficientvelocity.com/threads/a.{}/threadmarks?threadmark_category=1"),
    ("https://forum.questionablequesting.com/threads/a.{}/", "https://questionablequesting.com/threads/a.{}/page-2"),
    ("https://squidgeworld.org/works/{}", "http://www.squidgeworld.org/works/{}/chapters/2"),
    ("http://www.example.org/archive/viewstory.php?sid={}", "https://example.org/archive/viewstory.php?sid={}&chapter=4",
     "http://example.org/archive/viewstory.php?action=printable&textsize=0&sid={}&chapter=all", "http://example.org/archive/viewstory.php?sid={}&index=1&ageconsent=ok&warning=3"),
    ("http://fenn-writes.livejournal.com/{}.html", "https://fenn_writes.livejournal.com/{}.html?nc=12#comments",
     "http://www.livejournal.com/users/fenn_writes/{}.html", "https://fenn-writes.livejournal.com/{}.html?format=light"),
    ("https://fenn.dreamwidth.org/{}.html", "http://fenn.dreamwidth.org/{}.html?style=site#cutid1", "https://fenn.dreamwidth.org/{}.html?view=top-only"),
    ("https://fenn.tumblr.com/post/{}/a-slug", "https://www.tumblr.com/fenn/{}/another-slug", "http://fenn.tumblr.com/post/{}"),
    ("http://hp.adult-fanfiction.org/story.php?no={}", "https://hp.adult-fanfiction.org/story.php?no={}&chapter=5"),
    ("https://www.scribblehub.com/series/{}/a-title/", "https://www.scribblehub.com/read/{}-a-title/chapter/9/"),
    ("https://www.quotev.com/story/{}/A-Title", "https://www.quotev.com/story/{}/A-Title/4"),
    ("https://www.asianfanfics.com/story/view/{}/a-title", "https://www.asianfanfics.com/story/view/{}/3/a-title"),
    ("https://ficwad.com/story/{}", "http://www.ficwad.com/story/{}/"),
)  # fmt: skip


def address_alone(dice: random.Random, spellings: tuple[str, ...] = ()) -> tuple[Copy, ...]:
    spellings = spellings or dice.choice(SPELLINGS)
    number = dice.randrange(10**5, 10**7)
    title = Teller(dice).title()
    copies = []
    for spelling in spellings:
        place = spelling.format(number)
        place = place if "://" in place else f"https://{place}"
        story = _story(dice, 400, 1)
        # A thread of a forum may hold several works: there the title says which.
        keeps_title = "/threads/" in place or dice.random() < 0.5
        copies.append(
            Copy(
                tools.saved_page(replace(story, address=place, title=title if keeps_title else story.title)), place, "a"
            )
        )
    return tuple(copies)


# -- one work, years later


def grown(dice: random.Random) -> tuple[Copy, ...]:
    first = _story(dice, 1500, 2, address=False)
    second = stories.with_chapters_added(first, dice, 2)
    third = stories.with_chapters_added(second, dice, 8)
    return (by(_loose(dice), first), by(_loose(dice), second), by(_loose(dice), third))


def grown_much(dice: random.Random) -> tuple[Copy, ...]:
    """One chapter of many."""
    whole = _story(dice, 24_000, 30, address=False)
    first = replace(whole, parts=whole.parts[:1])
    return (by(_loose(dice), first), by(_loose(dice), whole))


def long_and_longer(dice: random.Random) -> tuple[Copy, ...]:
    whole = _story(dice, 60_000, 40, address=False)
    return (
        by(_loose(dice), replace(whole, parts=whole.parts[:36])),
        by(_loose(dice), stories.with_typos_mended(whole, dice)),
    )


def _changed(change: Callable[[Story, random.Random], Story], parts: int = 0, words: int = 0) -> Maker:
    def make(dice: random.Random) -> tuple[Copy, ...]:
        story = _story(dice, words or (3000 if parts else 0), parts, address=False)
        later = change(story, dice)
        return (by(_loose(dice), story), by(_loose(dice), later), by(_loose(dice), later))

    make.__name__ = change.__name__
    return make


def retitled_and_mended(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, address=False)
    later = stories.with_typos_mended(stories.retitled(story, dice), dice)
    return (by(("word document", tools.word_html), story), by(("word document", tools.word_html), later))


def renamed_and_retold(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, address=False)
    later = stories.renamed(story, dice)
    return (by(("markdown", tools.WITHOUT_ADDRESS["markdown"]), story), by(("fichub", tools.fichub_epub), later))


def everything(dice: random.Random) -> tuple[Copy, ...]:
    """As a folder of ten years looks: another program, another hand, more chapters, fewer typos."""
    first = _story(dice, 3000, 4)
    second = stories.with_typos_mended(stories.with_chapters_added(first, dice, 2), dice)
    third = stories.with_other_notes(stories.with_scenes_in_and_out(second, dice), dice)
    return (by(_loose(dice), first), by(_addressed(dice), second), by(_loose(dice), third))


def posted_twice(dice: random.Random) -> tuple[Copy, ...]:
    """The same story on two sites."""
    story = _story(dice)
    there = replace(story, address=f"https://www.fanfiction.net/s/{dice.randrange(10**6, 10**7)}/1/T")
    return (by(("saved page", tools.saved_page), there), by(("ao3", tools.ao3_html), story), by(_loose(dice), story))


def drabble(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, HUNDRED_WORDS, 1, address=False)
    return (
        by(_loose(dice), story),
        by(_loose(dice), story),
        by(("ao3", tools.ao3_html), replace(story, address="https://archiveofourown.org/works/7")),
    )


def drabble_mended(dice: random.Random) -> tuple[Copy, ...]:
    story = _story(dice, HUNDRED_WORDS, 1, address=False)
    words = story.parts[0].paragraphs[0].split(" ")
    words[len(words) // 2] = "perhaps"
    lines = (" ".join(words), *story.parts[0].paragraphs[1:])
    return (by(_loose(dice), story), by(_loose(dice), replace(story, parts=(Part(lines),))))


# -- one work, and only a person can know it


def grown_under_another_title(dice: random.Random) -> tuple[tuple[Copy, ...], frozenset[tuple[str, str]]]:
    story = _story(dice, 2000, 3, address=False)
    later = stories.with_chapters_added(stories.retitled(story, dice), dice, 6)
    return (
        by(("word document", tools.word_html), story, "a/1"),
        by(("word document", tools.word_html), later, "a/2"),
    ), frozenset({("a/1", "a/2")})


def grown_under_another_name(dice: random.Random) -> tuple[tuple[Copy, ...], frozenset[tuple[str, str]]]:
    story = _story(dice, 2000, 3, address=False)
    later = stories.with_chapters_added(stories.renamed(story, dice), dice, 6)
    return (
        by(("fichub", tools.fichub_epub), story, "a/1"),
        by(("fichub", tools.fichub_epub), later, "a/2"),
    ), frozenset({("a/1", "a/2")})


def a_leaf_of_it(dice: random.Random) -> tuple[tuple[Copy, ...], frozenset[tuple[str, str]]]:
    """One chapter, and nothing says of what."""
    story = _story(dice, 6000, 8, address=False)
    leaf = stories.nameless(replace(story, parts=story.parts[3:4]))
    return (
        by(("fichub", tools.fichub_epub), story, "a/1"),
        Copy(tools.plain_text(leaf, head=False), "leaf", "a/2"),
    ), frozenset({("a/1", "a/2")})


# -- works that only look alike


def same_title(dice: random.Random) -> tuple[Copy, ...]:
    one, two = _story(dice), _story(dice)
    two = replace(two, title=one.title, fandom=one.fandom, tags=one.tags)
    three = replace(_story(dice, address=False), title=one.title)
    return (by(_addressed(dice), one, "a"), by(_addressed(dice), two, "b"), by(_loose(dice), three, "c"))


def remix(dice: random.Random) -> tuple[Copy, ...]:
    """Another author's, with a tenth to nearly half of the original's words in it."""
    one = _story(dice, 1500, 1)
    other = _story(dice, 1500, 1)
    share = dice.uniform(0.1, 0.45)
    lines, own = list(one.parts[0].paragraphs), list(other.parts[0].paragraphs)
    taken = dice.sample(range(len(lines)), int(len(lines) * share))
    mixed = sorted(
        [(place, lines[place]) for place in taken]
        + [(dice.random() * len(lines), line) for line in own[: int(len(own) * (1 - share))]]
    )
    title = dice.choice([f"{one.title} (The Other Side Remix)", one.title, other.title])
    remixed = replace(other, parts=(Part(tuple(line for _, line in mixed)),), title=title)
    remixed = replace(remixed, credit=f'Inspired by <a href="{one.address}">{one.title}</a> by {one.author}')
    return (
        by(_addressed(dice), one, "a"),
        by(_loose(dice), one, "a"),
        by(("ao3", tools.ao3_html), remixed, "b"),
        by(_loose(dice), remixed, "b"),
    )


def translation(dice: random.Random) -> tuple[Copy, ...]:
    one = _story(dice, 1500, 3)
    other = stories.told(dice, words=1500, parts=3, language="es")
    keeps_title = dice.random() < 0.5
    other = replace(other, title=one.title if keeps_title else other.title, author=dice.choice([one.author, other.author]),
                    address=f"http://archiveofourown.org/works/{dice.randrange(10**5, 10**8)}",
                    before=one.before, credit=f'A translation of <a href="{one.address}">{one.title}</a> by {one.author}')  # fmt: skip
    return (by(_addressed(dice), one, "a"), by(("ao3", tools.ao3_html), other, "b"), by(_loose(dice), other, "b"))


def podfic(dice: random.Random) -> tuple[Copy, ...]:
    """The page of a recording: some lines of its own, and in half of them the story's whole text below."""
    one = _story(dice, 1200, 1)
    reader = _story(dice, 200, 1)
    lines = (
        "Length: 12:34. Music by the Lantern Wives. Thank you for letting me record this!",
        "Stream or download below.",
    )
    transcript = one.parts[0].paragraphs if dice.random() < 0.5 else one.parts[0].paragraphs[:1]
    page = replace(reader, title=f"[Podfic] {one.title}", parts=(Part((*lines, *transcript)),), tags=("Podfic",),
                   credit=f'Inspired by <a href="{one.address}">{one.title}</a> by {one.author}')  # fmt: skip
    return (
        by(_addressed(dice), one, "a"),
        by(_loose(dice), one, "a"),
        by(("ao3", tools.ao3_html), page, "b"),
        by(_loose(dice), page, "b"),
    )


def sequel(dice: random.Random) -> tuple[Copy, ...]:
    """Begins with the whole last chapter of the first."""
    one = _story(dice, 3000, 3)
    two = _story(dice, 3000, 3)
    two = replace(two, author=one.author, user=one.user, parts=(replace(one.parts[-1], title="Previously"), *two.parts))
    return (
        by(_addressed(dice), one, "a"),
        by(_loose(dice), one, "a"),
        by(_addressed(dice), two, "b"),
        by(_loose(dice), two, "b"),
    )


def one_note_for_all(dice: random.Random) -> tuple[Copy, ...]:
    """A series whose works all begin with the same long note, in the text itself."""
    teller = Teller(dice)
    note = tuple(teller.paragraphs(120, scenes=False))
    first = _story(dice, 300, 1, address=False)
    copies = []
    for work in "abcd":
        story = _story(dice, 300, 1, address=False)
        story = replace(story, author=first.author, user=first.user, parts=(Part((*note, *story.parts[0].paragraphs)),))
        copies.append(by(_loose(dice), story, work))
    return tuple(copies)


def one_prompt_for_all(dice: random.Random) -> tuple[Copy, ...]:
    prompt = Teller(dice).paragraph()
    prompt = " ".join(prompt.split()[:35])
    copies = []
    for work in "abc":
        story = _story(dice, HUNDRED_WORDS, 1, address=False)
        story = replace(story, parts=(Part((prompt, *story.parts[0].paragraphs)),))
        copies.append(by(_loose(dice), story, work))
    return tuple(copies)


def song_fics(dice: random.Random) -> tuple[Copy, ...]:
    teller = Teller(dice)
    verses = [teller.sentence() for _ in range(8)]
    copies = []
    for work in "abc":
        story = _story(dice, 350, 1, address=False)
        lines = list(story.parts[0].paragraphs)
        for place, verse in enumerate(verses):
            lines.insert(min(len(lines), place * 2), f"_{verse.replace('_', '')}_")
        copies.append(by(_loose(dice), replace(story, parts=(Part(tuple(lines)),)), work))
    return tuple(copies)


def stubs(dice: random.Random) -> tuple[Copy, ...]:
    said = dice.choice(
        [
            "To be posted soon.",
            "Coming soon! I promise.",
            "This work has been moved to my other account, sorry.",
            "Deleted by the author.",
        ]
    )
    copies = []
    for work in "abc":
        story = replace(_story(dice, 60, 1), parts=(Part((said,)),))
        copies.append(by(_addressed(dice) if work == "a" else _loose(dice), story, work))
    return tuple(copies)


def round_robin(dice: random.Random) -> tuple[Copy, ...]:
    """Each of four authors goes on where the one before stopped, and says so by quoting it."""
    title = "Round Robin: " + Teller(dice).title()
    copies, last = [], ""
    for work in "abcd":
        story = _story(dice, 500, 1, address=False)
        lines = (last, *story.parts[0].paragraphs) if last else story.parts[0].paragraphs
        last = lines[-1]
        copies.append(by(_loose(dice), replace(story, title=title, parts=(Part(lines),)), work))
    return tuple(copies)


def anthology(dice: random.Random) -> tuple[Copy, ...]:
    """Five works in one book, one of them held by itself, at any place in it."""
    author = _story(dice).author
    works = [replace(_story(dice, dice.choice([600, 1500]), 1), author=author, user=author) for _ in range(5)]
    titled = dice.random() < 0.6
    book = replace(works[0], title="Collected Tides", address="", parts=tuple(
        replace(work.parts[0], title=work.title if titled else "") for work in works))  # fmt: skip
    one = works[dice.randrange(5)]
    alone = stories.nameless(one) if dice.random() < 0.3 else one
    return (by(_loose(dice), book, "b"), by(_addressed(dice) if alone.address else ("bare text", lambda s: tools.plain_text(s, head=False)), alone, "a"),
            by(("fichub", tools.fichub_epub), book, "b"))  # fmt: skip


def two_in_one(dice: random.Random) -> tuple[Copy, ...]:
    """A long and a short work of one author in one file: most of it is the long one."""
    long, short = _story(dice, 3000, 3, address=False), _story(dice, 1200, 1, address=False)
    both = replace(long, title="Two Stories", parts=(*long.parts, *short.parts))
    return (by(("word document", tools.word_html), long, "a"), by(("word document", tools.word_html), replace(both, author=long.author), "b"),
            by(("word document", tools.word_html), replace(short, author=long.author), "c"))  # fmt: skip


def untitled_ones(dice: random.Random) -> tuple[Copy, ...]:
    """One author's, all of one title that says nothing."""
    title = dice.choice(["Untitled", "Drabble", "Prompt Fill", "Chapter 1"])
    first = _story(dice, 200, 1)
    return tuple(
        by(
            _addressed(dice) if dice.random() < 0.4 else _loose(dice),
            replace(_story(dice, 200, 1), title=title, author=first.author, user=first.user),
            work,
        )
        for work in "abcd"
    )


def gone_on_by_another(dice: random.Random) -> tuple[Copy, ...]:
    """A story that was given up, whole, and twice as much by whoever took it up."""
    one = _story(dice, 1500, 3, address=False)
    two = stories.with_chapters_added(one, dice, 7)
    two = replace(two, author="adopted" + two.author, user="adopted", title=one.title)
    return (by(("fichub", tools.fichub_epub), one, "a"), by(("fichub", tools.fichub_epub), two, "b"))


def one_page_for_all(dice: random.Random) -> tuple[Copy, ...]:
    """Works that give one address as their source: their author's page, a thread of snippets, the site itself."""
    place = dice.choice(
        ["https://archiveofourown.org/", "https://archiveofourown.org/users/fenn/works", "https://www.fanfiction.net/u/1234/fenn",
         "https://fenn.example.org/stories", "https://forums.spacebattles.com/threads/my-snippets.4711/", "http://fenn.livejournal.com/",
         "https://archiveofourown.org/series/99", "https://www.fanfiction.net"]
    )  # fmt: skip
    author = _story(dice).author
    return tuple(
        by(
            ("saved page", tools.saved_page),
            replace(_story(dice, 400, 1), address=place, author=author, user=author),
            work,
        )
        for work in "abc"
    )


def fills(dice: random.Random) -> tuple[Copy, ...]:
    """Answers to the prompts of one entry, each a thread of the comments on it."""
    entry = f"http://kinkmeme.livejournal.com/{dice.randrange(100, 9999)}.html"
    return tuple(
        by(
            ("saved page", tools.saved_page),
            replace(_story(dice, 400, 1), address=f"{entry}?thread={dice.randrange(10**6)}#t1"),
            work,
        )
        for work in "abc"
    )


def two_of_one_site(dice: random.Random) -> tuple[Copy, ...]:
    """A story, and its author's other one that takes half of it up again, at another address of the same site."""
    one = _story(dice, 2000, 2)
    two = _story(dice, 2000, 2)
    two = replace(two, author=one.author, user=one.user, title=one.title, parts=(one.parts[0], two.parts[1]))
    return (by(("ao3", tools.ao3_html), one, "a"), by(("ao3 epub", tools.ao3_epub), two, "b"))


SAME: tuple[tuple[Maker, int], ...] = (
    (eras, 5), (books, 6), (programs, 12), (fichub, 4), (hands, 12), (broken_letters, 4), (without_a_head, 7),
    (paragraphs_otherwise, 5), (grown, 7), (grown_much, 3), (long_and_longer, 1),
    (_changed(stories.with_a_chapter_removed, 5), 4), (_changed(stories.with_chapters_joined, 5), 3),
    (_changed(stories.with_chapters_split, 4), 3), (_changed(stories.with_chapters_reordered, 5), 3),
    (_changed(stories.with_typos_mended), 6), (_changed(stories.with_paragraphs_rewritten), 5),
    (_changed(stories.with_scenes_in_and_out), 4), (_changed(stories.with_prologue, 3), 3),
    (_changed(stories.with_other_notes, 3), 3), (retitled_and_mended, 4), (renamed_and_retold, 4), (everything, 8),
    (posted_twice, 4), (drabble, 5), (drabble_mended, 3),
)  # fmt: skip
UNSAID: tuple[tuple[Maker, int], ...] = (
    (grown_under_another_title, 3),
    (grown_under_another_name, 3),
    (a_leaf_of_it, 2),
)
APART: tuple[tuple[Maker, int], ...] = (
    (same_title, 5), (remix, 7), (translation, 4), (podfic, 5), (sequel, 4), (one_note_for_all, 4), (one_prompt_for_all, 4),
    (song_fics, 4), (stubs, 4), (round_robin, 3), (anthology, 6), (two_in_one, 2), (untitled_ones, 3), (gone_on_by_another, 2),
    (one_page_for_all, 8), (fills, 2), (two_of_one_site, 2),
)  # fmt: skip


@cache
def families(seed: int = 0) -> tuple[Family, ...]:
    """All of them; another seed gives others of the same kinds."""
    made: list[Family] = []
    for maker, count in (*SAME, *UNSAID, *APART):
        for which in range(count):
            made.append(_family(len(made), maker.__name__, maker, f"{seed} {maker.__name__} {which}"))
    for spellings in SPELLINGS:
        made.append(
            _family(
                len(made),
                "address_alone",
                lambda dice, those=spellings: address_alone(dice, those),
                f"{seed} {spellings[0]}",
            )
        )
    return tuple(made)


def _family(number: int, kind: str, maker: Maker, seed: str) -> Family:
    found = maker(random.Random(seed))
    copies, unsaid = found if isinstance(found[0], tuple) else (found, frozenset())
    return Family(number, kind, copies, unsaid)  # type: ignore[arg-type]
