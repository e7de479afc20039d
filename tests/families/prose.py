"""Stories out of nothing: prose by dice, of one language and one cast a story, with all that typography does.

A paragraph is a line of text with curled quotes and real dashes; `_words_` are emphasised, `__words__` underlined,
a paragraph that begins with "=" is centred, and SCENE alone is a break between scenes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SCENE = "* * *"

NAMES = """Wren Tam Iven Pell Osric Maud Halla Bram Sefa Corin Ysolde Dunstan Marek Linnet Orla Petra Jory Nessa Caspian
Ember Rook Thessaly Anselm Briar Cato Delphine Eamon Fenella Gideon Hester Ines Jude Kestrel Lucan Mirren Noor Odile Piers
Quill Rosalind Silas Tamsin Ulric Vesper Wilder Xanthe Yarrow Zeb Agatha Barnaby Clover Dorian Elspeth Felix Greta""".split()
NOUNS = """river lamp stair ledger kettle door window coat letter bridge ferry winter harbour clock map knife garden engine
radio lantern orchard station mirror quilt compass violin candle rope ship tower attic chapel tavern market corridor
staircase balcony cellar field hillside shoreline kitchen library workshop pocket sleeve shoulder wrist throat silence
question promise secret rumour apology bargain story name song oath curse map wager debt accident fever dream memory habit
ghost soldier doctor captain stranger neighbour sister brother cousin teacher thief queen baker sailor clerk witness""".split()
ADJECTIVES = """old wet narrow crooked quiet bright empty careful stubborn sudden heavy borrowed broken familiar ordinary
impossible cold slow patient foolish gentle hungry distant tired pale warm useless faithful enormous tiny rusted painted
unfinished forgotten expensive dangerous polite ridiculous unlikely silver yellow grey burnt frozen sleepless""".split()
VERBS = """carried counted followed buried opened forgave watched remembered mended stole borrowed folded painted lost
answered refused crossed found wanted promised waited kept dropped lifted named drew shouted whispered turned pushed left
wrote burned held washed traded broke hid weighed measured drowned heard avoided trusted tasted""".split()
ADVERBS = """slowly again twice carefully badly at_once in_silence without_looking by_mistake all_night for_a_while
too_late in_the_dark on_purpose as_always with_both_hands under_his_breath before_dawn after_supper for_luck""".split()
PLACES = """by_the_weir behind_the_mill under_the_stairs across_the_square at_the_edge_of_town in_the_long_room below_deck
on_the_north_road beside_the_stove outside_the_gate in_the_next_valley above_the_bakery near_the_old_wall along_the_pier
between_the_shelves at_the_far_table on_the_last_train in_the_chapel_yard""".split()
SAID = "said asked muttered repeated admitted lied laughed insisted answered".split()

SPANISH = {
    "nouns": """río lámpara escalera libro puerta ventana abrigo carta puente invierno puerto reloj mapa cuchillo jardín
motor farol huerto espejo brújula violín vela cuerda barco torre capilla mercado pasillo cocina silencio pregunta promesa
secreto deuda canción juramento sueño memoria soldado médico capitán vecino hermana primo maestra ladrón reina testigo""".split(),
    "adjectives": "viejo mojado torcido callado vacío terco pesado roto frío lento paciente cansado pálido enorme lejano".split(),
    "verbs": """llevó contó siguió enterró abrió perdonó miró recordó robó dobló pintó perdió cruzó encontró quiso esperó
