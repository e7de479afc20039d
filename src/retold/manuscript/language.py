"""Which language a text is in, and what a language is called: BCP 47 tags, native and English names, ISO 639 codes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from retold.lib.patterns import lazy

# Texts shorter than this, in words, are only told by their script.
FEWEST_WORDS = 8
LONGEST = 12_000

# tag | English name | other ways to write it: ISO 639-2 and -3 codes, native names, the names that the largest
# archive uses in its list of languages.
_LANGUAGES = """
af|Afrikaans|afr
ain|Ainu|Aynu itak;アイヌ イタㇰ;アイヌイタㇰ
sq|Albanian|sqi;alb;Shqip
ase|American Sign Language|
am|Amharic|amh;አማርኛ
egy|Ancient Egyptian|𓂋𓏺𓈖 𓆎𓅓𓏏𓊖
grc|Ancient Greek|Ἀρχαία ἑλληνικὴ;Αρχαία Ελληνικά
ar|Arabic|ara;العربية
arc|Aramaic|ܐܪܡܝܐ;ארמיא
hy|Armenian|hye;arm;հայերեն
as|Assamese|asm;অসমীয়া
ast|Asturian|asturianu
az|Azerbaijani|aze;azj;Азәрбајҹан дили;آذربایجان دیلی;Azərbaycan dili;Azərbaycanca
ba|Bashkir|bak;Башҡорт теле
eu|Basque|eus;baq;Euskara
bar|Bavarian|Boarisch
be|Belarusian|bel;беларуская
bn|Bengali|ben;বাংলা
bs|Bosnian|bos;Bosanski
br|Breton|bre;Brezhoneg
bg|Bulgarian|bul;Български
my|Burmese|mya;bur;မြန်မာဘာသာ
yue|Cantonese|中文-广东话 粵語;粵語;粤语;廣東話;广东话
ca|Catalan|cat;Català;Valencian
ceb|Cebuano|Sinugbuanong Binisayâ
ce|Chechen|che;Нохчийн мотт
chr|Cherokee|ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ
chn|Chinook Jargon|Chinuk Wawa
zh|Chinese|zho;chi;cmn;中文-普通话 國語;中文;汉语;漢語;普通话;國語;Mandarin;Mandarin Chinese;Putonghua
zh-Hans|Chinese (Simplified)|简体中文;Simplified Chinese
zh-Hant|Chinese (Traditional)|繁體中文;Traditional Chinese
kw|Cornish|cor;Kernewek
co|Corsican|cos;Corsu
gyn|Creolese|Guyanese Creole
crh|Crimean Tatar|къырымтатар тили;qırımtatar tili;къырымтатар тили | qırımtatar tili
hr|Croatian|hrv;Hrvatski
cs|Czech|ces;cze;Čeština
da|Danish|dan;Dansk
nl|Dutch|nld;dut;Nederlands;Flemish;Vlaams
en|English|eng
en-GB|English (United Kingdom)|British English
en-US|English (United States)|American English
myv|Erzya|Эрзянь кель
eo|Esperanto|epo
et|Estonian|est;eesti keel;eesti
fo|Faroese|fao;Føroyskt
fil|Filipino|Tagalog;tgl;tl;Wikang Filipino
fi|Finnish|fin;Suomi
fr|French|fra;fre;Français
fy|Frisian|fry;Frysk
fur|Friulian|Furlan
gl|Galician|glg;Galego
ka|Georgian|kat;geo;ქართული
de|German|deu;ger;Deutsch
got|Gothic|𐌲𐌿𐍄𐌹𐍃𐌺𐌰
el|Greek|ell;gre;Ελληνικά
gu|Gujarati|guj;ગુજરાતી
ht|Haitian Creole|hat;kreyòl ayisyen
hak|Hakka|中文-客家话;客家话;客家話
ha|Hausa|hau;Hausa | هَرْشَن هَوْسَ;هَرْشَن هَوْسَ
haw|Hawaiian|ʻŌlelo Hawaiʻi
he|Hebrew|heb;iw;עברית
hi|Hindi|hin;हिन्दी;हिंदी
hu|Hungarian|hun;Magyar
is|Icelandic|isl;ice;Íslenska
ig|Igbo|ibo;Asụsụ Igbo
id|Indonesian|ind;Bahasa Indonesia
ia|Interlingua|ina
ga|Irish|gle;Gaeilge
it|Italian|ita;Italiano
ja|Japanese|jpn;日本語
jv|Javanese|jav;Basa Jawa
kl|Kalaallisut|kal;Greenlandic
xal|Kalmyk|Хальмг Өөрдин келн
kn|Kannada|kan;ಕನ್ನಡ
kk|Kazakh|kaz;qazaqşa;қазақша;qazaqşa | қазақша
km|Khmer|khm;ភាសាខ្មែរ
qkz|Khuzdul|
tlh|Klingon|tlhIngan-Hol;tlhIngan Hol
ko|Korean|kor;한국어
ku|Kurdish|kur;Kurdî;کوردی;Kurdî | کوردی
ky|Kyrgyz|kir;Кыргызча
lo|Lao|lao;ພາສາລາວ
la|Latin|lat;Lingua latina
lv|Latvian|lav;Latviešu valoda;Latviešu
lt|Lithuanian|lit;Lietuvių kalba;Lietuvių
nds|Low German|Plattdüütsch
lb|Luxembourgish|ltz;Lëtzebuergesch
mk|Macedonian|mkd;mac;македонски
ms|Malay|msa;may;zsm;Bahasa Malaysia;Bahasa Melayu
ml|Malayalam|mal;മലയാളം
mt|Maltese|mlt;Malti
mnc|Manchu|ᠮᠠᠨᠵᡠ ᡤᡳᠰᡠᠨ
qmd|Mandalorian|Mando'a
mi|Maori|mri;mao;te reo Māori;Māori
mr|Marathi|mar;मराठी
mic|Mi'kmaq|mik;Mi'kmaw
nan|Min Nan|中文-闽南话 臺語;臺語;闽南话;Taiwanese;Hokkien
mn|Mongolian|mon;монгол хэл;ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌;ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌ | монгол хэл
nah|Nahuatl|Nāhuatl
ppl|Nawat|Pipil
ne|Nepali|nep;नेपाली
frr|North Frisian|Friisk
no|Norwegian|nor;Norsk
nb|Norwegian Bokmål|nob;Norsk bokmål;Bokmål
nn|Norwegian Nynorsk|nno;Nynorsk;Norsk nynorsk
oc|Occitan|oci
or|Odia|ori;Oriya;ଓଡ଼ିଆ
oj|Ojibwe|oji;Anishinaabemowin
ang|Old English|Eald Englisċ
ood|O'odham|‘O’odham Ñiok
ota|Ottoman Turkish|لسان عثمانى
ps|Pashto|pus;پښتو
fa|Persian|fas;per;فارسی;Farsi
pl|Polish|pol;Polski
pt|Portuguese|por;Português
pt-BR|Portuguese (Brazil)|ptBR;Português brasileiro;Português do Brasil;Brazilian Portuguese;Portuguese (Brazilian)
pt-PT|Portuguese (Portugal)|ptPT;Português europeu;Português de Portugal;European Portuguese;Portuguese (European)
gem|Proto-Germanic|Sprēkō Þiudiskō
pa|Punjabi|pan;ਪੰਜਾਬੀ
fcs|Quebec Sign Language|Langue des signes québécoise
qu|Quechua|que;Runasimi
qya|Quenya|
ro|Romanian|ron;rum;Română;Moldovan
ru|Russian|rus;Русский
sa|Sanskrit|san;संस्कृतम्
sco|Scots|
gd|Scottish Gaelic|gla;Gàidhlig
sr|Serbian|srp;Српски;Srpski
sjn|Sindarin|
si|Sinhala|sin;සිංහල
sk|Slovak|slk;slo;Slovenčina
sl|Slovenian|slv;Slovenščina;Slovene
so|Somali|som;af Soomaali
es|Spanish|spa;Español;Castellano;Castilian
sux|Sumerian|𒅴𒂠
sw|Swahili|swa;Kiswahili
sv|Swedish|swe;Svenska
tg|Tajik|tgk;тоҷикӣ
ta|Tamil|tam;தமிழ்
tt|Tatar|tat;татар теле
te|Telugu|tel;తెలుగు
th|Thai|tha;ไทย
qtx|Thermian|tqx
bo|Tibetan|bod;tib;བོད་སྐད་
ti|Tigrinya|tir;ትግርኛ
tok|Toki Pona|
trf|Trinidadian Creole|
tsd|Tsakonian|τσακώνικα
tr|Turkish|tur;Türkçe
tk|Turkmen|tuk;Türkmençe
uk|Ukrainian|ukr;Українська
ur|Urdu|urd;اُردُو;اردو
ug|Uyghur|uig;ئۇيغۇر تىلى
uz|Uzbek|uzb;oʻzbekcha
vi|Vietnamese|vie;Tiếng Việt
vo|Volapük|vol
cy|Welsh|cym;wel;Cymraeg
wo|Wolof|wol
wuu|Wu|wuy;中文-吴语;吴语;吳語
xh|Xhosa|xho;isiXhosa
yi|Yiddish|yid;יידיש;ייִדיש
yo|Yoruba|yor;Yorùbá
yua|Yucatec Maya|maayaʼ tʼàan
zu|Zulu|zul;isiZulu
"""

_TAG = lazy(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_WORD = lazy(r"[^\W\d_]+")

# Scripts that nearly always stand for one language; the others are shared by several.
_SCRIPTS = (
    ("ja", "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff"),
    ("ko", "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"),
    ("th", "\u0e01-\u0e4e"),
    ("lo", "\u0e81-\u0edf"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("he", "\u05d0-\u05ea"),
    ("hy", "\u0531-\u0587"),
    ("ka", "\u10a0-\u10ff\u1c90-\u1cbf"),
    ("km", "\u1780-\u17ff"),
    ("my", "\u1000-\u109f"),
    ("bo", "\u0f00-\u0fff"),
    ("si", "\u0d80-\u0dff"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"),
    ("gu", "\u0a80-\u0aff"),
    ("pa", "\u0a00-\u0a7f"),
    ("or", "\u0b00-\u0b7f"),
    ("bn", "\u0980-\u09ff"),
    ("am", "\u1200-\u139f"),
    ("chr", "\u13a0-\u13ff"),
)
_LETTERS = tuple((tag, lazy(f"[{ranges}]")) for tag, ranges in _SCRIPTS)
_LETTER = lazy(r"[^\W\d_]")
# What the model may answer: its rarer labels are more often mistakes than finds.
_GUESSED = (
    "af ar az be bg br bs ca cs cy da de en eo es et eu fa fi fo fr fy ga gd gl ha hi hr ht hu id is it jv kk ku ky la"
    " lb lt lv mg mk mn mr ms mt ne nl nn no oc pl ps pt ro ru rw sk sl so sq sr sv sw tg tk tl tr tt ug uk ur uz vi"
    " vo xh yo zu"
)

_ENGLISH_WORDS = """
the and of was with that had her his she they were but not you from have this what when would there been said
could who which their them him your about into then than just because like before after again through only
while where these those should every being
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_PLAIN_FROM, _PLAIN_SHARE, _PLAIN_KINDS = 60, 0.2, 12


