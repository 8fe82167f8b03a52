"""The page of a document: its size, its margins and how much room they leave for text.

Sections: ECMA-376 Part 1, 17.6. Paper: ISO 216 (A4); Letter has 8.5 by 11 inches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.word.styles import W

TWIPS = 1440 / 25.4  # in a millimetre
PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
NARROWEST, LOWEST = 80, 100  # millimetres of text that our tables need
_UNITS = {"": 1.0, "pt": 20.0, "in": 1440.0, "mm": TWIPS, "cm": 10 * TWIPS, "pc": 240.0, "pi": 240.0}
_KEPT = ("pgBorders", "pgNumType", "titlePg", "bidi", "rtlGutter", "docGrid")
_NOT_KEPT = {qn("w:start"), qn("w:chapStyle"), qn("w:chapSep")}  # the numbers of its pages go on from other pages
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SIDES = {"top": 1440, "right": 1440, "bottom": 1440, "left": 1440, "header": 720, "footer": 720, "gutter": 0}


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Lengths in twips."""

    wide: int
    high: int
    sides: dict[str, int]

    @property
    def text(self) -> int:
        """The width of the text."""
        return self.wide - self.sides["left"] - self.sides["right"] - self.sides["gutter"]

    @property
    def column(self) -> int:
        """The height of the text."""
        return self.high - self.sides["top"] - self.sides["bottom"]

    def sized(self) -> str:
        """Size and margins as a section says them."""
        turned = ' w:orient="landscape"' if self.wide > self.high else ""
        sides = "".join(f' w:{side}="{length}"' for side, length in self.sides.items())
        return f'<w:pgSz w:w="{self.wide}" w:h="{self.high}"{turned}/><w:pgMar{sides}/>'


def said(mark: Any) -> bool:
    """Whether a setting that is on or off is there and on."""
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")


def twips(text: str | None, otherwise: int) -> int:
    """A length as Word writes it, in twips: a bare number, or one with its unit."""
    found = re.fullmatch(r"\s*(-?[\d.]+)\s*(mm|cm|in|pt|pc|pi|)\s*", text or "")
    try:
        return round(float(found[1]) * _UNITS[found[2]]) if found else otherwise
    except ValueError:
        return otherwise


def page_of(section: Any, name: str) -> PageSetup:
    """The page of a section of the template `name`. Raises CannotRun where no response fits on it."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))

    def length(element: Any, side: str, otherwise: int) -> int:
        return otherwise if element is None else twips(element.get(qn(f"w:{side}")), otherwise)

    # a negative margin tells Word to print the text over a high header; ours must not lie under the text
    page = PageSetup(length(size, "w", 12240), length(size, "h", 15840),
                     {side: abs(length(margins, side, otherwise)) for side, otherwise in _SIDES.items()})
    if page.text < NARROWEST * TWIPS or page.column < LOWEST * TWIPS:
        raise CannotRun(f"The page of {name} leaves {page.text / TWIPS:.0f} by {page.column / TWIPS:.0f} mm for text; "
                        f"a response needs at least {NARROWEST} by {LOWEST} mm. Make its margins smaller.")
    return page


def section_of(section: Any, page: PageSetup, bands: str) -> Any:
    """The one section of a document: the template's page in one column; `bands`: references to its headers and
    footers."""
    made = parse_xml(f'<w:sectPr xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                     f'relationships">{bands}{page.sized()}</w:sectPr>')
    for name in _KEPT:
        if (found := section.find(qn(f"w:{name}"))) is not None:
            made.append(found)
            for attribute in [each for each in found.attrib if each in _NOT_KEPT or each.startswith(_RELATED)]:
                del found.attrib[attribute]
    return made
