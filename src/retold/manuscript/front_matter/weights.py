"""What each sign of front matter weighs, in the unit of lexicon.evidence. A decision needs a sum above 0."""

from __future__ import annotations

HEADING = 3.0
SURE_LABEL = 4.0
WEAK_LABEL = 2.0
BYLINE = 3.0
SURE_TITLE = 0.8  # what weighs less may be the first line of an epigraph
BARE_NAME = 0.5  # one below a title
TITLE = 1.0
EPIGRAPH = 2.5
SET_OFF = 1.5  # a quotation without its source, between a heading and a rule
MEASURE = 1.5
FIELD = 1.0  # a line shaped like a field within a header
VOUCHED = 1.5  # what a rule adds to a note above it that was silent for a while
BEFORE_A_HEADING = 3.0
FIELD_AT_THE_END = 0.5
AFTER_THE_END = 3.0
AFTER_A_RULE = 1.0
BRACKETED = 0.7
ANOTHER_VOICE = 1.0  # a paragraph says "I" where the story does not
SAME_VOICE = -0.4  # … and where the story does so too
TOLD = -0.3  # what weighs less tells something
UNLABELLED = -1.0  # a paragraph is the story until it says otherwise
GOES_ON = -0.4  # … but within a note it may be silent for a while
TAKES_UP = 0.7  # … above all if it begins with "Also" or the like
STORY = -1.5  # a paragraph that weighs less ends the note it stands in
STORY_BEGAN = 2.0  # how far below its best the sum may fall outside a note
GIVEN_UP = 6.0  # how far inside one, and from the end

NOTES = ("note", "disclaimer", "summary", "dedication", "epigraph")
"""Roles whose neighbouring paragraphs make one range."""
