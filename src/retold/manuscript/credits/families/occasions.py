"""What it was written for: events, prompts, and the persons it is given to."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from retold.lib.patterns import lazy
from retold.manuscript.credits.events import Event, Prompt
from retold.manuscript.credits.found import Found, found_at
from retold.manuscript.credits.lexicon import is_event_name
from retold.manuscript.credits.names import Name
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.tokens import word_set

PHRASES = (
    Phrase("(written|wrote this|created|made|posted|done|filled|produced|drawn|recorded|fic|fill|a fic|story|vid) [@praise] [originally|quickly|partially|as a treat|as a pinch hit|in a rush] [to write] for (the|this|a|an|) [kinkmeme|kink meme] prompt|prompts <prompt>", "prompt", "Written for the prompt 'lanterns'."),
    Phrase("(for|and|on|using|with|from|by|to) [the|this|a] [@praise] prompt|prompts <prompt>", "prompt", "For Harbour Bingo and the prompt 'lanterns'."),
    Phrase("^ [my|original|the|her|his|bingo|today's] prompt|prompts [was|is|were|for this|word] [was|is|were] <prompt>", "prompt", "My prompt was: lanterns at sea."),
    Phrase("(my|original|the) prompt|prompts [was|is|were|for this] <prompt>", "prompt", "My prompt was: lanterns at sea."),
    Phrase("(written|fill|filled|filling|for|from|response|based on|answer|inspired by|answering) [in response] [to|for] (a|this|the|an|another) [@praise] <place> prompt|prompts|request|fill [:|-|, asking for|that asked for] [<quote>]", "place_prompt", "Written for this kinkmeme prompt."),
    Phrase("(prompt|prompts|request|fill) (on|at|from|over at|over on) [the] <place> [:|-] [<quote>]", "place_prompt", "Based on a prompt from the harbour kink meme."),
    Phrase("(filled|fill|written|response|entry) (for|at|to) [the|a|an] <place>", "place_prompt", "Written for the kink meme."),
    Phrase("prompt|prompts (by|from|of) <name> [<prompt>]", "asked", "Prompt by Tamsin: 'lanterns'."),
    Phrase("(prompted|requested) by <name> [, who|:] [wanted|asked for|with] [<quote>]", "asked", "Prompted by Tamsin."),
    Phrase("(bingo square|square|bingo prompt|fills the|for the square) [square|prompt|is|was] [:|-|is] <quote>", "prompt", "Fills the 'lanterns' square."),
    Phrase("(written|wrote this|wrote it|made|created|done|originally written|posted) [@praise] [specifically|specially|as a gift|as a pinch hit|as a treat|for fun] for <event> [for|,] [for] [<name>] [prompts|prompt]", "for_what", "Written for Yuletide 2031 for marigold_7."),
    Phrase("^ for <event> [,|.]", "for_what", "For the Harbour Lights Challenge."),
    Phrase("(my|a|the|this|an) [..] <event> (gift|fic|entry|story|assignment|treat|contribution|piece|fill|submission|present) [for] [my giftee|my recipient|the lovely] [<name>]", "event_fic", "My Lamp Exchange 2031 fic for Tamsin."),
    Phrase("(appeared|published|printed|featured|submitted|contributed|included) [originally|first] (in|to|for) [the] <event>", "event", "This piece first appeared in Lamps: A Charity Zine."),
    Phrase("(for|to|as part of|during) <event>", "surely", "I wrote this in one night for the Harbour Lights Challenge."),
    Phrase("<event> (prompt|square|day|theme|challenge|card|request) [#] [..] [:|-|was|is|,] <quote>", "event_prompt", "For the lamp_bingo prompt 'doors'."),
    Phrase("(for|to) <event> [:|-|,|,the prompt|, prompt|prompt] <quote>", "event_prompt", "Written for the lamp_flashfic challenge 'doors'."),
    Phrase("day @num [of|for] <event> [:|-|,] [prompt|theme] [:|-|,] [<quote>]", "event_prompt", "Day 3 of Lamptober 2031: 'doors'."),
    Phrase("^ <event> [:|-|,] (day|prompt|square|week) [..] <quote>", "event_prompt", "Lamptober 2031, day 3: 'doors'."),
    Phrase("(op|anon|anonymous|nonny|nonnie|prompter) [had|originally|had originally|kindly] (asked|wanted|requested|prompted) [for|:|to see] <wish>", "wish_anon", "OP asked for lanterns at sea."),
    Phrase("(you|you'd) [said you|had|also] (asked for|wanted|requested|prompted) <wish>", "wish_you", "Happy birthday, Tamsin! You asked for lanterns."),
    Phrase("(this month|this week|this round|challenge|today) 's (theme|prompt|word) [is|was] [:|is|was] <prompt>", "prompt", "This month's theme: salt."),
    Phrase("^ (prompt|prompts|theme|thème|thema|tema|ключ|тема) <prompt>", "prompt_label", "Theme: salt."),
    Phrase("(loved|chose|took|picked|used|went with) [..] (prompt|prompts|one|request) (about|of|with|where) <wish>", "wish_one", "I loved your prompts and took the one about the lighthouse."),
    Phrase("(happy|merry) (yuletide|holidays|exchange|purim|hols) , <name>", "happy_event", "Happy Yuletide, marigold_7!"),
    Phrase("(dedicated|dedication|dedicating|commissioned|gift|present|treat) [this] [..] (to|for|by) [my|the] [friend|dear|lovely|darling] <person>", "gift_person", "This one is dedicated, with love, to Tamsin."),
    Phrase("(entry|response|contribution|submission|fill|reply|answer|gift|assignment|treat|pinch hit|pinch-hit|fic|story|piece|write|participation|part) (for|to|in) [my] (the|this year's|an|) <event>", "event", "A late entry for the Harbour Lights Challenge."),
    Phrase("(as part of|part of|in|during|through|via|my|on) [the|a] <event>", "part_of", "Written for Tamsin as part of Harbour Aid."),
    Phrase("^ for <name> [,|.|!|who|'s|-|:]", "gift_start", "For marigold_7, who asked for lanterns."),
    Phrase("(gift|present|treat|fic|fill|birthday|story|drabble|written|ficlet|dedicated|dedication|commissioned|christmas|commission|wrote this|this is|one's|one is|wrote it) [fic|present|gift|ficlet|story|drabble|specially|especially|out] (for|to|by) [my @praise friend|the @praise] <name>", "gift", "A birthday fic for Tamsin."),
    Phrase("happy [belated|early|very] [belated|early] (birthday|bday|b-day|holidays|christmas|yuletide|hanukkah) [to|,] [to|dear] <name>", "gift", "Happy birthday, marigold_7."),
    Phrase("<name> 's birthday|bday|b-day", "gift", "It is Tamsin's birthday."),
    Phrase("<name> [, |who] [who] (requested|wanted|prompted|asked for|request|ordered|requesting|demanded|asked|said they liked|said she liked|likes|said she loves|said they love|wished for) <wish>", "wished", "For Tamsin, who requested lanterns at sea."),
    Phrase("(wanted|requested|asked for|prompted) <quote>", "wish_only", "Written for Tamsin, who wanted 'lanterns'."),
    Phrase("at <name> 's (request|prompt|suggestion|prompting)", "asked", "At Tamsin's request."),
    Phrase("(für den wettbewerb|zum wettbewerb|für die|für das|für den|beim|zum|im rahmen von|im rahmen des) <event>", "event", "Für den Wettbewerb Harbour Bingo."),
    Phrase("^ für <name>", "gift_start", "Für Tamsin."),
    Phrase("(alles gute zum geburtstag|herzlichen glückwunsch|zum geburtstag für|geschenk für|geburtstagsgeschenk für|weihnachtsgeschenk für|gewidmet|widme ich) [,] <name>", "gift", "Alles Gute zum Geburtstag, Tamsin."),
    Phrase("(joyeux anniversaire|bon anniversaire|cadeau pour|dédié à|dédiée à|pour l'anniversaire de) [,|à|à toi|à ma|à mon] [chère|petite|,] <name>", "gift", "Joyeux anniversaire, Tamsin."),
    Phrase("(feliz cumpleaños|regalo para|dedicado a|dedicada a|regalo de cumpleaños para) [,|a|a ti ,|mi] [amiga|amigo|querida] <person>", "gift_person", "Feliz cumpleaños, Tamsin."),
    Phrase("(с днём рождения|с днем рождения|подарок для|посвящается|в подарок) [,] <name>", "gift", "С днём рождения, Тамсин."),
    Phrase("(написано|написан|написана|фик|работа|текст) (на|для|в рамках) [конкурс|фест|феста|конкурса|командного] <event>", "event", "Написано на конкурс Harbour Bingo."),
    Phrase("(по заявке|по ключу|ключ|заявка|заявке) [с|на|из] [<place>|однострочников|инсайда] [:] <quote>", "prompt", "По заявке «фонари»."),
    Phrase("(écrit|écrite) pour <event>", "event", "Écrit pour le Harbour Bingo."),
    Phrase("(escrito|escrita) para <event>", "event", "Escrito para el Harbour Bingo."),
    Phrase("(geschrieben) für <event>", "event", "Geschrieben für das Harbour Bingo."),
    Phrase("(给|祝) <sign_name> [的] [..] (生日|贺文|生贺|礼物)", "gift", "给灯塔的生日贺文。"),
    Phrase("(mein|meine) [..] (wichtelkind|wichtel|beschenkte) (ist|war|heißt) <name>", "gift", "Mein Wichtelkind ist Tamsin."),
    Phrase("(献给|送给) <sign_name>", "gift", "献给灯塔。"),
    Phrase("^ <sign_name> 生日快乐", "gift", "灯塔生日快乐"),
    Phrase("生日快乐 [，|,] <sign_name>", "gift", "生日快乐，灯塔"),
)  # fmt: skip

_PERSON_AFTER = word_set("who as in for's")


def read(match: Match) -> Iterator[Found]:
    """Give written_for, prompt_from or gift_for, by what the phrase reads."""
    reader = {
        "prompt": _prompt, "prompt_label": _prompt_label, "place_prompt": _place_prompt, "for_what": _for_what, "event": _event, "part_of": _part_of,
        "gift": _gift, "gift_start": _gift_start, "wished": _wished, "wish_only": _wish_only,
        "asked": _asked, "surely": _surely, "event_fic": _event_fic, "event_prompt": _event_prompt, "wish_anon": _wish_alone,
        "wish_you": _wish_you, "wish_one": _wish_alone, "happy_event": _happy_event, "gift_person": _gift_person,
    }[match.phrase.gives]  # fmt: skip
    yield from reader(match)


_UNWRITTEN = word_set(
    "sign signed signup sign-ups signing join joining deadline next busy working upcoming voting vote"
)
_WORK_WORDS = word_set(
    "written wrote fic story drabble this recorded drawn made created my entry originally piece posted started began",
)


def _surely(match: Match) -> Iterator[Found]:
    """Take "for EVENT" anywhere in a sentence that speaks of this work, if the name is surely an event's."""
    words = set(match.sentence.lows)
    for event in match.values("event"):
        telling = any(sign.isupper() or sign.isdigit() or sign == "_" for sign in event.title)
        if event.sure and telling and not words & _UNWRITTEN and words & _WORK_WORDS:
            yield _give_event(match, event)


