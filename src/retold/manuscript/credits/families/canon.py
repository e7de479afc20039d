"""What it retells, follows or stands beside: canon points, parent fics, sequels, shared universes."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retold.lib.patterns import lazy
from retold.manuscript.credits.found import Found, found_at, from_work
from retold.manuscript.credits.known import medium_of_title
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.tokens import word_set
from retold.manuscript.credits.trailing import Work
from retold.manuscript.credits.works import last_named

PHRASES = (
    Phrase("(omake|recursive fic|recursive fanfic) [..] for <clear>", "retells", "This was an omake I wrote for 'Low Tide' by Tamsin."),
    Phrase("(second|third|fourth|fifth|next|final|last) (story|fic|book|part|installment|instalment|entry) [..] [,] following <works>", "sequel_list", "This is the third story in the trilogy, following Ebb and Low Tide."),
    Phrase("(set|takes|taking|took|happens|occurs|story|fic|this|happening|is|timeline|action|chapter) [is] [place|set|takes place] [vaguely|roughly|sometime|somewhere|immediately|directly|shortly|right|just|early|early on|mostly|soon|a few @fic|a bit|loosely|well|pretty] [..] (during|after|before|between|post|following|throughout|prior to|pre|mid) <points>", "points", "Takes place during The Long Winter."),
    Phrase("(set|takes|taking|happens|occurs|timeline|occurring) [place] [vaguely|roughly|sometime|some time|somewhere|early|early on|late|mostly] [early|late] (in|at|around|toward|towards|near|within) [..] <points>", "points_in", "Set early in season four."),
    Phrase("(diverges|divergence|diverge|diverged|branches|deviates|departs|splits|goes au|turns au|au|different|changes) [from canon|off|starting|starts|beginning|begins] (at|from|after|with) <moment>", "points", "An AU that diverges at the lighthouse."),
    Phrase("(story|fic|au|canon) [..] (ignores|disregards|ignoring|disregarding|disregard|ignore) [..] (after|past|from|beyond) <points>", "points", "This story ignores everything after The Long Winter.", denied=True),
    Phrase("(post|pre|mid) - <points>", "post", "A bit of fluff, post-Ebb."),
    Phrase("^ (post|pre) <points>", "post", "Post 'The Long Winter'."),
    Phrase("(post-ep|post-episode|episode tag|tag|coda|missing scene|missing scenes|fix-it|fix it|fixit|epilogue|fill-in|reaction fic|canon divergence|canon-divergence|deleted scene|episode-tag) (for|to|from|of|after|set after|fic for|fic to) [the end of|the] <points>", "points", "A coda to The Long Winter."),
    Phrase("(diverges|divergence|branches|spins|picks|deviates|departs|splits|canon-divergent|picking|au|goes au|canon divergent|starts|begins|starting|beginning|variation of|variant of|rewrite of|version of|take on) [off|up|from canon|from] (from|after|during|at|before|right|immediately|directly|of|on) [after|from|during|at|where|canon after|the end of] <points>", "points", "Diverges from canon after The Long Winter."),
    Phrase("(fanfic|fanfiction|spinoff|spin-off|spin off|metafic|meta-fanfiction|variation|variant|au|fic|rewrite|retelling|reimagining|re-imagining|adaptation|continuation|version|alternate universe|alternate ending|alternative ending|omake|omakes|fan fiction|parody|recursive fanfiction|expansion|extension) [story|fic|fanfic] [set in the|based in the] (of|to|based on|based off|based off of|based upon|from|on|in|within) [the] [another] [fanfiction|fanfic|universe of|world of|excellent|fic|story] [,|called] [another] <works>", "parent", "This is a fanfic of 'Harbour Lights' by Ada Crane."),
    Phrase("(retelling|rewrite|reimagining|re-imagining|adaptation|version|rewriting|novelization|novelisation) [..] of <clear>", "retells", "A loose modern retelling of 'Low Tide'."),
    Phrase("this is [basically|essentially|pretty much|just|really] <works> (in space|with|but|meets|except|if|retold|au|on|from)", "retells_clear", "Basically this is Ada Crane's Low Tide in space."),
    Phrase("(variation|variant|riff|take|twist) (on|of) <points>", "points", "A variation on chapter 7 of The Long Winter."),
    Phrase("(set|takes place|taking place|happens|occurs) [..] (in|within) the <clear> (universe|verse|world|'verse|setting|continuity)", "retells", "Set in the 'Harbour Lights' universe."),
    Phrase(
        "(set|takes place|story|fic|happens) [..] (in|within) the <work>",
        "in_universe", "Set in the Harbour Lights universe, some years on."),
    Phrase("(during|after|before) [the events of] <clear>", "points_clear", "It happens a year or so, give or take, after 'Low Tide'."),
    Phrase("(starting point|point of departure|jumping-off point|springboard) [..] <clear>", "retells", "It takes as its starting point the last scene of 'Low Tide'."),
    Phrase("(fanfic|fanfiction|fan fiction|omake|omakes|recursive fanfic|spin-off|spinoff) for [the] <works>", "parent", "A recursive fanfiction for 'Harbour Lights' by Ada Crane."),
    Phrase("(update|spin|twist|riff|take) (on|of) <works>", "parent", "This is a modern update on Ada Crane's novel, Harbour Lights."),
    Phrase("(based on|based off|set in|inspired by) another (fanfiction|fanfic|fic|story) , [called|titled] <works>", "parent", "This is based on another fanfic, Harbour Lights by Ada Crane."),
    Phrase("(in|within) the (universe|verse|world|'verse|setting|continuity) (of|from|created by) <work>", "universe", "This story takes place in the universe of 'Harbour Lights'."),
    Phrase("(in|within|part of) (the|my|) [same] <verse>", "verse", "Set in the Lanterns-verse."),
    Phrase("(sequel|follow-up|followup|follow up|continuation|companion sequel) (to|of|for) [my] [@fic] [,|called|titled] <fic>", "sequel_to", "This is a sequel to 'Lanterns'."),
    Phrase("(sequel|follow-up|followup|continuation|continues|part two|part 2|second part|second part|second book|book two|book 2) [..] (to|of|from|for|in|after|,|:) [..] <clear>", "sequel_loose", "This is the long-awaited sequel to my fic 'Lanterns'."),
    Phrase("(takes place|set|happens|occurs|begins|starts|picks up) [..] (after|where) [..] <quoted> (ends|ended|left off|leaves off|stops)", "sequel_to", "This picks up right where 'Lanterns' left off."),
    Phrase("(prequel|companion|interlude|outtake|side-story|sidestory|timestamp|tie-in|bonus chapter|bonus scene|extra|other side) [..] (to|for|from|of) [my|my fic|my story|our] <clear>", "companion_loose", "A prequel of sorts to my story 'Lanterns'."),
    Phrase("(universe|verse|'verse|world|series|continuity|timeline) (of|as|from) (my|my other|my earlier|our) [other|own|previous] [@fic] [,] <clear>", "companion_to", "Set in the same universe as my story 'Lanterns'."),
    Phrase("(between|during|after|before) (chapters|chapter) [..] of (my|our) [own|other] @fic [,] <fic>", "companion_to", "Set between chapters 8 and 9 of my fic Lanterns."),
    Phrase("(sequel|follow-up|follow up|followup|continuation) to (it|this|that)", "sequel_it", "Read Harbour Lights first, as this is a sequel to it."),
    Phrase("(sequel|follow-up|follow up|followup) [story|fic|piece] to (a|my|another) [previous|earlier|other|last|first] (work|fic|story|one|one-shot|oneshot)", "sequel_own", "A follow up story to a previous work."),
    Phrase("(follows|following|continues|continuing|continued) [on|directly|immediately|right] [from|on from|after|where] [my|our] [earlier|previous|last|other|first] [@fic] [,] <quoted>", "sequel_to", "Follows directly on from 'Lanterns'."),
    Phrase("(prequel|companion|interlude|companion piece|companion-piece|outtake|side story|sidestory|timestamp|time stamp|bonus|extra|snippet|counterpart|parallel) [piece|fic|story|scene|chapter] (to|for|from|of|between|in) [the two parts of|my @fic|my|the] <fic>", "companion_to", "A prequel to lanterns at sea."),
    Phrase("same (universe|verse|'verse|world|continuity|setting|series) as [my] [@fic] [,] <fic>", "companion_to", "Set in the same universe as 'Lanterns'."),
    Phrase("(spielt) [..] (während|nach|vor|zwischen) [der|dem|den] <points>", "points", "Spielt nach der Folge „Ebbe“."),
    Phrase("(spielt|angesiedelt|setzt) [..] (während|nach|vor|zwischen|in|im|zur|zu) [der|dem|den|des] <points>", "points_in", "Die Geschichte spielt kurz nach dem dritten Band."),
    Phrase("(vorgeschichte|prequel) [von|zu] <clear>", "companion_to", "Die Vorgeschichte zu „Laternen“."),
    Phrase("(fortsetzung) (von|zu) <fic>", "sequel_to", "Fortsetzung von „Laternen“."),
    Phrase("(se passe|se déroule) [..] (pendant|après|avant|entre) <points>", "points", "Se passe après la saison 4."),
    Phrase("(situé|située|situe|place|passe|déroule) [..] (pendant|après|avant|entre|durant) [la fin|le début|les événements] [de|du] [la|le] <points>", "points", "Située peu après le tome 4."),
    Phrase("suite (de|à|du) [ma fic|mon histoire] <clear>", "sequel_to", "La suite de « Lanternes »."),
    Phrase("suite de <fic>", "sequel_to", "Suite de « Lanternes »."),
    Phrase("(ambientado|ambientada|situado|situada|transcurre|ocurre) [..] (durante|después de|antes de|entre|en) <points>", "points", "Ambientado después de «Marea baja»."),
    Phrase("(ambientado|ambientada|situado|situada|transcurre|ocurre|sucede|después|post) [..] (durante|después|antes|entre|en|tras) [del|de|de la|el|la] <points>", "points_in", "Situado justo después del quinto libro."),
    Phrase("(secuela|continuación) de <fic>", "sequel_to", "Secuela de «Faroles»."),
    Phrase("(фанфик|фик|фанфики) по [мультсериалу|сериалу|фильму|книге|книгам|аниме|игре|вселенной|миру|мультфильму|роману] <work>", "retells", "Фанфик по «Маякам»."),
    Phrase("(происходит|действие происходит|события происходят) (во|в) (вселенной|мире) <work> [, созданной|созданном] [<maker>]", "universe_ru", "История происходит во вселенной «Маяков»."),
    Phrase("(действие|события|происходит|происходят|таймлайн) [..] (после|до|во время|между) <points>", "points", "Действие происходит после третьего сезона."),
    Phrase("(сиквел|продолжение) [к] [моему|моего] [фику|фика|фанфика|фанфику|истории|рассказа] <clear>", "sequel_to", "Сиквел к «Фонарям»."),
    Phrase("(приквел) к <fic>", "companion_to", "Приквел к «Фонарям»."),
    Phrase("续 (作|篇|集) <quoted>", "sequel_to", "续作《灯》"),
    Phrase("<quoted> 的 [续 篇|续 集|续 作|续 文|后 续]", "sequel_zh", "本文是《灯》的续篇。"),
    Phrase("<quoted> 的 [前 传|番 外|姊 妹 篇]", "companion_zh", "这是《灯》的番外。"),
)  # fmt: skip


_OWN_FIC_HINTS = ("reading that first", "read that first", "without reading", "having read", "read it first")
_LONG_TITLE = 6
_FANFIC_WORDS = word_set(
    "fanfic fanfiction recursive metafic meta-fanfiction spin-off spinoff variation omake omakes",
    "continuation another",
)


def read(match: Match) -> Iterator[Found]:
    """Give retells, sequel_to or companion_to for each point or work."""
    gives = match.phrase.gives
    if gives in ("points", "post", "points_in"):
        yield from _points(match)
    elif gives == "parent":
        yield from _parents(match)
    elif gives in ("universe", "universe_ru"):
        yield from _universe(match)
    elif gives == "sequel_it":
        work = last_named(match.sentence, match.start)
        if work is not None:
            yield found_at(match, "sequel_to", match.start, match.end, title=work.title, creator=work.creator)
    elif gives == "sequel_own":
        yield found_at(match, "sequel_to", match.start, match.end)
    elif gives == "sequel_list":
        works = [work for value in match.values("works") for work in value if work.title]
        yield from (replace(from_work(match, "sequel_to", work), medium="fanfic") for work in works)
    elif gives == "in_universe":
        if set(match.sentence.lows[match.start : match.end + 1]) & word_set("universe verse world 'verse universes"):
            yield from _named(match, "retells")
    elif gives == "points_clear":
        yield from _loose_points(match)
    elif gives == "retells_clear":
        works = [work for value in match.values("works") for work in value]
        yield from (from_work(match, "retells", work) for work in works if work.creator or medium_of_title(work.title))
    elif gives in ("sequel_loose", "companion_loose", "sequel_zh", "companion_zh"):
        yield from _follows(match)
    elif gives == "verse":
        yield from (from_work(match, "companion_to", work) for works in match.values("verse") for work in works)
    else:
        yield from _named(match, gives)


_SET = word_set("set takes take taking happens occurs timeline story fic place happening au canon diverges")
_FOLLOWED = word_set("before read reading watched saw finished long watching seeing wrote")


def _loose_points(match: Match) -> Iterator[Found]:
    """Take "after X" where the sentence has said that it tells of the story's time."""
    before = set(match.sentence.lows[: match.start])
    quoted = match.sentence.kind(match.end - 1) == "quote"
    if not quoted and match.sentence.kind(match.end) == "word" and match.sentence.low(match.end) not in ("and", "but"):
        return  # "after Buffy leaves the room" tells of a person
    if before & _SET and not before & _FOLLOWED:
        for works in match.values("clear"):
            yield from (from_work(match, "retells", work) for work in works if work.title)


