"""Fixed names of archives: ratings, warnings, categories, types of fandoms, and words that are no names of people.

All are given as `retold.lib.folding.fold` writes them.
"""

from __future__ import annotations

import re

from retold.lib.patterns import lazy

# The largest archive's ratings, then those of others: FanFiction.net, films', Twisting the Hellmouth and other eFiction
# archives, fanfiktion.de, Ficbook, Adult-FanFiction.org, Fimfiction.
RATINGS = frozenset((
    "general audiences", "teen and up audiences", "teen & up audiences", "teen and up", "mature", "explicit",
    "not rated", "unrated",
    "k", "k+", "t", "m", "ma", "all ages",
    "g", "pg", "pg-13", "pg13", "pg 13", "pg-15", "pg15", "r", "nc-17", "nc17", "nc 17", "nc-21", "x", "xxx",
    "fr7", "fr13", "fr15", "fr18", "fr21", "frc", "frt", "frt-13", "frm", "frao", "fr-c", "fr-t", "fr-m", "fr-ao",
    "p6", "p12", "p12 slash", "p16", "p16 slash", "p18", "p18 slash", "p18-avl",
    "6+", "12+", "13+", "15+", "16+", "18+", "21+",
    "everyone", "teen", "adult", "adult+", "adult++", "adult +", "adult ++",
))  # fmt: skip
# "Rated: T", "Fiction K+", "Rating - FR18": what may stand before a rating's name.
RATING_OPENING = lazy(r"(?:rating|rated|fiction(?: rated)?)\s*[:\-–]?\s*(?:fiction\s+)?(?P<name>\S.*)", re.IGNORECASE)

WARNINGS = frozenset((
    "graphic depictions of violence", "graphic violence", "major character death", "no archive warnings apply",
    "no warnings apply", "rape/non-con", "rape/noncon", "rape / non-con", "rape/non con", "underage sex", "underage",
    "choose not to use archive warnings", "creator chose not to use archive warnings",
    "author chose not to use archive warnings", "chose not to use archive warnings",
    "choose not to warn", "creator chose not to warn", "author chose not to warn",
))  # fmt: skip

CATEGORIES = frozenset((
    "f/f", "f/m", "m/f", "m/m", "gen", "het", "slash", "femslash", "femmeslash", "femme slash", "f/f/m", "f/m/m",
    "m/m/f", "m/m/m", "f/f/f",
))  # fmt: skip
# Words that are categories only among names of the largest archive.
CATEGORIES_THERE = frozenset(("multi", "other"))
# Names that only the largest archive gives.
SIGNS_OF_THERE = frozenset((
    "general audiences", "teen and up audiences", "not rated", "fanworks", "no archive warnings apply",
    "choose not to use archive warnings", "creator chose not to use archive warnings",
    "graphic depictions of violence", "rape/non-con", "f/m", "m/m", "f/f",
))  # fmt: skip

# What every story of a site or a program has among its subjects: it says nothing of the work.
NOISE = frozenset(("fanworks", "fanfiction", "fan fiction", "fan-fiction", "fanfic"))
STATUS = {"completed": True, "in-progress": False}
UPDATED = lazy(r"last update: ?(?P<day>\d{4}/\d{2}/\d{2})", re.IGNORECASE)
UPDATED_MONTH = lazy(r"last update year/month: ?(?P<month>\d{4}/\d{2})", re.IGNORECASE)

_TYPES = (
    r"(?:(?:live action |us |uk |animated )?tv(?: series| shows?| us| uk)?|movies?|movie series|films?|film series"
    r"|anime|manga|anime (?:&|and) manga|manga (?:&|and) anime|light novels?|visual novels?|video ?games?"
    r"|video game series|games?|comics?|comic books?|comic strip|webcomics?|web ?comics?|manhwa|manhua|donghua"
    r"|cartoons?|web series|podcasts?|musicals?|bands?|musicians?|role ?playing games?|tabletop rpg|ttrpg|rpg|books?"
    r"|book series|novels?|ballet|opera|radio|plays?|theatre|card games?|board games?|franchise"
    r"|web novels?|short story|short stories|poems?|album|music videos?|youtube|vtubers?)"
)
FANDOM = lazy(
    rf".+\S \({_TYPES}(?: \d{{4}})?(?: series)?\)|.+\S \({_TYPES}[,;] [^()]+\)"
    r"|.+\S - (?:all media types|fandom|all media)|.+\S (?:rpf|real person fiction)"
    # A book and its author, where initials show that it is one.
    r"|.+\S - (?:[a-z]\. ?){1,4}[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?",
    re.IGNORECASE,
)