def _event_fic(match: Match) -> Iterator[Found]:
    """Read "my EVENT fic for NAME": both."""
    for event in match.values("event"):
        if event.sure:
            yield _give_event(match, event)
            yield from (_give_person(match, name) for name in match.values("name"))


def _event_prompt(match: Match) -> Iterator[Found]:
    for event in match.values("event"):
        if event.sure:
            yield _give_event(match, event)
            for quote in match.values("quote"):
                yield found_at(match, "prompt_from", match.start, match.end, title=quote.title)


def _wish_alone(match: Match) -> Iterator[Found]:
    """Give a prompt whose asker has no name; where it was asked is the kink meme that the note names."""
    place = _MEME.search(match.sentence.note)
    for wish in match.values("wish"):
        yield found_at(match, "prompt_from", match.start, match.end, title=wish.title, place=place and place[0])


def _wish_you(match: Match) -> Iterator[Found]:
    """Take "you asked for" only where the note is a gift to one person."""
    if _GIVEN.search(match.sentence.note):
        yield from _wish_alone(match)


_MEME = lazy(r"\b(?:[\w]+ )?(?:kink[ _-]?meme|\w+kink(?: meme)?)\b", re.IGNORECASE)
_GIVEN = lazy(r"\b(?:happy birthday|happy yuletide|gift|recipient|birthday)\b", re.IGNORECASE)