_PUBLISHED = word_set("published posted updated uploaded released publish update upload release")


def _follows(match: Match) -> Iterator[Found]:
    """Take a sequel or a side story where it is this one, not one to come."""
    words = set(match.sentence.lows)
    if words & word_set("will planning plan maybe might want should upcoming someday soon going asked there"):
        return
    signs = match.sentence.text(match.start, match.end)[-3:]
    if match.phrase.gives.endswith("_zh") and not any(sign in signs for sign in "续前番姊后"):
        return
    kind = "sequel_to" if match.phrase.gives.startswith("sequel") else "companion_to"
    for slot in ("clear", "quoted"):
        for works in match.values(slot):
            yield from (replace(from_work(match, kind, work), medium="fanfic") for work in works if work.title)


def _points(match: Match) -> Iterator[Found]:
    before = {token.lower for token in match.sentence.tokens[: match.end]}
    if match.sentence.low(match.start - 1) == "what" or before & {"interlude", "prequel", "companion"}:
        return
    if before & _PUBLISHED:
        return  # "published before X came out" tells of calendars, not of the story's time
    for points in [*match.values("points"), *match.values("moment")]:
        for work in points:
            if match.phrase.gives == "points_in" and not _is_surely_canon(match, work):
                continue
            kind = "companion_to" if _is_own_fic(match, work) else "retells"
            found = from_work(match, kind, work)
            yield replace(found, medium="fanfic") if kind == "companion_to" else found