def guess_language(text: str) -> str | None:
    """The language that a plain text seems to be in, as a BCP 47 tag; None if it is too short to tell.

    A script of its own decides by itself; otherwise at least eight words are needed.
    """
    sample = text.strip()[:LONGEST]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None
    by_script = _by_script(sample, letters)
    if by_script is not None:
        return by_script
    words = _WORD.findall(sample)
    if len(words) < FEWEST_WORDS:
        return None
    if _is_plainly_english(words):
        return "en"
    label = str(_identifier().classify(sample)[0])
    return "fil" if label == "tl" else label


def language_tag(name: str) -> str | None:
    """The BCP 47 tag of a language named in English, in itself, by an ISO 639 code or by a tag; None if unknown."""
    key = _key(name)
    found = _names().get(key)
    if found is not None:
        return found
    if _TAG.fullmatch(key):
        primary, _, rest = name.strip().replace("_", "-").partition("-")
        known = _names().get(primary.casefold())
        if known is not None and "-" not in known:
            return f"{known}-{_cased(rest)}" if rest else known
    return None


def language_name(tag: str) -> str:
    """A language's English name; the tag itself if it has none here."""
    names = _english()
    known = names.get(tag.casefold())
    if known is not None:
        return known
    primary, _, rest = tag.partition("-")
    base = names.get(primary.casefold())
    return tag if base is None else f"{base} ({rest})"