def _happy_event(match: Match) -> Iterator[Found]:
    word = next(token for token in match.sentence.tokens[match.start + 1 :])
    if word.lower == "yuletide":
        yield found_at(match, "written_for", match.start, match.end, title=word.text)
    yield from (_give_person(match, name) for name in match.values("name"))


def _gift_person(match: Match) -> Iterator[Found]:
    for names in match.values("person"):
        yield from (_give_person(match, name) for name in names if not _is_occasion_name(match, name))


def _give_event(match: Match, event: Event) -> Found:
    return found_at(
        match,
        "written_for",
        match.start,
        max(event.end, match.start + 1),
        title=event.title,
        creator=event.creator,
        place=event.place,
    )


def _give_person(match: Match, name: Name) -> Found:
    return found_at(match, "gift_for", match.start, name.end, creator=name.text, place=name.place, url=name.url)


def _prompt(match: Match) -> Iterator[Found]:
    for prompt in [*match.values("prompt"), *match.values("quote")]:
        yield found_at(match, "prompt_from", match.start, match.end, title=prompt.title, place=_place_around(match))


def _prompt_label(match: Match) -> Iterator[Found]:
    """Take "Theme: salt", not "Theme of this story is love"."""
    if match.sentence.low(match.start + 1) == ":":
        yield from _prompt(match)


