"""Signs that documents name by their place in a font of signs (Symbol, Wingdings)."""

from __future__ import annotations

# Symbol's places from 0x61 on that stand for Greek letters.
_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {0xB7: "•", 0xAE: "→", 0xAC: "←", 0xB0: "°", 0xB1: "±", 0xA5: "∞", 0xB4: "×", 0xA9: "♥", 0xBC: "…", 0xD6: "√"}
_SYMBOL |= {0x61 + at: letter for at, letter in enumerate(_GREEK)}
_SYMBOL |= {0x41 + at: letter.upper() for at, letter in enumerate(_GREEK) if letter not in "ϕϖς"}
_WINGDINGS = {
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x76: "❖", 0x96: "❦", 0x9F: "•", 0xA7: "▪",
    0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip


def symbol(font: str, place: str) -> str:
    """The sign at a place (hexadecimal) of a font; the letter of that number where the font is unknown."""
    try:
        number = int(place, 16)
    except ValueError:
        return ""
    low = number & 0xFF if 0xF000 <= number <= 0xF0FF else number
    table = _SYMBOL if font.casefold() == "symbol" else _WINGDINGS if font.casefold() == "wingdings" else {}
    if low in table:
        return table[low]
    return chr(number) if 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