# Sides of a "/" or "&" that make no pair of people, whichever the other is.
NO_PERSON = frozenset((
    "he", "him", "his", "she", "her", "hers", "they", "them", "theirs", "it", "its", "and", "or", "either", "neither",
    "w", "o", "n", "s", "f", "m", "b", "d", "alpha", "beta", "omega", "alphas", "betas", "omegas", "dom", "sub",
    "domme", "top", "bottom", "switch", "master", "slave", "teacher", "student", "doctors", "patient", "parent",
    "child", "friends", "friend", "lovers", "lover", "enemies", "enemy", "family", "boss", "employee", "vampire",
    "vampires", "human", "humans", "werewolf", "werewolves", "men", "women", "boys", "girls", "love", "hate", "life",
    "death", "pre", "post", "au", "ar", "canon", "fanon", "oneshot", "one-shot", "drabble", "ficlet", "past",
    "present", "future", "good", "evil", "body", "soul", "heaven", "hell", "cats", "dogs", "food", "drink", "magic",
    "technology", "sun", "moon", "day", "night", "fire", "ice", "sword", "sorcery", "alcohol", "drugs",
))  # fmt: skip
# Words that show a subject of another kind, wherever they stand in it.
NO_PAIR = frozenset((
    "comfort", "hurt", "angst", "fluff", "smut", "crack", "humor", "humour", "comedy", "romance", "drama", "tragedy",
    "adventure", "action", "mystery", "suspense", "horror", "thriller", "fantasy", "sci-fi", "scifi", "supernatural",
    "western", "crime", "parody", "poetry", "spiritual", "friendship", "general", "historical", "non-con", "noncon",
    "dub-con", "dubcon", "rape", "incest", "dynamics", "elements", "undertones", "themes", "trauma", "recovery",
    "violence", "abuse", "kink", "porn", "bdsm", "d/s", "a/b/o", "omegaverse", "au", "universe", "crossover", "fix-it",
    "setting", "freeform", "relationship", "relationships", "fandom", "trope", "tropes", "plot", "fantasy",
    "slice", "feelings", "pining", "tags", "spoilers", "prompts",
))  # fmt: skip
# Titles with an "x" or "&" between two names.
TITLES = frozenset((
    "hunter x hunter", "spy x family", "kiss x sis", "law & order", "lilo & stitch", "tom & jerry", "phineas & ferb",
    "rizzoli & isles", "will & grace", "dungeons & dragons", "angels & demons", "pride & prejudice", "rock & roll",
    "ben & jerry", "sense & sensibility", "cloak & dagger", "calvin & hobbes", "bonnie & clyde", "starsky & hutch",
))  # fmt: skip
# Small words within names, and words that say how it stands between two people.
SMALL_WORDS = frozenset((
    "of", "the", "de", "la", "le", "du", "da", "di", "del", "der", "den", "dem", "des", "van", "von", "zu", "el", "al",
    "bin", "ibn", "y", "e", "no", "and", "in", "past", "implied", "minor", "background", "mentioned", "eventual",
    "pre", "one-sided", "onesided", "unrequited", "slight", "established", "hinted", "mention", "sort", "a", "an",
))  # fmt: skip
# Whoever they are, they are in the story.
CHARACTERS = lazy(
    r"(?:original|minor|background|unnamed|various) .*characters?(?:\(s\))?|reader|you|oc|ocs|ofc|omc|"
    r"(?:original|female|male) (?:reader|oc)|other\(s\) character\(s\)",
    re.IGNORECASE,
)
