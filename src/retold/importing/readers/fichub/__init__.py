"""What FicHub's EPUB and HTML share (formats.md §4): the facts of the introduction, and the chapters. No reader itself.

FicHub copies works of several sites. Its files name one author, no tags, and the original's address; what else the
site said stands in one free line, which on FanFiction.net's works is that site's own.
"""
