"""A work's own style sheet as documents use it: what is safe of it, held to the work's own texts."""

from __future__ import annotations

from retold.manuscript.skins import SkinTooLong, safe_css


def harmless(css: str) -> str:
    """The rules of a skin that are safe, below `#workskin`; none of a skin that is too long to be one.

    The Manuscript keeps the style sheet as it was.
    """
    try:
        rules = safe_css(css, "#workskin")
    except SkinTooLong:
        return ""
    return f"{rules}\n" if rules else ""