guardó dejó escribió quemó escondió midió oyó evitó""".split(),
}


@dataclass
class Teller:
    """One story's voice: its dice, its people, and the words that it likes."""

    dice: random.Random
    language: str = "en"

    def __post_init__(self) -> None:
        self.people = self.dice.sample(NAMES, 4)
        self.nouns = self.dice.sample(NOUNS, 60)
        self.favourites = self.dice.sample(NOUNS, 8)

    def one(self, words: list[str]) -> str:
        return self.dice.choice(words).replace("_", " ")

    def noun(self) -> str:
        words = self.favourites if self.dice.random() < 0.3 else self.nouns
        return self.one(words)

    def thing(self) -> str:
        if self.dice.random() < 0.45:
            return f"the {self.one(ADJECTIVES)} {self.noun()}"
        return f"{self.dice.choice(['the', 'a', 'his', 'her', 'their', 'every', 'no'])} {self.noun()}"

    def clause(self) -> str:
        who = self.dice.choice([*self.people, "she", "he", "they", self.thing()])
        match self.dice.randrange(9):
            case 0:
                return f"{who} {self.one(VERBS)} {self.thing()} {self.one(PLACES)}"
            case 1:
                return f"{who} {self.one(VERBS)} {self.thing()} and {self.one(VERBS)} {self.thing()}"
            case 2:
                return f"{who} hadn’t {self.one(VERBS)} {self.thing()} since {self.thing()} {self.one(VERBS)} it"
            case 3:
                return f"there was {self.thing()} {self.one(PLACES)}, {self.one(ADJECTIVES)} and {self.one(ADJECTIVES)}"
            case 4:
                return (
                    f"when {who} {self.one(VERBS)} {self.thing()}, {self.thing()} {self.one(VERBS)} {self.one(ADVERBS)}"
                )
            case 5:
                return (
                    f"{who} {self.one(VERBS)} {self.one(ADVERBS)}, as if {self.thing()} couldn’t be {self.one(VERBS)}"
                )
            case 6:
                return f"it wasn’t {self.thing()} that {who} {self.one(VERBS)}, it was {self.thing()}"
            case 7:
                return f"{who} {self.one(VERBS)} {self.dice.randrange(2, 90)} times {self.one(PLACES)}"
            case _:
                return f"nobody {self.one(VERBS)} {self.thing()} {self.one(ADVERBS)}"

    def spanish(self) -> str:
        noun, verb = self.dice.choice(SPANISH["nouns"]), self.dice.choice(SPANISH["verbs"])
        who, what = self.dice.choice(self.people), self.dice.choice(SPANISH["nouns"])
        kind = self.dice.choice(SPANISH["adjectives"])
        return self.dice.choice(
            [
                f"{who} {verb} el {noun} {kind}",
                f"nadie {verb} la {noun} de {who}",
                f"el {noun} {verb} otro {what} {kind}",
            ]
        )

    def sentence(self) -> str:
        if self.language == "es":
            return _capital(self.spanish()) + "."
        said = self.clause()
        roll = self.dice.random()
        if roll < 0.2:
            said += f"—{self.clause()}"
        elif roll < 0.4:
            said += f", and {self.clause()}"
        elif roll < 0.46:
            said = said.replace(" ", " _", 1) + "_" if " " in said else said
        return _capital(said) + self.dice.choice([".", ".", ".", ".", "…", "?", "!"])

    def spoken(self) -> str:
        who = self.dice.choice(self.people)
        tail = f" {self.sentence()}" if self.dice.random() < 0.6 else ""
        return f"“{_capital(self.clause())},” {who} {self.dice.choice(SAID)}. “{self.sentence()}”{tail}"

    def paragraph(self) -> str:
        if self.language == "en" and self.dice.random() < 0.35:
            return self.spoken()
        return " ".join(self.sentence() for _ in range(self.dice.randrange(1, 6)))

    def paragraphs(self, words: int, *, scenes: bool = True) -> list[str]:
        """At least so many words of prose, with a break now and then."""
        written: list[str] = []
        count = 0
        while count < words:
            if scenes and len(written) > 6 and self.dice.random() < 0.06:
                written.append(SCENE)
            written.append(self.paragraph())
            count += len(written[-1].split())
        return written

    def title(self) -> str:
        shape = self.dice.randrange(4)
        if shape == 0:
            return f"The {self.one(ADJECTIVES).title()} {self.noun().title()}"
        if shape == 1:
            return f"{self.noun().title()} and {self.noun().title()}"
        if shape == 2:
            return f"What {self.dice.choice(self.people)} {self.one(VERBS).title()}"
        return f"{self.dice.choice(self.people)}’s {self.one(ADJECTIVES).title()} {self.noun().title()}"


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