def _is_surely_canon(match: Match, work: Work) -> bool:
    """After "set in" only what is told as canon counts: towns and years are no canon points."""
    words = match.sentence.text(match.start, match.end).lower()
    return any(word in words for word in _CANON_SIGNS) or work.medium is not None


_CANON_SIGNS = (
    "season", "episode", "arc", "finale", "movie", "the end of", "beginning of", "series", "book", "canon", "chapter",
    "middle of", "start of", "saison", "folge", "events of",
)  # fmt: skip


def _is_own_fic(match: Match, work: Work) -> bool:
    """Whether "the end of TITLE" is a fic's: one must read it first, or the title is as long as only fic titles are."""
    if "end of" not in match.sentence.text(match.start, match.end).lower() or work.medium:
        return False
    told = any(hint in match.sentence.text(0, len(match.sentence)).lower() for hint in _OWN_FIC_HINTS)
    return told or len((work.title or "").split()) >= _LONG_TITLE


def _parents(match: Match) -> Iterator[Found]:
    """Give the direct parent only: what it is itself "in turn based on" is its own author's debt."""
    for works in match.values("works"):
        work = works[-1] if len(works) == 2 and works[0].lower else works[0]
        before = match.sentence.text(0, match.start).lower()
        if work.title and not work.lower and not re.search(r"\b(?:which|itself|turn)\b", before):
            kind = "sequel_to" if "what happens next" in before or "sequel" in before else "retells"
            found = from_work(match, kind, work)
            said = {token.lower for token in match.sentence.tokens[: match.end]}
            if "based" in said and work.medium not in ("fanfic", None):
                found = from_work(match, "inspired_by", work)  # "an AU based on the film X" is not set in it
            yield replace(found, medium="fanfic") if said & _FANFIC_WORDS else found


def _universe(match: Match) -> Iterator[Found]:
    makers = [works[0].creator for works in match.values("maker")]
    for works in match.values("work"):
        for work in works:
            found = replace(from_work(match, "retells", work), creator=work.creator or (makers[0] if makers else None))
            slug = _SLUG.fullmatch(work.creator or "")
            yield replace(found, title=slug[1], creator=None, medium="fanfic") if slug else found


# A site's address of a work, told without the site: "s/1234567/1/The_Long_Winter".
_SLUG = lazy(r"/?s/\d+/(?:\d+/)?([\w-]+)/?")


def _named(match: Match, kind: str) -> Iterator[Found]:
    for slot in ("fic", "work", "quoted", "clear"):
        for works in match.values(slot):
            for work in works:
                if work.title and work.title.lower() not in _UNTITLED:
                    yield from_work(match, kind, work)


_UNTITLED = word_set("this it that these them this fic this story my my fic another a the events to come") | {
    "this fic",
    "this story",
}
