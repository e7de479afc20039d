"""How a paragraph sounds when it speaks of this work to its reader, and how when it tells the story.

Families of phrases, each with the weight of one hit. In a phrase `<work>` and the like stand for any word of that
list, `…` for up to three words between, `|` and brackets for a choice, `?` after a bracket for "or not". A family
counts once for each different phrase in it, twice at the most. Add words to a list or phrases to a family; keep
out the names of works and people, which say nothing about the next story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retold.lib.patterns import lazy


def _words(table: str) -> tuple[str, ...]:
    """The entries of a table: parted by commas, on as many lines as it takes."""
    return tuple(" ".join(entry.split()) for entry in table.split(",") if entry.strip())


LISTS: dict[str, tuple[str, ...]] = {
    # What a fan work is called, and never a thing inside a story.
    "fanwork": _words("""
        fic, fics, fanfic, fanfics, fanfiction, fanfictions, fan fiction, fan fictions, fan fic, fan-fic, metafic,
        ficverse, songfic, one-shot, oneshot, one shot, drabble, drabbles, ficlet, crossover, x-over, au, prequel,
        sequel, spin-off, spinoff, rewrite, remix, headcanon, omake, omakes
    """),
    # Its parts, which the books inside a story have too.
    "part": _words("""
        chapter, chapters, chap, chaps, prologue, epilogue, vignette, vignettes, interlude, instalment, installment
    """),
    # What it is called too, though stories speak of these things as well.
    "story": _words("""
        story, stories, piece, series, collection, tale, work, fiction, parody, book, arc, version, part, update,
        universe, verse, idea, entry, response, submission, scene, plot
    """),
    "reader": _words("""
        readers, reader, reviewers, reviewer, everyone, everybody, you guys, y'all, you all
    """),
    "site": _words("""
        ffnet, ffn, ff.net, fanfiction.net, ao3, archive of our own, wattpad, tumblr, livejournal, dreamwidth,
        deviantart, reddit, patreon, discord, twitter, youtube, spotify, facebook, instagram, kofi, ko-fi,
        goodreads, fimfiction, spacebattles, sufficient velocity, lj, fictionpress, profile page, my profile,
        my blog, my page, my website, forum, forums, subreddit
    """),
}  # fmt: skip
LISTS["fic"] = LISTS["fanwork"] + LISTS["part"]


@dataclass(frozen=True)
class Family:
    """Phrases of one kind in one language, and what one of them weighs as evidence of a note."""

    name: str
    language: str
    weight: float
    phrases: tuple[str, ...]


FAMILIES = (
    Family("this work", "en", 2.2, _words("""
        this (little|short|very|first|last|whole|entire|particular|next|new)? <fic>, this is (a|an|my|the) … <fic>,
        (my|our) (first|last|own|other|next|new|latest)? <fic>, next <fic>, previous <fic>, last chapter,
        first <fic>, future <fic>, other <fic>, (of|for|in|to) the <fic>, of a <fic>,
        a … <fic> (of|to|for|from|about|based), <fic> of, recursive
    """)),
    Family("this story", "en", 1.4, _words("""
        this (little|short|very|first|last|whole|entire|particular|new)? <story>,
        the following (<story>|takes|is|was), my <story>, this is (a|an|my|the) … <story>,
        this (was|is|has been) … (written|originally|posted|inspired|based|set|my),
        (start|beginning|end|rest|course) of (the|this) <story>, on (with|to) the <story>, the original <story>
    """)),
    Family("stock phrases", "en", 2.2, _words(r"""
        unbetaed, un-betaed, unbeta'd, not betaed, no beta, dedicated to, betaed by, beta'd by, beta by,
        beta read by, written for, written as part of, written in response to, thanks … for the beta, title from,
        title (is|was|comes|came|taken|stolen|borrowed) … from, post-ep,
        (this|the) story (is set|is between|takes place|occurs|follows|happens|starts|will be),
        spoilers (for|through|up to), content note, read at your own risk, who requested, as requested by,
        no spoilers, (first|last|new) fic, (originally|previously|first) (posted|published|appeared),
        the prompt (was|is|said), tag (to|for), took (forever|so long|ages), a recap, quick recap,
        content (notes|warnings), for … birthday, \d{1, 2}x\d\d, s\d{1, 2}e\d{1, 2},
        all (remaining|other)? mistakes, (any|remaining|all) errors are, fills? (this|a|the) prompt,
        (is|are) (finally|now)? up!, [\d, ]+ words,
        (mild|some|a bit of|lots of|strong)? (swearing|cursing|gore|smut), sequel (of|to),
        (this|it) (came|grew) (out of|from), a (little|short|quick|silly) something,
        (sorry|apologies) (for|about) the (long|wait|delay|late|short|lack|cliffhanger), see (chapter|part) one,
        long time no see, without (further|more) ado, not sorry, character death, no (copyright)? infringement,
        usual disclaimers?, standard disclaimers?, fix-it for, coda (to|for), missing scene (from|for), not compliant
    """)),
    Family("words of fandom", "en", 1.3, _words(r"""
        <fanwork>, canon, non-canon, canonical, fanon, ooc, fandom, fandoms, pairing, pairings, headcanons, shipping,
        slash, femslash, fluff, angst, whump, self-insert, mary sue, plot bunny, plot bunnies, fanart, fan art,
        podfic, ficathon, yuletide, kink meme, kinkmeme, kudos, fics, in-universe,
        alternate universe, alternative universe, divergence, diverges, fix-it, wip, ocs, otp, pov, povs,
        season (one|two|three|four|five|six|\d), (the|this) (show|series|finale|anime|manga|movie|fandom|episode),
        cliffhanger, cliffie, rewatch, rewatched, rewatching, fanzine, zine, flashbacks, lemon, smut, songfic, archive
    """)),
    Family("how it was made", "en", 1.0, _words("""
        i (just|have|had|also|really|recently|finally)? (wrote|written) (this|it|these|most|the|a|that),
        i (just|have|had|also|really|recently|finally)? (rewrote|rewritten|posted|uploaded),
        i (just|have|had|also|really|recently|finally)? (edited|titled|named this),
        i'(m|ve) (just|been|also|currently|finally|merely)? (writing|written) (this|it|these|on|the|a|that|for|more),
        i'(m|ve) (just|been|also|currently|finally|merely)? (rewriting|edited|posted|posting),
        i'(m|ve) (just|been|also|currently|finally|merely)? (experimenting|publishing|working on),
        (was|is|were) (written|writing), wrote (this|it), written (this|for|as|in response), i made a thing,
        wanted to (post|write), (to|will|can|not) post, came up with, writer's block, muse, hiatus, upload, uploaded,
        uploading, posted, posting, repost, reposted, cross-posted, crossposted, update, updates, updated, updating,
        edited, typo, typos, grammar, spelling, mistakes, native speaker, my english, proofread, proofreading, beta,
        betas, betaed, beta'd, betaing, beta read, beta-read, beta reader, beta-reader, brit-pick, britpick,
        word count, deadline, outline, draft, first draft, working title, i apologize for, apologies for,
        apologies to, sorry for the, sorry about the, sorry (it|this|that this), <part>, apologize, all mistakes,
        (present|past) tense, first person, in italics, italics, flashback, unedited, drafts,
        (out of|into|stuck in|in) my (head|system|drafts|folder), on my (hard drive|laptop|computer|phone),
        (couldn't|could not|can't) (help|resist) (it|myself|writing|this|but),
        i (really)? (needed|wanted) (this|to write),
        my (brain|take|attempt|try|version|contribution|muse|account|profile), an attempt,
        first (try|attempt|time) (at|writing),
          characters (are|belong|may|might), (these|the|any) characters,
        the (present)? (author|writer), plotless, plot holes, a reminder, reminder that, for the anon, anon
    """)),
    Family("where it comes from", "en", 1.1, _words(r"""
        inspired by, inspiration, based (loosely)? (on|off), loosely based,
        set (somewhere|sometime|shortly|right|just|about|mostly|directly|immediately)? (in|during|after|before|between),
        (first|second|third|fourth|fifth|last|final) season, takes place, (occurs|happens) (in|after|before|during),
        in response to, response to, spoiler, spoilers, spoiled, prompt, prompts, challenge, exchange, contest,
        (my|our|this|an) (entry|response|submission|contribution|answer|take) (to|for|in|on), rushed, the title,
        title … (is|comes|from|taken|stolen|snagged|cribbed|borrowed|by), lyrics, quote from, quotes from,
        taken from, stolen from, shamelessly, variation (of|on), continuation of, what happens next,
        parallels between, extrapolating, homage, tribute, named (this|it|after), the idea (of|for|came),
        day \d{1,2}, for … (fest|bingo|secret santa|big bang|ficathon|prompt|flashfic),
        (nobody|no one) asked for, previously (on|in|:), who (asked|wanted|prompted|suggested|gave|sent|drew),
        gave me (the|an|this) idea, sent (in|me) (a|the|this) prompt,
        (fanart|art|drawing|song|photo|picture|gifset|post|comic|tweet) (by|that|i saw|made|inspired|gave),
         soundtrack, song for,  playlist, if i missed, based upon, permission, missing scene,
        point of divergence, in the universe of, in the world of, a what if, genre, rated, rating, trigger, triggers,
        triggering, graphic violence, explicit, mature, warning, warnings, happy birthday,
        birthday (present|gift|fic), gift for, gift to, companion (piece|to), episode
    """)),
    Family("whose it is", "en", 2.0, _words("""
        (don't|dont|do not|didn't|did not) own, own (nothing|none), i own, not mine, belongs? to, belong to,
        property of, all rights, copyright, copyrighted, infringement, no profit, for profit,
        not making (any)? money, no money, making money, disclaimer, disclaimers, disclaim, trademark, owned by,
        (of course)? not my own, suing, sue me, don't sue, credited to, all credit, credit (goes|to), take credit,
        created by, creators of
    """)),
    Family("to the reader", "en", 1.2, _words("""
        thanks for, thank you … (for|to), thanks to, (big|many|special|my|all my|huge|so much) thanks,
        (so|very|really) grateful, audienc(ed|ing), cheerlead(ing|er), enabl(ed|ing), please forgive, blame,
        thank you to, hope (you|you'll|that you|everyone|y'all|this|it), enjoy (this|it|the|reading), enjoy!,
        (please|and|to|r&r|or|leave a|leave) review, please r&r, let me know, feel free to, tell me what,
        what (do)? you (guys)? think, those of you, for those (who|of),
        if you (like|liked|enjoy|enjoyed|haven't|want|have|are|read|don't|guys|find|see), <reader>, feedback,
        reviews, reviewing, comments, commented, criticism, concrit, flames, suggestions, bear with me, stay tuned,
        see you (next|in|all|soon|later), until next time, next time, good night, welcome, have been warned,
        be warned, be aware, please note, heads up, highly recommend, recommend, recommended, strongly suggest,
        keep in mind, as always, as usual, without further ado, here (we|you) (go|are|have), so here, ps, pps,
        long awaited, long-awaited, shout out, shoutout, turn back now, check (it|them|her|his|out|that), vote, poll,
        stay safe, anyways, anyhow, merry christmas, happy (holidays|halloween|new year), on with the, go read,
        haven't read, read on, to read,    (hello|hi|hey) (again|there|all|guys|everyone),
        it's been (a|so|such|ages|too), i'm back,  happy reading, don't forget to, r&r, read and review,
        (please|and|r|to) (vote|comment|subscribe|follow|fave|favorite), (be|go) (gentle|easy), ages ago, on with it,
        more to come,
        hope that, (you|we) have reached, come (and)? say hello, comment below, what did you,
    """)),
    # What stories say as well: it takes two of these, or another sign beside them.
    Family("everyday words", "en", 0.7, _words("""
        i hope, i promise, i swear, i know i, i'm (so|really|very)? sorry, sorry if, sorry it, tell me,
        next (week|one|part|time|update), these two, this one, this thing, the (length|ending|formatting),
        listening to, the song, (quick|little|silly|short|small) (thing|something|one)
    """)),
    Family("chat", "en", 1.0, _words(r"""
        lol, lmao, haha, hehe, omg, idk, tbh, btw, imo, imho, fyi, pls, plz, thx, oops, whoops, xoxo, xx, gah, ugh,
        :\), :-\), ;\), :d, :p, :3, xd, \^_\^, \^\^, <3, &lt;3, !!, \?\?
    """)),
    Family("where it stands", "en", 1.5, _words(r"""
        <site>, r/\w+, /u/\w+, https?:, www, link, links, in my profile, on my profile, click, e-mail, email,
        audio version, mailing list, this site, the site
    """)),
    Family("of this work", "de", 1.5, _words("""
        (diese|dieser|meine|die) (erste|neue|kleine|nächste)? (geschichte|ff|fanfic|fanfiction|story|fortsetzung),
        (dieses|das nächste|nächstes|erste|neue) (kapitel|kap),
        (ff|fanfic|fanfiction|fanfiktion|oneshot|one-shot|drabble|drabbles|crossover),
        (kommentar|kommentare|kommis|rückmeldung|kritik), viel spaß, gehören? (nicht)? mir,
        nicht mir, kein geld, liebe leser, leserinnen, danke (fürs|an|für), vielen dank, beim lesen, hochgeladen,
        betaleserin, spielt (nach|vor|während|in), eigentum von, inspiriert, rechte, wünsche euch, ihr, euch,
        wettbewerb, übersetzung, (hallo|hi|hey) (ihr|leute|zusammen|an alle), liebe grüße, eure, freuen?, das war's,
        nächste mal, meine erste, gehört mir nichts, mir gehört, viel (spaß|vergnügen), leser, charaktere, figuren,
        hochladen, weiter geht's, kapitel, kapiteln, gedauert, länger geworden, updaten, gewidmet, entstanden
    """)),
    Family("of this work", "fr", 1.5, _words("""
        (cette|ma|la) (petite|première|nouvelle|prochaine)? (fic|fiction|fanfic|fanfiction|histoire|suite),
        (ce|le prochain|prochain|premier|dernier) chapitre, (fic|fanfic|fanfiction|one-shot|drabble|crossover|os),
        (commentaires|commentaire|avis), bonne lecture, m'appartien(nent|t), appartien(nent|t) (à|a),
        ne (possède|touche), merci (à|pour|de), inspirée? (de|par), lecteurs, lectrices, j'ai écrit, j'espère que,
        traduction, bêta, vous, (bonjour|salut|coucou) (à|tout|les), n'hésitez pas, dites-moi, voilà, à bientôt,
        la suite, à la (semaine|prochaine), rien n'est à moi, personnages, reviewer, écrite?, défi, concours, dédiée?
    """)),
    Family("of this work", "es", 1.5, _words("""
        (este|esta|mi|el|la) (primer|primera|nuevo|nueva|próximo)? (fic|fanfic|historia|capítulo|one-shot|relato),
        (fic|fanfic|fanfiction|one-shot|drabble|crossover), (comentarios), me pertenecen?, pertenecen? a,
        propiedad de, gracias (a|por), espero que, inspirad[oa] en, lectores, lectoras, traducción, disfruten,
        sin fines de lucro, hola, (les|os) guste, dejen, dejad, personajes, próximo capítulo, siguiente capítulo,
        actualizar, actualización, subir, publicar, publicado, leyendo, nos (leemos|vemos), escribí, escrito para,
        reto, dedicado a, mi primer
    """)),
    Family("of this work", "pt", 1.5, _words("""
        (essa|esta|minha|a) (primeira|nova|próxima)? (fic|fanfic|história|one-shot), (este|esse|o|próximo) capítulo,
        comentários, espero que, gostem, personagens, pertencem, pertence, boa leitura, obrigada, obrigado, leitores,
        plágio, sem fins lucrativos, atualizar, postar
    """)),
    Family("of this work", "it", 1.5, _words("""
        (questa|mia|la) (prima|nuova|prossima)? (fic|fanfic|fanfiction|storia|one-shot), (questo|prossimo) capitolo,
        recensioni, recensione, recensite, spero che, vi piaccia, personaggi, appartengono, appartiene,
        buona lettura, scritta, scopo di lucro, aggiornare, pubblicare, ispirata
    """)),
    Family("of this work", "ru", 1.8, _words(r"""
        фанфик\w*, фик\w*, по (мотивам|мультсериалу|вселенной|сериалу|книге|фильму|игре|аниме|манге), драббл\w*,
        кроссовер\w*, миди, макси, глав\w+, отзыв\w*, комментари\w*, бет[аеуы], бечено, не принадлеж\w+,
        принадлеж\w+, права, прав, коммерческ\w+, написано (для|на|в), перевод\w*, переводчик\w*, спасибо, фест\w*,
        заявк\w+, вычитк\w+, за задержку, персонаж\w+, писал\w* (эт\w+|на|для), текст\w*, пейринг\w*, POV,
        (первый|мой) (фик|текст|опыт), приятного чтения, продолжени\w+, канон\w*, автор\w*, читател\w+, таймлайн,
        ООС, AU
    """)),
    Family("of this work", "zh", 1.8, _words("""
        原文, 链接, 同人, 本文, 此文, 改自, 改编, 授权, 授權, 翻译, 翻譯, 译者, 不妥, 侵删, 立删, 生日快乐,
        生日快樂, 生贺, 贺文, 祝大家, 感谢, 感謝, 谢谢, 謝謝, 欢迎, 歡迎,
        评论, 評論, 点赞, 更新, 未完, 待续, 待續, ooc, OOC, 文笔, 私设, 私設, cp, CP, 食用, 愉快, 阅读, 閱讀,
        下一章, 本章, 上一章, 全文, gl文, 预警, 設定, 设定,
        纯属, 勿, 转载, 轉載, 一发完, 短打, 旧文, 番外, 第一次写, 作者, 脑洞, 私心, 谅解, 见谅, 設定, 清水, 双洁, 灵感
    """)),
    Family("of this work", "ja", 1.8, _words("""
        二次創作, 初投稿, 初めて書, キャラ崩壊, 崩壊, 注意, 誤字, 脱字, 捏造, ネタバレ, 続きます, 続く, 完結, 更新,
        感想, コメント, お読み, 読んでいただき, 読んで下さ, 読んでくださ, ありがとうございま, 閲覧, 設定, 作者, 原作,
        小説, 短編, お題, 書きました, 書いた, 作品, 妄想, ご了承, お許し, 腐向け, 投稿, 次回, 誕生日, おめでとう,
        前作, 後日談, パロ, 苦手な方
    """)),
)  # fmt: skip

_OPTIONAL = lazy(r"(\((?:[^()]|\([^()]*\))*\))\? ")
_GROUP = lazy(r"(?<!\\)\((?!\?)")
_WORD_LEFT, _WORD_RIGHT = r"(?<![\w'’])", r"(?![\w])"


def _pattern(phrase: str) -> str:
    """A phrase of the small notation above as a regular expression."""
    phrase = _OPTIONAL.sub(r"(\1 )?", phrase).replace("'", "['’]")
    for name, words in LISTS.items():
        phrase = phrase.replace(f"<{name}>", "(" + "|".join(words).replace(".", r"\.") + ")")
    phrase = phrase.replace(" … ", r"( [\w'’:-]+){0,3} ")
    return _GROUP.sub("(?:", phrase).replace(" ", r"\s+")


def _compiled(family: Family) -> re.Pattern[str]:
    # Lower case against lowered text: several times as fast as a pattern that ignores case.
    body = "|".join(_pattern(phrase.lower()) for phrase in family.phrases)
    edges = ("", "") if family.language in ("zh", "ja") else (_WORD_LEFT, _WORD_RIGHT)
    return lazy(f"{edges[0]}(?:{body}){edges[1]}")


_FAMILIES = tuple((family, _compiled(family)) for family in FAMILIES)
# A paragraph makes plain within so many characters what it speaks of.
_HEARD = 1500
_LATIN = lazy("[A-Za-z]")
_HAN = lazy("[\u4e00-\u9fff]")
_CYRILLIC = lazy("[\u0400-\u04ff]")
_KANA = lazy("[\u3040-\u30ff]")

_OPENS_SPEECH = lazy(r"^[\s*_(]*(?:[\"“„«「『‹]|['‘](?=\w)|[-–—]\s*\w)")
_SPEECH = lazy(r"[\"“„«「『][^\"“”„«»」』]{2,400}[,.!?…—-][\"”“»」』]|[,.!?…]”")
_THEY = lazy(
    r"(?<![\w'’])(?:he|she|his|her|hers|him|himself|herself|they|their|them|er|sie|ihn|ihm|ihre?[nmrs]?|seine?[nmrs]?|il|elle|"
    r"son|sa|ses|lui|leurs?|él|ella|sus?|ellos|он|она|его|её|ее|ему|ей|они|их)(?!\w)|[她他]",
)
_TOLD = lazy(
    r"(?<!\w)(?:said|asked|replied|whispered|muttered|murmured|shouted|nodded|smiled|sighed|shrugged|grinned|frowned|blinked|"
    r"stared|glanced|looked|turned|walked|stepped|stood|sat|watched|reached|felt|knew|thought|seemed|heard|saw|began|found|told|held|laughed|woke|opened|ran|"
    r"sagte|fragte|flüsterte|sah|ging|blickte|dachte|befiehlt|schaut|dit|demanda|murmura|regarda|pensa|dijo|preguntó|miró|"
    r"сказал\w*|спросил\w*|посмотрел\w*|подумал\w*)(?!\w)",
)
_SENTENCE_END = lazy(r"[.!?…。！？]+[\"”’)\]]*(?:\s|$)|[。！？]")


_I = lazy(
    r"(?<![\w'’])(?:i|i['’](?:m|ve|d|ll)|my|me|mine|myself|we|our|ich|mich|mir|mein\w{0,2}|je|j['’]ai|moi|mon|mes|yo|mis?|"
    r"я|меня|мне|мной|мо[йяеёюи]|моей|моего)(?!\w)|[我私僕俺]",
    re.IGNORECASE,
)
_ANY_QUOTED = lazy(r"[\"“„«「『][^\"“”„«»」』]*(?:[\"”“»」』]|$)|(?<!\w)['‘][^'‘’]{2,}[,.!?…-]['’](?!\w)|^\s*[-–—].*$")


def _applies(language: str, text: str) -> bool:
    if language == "zh":
        return bool(_HAN.search(text))
    if language == "ja":
        return bool(_KANA.search(text))
    if language == "ru":
        return bool(_CYRILLIC.search(text))
    return bool(_LATIN.search(text))


def meta_weight(text: str) -> float:
    """How much in a paragraph speaks of the work itself: 0 for nothing, 2 and more for a plain case.

    What somebody says aloud in it does not count, as the people of a story have stories too.
    """
    total = 0.0
    text = _SPEECH.sub(" ", text[:_HEARD]).lower()
    for family, pattern in _FAMILIES:
        if _applies(family.language, text):
            hits = {match.group() for match in pattern.finditer(text)}
            total += family.weight * min(2, len(hits))
    return total


def story_weight(text: str) -> float:
    """How much in a paragraph tells a story: speech, people spoken of as he and she, verbs of telling."""
    text = text[:_HEARD]
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    lowered = text.lower()
    people = len(_THEY.findall(lowered)) / sentences
    told = len(_TOLD.findall(lowered)) / sentences
    spoken = len(_SPEECH.findall(text))
    return (
        (1.5 if _OPENS_SPEECH.match(text) else 0.0) + min(2.0, people) + min(1.5, 1.5 * told) + min(1.5, 0.5 * spoken)
    )


@lru_cache(maxsize=2048)
def says_i(text: str) -> bool:
    """Whether a paragraph says "I" or "we" outside what someone in it says aloud."""
    return _I.search(_ANY_QUOTED.sub(" ", text[:_HEARD])) is not None


@lru_cache(maxsize=2048)
def evidence(text: str) -> float:
    """Evidence that a paragraph is a note (above 0) and not the story (below 0), between -4 and 4.

    A long paragraph needs more of it: one "chapter" in twenty sentences says little.
    """
    text = text[:_HEARD]
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    meta = meta_weight(text) / max(1.0, sentences / 3) ** 0.5
    weight: float = meta - story_weight(text)
    return max(-4.0, min(4.0, weight))
