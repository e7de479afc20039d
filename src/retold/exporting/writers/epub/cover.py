"""The cover of a work that has none: type first, one quiet pattern, colours of the reading themes.

Drawn from title, creators, fandoms and the work's UUID alone, so that one work always has the same cover.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable

from retold.exporting.writers.pages import title_of
from retold.exporting.writers.values import escaped, is_right_to_left, language_of, plain
from retold.manuscript.model import Manuscript
from retold.manuscript.wording import joined

WIDTH, HEIGHT = 600, 900
_MARGIN = 60
# Paper, ink, accent and rule of the light, sepia and dark themes, and of each turned round.
_COLOURS = (
    ("#FBF9F4", "#23211D", "#0B5566", "#DCD6C8"),
    ("#F3E8D2", "#38291A", "#7A3A10", "#DAC9A8"),
    ("#17181B", "#E7E2D9", "#82C7D6", "#383A3F"),
    ("#0B5566", "#FBF9F4", "#FBF9F4", "#2C7080"),
    ("#7A3A10", "#FAF2E2", "#F3E8D2", "#93552D"),
)
_TITLE_SIZES = ((64, 4), (54, 5), (44, 6), (36, 8), (30, 10))  # type size, and the lines that it may fill


def cover(manuscript: Manuscript, uuid: str) -> str:
    """An SVG picture of 600 by 900."""
    seed = hashlib.sha256(uuid.encode()).digest()
    paper, ink, accent, rule = _COLOURS[seed[0] % len(_COLOURS)]
    title = title_of(manuscript)
    size, lines = _fitted(title)
    creators = _wrapped(joined([name for one in manuscript.creators if (name := plain(one.name))]), 26, 2)
    fandoms = _wrapped(", ".join(filter(None, map(plain, manuscript.fandoms))), 20, 2)
    turned = ' direction="rtl"' if is_right_to_left(language_of(manuscript)) else ""
    top = 300
    below = top + int(size * 1.2) * len(lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * 2}" height="{HEIGHT * 2}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xml:lang="{language_of(manuscript)}">\n'
        f"<title>{escaped(title)}</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{paper}"/>\n'
        f'<g fill="none" stroke="{rule}" stroke-width="2">{_PATTERNS[seed[1] % len(_PATTERNS)](seed)}</g>\n'
        f'<g text-anchor="middle" font-family="Literata, Charter, Georgia, serif"{turned}>\n'
        f"{_lines(lines, top, size, ink, '600')}"
        f'<path d="M{WIDTH // 2 - 40} {below} h80" stroke="{accent}" stroke-width="3"/>\n'
        f"{_lines(creators, below + 56, 26, ink)}"
        f"{_lines(fandoms, HEIGHT - _MARGIN - 26 * (len(fandoms) - 1), 20, accent)}"
        "</g>\n</svg>\n"
    )


def _lines(lines: list[str], top: int, size: int, colour: str, weight: str = "400") -> str:
    return "".join(
        f'<text x="{WIDTH // 2}" y="{top + int(size * 1.2) * row}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escaped(line)}</text>\n'
        for row, line in enumerate(lines)
    )


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest type in which the title fits, and its lines; what fits in none is cut, with a sign that it is."""
    for size, most in _TITLE_SIZES:
        lines = _wrapped(title, size, most)
        if not lines[-1].endswith("…") or title.endswith("…"):
            return size, lines
    return size, lines


def _wrapped(text: str, size: int, most: int) -> list[str]:
    """Lines that fit between the margins, at most `most`; the last ends in "…" if more would follow."""
    room = (WIDTH - 2 * _MARGIN) / size
    lines: list[str] = []
    line = ""
    for word in _words(text, room):
        joint = line + word
        if line and _ems(joint.strip()) > room:
            lines.append(line.strip())
            line = word
        else:
            line = joint
    lines.append(line.strip())
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" ,.;:") + "…"]
    return [one for one in lines if one] or [""] if text else []


def _words(text: str, room: float) -> list[str]:
    """Words with the space after them; wide signs stand alone, and a word longer than a line is parted."""
    words: list[str] = []
    for word in text.split():
        part = ""
        for sign in word:
            mark = unicodedata.combining(sign) or sign in "\u200d\ufe0f"
            if part and not mark and (_is_wide(sign) or _ems(part + sign) > room):
                words.append(part)
                part = ""
            part += sign
        words.append(part + " ")
    return words


def _ems(text: str) -> float:
    """How wide a line is, in ems of its type: an estimate, as no font is at hand."""
    return sum(1.0 if _is_wide(sign) else 0.68 if sign.isupper() else 0.52 for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _waves(seed: bytes) -> str:
    depth, step = 8 + seed[2] % 14, 26 + seed[3] % 12
    row = f"q{WIDTH // 8} {-depth} {WIDTH // 4} 0 t{WIDTH // 4} 0 t{WIDTH // 4} 0 t{WIDTH // 4} 0"
    return f'<path d="{" ".join(f"M0 {40 + step * line} {row}" for line in range(6))}"/>'


def _rings(seed: bytes) -> str:
    centre, step = WIDTH // 4 + seed[2] * 300 // 255, 34 + seed[3] % 16
    return "".join(f'<circle cx="{centre}" cy="0" r="{step * ring}"/>' for ring in range(1, 7))


def _slopes(seed: bytes) -> str:
    step, lean = 28 + seed[2] % 20, 60 + seed[3] % 120
    return f'<path d="{" ".join(f"M{x} 0 l{-lean} 200" for x in range(0, WIDTH + lean, step))}"/>'


def _leaves(seed: bytes) -> str:
    step = 60 + seed[2] % 30
    shift = seed[3] % step
    leaf = "q14 -18 28 0 q-14 18 -28 0"
    across = range(-shift, WIDTH + step, step)
    places = [f"M{x + (row % 2) * step // 2} {40 + row * 48} {leaf}" for row in range(4) for x in across]
    return f'<path d="{" ".join(places)}"/>'


_PATTERNS: tuple[Callable[[bytes], str], ...] = (_waves, _rings, _slopes, _leaves)