def _by_script(sample: str, letters: int) -> str | None:
    counts = {tag: len(pattern.findall(sample)) for tag, pattern in _LETTERS}
    if counts["ja"] and counts["ja"] + counts["zh"] > letters / 2 and counts["ja"] * 12 > counts["zh"]:
        return "ja"
    tag, most = max(counts.items(), key=lambda item: item[1])
    return tag if most > letters / 2 else None


def _is_plainly_english(words: list[str]) -> bool:
    """Whether a text of some length is held together by English words that no other language has so many of.

    Most of what comes in is English, and the model takes longer to load than a story to read.
    """
    if len(words) < _PLAIN_FROM:
        return False
    found = [word for word in map(str.lower, words) if word in _ENGLISH]
    return len(found) >= len(words) * _PLAIN_SHARE and len(set(found)) >= _PLAIN_KINDS


@cache
def _identifier() -> Any:
    """The model, loaded once, when it is first needed: that takes about two seconds."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_GUESSED.split())
    return identifier


def _rows() -> list[tuple[str, str, list[str]]]:
    rows = (line.split("|", 2) for line in _LANGUAGES.strip().splitlines())
    return [(tag, english, others.split(";")) for tag, english, others in rows]


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for tag, english, others in _rows():
        for name in (tag, english, *others):
            if name:
                names.setdefault(_key(name), tag)
    return names


@cache
def _english() -> dict[str, str]:
    return {tag.casefold(): english for tag, english, _ in _rows()}


def _key(name: str) -> str:
    """A name as it is looked up: case and kinds of spaces and apostrophes make no difference."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").replace("ʼ", "'")
    return " ".join(folded.split())


def _cased(rest: str) -> str:
    """Subtags as they are usually written: regions in capitals, scripts with one capital."""
    parts = rest.split("-")
    return "-".join(
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part.lower()
        for part in parts
    )
