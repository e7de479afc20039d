"""What the families know of words: media, places, events, praise, common names. Add a word to its line.

Everything here is general knowledge. Words are in lower case with straight apostrophes; a trailing `*` in a set of
stems means "begins with".
"""

from __future__ import annotations

from retold.lib.patterns import lazy
from retold.manuscript.credits.tokens import word_set

# A noun that says what a source is. One line for each medium.
_MEDIA = {
    "song": "song songs lyric lyrics album albums track tune single ballad hymn soundtrack band carol aria musical "
    "lied lieder songtext chanson paroles canción песня песни песню песней 歌 歌曲",
    "poem": "poem poems sonnet sonnets haiku ode verse poetry gedicht poème poema стихотворение стихотворения 诗",
    "book": "book books novel novels novella play plays bible manga-book myth fairytale tale buch roman livre книга "
    "книги роман романа libro novela 书 小说",
    "film": "movie movies film films trailer película фильм фильма фильму kinofilm 电影",
    "tv": "episode episodes ep eps season seasons series show finale pilot canon arc seasons premiere folge staffel "
    "serie série épisode saison серия сериал сезон episodio temporada anime k-drama drama",
    "comic": "comic comics manga webcomic issue comicbook strip",
    "game": "game games videogame spiel jeu игра игры juego 游戏",
    "fanart": "fanart fan-art art artwork drawing picture painting sketch illustration illustrations pic manip "
    "moodboard gifset picspam doujinshi арт рисунок dessin zeichnung dibujo",
    "fanvid": "vid fanvid vids amv video",
    "fanfic": "fic fics fanfic fanfics fanfiction fanfictions "
    "ficlet drabble verse 'verse -verse story stories series "
    "oneshot one-shot wip longfic metafic meta-fanfiction "
    "geschichte fanfik фанфик фанфика фанфику histoire fanfiktion "
    "同人 同人文",
    "post": "post posts tweet thread headcanon textpost conversation reblog meme article blog ask comic-post",
    "prompt": "prompt prompts request plotbunny",
}
MEDIUM_OF = {word: medium for medium, line in reversed(_MEDIA.items()) for word in line.split()}
# Nouns after a maker's name ("a Radiohead song") and nouns after a work's name ("the Oldboy movie").
MAKER_NOUNS = word_set(_MEDIA["song"], _MEDIA["poem"], "quote novel book play")
WORK_NOUNS = word_set(_MEDIA["film"], _MEDIA["tv"], _MEDIA["game"], "universe verse franchise crossover fusion")
# Words that stand between the credit and its source: "a line from", "the chorus of".
CARRIERS = word_set(
    "line lines lyric lyrics verse quote quotation subtitle chorus refrain words word phrase bit bits snippet title "
    "titles name fragment writings writing poetry music stories tales novels books stanza "
    "passage part parts worldbuilding concept idea ideas premise universe world plot works "
    "work music events setting character characters characterization ending scene dialogue mood style song poem "
    "version book novel episode story prompt au piece"
)

# Sites and communities that host fan works, as writers name them.
HOSTS = word_set(
    "tumblr livejournal lj dreamwidth dw ao3 instagram twitter reddit ffnet ff.net ffn fanfiction.net youtube "
    "deviantart da discord wattpad pinterest facebook tiktok "
    "pixiv weibo lofter kinkmeme kink_meme pillowfort bluesky "
    "cohost mastodon plurk insanejournal journalfen fandom.com fanfiktion.de ficbook фикбук spacebattles "
    "sufficientvelocity questionablequesting animexx"
)
KINK_MEME = word_set("kinkmeme kink_meme kink-meme")

