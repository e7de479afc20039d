"""Hypothesis strategies for Manuscripts and markup, for every test that needs a work of any shape."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache

from hypothesis import strategies as st

from retold.manuscript import model
from retold.manuscript.markup import canonical, escape

# Letters of many scripts, marks, signs and joiners; nothing that XML forbids, no line ends.
_LETTERS = st.one_of(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789"),
    st.sampled_from("éßøñçДжяλΩאבعربक्षिไทย漢字かなカナ한글"),
    st.sampled_from("&<>\"'’“”—–…-_*#[]()!?.,:;/\\|~`^=+%$@{}"),
    st.sampled_from("\u200d\u200c\u00a0\u00ad\u2028\U0001f3f3\ufe0f\U0001f308\u0301"),
)


@cache
def lines(min_size: int = 1, max_size: int = 30) -> st.SearchStrategy[str]:
    """One line of text without white space at its ends."""
    words = st.text(_LETTERS, min_size=1, max_size=8)
    return (
        st.lists(words, min_size=1, max_size=max(1, max_size // 5))
        .map(lambda parts: " ".join(parts).strip()[:max_size].strip())
        .filter(lambda line: len(line) >= min_size)
    )


@cache
def addresses() -> st.SearchStrategy[str]:
    """Addresses of works and people elsewhere."""
    hosts = st.sampled_from(["archive.example", "www.example.org", "tumblr.example"])
    paths = st.sampled_from(["/", "/works/1", "/users/ada?page=2&sort=asc", "/a%20b#part", "/works/1/chapters/2"])
    return st.builds(lambda host, path: f"https://{host}{path}", hosts, paths)


@cache
def dates() -> st.SearchStrategy[dt.date]:
    """Days from the first fan sites to the far end of what a date can be."""
    return st.dates(dt.date(1967, 1, 1), dt.date(2999, 12, 31))


_INLINE = ("em", "strong", "i", "b", "u", "s", "small", "sub", "sup", "code", "cite", "q", "mark", "span class='x'")


@cache
def _inline(depth: int) -> st.SearchStrategy[str]:
    text = lines(max_size=20).map(escape)
    if not depth:
        return text
    inner = _inline(depth - 1)
    wrapped = st.builds(lambda tag, body: f"<{tag}>{body}</{tag.split()[0]}>", st.sampled_from(_INLINE), inner)
    linked = st.builds(lambda url, body: f'<a href="{escape(url)}">{body}</a>', addresses(), text)
    ruby = st.builds(lambda base, reading: f"<ruby>{base}<rt>{reading}</rt></ruby>", text, text)
    other = st.sampled_from(["<br/>", "<br/><br/>", "<wbr/>", "<img src='assets/a.png' alt='A'/>", "<a id='p1'></a>"])
    return st.lists(st.one_of(text, text, wrapped, linked, ruby, other), min_size=1, max_size=4).map(" ".join)


@cache
def _blocks() -> st.SearchStrategy[str]:
    run = _inline(2)
    paragraph = st.builds(
        lambda kind, body: f"<p{kind}>{body}</p>",
        st.sampled_from(["", "", "", " class='align-center'", " lang='fr'", " dir='rtl'", " id='p1'", " id='p2'"]),
        run,
    )
    heading = st.builds(lambda level, body: f"<h{level}>{body}</h{level}>", st.integers(1, 6), run)
    fixed = st.sampled_from(["<hr/>", "<p>\u00a0</p>", "<p><a href='#p1'>back</a></p>", "<p>* * *</p>"])
    pre = lines().map(lambda line: f"<pre>{escape(line)}\n  {escape(line)}</pre>")
    simple = st.one_of(paragraph, paragraph, paragraph, heading, fixed, pre)

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        bodies = st.lists(inner, min_size=1, max_size=3).map("".join)
        items = st.lists(st.one_of(run, bodies), min_size=1, max_size=3)
        return st.one_of(
            bodies.map(lambda body: f"<blockquote>{body}</blockquote>"),
            bodies.map(lambda body: f"<div class='letter'>{body}</div>"),
            items.map(lambda all_: "<ul>" + "".join(f"<li>{one}</li>" for one in all_) + "</ul>"),
            items.map(lambda all_: "<ol start='3'>" + "".join(f"<li>{one}</li>" for one in all_) + "</ol>"),
            items.map(lambda all_: "<dl>" + "".join(f"<dt>term</dt><dd>{one}</dd>" for one in all_) + "</dl>"),
            items.map(lambda all_: "<table><tr>" + "".join(f"<td>{one}</td>" for one in all_) + "</tr></table>"),
            st.builds(lambda name, body: f"<details><summary>{name}</summary>{body}</details>", run, bodies),
            run.map(lambda text: f"<figure><img src='assets/a.png'><figcaption>{text}</figcaption></figure>"),
        )

    return st.recursive(simple, around, max_leaves=4)


@cache
def markups(max_blocks: int = 4) -> st.SearchStrategy[str]:
    """Canonical markup of many shapes, never empty."""
    return st.lists(_blocks(), min_size=1, max_size=max_blocks).map(lambda all_: canonical("".join(all_))).filter(bool)


@cache
def extras(*reserved: str) -> st.SearchStrategy[dict[str, object]]:
    """Keys that the schema does not know, as a newer program might have written them."""
    values = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(10**6), 10**6), lines()),
        lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(lines(max_size=8), inner, max_size=2)),
        max_leaves=3,
    )
    keys = st.sampled_from(["x-mood", "zz_new", "später", "future field"])
    return st.one_of(st.just({}), st.just({}), st.dictionaries(keys, values, max_size=2))


@cache
def _maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), strategy)


@cache
def _few(strategy: st.SearchStrategy, max_size: int = 3) -> st.SearchStrategy[tuple]:
    return st.lists(strategy, max_size=max_size).map(tuple)


@cache
def creators() -> st.SearchStrategy[model.Creator]:
    """Names on a work: plain, pen names with the account in brackets, archived ones."""
    names = st.one_of(lines(), st.sampled_from(["Ada", "inkling (Ada)", "Ben [archived by OldSite]", "orphan_account"]))
    roles = st.sampled_from(model.CREATOR_ROLES)
    return st.builds(model.Creator, name=names, role=roles, url=_maybe(addresses()), extra=extras())


@cache
def credits_() -> st.SearchStrategy[model.Credit]:
    """Credits of every kind and medium."""
    return st.builds(
        model.Credit,
        kind=st.sampled_from(model.CREDIT_KINDS),
        medium=st.sampled_from(model.CREDIT_MEDIA),
        title=_maybe(lines()),
        creator=_maybe(lines()),
        place=_maybe(lines()),
        url=_maybe(addresses()),
        evidence=_maybe(lines()),
        origin=st.sampled_from(["stated", "read", "typed"]),
        state=st.sampled_from(["proposed", "accepted"]),
        extra=extras(),
    )


@cache
def chapters() -> st.SearchStrategy[model.Chapter]:
    """Chapters with canonical texts; a chapter may be empty, as a post can be."""
    return st.builds(
        model.Chapter,
        html=st.one_of(markups(), markups(), st.just("")),
        title=_maybe(lines()),
        creators=_few(creators(), 1),
        summary=_maybe(markups(1)),
        notes_before=_maybe(markups(1)),
        notes_after=_maybe(markups(1)),
        published=_maybe(dates()),
        url=_maybe(addresses()),
        extra=extras(),
    )


# One grey point: a picture that holds nothing but itself, so that it comes back byte for byte.
PICTURES = {
    "a.png": bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
        "3a7e9b550000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
    )
}


@cache
def assets() -> st.SearchStrategy[model.Asset]:
    """The one picture that the markup of these strategies shows; its bytes are PICTURES["a.png"]."""
    digest = hashlib.sha256(PICTURES["a.png"]).hexdigest()
    return st.builds(
        model.Asset, name=st.just("a.png"), type=st.just("image/png"), sha256=st.just(digest), alt=_maybe(lines())
    )


@st.composite
def manuscripts(draw: st.DrawFn, *, min_chapters: int = 0) -> model.Manuscript:
    """Whole works of many shapes: with and without titles, notes, names, dates, pictures and unknown keys."""
    names = lines(max_size=20)
    series = st.builds(
        model.SeriesPlace,
        title=names,
        position=_maybe(st.integers(1, 99)),
        url=_maybe(addresses()),
        extra=extras(),
    )
    parts = st.builds(
        lambda at, more, role: model.FrontMatterPart(at, at + more, role),
        st.integers(1, 50),
        st.integers(0, 5),
        st.sampled_from(model.FRONT_MATTER_ROLES),
    )
    texts = {name: draw(_maybe(markups(2))) for name in ("summary", "notes_before", "notes_after")}
    tags = {
        name: draw(_few(names))
        for name in ("warnings", "categories", "fandoms", "relationships", "characters", "freeforms")
    }
    return model.Manuscript(
        chapters=tuple(draw(st.lists(chapters(), min_size=min_chapters, max_size=3))),
        uuid=draw(_maybe(st.uuids().map(str))),
        title=draw(_maybe(lines())),
        creators=draw(_few(creators())),
        gifts=draw(_few(st.builds(model.Gift, name=names, url=_maybe(addresses()), extra=extras()), 2)),
        media=draw(st.sampled_from([("text",), ("text", "art"), ("podfic",)])),
        language=draw(_maybe(st.sampled_from(["en", "fr", "pt-BR", "zh", "ar"]))),
        rating=draw(_maybe(names)),
        series=draw(_few(series, 2)),
        collections=draw(_few(st.builds(model.Collection, title=names, url=_maybe(addresses()), extra=extras()), 2)),
        published=draw(_maybe(dates())),
        updated=draw(_maybe(dates())),
        complete=draw(_maybe(st.booleans())),
        chapters_expected=draw(_maybe(st.integers(1, 100))),
        source=draw(
            st.builds(
                model.Source,
                url=_maybe(addresses()),
                site=_maybe(names),
                format=_maybe(st.sampled_from(["ao3_html", "plain_text"])),
                extra=extras(),
            )
        ),
        credits=draw(_few(credits_())),
        assets=draw(_few(assets(), 1)),
        skin=draw(_maybe(st.just(".letter { color: red }"))),
        stats=draw(st.dictionaries(st.sampled_from(["kudos", "hits", "words"]), st.integers(0, 10**6), max_size=2)),
        unmapped=draw(_few(st.builds(model.Unmapped, where=names, what=lines(), extra=extras()), 2)),
        front_matter=draw(_few(parts)),
        extra=draw(extras()),
        **texts,
        **tags,
    )