def _place_prompt(match: Match) -> Iterator[Found]:
    quotes = match.values("quote")
    title = quotes[0].title if quotes else None
    for place in match.values("place"):
        if not {"send", "me", "my"}.isdisjoint(match.sentence.lows[: match.start]):
            continue
        if "meme" in place.lower() or "prompt" in match.sentence.text(match.start, match.end).lower():
            yield found_at(match, "prompt_from", match.start, match.end, title=title, place=place)


def _place_around(match: Match) -> str | None:
    """A kink meme named right before the word prompt."""
    words = match.sentence.text(match.start, match.end)
    for name in ("kink meme", "kinkmeme", "kink_meme", "kink-meme"):
        at = words.lower().find(name)
        if at >= 0:
            return words[at : at + len(name)]
    return None


def _for_what(match: Match) -> Iterator[Found]:
    """Tell an event from a person after "written for"."""
    event: Event = match.values("event")[0]
    names = match.values("name")
    if _names_person(match, event):
        yield found_at(match, "gift_for", match.start, event.end, creator=event.title, place=event.place)
    elif event.sure or (not match.phrase.pattern.startswith("^") and (names or _reads_as_event(match, event))):
        yield _give_event(match, event)
        for name in names:
            if not is_event_name((name.text.lower(),)):
                yield found_at(match, "gift_for", name.start - 1, name.end, creator=name.text)