EVENT_NOUNS = word_set(
    "challenge challenges exchange fest bingo zine contest event bang meme week weekend swap auction ficathon round "
    "fic-a-thon tournament battle santa fandomathon marathon month yuletide remix advent calendar drabblefest "
    "kinktober whumptober flufftober inktober nanowrimo camp "
    "giftexchange competition wettbewerb défi concours конкурс "
    "concurso reto 活动"
)
# Words that name no event when they stand alone: "for the summer", "for a challenge".
_PLAIN_EVENTS = word_set(
    "bingo summer week weekend month round battle contest event "
    "holiday holidays flash secret camp calendar competition advent "
    "challenge challenges exchange swap meme auction tournament marathon "
    "bang day prompt prompts gift gifts fest zine "
    "drabble drabbles remix"
)
_EVENT_PARTS = lazy(
    r"fest$|bingo|yuletide|challenge|exchange|remix|zine$|bang$|thon$|week$|meme$|gifts?$|^help_|_help|trumps|aid$|"
    r"auction|swap|santa|flash|tober$|summer|[a-z_]\w*\d\d\d$|_prompts?$|_day|round|drabble|calendar|holiday|_ex$|_100|wichtel|tausch$|^битв|фест$|"
    r"^10\dd?_|\d0_|battle|advent|^fandom_?\w+|^spring_|^winter_|^rare|_big|minibang|fic_?fest|ficathon"
)

# A run of capitals that is only one of these names no work and no one.
TIMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september "
    "october november december christmas easter halloween thanksgiving wikipedia google latin english french german"
)

PRAISE = word_set(
    "really very truly so most absolutely great excellent awesome amazing wonderful lovely brilliant famous gorgeous "
    "beautiful fantastic fabulous incredible splendid marvelous marvellous stunning superb delightful charming sweet "
    "cute dear darling fine good best favorite favourite classic original magnificent epic outstanding ever-awesome "
    "inimitable talented ever-patient patient ever always endlessly eternally kind generous gracious esteemed own "
    "perfect hilarious terrific fellow super sehr ever-lovely ever-wonderful phenomenal stellar rad cool late great "
    "lieben liebe liebste liebsten lieber tollen tolle wunderbaren wunderbare chère cher chères querida querido gran "
    "old new little other same first second third actual certain particular popular well-known infamous "
    "unparalleled following aforementioned single sole only one two three four short long"
)
# Peoples and tongues that describe a work: "the Russian fic".
NATIONS = word_set(
    "english british american french german russian spanish chinese japanese korean italian polish portuguese welsh "
    "finnish swedish dutch vietnamese turkish arabic hebrew ukrainian hungarian czech indonesian brazilian mandarin"
)
ARTICLES = word_set("meiner meinem meine meinen mein unserer ma mon mes mi mis моей моему моя мой моего нашей ",
    "a an the this that these those some my our his her their der die das den dem ein eine einem einer "
                "le la les un une des el los las una l'")  # fmt: skip

# Roles that help a text along; "my beta, X".
BETA_ROLES = word_set(
    "beta betas beta-reader beta-readers betareader betareaders editor editors proofreader proofreaders prereader "
    "prereaders pre-reader pre-readers pre-beta britpicker brit-picker britpickers brit-pickers alpha alphas "
    "alpha-reader copyeditor copy-editor betaleser betaleserin betas бета "
    "беты бету бете bêta bêtas bêta-lectrice lectora"
)
_BETA_STEMS = lazy(
    r"^(?:(?:super-?|speedy-?|pre-?|alpha-?)?beta|bêta|alpha[- ]?read|edit(?:s|ed|ing|orial)?$|editor|copy-?edit|"
    r"proof-?read|pre-?read|brit-?pick|ameri-?pick|grammar|grammatical|comma(?:s)?$|spelling|spell-?check|polish|nit-?pick|spag$|"
    r"concrit$|red-?pen|pen$|eagle-?eyes?|eagle-eyed|read-?through$|once-over|tenses?$|betear|line-?edit|c&c|бет|вычитк|редактур|korrektur|gegenles|corrig|relectur|校对|beta-?read)"
)
_REPORTED = word_set(
    "pointing pointed reporting reported catching spotting spotted noticing noticed reports report found"
)
_QUICK = word_set("quick speedy fast last-minute lightning thorough")
_TYPOS = word_set("typo typos mistakes errors")
_HUNTING = word_set("hunt hunting checking fixing fixed weeding combing hunter")
LOOKING = word_set(
    "look looked looking read reading reads going went gone run running checking check checked glance glancing"
)
OVER = word_set("over through")

