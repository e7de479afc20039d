"""The credit reader: a note's words in, proposed credits out.

    propose("Title from 'Paper Lanterns' by Hollow Pines. Thanks to marigold_7 for the beta.")

How it reads: `tokens` cuts the note into sentences of tokens. Each module of `families` holds a table of phrasings,
and `phrases` finds them in a sentence. A slot of a phrasing is read by a small parser: `names` (persons), `people`
(persons, each bound to their own "for ..."), `works` (titles, makers, places; `titles` says where a title ends,
`trailing` what may follow it), `events` (events and prompts), `canon` (points of a story). The family turns what was
read into credits, `guards` drops what only looks like one, and `reader` puts the rest in order and keeps of one source
the closest tie. `lexicon` holds the words that all of them share, `known` the well-known makers and works.

In each table the strict phrasings come first. The loose ones, with gaps (`..`), take only a source of which there is
no doubt (`<clear>`, `<person>`): a quotation, a well-known name, a name in capitals. Where a name is doubtful the
reader stays silent, for a wrong credit costs a person more than a missing one.

To add a phrasing, add one line to the table of its family:

    Phrase("title [was] dreamt up from <source>", "title_from", "Title dreamt up from 'Low Tide' by Hollow Pines."),

It says the pattern (its notation is told in `phrases`), what it gives, and a sentence of your own that shows it. The
tests read every such sentence and fail if its phrase does not match it. To add a word (an event, a site, a band),
add it to its line in `lexicon`.

A word of caution: a rule that names one work, one person or one sentence of a labelled set measures nothing. Write the
phrasing, not the example.
"""

from retold.manuscript.credits.reader import propose

__all__ = ["propose"]