def _names_person(match: Match, event: Event) -> bool:
    sentence, end = match.sentence, event.end
    if event.sure or event.creator:
        return False
    following = sentence.low(end)
    if following == "," and sentence.low(end + 1) in ("who", "because", "my"):
        return True
    return following in ("who", "'s", "as", "in") or (
        len(event.title.split()) <= 2 and following in (".", "", "!", ",")
    )


def _reads_as_event(match: Match, event: Event) -> bool:
    following = match.sentence.low(event.end)
    return following in ("and", "prompt", "prompts", "at", "on", ":", "-", "(") or len(event.title.split()) > 2


def _event(match: Match) -> Iterator[Found]:
    for event in match.values("event"):
        if event.sure or (
            match.phrase.pattern.startswith(("(entry", "(auf", "(written")) and len(event.title.split()) > 9
        ):
            yield _give_event(match, event)


def _part_of(match: Match) -> Iterator[Found]:
    """Take any name after "as part of", elsewhere only what is surely an event."""
    first = match.sentence.low(match.start)
    for event in match.values("event"):
        if (
            event.sure and first in ("as", "part", "in", "during", "through", "via") and _is_occasion(match, first)
        ) or (first == "as" and not event.title.lower().startswith(("a ", "the "))):
            yield _give_event(match, event)


def _is_occasion(match: Match, first: str) -> bool:
    words = {token.lower for token in match.sentence.tokens[: match.start]}
    return first == "as" or bool(words & word_set("written wrote for fic story gift"))


def _gift(match: Match) -> Iterator[Found]:
    for name in [*match.values("name"), *match.values("sign_name")]:
        if not _is_occasion_name(match, name):
            yield _give_person(match, name)


def _is_occasion_name(match: Match, name: Name) -> bool:
    """Whether what looked like a person is an event or a work."""
    sentence = match.sentence
    words = tuple(sentence.low(here) for here in range(name.start, min(name.end + 5, len(sentence))))
    words = words[
        : next((k for k, word in enumerate(words) if word in (".", ",", "as", "in", "for", "who")), len(words))
    ]
    following = sentence.low(name.end)
    named = tuple(name.text.lower().split())
    if following == "and" and {sentence.low(name.end + 1), sentence.low(name.end + 2)} & {"prompt", "prompts"}:
        return True
    return is_event_name(named) or is_event_name(words) or following in ("prompt", "prompts", "fans", "fandom")


_DAYS = word_set(
    "geburtstag anniversaire cumpleaños рождения birthday bday b-day christmas wedding graduation anniversary"
)


def _gift_start(match: Match) -> Iterator[Found]:
    for name in match.values("name"):
        end = name.end
        following = match.sentence.low(end)
        if _is_occasion_name(match, name):
            continue
        birthday = any(token.lower in _DAYS for token in match.sentence.tokens[end : end + 6])
        if (
            birthday
            or following in (".", "", "!", "who", "-", ":", "♥")
            or (
                following == ","
                and match.sentence.low(end + 1)
                in ("who", "for", "because", "with", "as", "my", "whose", "without", "on", "in")
            )
        ):
            yield _give_person(match, name)


def _wished(match: Match) -> Iterator[Found]:
    for name, wish in zip(match.values("name"), match.values("wish"), strict=False):
        yield found_at(match, "prompt_from", match.start, match.end, title=wish.title, creator=name.text)


def _wish_only(match: Match) -> Iterator[Found]:
    for quote in match.values("quote"):
        yield found_at(match, "prompt_from", match.start, match.end, title=quote.title)


def _asked(match: Match) -> Iterator[Found]:
    prompts: list[Prompt] = [*match.values("prompt"), *match.values("quote")]
    for name in match.values("name"):
        title = prompts[0].title if prompts else None
        yield found_at(match, "prompt_from", match.start, match.end, title=title, creator=name.text)
