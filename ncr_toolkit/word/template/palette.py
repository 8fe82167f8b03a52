"""The look of a company's template, as far as our own styles follow it: size, colour and letters.

The colours of a theme: ECMA-376 Part 1, 20.1.6.2; contrast as in WCAG 2.1, 1.4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_OURS, _LEAST, _MOST = 21, 0.85, 1.2
"""Half points of our own text, and how far ours may be made smaller and larger after the company's."""
_READABLE = 4.5  # the contrast that text needs on its ground (WCAG AA)
_GREY, _DARK = "F2F2F2", "404040"
_SHADES = ("accent1", "dk2", "accent2")


class Styles:
    """The styles of a template: by name whatever their ids, with what they take from others."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.all = list(root.iter(qn("w:style")))
        self.ids = {each.get(qn("w:styleId"), ""): each for each in self.all}
        self.named: dict[str, Any] = {}
        for each in self.all:
            for name in _names(each):
                self.named.setdefault(name, each)

    def find(self, name: str) -> Any:
        """The style of this name, None where there is none."""
        return self.named.get(name.casefold())

    def default(self, kind: str) -> Any:
        """The style of whatever says nothing; None where the template has none."""
        return next((each for each in self.all if each.get(qn("w:type")) == kind
                     and each.get(qn("w:default")) in ("1", "true", "on")), None)

    def value(self, style: Any, path: str) -> Any:
        """A setting (`w:rPr/w:sz`) of a style, or of those it is based on, or of the whole document; None for none."""
        steps = "/".join(map(qn, path.split("/")))
        for each in self._chain(style):
            if (found := each.find(steps)) is not None:
                return found
        part = "w:rPrDefault" if path.startswith("w:rPr") else "w:pPrDefault"
        return self.root.find(f"{qn('w:docDefaults')}/{qn(part)}/{steps}")

    def settings(self, style: Any) -> Iterator[Any]:
        """Every setting of letters and paragraphs that counts for a style: its own, of those it is based on, and of the
        whole document."""
        defaults = self.root.find(qn("w:docDefaults"))
        for each in (*self._chain(style), *(defaults if defaults is not None else ())):
            for name in ("w:rPr", "w:pPr"):
                yield from each.find(qn(name)) if each.find(qn(name)) is not None else ()

    def _chain(self, style: Any) -> Iterator[Any]:
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            based = style.find(qn("w:basedOn"))
            style = None if based is None else self.ids.get(based.get(qn("w:val"), ""))


def _names(style: Any) -> Iterator[str]:
    """The names of a style: Word once wrote several into one, `heading 1,H1`."""
    name = style.find(qn("w:name"))
    if name is not None:
        yield from (each.strip().casefold() for each in name.get(qn("w:val"), "").split(",") if each.strip())


@dataclass(frozen=True, slots=True)
class Palette:
    """What our styles take from a template."""

    scale: float  # of letters
    tables: float  # of letters in tables, whose columns are made for ours
    accent: str  # RRGGBB, or "auto": the colour of the text
    tint: str
    heading_font: Any  # the element that names the letters of headings, or None

    @property
    def drawn(self) -> str:
        """The accent where a colour must have a number."""
        return _DARK if self.accent == "auto" else self.accent


def palette(styles: Styles, theme: Any, narrow: float) -> Palette:
    """The palette of a template; `narrow`: how much narrower its text is than ours, at most 1."""
    size = styles.value(styles.default("paragraph"), "w:rPr/w:sz")
    scale = min(max(_number(size, 20) / _OURS, _LEAST), _MOST) * max(narrow, _LEAST)
    heading = styles.find("heading 1")
    accent = _accent(styles, heading, theme)
    tint = mixed(accent, 0.08) if accent != "auto" else _GREY
    fonts = None if heading is None else styles.value(heading, "w:rPr/w:rFonts")
    if accent != "auto" and contrast(accent, tint) < _READABLE:
        accent = "auto"
    return Palette(scale, min(scale, 1.0, max(narrow, 0.8)), accent, tint, fonts)


def _accent(styles: Styles, heading: Any, theme: Any) -> str:
    """The colour of the headings, or of the band behind them, or the theme's: the first that is read on white."""
    found = []
    if heading is not None:
        colour, band = styles.value(heading, "w:rPr/w:color"), styles.value(heading, "w:pPr/w:shd")
        found = [each.get(qn(f"w:{name}"), "") for each, name in ((colour, "val"), (band, "fill")) if each is not None]
    else:
        found = [shade.get("val") or shade.get("lastClr") or "" for name in _SHADES if theme is not None
                 for shade in theme.iterfind(f".//{{*}}clrScheme/{{*}}{name}/*")]
    return next((each.upper() for each in found if _is_colour(each) and contrast(each, "FFFFFF") >= _READABLE), "auto")


def _number(element: Any, otherwise: int) -> float:
    try:
        return float(element.get(qn("w:val")))
    except (AttributeError, TypeError, ValueError):
        return otherwise


def _is_colour(text: str) -> bool:
    return len(text) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in text)


def _parts(colour: str) -> list[int]:
    return [int(colour[place:place + 2], 16) for place in (0, 2, 4)]


def mixed(colour: str, share: float) -> str:
    """The colour thinned with white."""
    return "".join(f"{round(255 - (255 - part) * share):02X}" for part in _parts(colour))


def contrast(one: str, two: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    lights = sorted(sum(weight * _linear(part / 255) for weight, part in
                        zip((0.2126, 0.7152, 0.0722), _parts(each), strict=True)) for each in (one, two))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
