"""How wide the letters of a PDF's fonts are (ISO 32000-1, 9.2.4 and 9.7.4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

_CODE = rb"<([0-9A-Fa-f]{2,4})>[ \t]{0,4}"
_BLANK = (re.compile(rb"^[ \t]{0,4}" + _CODE + _CODE + rb"\[?[ \t]{0,4}<0020>", re.MULTILINE),
          re.compile(_CODE + rb"<0020>"))
"""A code and what it stands for: the first of several in a line, or alone."""
_USUAL = 500.0
"""Of a letter of which its font does not say it, in thousandths of its size."""
_SPACE, _TWO_BYTES, _MOST_OF_A_RANGE = 32, 2, 70_000


@dataclass(frozen=True)
class FontWidths:
    """The widths of a font's letters by their codes, in thousandths of its size."""

    known: Mapping[int, float] = field(default_factory=dict)
    else_: float = _USUAL
    size: int = 1  # of a code, in bytes
    blank: int | None = _SPACE  # the code of a blank, None where it is not known

    def ends_blank(self, shown: bytes) -> bool:
        """Whether the last of these letters is a blank."""
        return self.blank is not None and int.from_bytes(shown[-self.size:], "big") == self.blank and bool(shown)

    def of(self, shown: bytes) -> tuple[float, int, int]:
        """How wide these letters are together, how many, and how many of them are blanks that may be stretched."""
        codes = [int.from_bytes(shown[at:at + self.size], "big") for at in range(0, len(shown), self.size)]
        spaces = codes.count(_SPACE) if self.size == 1 else 0
        return sum(self.known.get(code, self.else_) for code in codes), len(codes), spaces


def font_widths(page: Any) -> dict[str, FontWidths]:
    """The fonts of a page by the names that it calls them by."""
    holder = page
    while holder is not None and "/Resources" not in holder:
        holder = holder["/Parent"].get_object() if "/Parent" in holder else None
    fonts = holder["/Resources"].get_object().get("/Font") if holder is not None else None
    return {str(name): _of(font.get_object()) for name, font in (fonts.get_object() if fonts else {}).items()}


def _of(font: Any) -> FontWidths:
    return replace(_widths(font), blank=_blank(font))


def _blank(font: Any) -> int | None:
    """The code of a blank, as the font says it (ISO 32000-1, 9.10.3)."""
    if "/ToUnicode" not in font:
        return None if font.get("/Subtype") == "/Type0" else _SPACE
    data = font["/ToUnicode"].get_object().get_data()
    said = next(filter(None, (pattern.search(data) for pattern in _BLANK)), None)
    return int(said[1], 16) if said else None


def _widths(font: Any) -> FontWidths:
    if font.get("/Subtype") == "/Type0":
        inner = font["/DescendantFonts"].get_object()[0].get_object()
        known = _ranges(inner["/W"].get_object()) if "/W" in inner else {}
        return FontWidths(known, float(inner.get("/DW", 1000)), _TWO_BYTES)
    if "/Widths" not in font:
        return FontWidths()
    first = int(font.get("/FirstChar", 0))
    return FontWidths({first + at: float(wide.get_object()) for at, wide in enumerate(font["/Widths"].get_object())})


def _ranges(listed: Sequence[Any]) -> dict[int, float]:
    """"10 [500 600]" and "20 29 500" as the widths of each."""
    known, at, items = dict[int, float](), 0, [each.get_object() for each in listed]
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, list):
            known |= {first + number: float(wide.get_object()) for number, wide in enumerate(second)}
            at += 2
        elif at + 2 < len(items):
            last = min(int(second), first + _MOST_OF_A_RANGE)
            known |= dict.fromkeys(range(first, last + 1), float(items[at + 2]))
            at += 3
        else:
            break
    return known
