"""Styles of a template that would swallow what is written with them."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from ncr_toolkit.word.template.page_setup import said
from ncr_toolkit.word.template.palette import Styles, contrast

_VANISHED, _TINY = "its text is hidden", "its letters are too small to be seen"
_OF_THE_PAGE = "its letters have the colour of the page"
_BY = {_VANISHED: ("vanish",), _TINY: ("sz", "szCs"), _OF_THE_PAGE: ("color", "shd")}
"""The settings that hide what is written, by the reason."""
_LEAST = 1.5  # of the contrast of letters to what is behind them
_SMALLEST = 8  # half points


def why_hidden(styles: Styles, style: Any) -> str:
    """Why nobody sees what is written with a style: '' where it is seen."""
    if said(styles.value(style, "w:rPr/w:vanish")):
        return _VANISHED
    size = styles.value(style, "w:rPr/w:sz")
    if size is not None and re.fullmatch(r"\d+", size.get(qn("w:val"), "")) and int(size.get(qn("w:val"))) < _SMALLEST:
        return _TINY
    colour = _colour(styles.value(style, "w:rPr/w:color"), "val")
    behind = _colour(styles.value(style, "w:rPr/w:shd"), "fill") or _colour(styles.value(style, "w:pPr/w:shd"), "fill")
    if colour and contrast(colour, behind or "FFFFFF") < _LEAST:
        return _OF_THE_PAGE
    return ""


def show_defaults(styles: Styles) -> list[str]:
    """Take from the styles of whatever says nothing, such as Normal, what would hide it: all others are based on them.
    Gives each with the reason."""
    found: dict[str, None] = {}
    for kind in ("paragraph", "character", "table"):
        style = styles.default(kind)
        while why := why_hidden(styles, style):
            found[f"{_called(style)} ({why})"] = None
            for setting in list(styles.settings(style)):
                if setting.tag in map(qn, (f"w:{name}" for name in _BY[why])):
                    setting.getparent().remove(setting)
    return list(found)


def _called(style: Any) -> str:
    name = style.find(qn("w:name")) if style is not None else None
    return name.get(qn("w:val"), "") if name is not None else "of the whole document"


def is_bare(style: Any) -> bool:
    """Whether a style has no look of its own at all."""
    return all(not len(found) for name in ("w:pPr", "w:rPr") if (found := style.find(qn(name))) is not None)


def _colour(element: Any, name: str) -> str:
    value = element.get(qn(f"w:{name}"), "") if element is not None else ""
    return value if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""
