"""Who helped: betas and thanks. Who did what is told in each name's own tail."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator

from retold.manuscript.credits.found import Found, found_at
from retold.manuscript.credits.lexicon import HOSTS, is_beta_help
from retold.manuscript.credits.names import Name, is_strong
from retold.manuscript.credits.people import Help
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.tokens import word_set

PHRASES = (
    Phrase("(without|but for) [the] <name> 's", "without", "This would be a mess without Tamsin's red pen.", denied=True),
    Phrase("(beta*|alpha*) by [the|my] <names>", "beta_by", "Beta-listened by Tamsin."),
    Phrase("thanks|love|thankyou|thankyous|yous|kudos|props|gratitude|shoutout|shoutouts|shout-out|shout-outs|hugs|hug|credit|cookies|appreciation|thx|thnx|tysm|ty|thanx|applause|smooches|praise|bows|kisses|thank-you|thank-yous|acknowledgements|u|blessings|hearts|flowers|snaps|<3 [out | must | always | is|are] [go|goes|going|due|owed|also|again|so much|a lot|once again|once more|as always|as ever|as usual|very much|a million|a bunch|so so much|and love|and hugs|and kisses] [out|also|again|especially] to <helps>", "thanks",
           "Many thanks to marigold_7 for the beta and to Tamsin, who listened."),
    Phrase("thank you [so|very|again|a million|once again|a lot|kindly|as always|and] [very|so] [much] [again|as always] [,] to <helps>", "thanks", "Thank you so much to marigold_7 for the beta."),
    Phrase("(shout|shouts|shouting|round of applause|cookie) [outs|out] (to|for) <helps>", "thanks", "A shout out to Tamsin for being my first reader."),
    Phrase("(thanks|thank) [..] : [to] <helps>", "thanks_strong", "I would like to thank three people: Tamsin, for listening; Bo, for the maps."),
    Phrase("(thank|thanks|thankyou|ty|thx|tysm) (u|you|ya) [so|sm|very] [much|sm] (to|,) <helps>", "thanks", "thank u so much to marigold_7 for the beta"),
    Phrase("(thank|thanks) [you|u|ya] [so much|very much|again|all|a lot] [,] [to] [my|the] <person> (for|who)", "thanks_person", "Thank you Tamsin for the kind words."),
    Phrase("thank you [so|very] [so|very] [much] , <helps>", "thanks", "Thank you, marigold_7, for listening."),
    Phrase("thanks [so much|again|a lot] , <helps>", "thanks", "Thanks, Tamsin, for listening."),
    Phrase("thanks|thank [you|again] <helps>", "thanks_strong", "Edit: mended, thanks Tamsin."),
    Phrase("^ (and|also|plus) [to|thanks to] <helps>", "thanks_more", "Thanks to Tamsin for the lamp. And Bo for another."),
    Phrase("(hat tip|hat-tip|h/t|tip of the hat) [goes] [to|:] <helps>", "thanks", "Hat tip to Tamsin."),
    Phrase("(suggested|pointed out|spotted|caught|found|noticed) by <names>", "thanks_to", "The lantern was suggested by Tamsin."),
    Phrase("^ (pre-beta|beta|betas|beta-reader|editor|editors|proofreader|alpha) [and|/|reader|readers] [editor|betas] <names>", "beta_by", "Pre-Beta Tamsin."),
    Phrase("(like|want|love|need|have) to [also|again|especially|first] thank [my] <helps>", "thanks", "I would like to thank Tamsin for listening to me."),
    Phrase("(i|we|must|i'll) [also|again|really|have to] thank <helps>", "thanks", "I also thank Tamsin for her patience."),
    Phrase("thank god for <helps>", "thanks", "Thank God for Tamsin, who listened."),
    Phrase("thanking <helps>", "thanks", "Thanking Tamsin for her patience."),
    Phrase("(grateful|indebted|thankful|beholden|owe .. thanks) to <helps>", "thanks", "I am grateful to Tamsin for listening."),
    Phrase("(credit|credits|kudos|props) (for|of) [..] (goes|go|belongs|belong) [entirely|solely] to <names>", "thanks_to", "Credit for the lantern goes to Tamsin."),
    Phrase("(thanks|thank you|love|credit|kudos|shoutout) [go|goes] for (the|her|his|their|your) [..] [go|goes] [out] to <names>", "by_words", "Thanks for the beta goes out to marigold_7."),
    Phrase("special thanks|mention [go|goes] : <helps>", "thanks", "Special thanks: Tamsin, for listening."),
    Phrase("(betaed|beta'd|beta-ed|betad|beta'ed|beta|betas|beta-read|beta-reader|beta-readers|betareader|bêta|proofread|proof-read|edited|copyedited|copy-edited|pre-read|preread|britpicked|brit-picked|brit-pick|britpick|alpha-read|alpha|checked|spellchecked|looked|read over|read through) [at|over|it|read|through] [and|,|&] [brit-picked|britpicked|edited|cheered|audienced|encouraged|betaed|proofread|handheld|alpha'd] [over|on] (by|by the|:|- by|services by|reader :|courtesy of|-) <names>", "beta_by", "Betaed by the patient marigold_7 and Tamsin."),
    Phrase("<person> [..] (beta|betas|beta'd|betad|beta'ed|betaed|beta-ed|betaing|beta-read|beta-reading|beta-reader|proofread|proofreading|proof-read|once-over|britpicked|brit-picked|brit-pick|copyedited|pre-read|prereads)", "beta_loose", "My sister Tamsin very kindly gave this a once-over."),
    Phrase("(beta|betas|beta'd|betad|beta'ed|betaed|beta-ed|betaing|beta-read|beta-reader|beta-readers|proofread|proofreading|once-over|britpicked|brit-picked|pre-readers|prereaders) [..] (by|is|was|are|were|to|:|from|of|,) [my|the] [lovely|friend|wonderful] <person>", "beta_loose", "The beta on this one was my friend Tamsin."),
    Phrase("(and|,) <person> (caught|fixed|found|corrected|spotted|hunted|removed|deleted) [..] (errors|mistakes|commas|typos|grammar|tense|tenses|spelling|britishisms|americanisms|run-ons)", "beta_and", "Tamsin betaed this, and Bo caught a hundred tense errors."),
    Phrase("(read|looked|went|looking|reading|going|checked|checking|combed) [..] (over|through) [..] by <names>", "beta_by", "This was read over twice by Tamsin."),
    Phrase("(my|our|the) [@praise] [@praise] @beta_role [@beta_role] [readers] [,|:|-|is|are|was|were] <names>", "beta_by", "My betas are Tamsin and marigold_7."),
    Phrase("^ <subject> [was|were|is|has|also|very|kindly|graciously|both|did] [kind|the|my|been|an|a|done] [enough to|@praise] (betaed|beta'd|beta-read|betad|edited|proofread|proof-read|looked|read|gave|pre-read|beta|britpicked|brit-picked|rocks|rock|copyedited|beta-reader|did|betas|edits|deserves|deserve|provided|offered|checked|polished)", "by_verb",
           "Marigold_7 betaed this in one night."),
    Phrase("^ <subject> [also|both|totally|really] (enabled|audienced|encouraged|helped|listened|cheered|cheer-read|cheerleaded|cheerled|supported|inspired|talked|made|held|poked|pushed|suggested|kept|reassured|brainstormed|handheld|rocks|rock|convinced|bribed|deserve|deserves|assured)", "by_verb", "Tamsin enabled and audienced this."),
    Phrase("(without|but for) [the [..] (help|support|encouragement|patience) of] <names>", "without", "This would not exist without Tamsin.", denied=True),
    Phrase("blame [..] (can|goes|go|should|lies|belongs|falls) [go|be laid|rest] (to|with|on|at) [the feet of] <names>", "thanks_to", "Blame can go to Tamsin."),
    Phrase("(exists|exist|happened|written|happening) [only|purely|solely|entirely] because [of] <person>", "thanks_person", "This fic exists because Tamsin kept asking."),
    Phrase("(blame|blaming) <names>", "blame", "I blame Tamsin."),
    Phrase("<person> (dared|bribed|talked|convinced|bullied|goaded|challenged|persuaded|forced|encouraged|enabled|told|tricked|begged) me [..] (to|into)", "thanks_person", "Tamsin dared me to write it."),
    Phrase("(dared|bribed|convinced|bullied|goaded|challenged|persuaded|enabled|talked into this|egged on|encouraged) [on] by <person>", "thanks_person", "I was egged on by Tamsin."),
    Phrase("(is|was) [all|totally|entirely|mostly|completely] <name> 's [fault|doing|idea]", "fault", "This is all Tamsin's fault."),
    Phrase("<name> (made|bribed|dared|talked) me [..] (do|write|writing|into)", "thanks_to", "Tamsin made me write this."),
    Phrase("(fault|blame) (of|is|lies with) <names>", "thanks_to", "It is the fault of Tamsin."),
    Phrase("(art|cover|artwork|banner|fanart|illustration|coverart|cover art|header|graphics) [was|were|is|are] (gifted|made|created|drawn|done|provided|designed) by [the @praise|the] <names>", "art", "The cover was drawn by Tamsin."),
    Phrase("(cover|banner|cover art|coverart|cover-art|art|artwork|illustrations|illustration|fanart) [..] by [the @praise|my] <names>", "art_by", "With beautiful cover art by Tamsin."),
    Phrase("(thank|thanks|thank you|love|gratitude) [..] [to] [my|the] [artist|cover artist|illustrator] [,] <person> [..] (cover|art|artwork|illustrations|illustration|banner|graphics|fanart|picture)", "art_thanks", "Thanks to Tamsin for the gorgeous cover."),
    Phrase("(coverartist|cover artist|cover art|artist) : <names>", "art", "Cover artist: Tamsin"),
    Phrase("(dank|danke|dankeschön|dankbar) [geht|gehen|auch|nochmal|gilt|wie immer] [auch] (an|geht an|gebührt) [meine|meinen|die|den] <helps>", "thanks", "Vielen Dank an Tamsin fürs Betalesen."),
    Phrase("(dankeschön|dank|danke|knuddel|grüße|grüsse) [geht|noch|noch mal|nochmals|natürlich|wieder] [auch|noch] [geht] (an|für) [meine|meinen|die|den|unsere] <helps>", "thanks_strong", "Ein Dankeschön geht noch an Tamsin."),
    Phrase("(beta|betaleserin|betaleser|beta-leser|beta-leserin) (war|ist|:|-) [:|wieder|wie immer|diesmal] [die|der] <names>", "beta_person", "Beta war wie immer Tamsin."),
    Phrase("<person> [hat] [..] (gebetat|betagelesen|korrekturgelesen|gegengelesen|gebetaed|korrigiert)", "beta_person", "Tamsin hat dieses Kapitel gebetat."),
    Phrase("(dank|danke|gedankt) [,] <helps>", "thanks", "Danke, Tamsin, für das Zuhören."),
    Phrase("(vor allem|besonders|insbesondere) <name> (auf|für)", "thanks_to", "Vor allem Tamsin für ihren Kommentar."),
    Phrase("(betagelesen|gebetat|gebetaed|korrigiert|korrekturgelesen) von <names>", "beta_by", "Gebetat von Tamsin."),
    Phrase("(merci|remerciements|mercis) [beaucoup|infiniment|mille fois|encore|spécial] à [ma|mon|mes] <helps>", "thanks", "Merci à Tamsin pour la relecture."),
    Phrase("(bêtalu|bêta-lu|corrigé|relu|bêta) par <names>", "beta_by", "Corrigé par Tamsin."),
    Phrase("(bêta|bêta-lectrice|bêta-lecteur|beta|correctrice|bêta-lecture|relecture|correction) (est|:|-) [ma|la|mon] <names>", "beta_person", "Bêta-lectrice : Tamsin"),
    Phrase("(agradecimientos|agradezco|agradecer|agradecerle) [especiales|mucho] a [mi|mis] <helps>", "thanks", "Agradezco a Tamsin por betear."),
    Phrase("(beta|betas|beteo|lectora|corrección) (:|-|es|fue) <names>", "beta_person", "Beteo: Tamsin"),
    Phrase("gracias [..] a [mi|mis|la|el] [querida|gran] <helps>", "thanks", "Gracias a Tamsin por betear."),
    Phrase("(beteado|corregido|betado) por <names>", "beta_by", "Beteado por Tamsin."),
    Phrase("спасибо [большое|огромное] [моей|моему] <helps>", "thanks", "Спасибо Тамсин за вычитку."),
    Phrase("(бета|беты|редактор|гамма|бета-ридер|вычитка) [:|-] <names>", "beta_by", "Бета: Тамсин"),
    Phrase("(благодарность|благодарю|благодарен|благодарна|благодарности) [моей|моему] <helps>", "thanks", "Благодарю Тамсин за вычитку."),
    Phrase("(отбечено|проверено|вычитано|бечено) [:|-|у] <names>", "beta_by", "Отбечено: Тамсин"),
    Phrase("(感谢|谢谢|鸣谢) [我 的] [beta] <sign_name> [..] (校对|捉虫|beta)", "beta_by", "感谢灯塔的校对。"),
    Phrase("(感谢|鸣谢) <sign_name> (的|帮|提供|给|为|画)", "thanks_to", "感谢灯塔的帮助。"),
    Phrase("(感谢|谢谢|鸣谢) [我 的] <person>", "thanks_strong", "感谢Tamsin的帮助。"),
    Phrase("(校对|beta|捉虫) ：|: <sign_name>", "beta_by", "校对：灯塔"),
    Phrase("(校对|beta) ：|: <names>", "beta_by", "校对：Tamsin"),
)  # fmt: skip


def read(match: Match) -> Iterator[Found]:
    """Give beta_by or thanks_to for each name, by what its tail or the phrase says."""
    gives = match.phrase.gives
    for helps in match.values("helps"):
        before = match.sentence.low(match.start - 1)
        if (before.endswith("'d") or before == "would") and match.sentence.low(match.start).startswith("thank"):
            continue
        if gives == "thanks_more" and not (helps[0].words and "thank" in _said_before(match)):
            continue
        if gives == "thanks_strong" and not (helps[0].names and is_strong(match.sentence, helps[0].start)):
            continue
        for one in helps:
            yield from _of_help(match, one)
    names = [
        name
        for slot in ("names", "name", "subject", "sign_name", "person")
        for value in match.values(slot)
        for name in (value if isinstance(value, tuple) else (value,))
    ]
    if gives in ("beta_by", "thanks_to"):
        yield from (_person(match, gives, name, match.start, match.end) for name in names)
    elif gives == "thanks_strong" and match.values("person"):
        yield from (_person(match, "thanks_to", name, match.start, match.end) for name in names)
    elif gives == "thanks_person":
        kind = "beta_by" if is_beta_help(match.sentence.lows[match.start :]) else "thanks_to"
        yield from (_person(match, kind, name, match.start, match.end) for name in names)
    elif gives == "blame":
        yield from (_person(match, "thanks_to", name, match.start, match.end) for name in names if not _is_site(name))
    elif gives in ("beta_loose", "beta_person"):
        yield from _loosely_beta(match, names)
    elif gives == "beta_and":
        yield from (_person(match, "beta_by", name, match.start, match.end) for name in names)
    elif gives == "art_by":
        if _ART_OF_OTHERS.isdisjoint(match.sentence.lows):
            yield from (_person(match, "thanks_to", name, match.start, match.end, "fanart") for name in names)
    elif gives == "art_thanks" or gives == "art":
        yield from (_person(match, "thanks_to", name, match.start, match.end, "fanart") for name in names)
    elif gives in ("by_words", "by_verb"):
        yield from _by_words(match, names)
    elif gives in ("without", "fault"):
        yield from _by_story(match, names)


def _said_before(match: Match) -> str:
    """The last few hundred letters before the sentence."""
    start = match.sentence.tokens[0].start
    return match.sentence.note[max(0, start - 300) : start].lower()


def _of_help(match: Match, one: Help) -> Iterator[Found]:
    kind = "beta_by" if one.as_beta or is_beta_help(one.words) else "thanks_to"
    start = match.start if one.start <= match.end and one.start - match.start < 12 else one.start
    if not one.names:
        yield found_at(match, "beta_by", match.start, one.end)
    for name in one.names:
        yield _person(match, kind, name, start, one.end)


def _by_words(match: Match, names: list[Name]) -> Iterator[Found]:
    """Tell beta from thanks by the words around the names in their clause."""
    sentence, end = match.sentence, match.end
    while end < len(sentence) and end - match.end < 25 and sentence.low(end) not in (".", ";", "!"):
        end += 1
    words = tuple(
        token.lower for token in sentence.tokens[match.start : end] if not _in_names(token.start, names, match)
    )
    kind = "beta_by" if is_beta_help(words) else "thanks_to"
    if match.phrase.gives == "by_verb" and kind == "thanks_to" and not _HELPING.intersection(words):
        return
    if match.phrase.gives == "by_verb" and _OF_THIS.isdisjoint(words) and not any("beta" in word for word in words):
        return
    for name in names:
        yield _person(match, kind, name, match.start, end)


def _loosely_beta(match: Match, names: list[Name]) -> Iterator[Found]:
    """Take a name beside a beta's word unless the words look for a beta, deny one or tell of another's story."""
    words = set(match.sentence.lows)
    if match.phrase.gives == "beta_loose" and words & _THANKING:
        return
    if not words & _NO_BETA or (match.phrase.gives == "beta_person" and "not" not in words):
        yield from (_person(match, "beta_by", name, match.start, match.end) for name in names)


def _is_site(name: Name) -> bool:
    return name.text.lower() in HOSTS


_NO_BETA = word_set(
    "no not unbeta'd unbetaed unbetad without need needs needed looking want wants wanted anyone someone search searching",
    "hire if interested offer offers available hiatus holiday find volunteer volunteers wish don't didn't haven't hasn't",
)
_THANKING = word_set(
    "thanks thank thankyou love kudos hugs gratitude grateful thx ty dankeschön danke dank merci gracias shoutout spoiler spoilers"
)
_ART_OF_OTHERS = word_set("now inspired based look check fic's remix this's gallery available prints commissioned")
_OF_THIS = word_set("this it me my us fic story chapter rocks rock draft everything")


_HELPING = word_set(
    "enabled audienced encouraged helped listened cheered supported inspired enabling audiencing",
    "encouraging rocks rock cheerleading brainstormed poked pushed suggested bribed convinced",
    "handheld support encouragement help helping cheer-read cheerled reassured",
)


def _in_names(place: int, names: list[Name], match: Match) -> bool:
    """Whether a token is part of a name: a beta called "proofread_queen" has not said that she proofread."""
    tokens = match.sentence.tokens
    return any(tokens[name.start].start <= place < tokens[min(name.end, len(tokens)) - 1].end for name in names)


def _by_story(match: Match, names: list[Name]) -> Iterator[Found]:
    """Take "without X" and "X's fault" only where the sentence speaks of this text."""
    words = {token.lower for token in match.sentence.tokens}
    spoken = words & word_set(
        "worse mess better be exist happened possible here written been fault doing finished happen existed made done"
    )
    if spoken and (match.phrase.gives == "fault" or words & word_set("would wouldn't not never could couldn't n't")):
        end = match.end + (match.phrase.gives == "without")
        kind = (
            "beta_by"
            if is_beta_help(tuple(token.lower for token in match.sentence.tokens[match.end :]))
            else "thanks_to"
        )
        yield from (_person(match, kind, name, match.start, min(end, match.end)) for name in names)


def _person(match: Match, kind: str, name: Name, start: int, end: int, medium: str = "person") -> Found:
    return found_at(
        match, kind, start, max(end, name.end), medium=medium, creator=name.text, place=name.place, url=name.url
    )
