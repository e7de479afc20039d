"""Labels that start a line of front matter: `A/N:`, `RATING:`, `Disclaimer -`, `作者：`.

One row per meaning, with its spellings in the languages that stories came in. To teach the splitter a new
label, add its spelling to a row; capitals, apostrophes, full stops, numbers and dates in it do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retold.lib.patterns import lazy


@dataclass(frozen=True)
class Label:
    """What a label means.

    `role` is a role of FRONT_MATTER_ROLES; `field` names the meaning for whoever builds the Manuscript.
    `sure` labels say by themselves that the line is front matter; the others (`From:`, `Date:`) stand in
    stories too and need a sure one beside them. `alone` labels need no colon before the text.
    """

    role: str
    field: str
    spellings: tuple[str, ...]
    sure: bool = True
    alone: bool = False


def _words(table: str) -> tuple[str, ...]:
    """The entries of a table: parted by commas, on as many lines as it takes."""
    return tuple(" ".join(entry.split()) for entry in table.split(",") if entry.strip())


LABELS = (
    Label("title", "title", _words("""
        title, story title, fic title, story name, fic, ficlet, new fic, título da história, titolo, タイトル, titel,
        titre, название, заголовок, título, 标题, 標題, 书名, 書名, 篇名, 题目
    """)),
    Label("byline", "author", _words("""
        author, authors, written by, author name, pen name, penname, writer, by, autor, autorin, autoren, auteur,
        auteure, auteurs, автор, авторы, autora, autore, autrice, 作者, 原作者
    """)),
    Label("header_field", "translator", _words("""
        translator, translated by, translation by, übersetzer, übersetzerin, übersetzung, traducteur, traductrice,
        переводчик, перевод, traductor, traductora, 译者, 譯者, 翻译
    """)),
    Label("header_field", "email", _words("""
        e-mail, email, mail, author's e-mail, author's email, email address, contact, почта, correo
    """), sure=False),
    Label("header_field", "archive", _words("""
        archive, archiving, archived at, distribution, archive/distribution, permission to archive, posted,
        also archived, размещение, archivar, archivage
    """)),
    Label("header_field", "feedback", _words("""
        feedback, reviews, comments, concrit, feedback to, kommentare, коментарии, комментарии
    """), sure=False),
    Label("header_field", "spoilers", _words("""
        spoilers, spoiler, spoiler warning, spoiler warnings, спойлеры
    """)),
    Label("header_field", "rating", _words("""
        rating, rated, ratings, altersfreigabe, freigabe, classement, рейтинг, clasificación, 分级, 分級, 等级
    """)),
    Label("header_field", "warnings", _words("""
        warning, warnings, content warning, content warnings, trigger warning, trigger warnings, tw, cw,
        content notes, archive warning, archive warnings, squicks, warnung, warnungen, avertissement, avertissements,
        внимание, предупреждение, предупреждения, advertencia, advertencias, 警告, 预警, 預警
    """)),
    Label("header_field", "fandom", _words("""
        fandom, fandoms, фандом, фандомы, универсум, 原作, 同人, crossover
    """)),
    Label("header_field", "fandom", _words("""
        show, series/show, universe, fandom/universe
    """), sure=False),
    Label("header_field", "relationships", _words("""
        pairing, pairings, relationship, relationships, ship, ships, paring, parings, couple, pairing/s, pairing(s),
        пейринг, пейринги, пэйринг, pareja, parejas, 配对, 配對, CP
    """)),
    Label("header_field", "characters", _words("""
        characters, character, personnages, personnage, charaktere, figuren, персонажи, персонаж, герои, personajes,
        人物, 角色, 主角
    """)),
    Label("header_field", "genre", _words("""
        genre, genres, category, categories, additional tags, freeforms, freeform, keywords, keyword, classification,
        type, tags, tag, story type, genre(s), kategorie, жанр, жанры, género, géneros, метки, 类型, 類型, 标签
    """)),
    Label("header_field", "series", _words("""
        series, part of, collections, collection, serie, série, цикл, серия, 系列
    """)),
    Label("header_field", "status", _words("""
        status, complete, completed, state, statut, статус, estado, 状态
    """), sure=False),
    Label("header_field", "language", _words("""
        language, sprache, langue, язык, idioma, 语言
    """), sure=False),
    Label("header_field", "words", _words("""
        word count, wordcount, words, length, size, wörter, wortzahl, размер, объём, 字数
    """), sure=False),
    Label("header_field", "timeline", _words("""
        timeline, time line, time frame, timeframe, continuity, setting, set, season, episode, episode tag, era,
        canon
    """), sure=False),
    Label("header_field", "published", _words("""
        stats, statistics, published, date, date written, written, date posted, first posted, posted on, datum, дата,
        fecha, 日期
    """), sure=False),
    Label("header_field", "updated", _words("""
        updated, last updated, last update, date updated
    """), sure=False),
    Label("header_field", "chapters", _words("""
        chapters, parts, chapter count
    """), sure=False),
    Label("header_field", "message", _words("""
        from, to, subject, newsgroups, message-id, sent, reply-to, organization, x-archive, content-type,
        mime-version, received, path, lines, references, x-newsreader, von, betreff, cc, list
    """), sure=False),
    Label("header_field", "source", _words("""
        source, link, url, original link, website, web site, site, homepage, 原文链接, 原文鏈接, 链接, 原文地址,
        исходник,
        оригинал, lien
    """), sure=False),
    Label("header_field", "text", _words("""
        work text, chapter text, story text, text, story, the story, fanfiction, fanfic, the fic
    """), sure=False),
    Label("header_field", "beta", _words("""
        beta, betas, beta reader, beta-reader, beta readers, betaed by, beta'd by, beta by, editor, бета, беты,
        gamma, 校对
    """)),
    Label("header_field", "prompt", _words("""
        prompt, prompts, challenge, for the prompt, written for, summary prompt
    """)),
    Label("summary", "summary", _words("""
        summary, story summary, description, synopsis, short summary, brief summary, blurb, zusammenfassung, inhalt,
        kurzbeschreibung, résumé, sommaire, описание, аннотация, саммари, краткое содержание, resumen, sinopsis,
        resumo, sinopse, riassunto, あらすじ, 简介, 簡介, 文案, 摘要, 内容简介
    """)),
    Label("disclaimer", "disclaimer", _words("""
        disclaimer, disclaimers, standard disclaimer, usual disclaimer, disclaimer time, legal, legalese,
        legal stuff, copyright, haftungsausschluss, déclaration, дисклеймер, отказ от прав, отказ, descargo, 免责声明,
        免責聲明, 声明, 聲明, disclaim
    """)),
    Label("note", "note", _words("""
        author's note, author's notes, authors note, authors notes, author note, author notes, a/n, a/ns, an, a.n.,
        a n, an's, aan, writer's note, writer's notes, historian's note, translator's note, translator's notes, t/n,
        nota do autor, nota da autora, notas do autor, notas da autora, note dell'autore, note dell'autrice,
        nota dell'autrice, 前書き, まえがき, あとがき, 後書き, 注意書き, beta's note, beta's notes,
        beta's author notes, beta note, b/n, from the author, a word from the author, a note from the author,
        authoress note, note from the author, notes from the author, note to readers, note to the reader,
        message from the author, foreword, author's foreword, ps from the author, autorennotiz, anmerkung,
        anmerkungen, anmerkung des autors, anmerkung der autorin, autorenbeitrag, nachtrag, vorwort, nachwort,
        übersetzerhinweis, anmerkung des übersetzers, anmerkung der übersetzerin, a/n der autorin, hinweis,
        note de l'auteur, note de l'auteure, notes de l'auteur, notes de l'auteure, note d'auteur, notes d'auteur,
        note de la traductrice, note du traducteur, nda, n/a, ndla, avant-propos, примечание автора,
        примечания автора, примечание, примечания, от автора, от переводчика, от переводчиков,
        примечание переводчика, авторские примечания, предисловие, а/н, nota de la autora, nota del autor,
        notas de la autora, notas del autor, nota de autor, notas, nota de la traductora, nota del traductor, n/t,
        作者的话, 作者有话说, 作者有話說, 作者按, 前言, 后记, 後記, 译者注, 譯者註, 译注, 注, 说明, 備註, 备注
    """)),
    Label("note", "note", _words("""
        author's note, author's notes, authors note, authors notes, author notes, a/n, an, disclaimer
    """), alone=True),
    Label("note", "note", _words("""
        note, notes, another note, one more note, second note, a note, side note, sidenote, other note, other notes,
        additional note, additional notes, general notes, general note, quick note, just a note, final note,
        final notes, last note, special note, important note, important, note 1, notes and warnings, story notes,
        chapter notes, chapter note, background, edit, update, ps, p.s., pps, fyi, thanks, thanks to, special thanks,
        special thanks to, acknowledgements, acknowledgments, credits, credit, shout out, shoutout, shout outs,
        inspiration, inspired by, soundtrack, playlist, long intro, short intro, shortest intro, intro, introduction,
        preface, reviews replies, review replies, review responses, question, beta comment, comment, context,
        warning to readers, remarque, remerciements, danksagung, danke, благодарности, agradecimientos, bemerkung,
        notiz, ps de l'auteur
    """), sure=False),
    Label("dedication", "dedication", _words("""
        dedication, dedicated to, dedicated, for, gift for, a gift for, widmung, gewidmet, dédicace, посвящение,
        посвящается, dedicatoria, dedicado a, 献给, 獻給
    """)),
    Label("epigraph", "epigraph", _words("""
        epigraph, эпиграф, épigraphe, epígrafe, 题记
    """)),
    Label("end_note", "end_note", _words("""
        end note, end notes, endnote, endnotes, end author's note, ending note, ending notes, author's end note,
        author's end notes, end a/n, closing note, closing notes, afterword, author's afterword, post note,
        post-chapter note, post script, postscript, next time, in the next chapter, schlussbemerkung, note de fin,
        notes de fin, послесловие, nota final, notas finales
    """)),
)  # fmt: skip

_COLON = lazy(r"\s*[:：】\]>=]\s*")
_DASH = lazy(r"\s*[-–—~|]+(?:\s+|$)")
# Spellings that are everyday words, or ends of them, unless in capitals.
_CAPITALS = frozenset(("an", "tw", "cw", "cp", "nda", "n/t", "ps", "pps", "aan"))
# Meanings whose label may stand on a line of its own without a colon.
_HEADS = frozenset(("note", "disclaimer", "summary", "epigraph", "end_note"))
_DRESSING = " \t\u3000*_~[({<#\"'“|【（《>!=-+•·"
_TAIL = lazy(
    r"(?:\s*(?:[#(\[{/]?\s*(?:\d[\d./,\-]*|one|two|three|edited|update[d]?|rewritten|again|cont|continued)\s*[)\]}]?"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*))+$",
    re.IGNORECASE,
)
_LONGEST = 46
# Not sure labels that make a heading all the same when they have a line to themselves.
_HEADLESS = frozenset(
    ("note", "notes", "introduction", "preface", "acknowledgements", "acknowledgments", "story notes")
)


@dataclass(frozen=True)
class Labelled:
    """A line that a label starts: what it means, its words as written, and where the text after it begins."""

    label: Label
    written: str
    text_at: int


def _plain(name: str) -> str:
    name = name.casefold().replace("’", "'").replace("´", "'").replace("`", "'").strip(" \t*_~.'\"”)]}】》|")
    return re.sub(r"\s+", " ", name.replace("'", ""))


_SURE_OR_NOT = {
    _plain(spelling): label for label in reversed(LABELS) if not label.alone for spelling in label.spellings
}
_ALONE = {_plain(spelling): label for label in LABELS if label.alone for spelling in label.spellings}


def find_label(line: str) -> Labelled | None:
    """The label that starts a line, with or without text after it; None if none does.

    A label counts only before a colon or a dash, or as the whole line, so `The author's note lay there` has none.
    """
    start = len(line) - len(line.lstrip(_DRESSING))
    for match in _COLON.finditer(line, start, start + _LONGEST):
        label = _meaning(line[start : match.start()])
        if label is not None:
            return _labelled(line, label, start, match)
    for match in _DASH.finditer(line, start, start + _LONGEST):
        label = _meaning(line[start : match.start()])
        if label is not None and label.sure and label.role in _HEADS | {"header_field", "title"}:
            return _labelled(line, label, start, match)
    return _whole_line(line, start) or _without_separator(line, start)


def _labelled(line: str, label: Label, start: int, separator: re.Match[str]) -> Labelled:
    return Labelled(label, line[start : separator.start()].strip(" *_~"), _after_dressing(line, separator.end()))


def _whole_line(line: str, start: int) -> Labelled | None:
    written = line[start:].strip(" \t*_~")
    label = _meaning(written) if len(written) <= _LONGEST else None
    if label is None or label.role not in _HEADS or not (label.sure or written.casefold() in _HEADLESS):
        return None
    return Labelled(label, written, len(line))


def _after_dressing(line: str, at: int) -> int:
    """Skip the stars or underscores that close a bold label, and the spaces after them."""
    return at + len(line[at:]) - len(line[at:].lstrip(" \t*_:：】]"))


def _meaning(written: str) -> Label | None:
    name = _plain(written)
    if name in _CAPITALS and not written.strip(" *_~()[]{}").isupper():
        return None
    if name in _SURE_OR_NOT:
        return _SURE_OR_NOT[name]
    shorter = _plain(_TAIL.sub("", name))
    if shorter in _SURE_OR_NOT and shorter and not (shorter in _CAPITALS and not written.isupper()):
        return _SURE_OR_NOT[shorter]
    several = [_plain(_TAIL.sub("", part)) for part in re.split(r"/|&|,|\+| and | und | et | y | и ", name)]
    if len(several) > 1 and all(part in _SURE_OR_NOT for part in several):
        return _SURE_OR_NOT[several[0]]
    return None


def _without_separator(line: str, start: int) -> Labelled | None:
    """`A/N I am sorry that …`: labels so plain that they need no colon, in their own capitals."""
    words = line[start : start + _LONGEST].split(" ")
    for count in (2, 1):
        written = " ".join(words[:count])
        label = _ALONE.get(_plain(written)) if len(words) > count else None
        if label is not None and (count == 2 or written.isupper()):
            return Labelled(_SURE_OR_NOT[_plain(written)], written, start + len(written) + 1)
    return None
