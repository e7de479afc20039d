"""What the formats of FanFicFare share (formats.md §3): its title page, its notes, its chapters. No reader itself.

FanFicFare fetches works from many sites and writes EPUB 2 or 3, HTML and plain text. All three open with a list of
labelled lines, whose names and choice a person may change in a settings file; chapters of the Archive of Our Own
and its kin carry their notes in blocks of their own.
"""
