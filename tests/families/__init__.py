"""Families of near copies: the same work as many programs give it, and works that only look alike.

Written from what the programs do to a text (formats.md) and from what authors do to their works, and knowing nothing of
how copies are recognised: `matching.py` is on trial here, so it may not be asked what the right answers are.
"""