# What a name is not, when it is written in lower case. Everyday words that follow "to", "for", "by", "and".
COMMON = word_set(
    "a about above absolutely actual actually after afterwards "
    "again ages all almost along already also although always "
    "am amazing an and another any anybody anyone anything "
    "anyway apparently are around art as ask asking at audience "
    "author authors away back bad be because been before "
    "being believe below beta betas betaing better between birthday "
    "big bit blame book books both boy brain bring but by came can canon cannot care cause challenge chance chapter "
    "character characters characterization check cheering cheerleading "
    "christmas chapters come comes comment comments "
    "consistency context contains continuity could couple course credit cool dad date day days deal dear details "
    "different do does doing don't done down drabble due during each early edit editing either else encouragement "
    "encouraging end enough entertainment enabling error errors especially etc even ever every everybody everyone "
    "everything example exchange extra fact family fandom fans "
    "far fault favorite favourite feedback feel few fiction "
    "fic fics fifth final finally find first fluff folks "
    "follow following for four free friend friends from fun funny "
    "further future gave general get getting gift gifts girl give "
    "given gives giving go god goes going gone gonna good "
    "got grammar great group guess guys had half hand happy has have having he hell help helped helpful helping her "
    "here hers herself hey him himself his holiday hope hours house how however i idea ideas if important in info "
    "information inspiration inspired instead interest into is it its itself job just keep kept kind kinds knew know "
    "kudos last late later least leave left less let letting life like line lines listening little live long look "
    "looking lot lots love lovely loving luck lyrics made magic "
    "main make making many matter may maybe me mean members "
    "mention mistakes mind mine mods mod moderators moderator mom moment money month months more most mother mostly "
    "much mum music must my myself name near need needs never "
    "new next nice night no nobody none not note notes nothing now "
    "obvious of off okay old on once one ones only onto or organizers organisers original other others our out over "
    "own page pairing part parts past patience people perhaps person picture place plans plot point posting post "
    "practice prompt prompts probably project proofreading providing "
    "purposes put questions quite read reader readers "
    "reading real reality really reason reasons recipient "
    "record reference reply request research rest review reviewers "
    "reviews reviewing right round running said same say saying "
    "scene school season see seriously set several sexy shall she "
    "shit short should show sick silly similar since sister sleep so some somebody someone something sometime "
    "sometimes soon sort space spoilers staff start still stop story stories stuff such suggestions summer super "
    "support sure take taking talking team tell telling than thank thanks that the their them themselves then there "
    "these they thing things think this those though thought "
    "thoughts three through time times title to today together "
    "told tomorrow tonight too total trouble true try trying tumblr two type typos under unknown until up update "
    "updates us use used usual valentine valentine's various verse "
    "very volunteers want wanted was waiting watching way we "
    "week weeks well were what whatever when where whether which "
    "while who whoever whole whom whose why will wish with "
    "within without woman wonderful word words work world worry worth would write writer writers writing wrong year "
    "years yes yesterday yet you your yours yourself youtube whatsoever now guest creator translation translating "
    "audiencing copyediting copy-editing hand-holding handholding "
    "barely unbetaed cheer-reading plotting brainstorming "
    "coffee tea caffeine wine alcohol vodka chocolate "
    "pizza procrastination insomnia quarantine covid corona lockdown "
    "college uni university exams exam finals midterms "
    "homework autocorrect spellcheck grammarly muse bunny bunnies cat "
    "dog cats dogs kids kid parents bestie bff discord "
    "server groupchat chat twitter netflix spotify wifi computer laptop "
    "phone teacher class boss luck fate universe feels angst "
    "smut porn hits bookmarks faves favs follows votes pressure "
    "research science inspiration laughs giggles shits motivation boredom stress depression anxiety health hospital "
    "vacation travel moving covers lyrics clarity grammar spelling mistake typos errors pacing length format context "
    "anybody whoever peeps dudes lovelies darlings guys gals folk fanfic fanfiction canon crack drama humor humour "
    "romance h/c comfort hurt sadness tears death violence blood language swearing triggers trigger warnings warning "
    "yall u ur thx tho dunno gotta wanna cuz bc btw lol lmao omg tbh idk imo fyi aka rn ily ilysm pls plz ppl smth "
    "instead regular latest newest previous current recent older "
    "original wherever minor major actual amount bunch tons "
    "loads heaps plenty hundreds thousands millions dozens reviewer commenter giftee recipients participants artist "
    "artists betas editors recs rec list lists link links site sites app archive fest event sign signing post-canon "
    "special huge big infinite endless eternal originally enormous massive double triple extra "
    "nan gran grandma nana granny grandpa aunt auntie uncle son daughter niece nephew roomie "
    "therapist editor hubby wifey "
    "gang server extraordinaire folk "
    "maximum minimum effect impact sake purpose accuracy "
    "realism suspense plot-holes headaches heart soul spirit hopes "
    "scrutiny awhile whilst upon despite unless although whereas therefore otherwise nevertheless "
    "internet wikipedia google "
    "anonymous anon nonny op commenters subscribers followers lurkers viewers bookmarkers y'all folk crew "
    "und oder aber für mit von vom zum zur der die das "
    "den dem des ein eine einen mein meine meinen meiner alle allen "
    "euch dich dir mir uns ihr sie er es nicht auch sehr noch sowie als bei leser lesern rezensenten reviews alles "
    "et ou mais pour avec de du des le la les un une mes mon ma tous toutes vous nous toi moi merci lecteurs "
    "y o pero para con del al los las el una mis mi todos todas ustedes vosotros gracias por lectores "
    "и или но для с от за всем всех мне вам тебе вас "
    "нам её его их моей моему моим моя мой мои это этот эта читателям "
    "читатели спасибо большое огромное который которая за как что не на в во по к у о об".replace("\n", " ")
)
# Capitalised words that are no one's name.
NOT_NAMES = word_set(
    "i i'm i've i'd i'll it it's this that thanks thank the they there these those disclaimer disclaimers warning "
    "warnings note notes a/n an edit update chapter part also and but so now then if when while written unbetaed "
    "un-betaed title titles spoilers summary happy my we you your he she his her all everyone everything any some "
    "because please read review reviews reviewers readers takes set "
    "based inspired enjoy sorry oh okay well yes no not "
    "science reasons covid corona netflix twitter tumblr "
    "discord grammarly spotify youtube microsoft amazon facebook word "
    "unfortunately fortunately luckily sadly honestly actually basically "
    "anyway anyways however hopefully hello hi hey "
    "dear welcome guys peeps everybody chapters story fic author "
    "authors authoress mary-sue sue mary-sues pov ooc au aus "
    "r&r rated pg pg-13 nc-17 tw cw lol omg yay wow whew phew ok alright also chap chappie chappies "
    "lyrics characters everything rights anything everybody "
    "dankeschön danksagung kapitel geschichte fehler titel lied gedicht "
    "hallo liebe lieber viel viele euer eure hier nun bonjour bonne salut hola perdón désolé désolée voici voilà "
    "merry christmas english british american french german russian spanish chinese japanese god lord jesus "
    "guest anon anonymous mods op in on at for to from of with by as after before during since feedback concrit "
    "leser leserinnen leserin reviewer rezensenten kommentatoren kommentare internet wikipedia google latin "
    "ich du er sie es wir ihr danke dank vielen die der das je tu il elle nous vous merci gracias yo это эта этот "
    "спасибо я мы вы все всем"
)


def is_beta_help(words: tuple[str, ...]) -> bool:
    """Whether help told in these words is a beta's: "the beta", "looking it over", "deleting my commas"."""
    if _TYPOS.intersection(words) and {"my", "all"}.intersection(words) and _REPORTED.intersection(words):
        return True  # "for catching all my mistakes"; a reader reports one
    if "read" in words and _QUICK.intersection(words):
        return True  # "for the quick read"
    if _REPORTED.intersection(words) and not any(word.startswith("beta") for word in words):
        return False
    if _TYPOS.intersection(words) and _HUNTING.intersection(words):
        return True
    if any(_BETA_STEMS.match(word) for word in words):
        return True
    return any(
        word in LOOKING and OVER.intersection(words[at + 1 : at + 5]) and "shoulder" not in words
        for at, word in enumerate(words)
    )


def is_event_name(words: tuple[str, ...]) -> bool:
    """Whether a name is an event's: "trope_bingo", "Yuletide 2006", "the Tarts Big Bang"."""
    if len(words) == 1 and words[0] in _PLAIN_EVENTS:
        return False
    return any(word in EVENT_NOUNS or _EVENT_PARTS.search(word) for word in words)
