"""What a chart is drawn of: rectangles, lines and words, in millimetres from the upper left corner. Whoever shows it
turns each into a shape of its own kind: of Word, of a page for a browser.

Colours are six hexadecimal digits, sizes of letters and weights of lines points.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Filled, with an edge and slanted lines over it if wanted."""

    left: float
    top: float
    width: float
    height: float
    fill: str
    edge: str = ""
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to another."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text with its middle at a point, or beginning there."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    begins: bool = False


Shape = Rectangle | Line | Words
