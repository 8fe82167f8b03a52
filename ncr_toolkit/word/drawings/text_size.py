"""How much room a text takes in a picture: on every machine the same, whether it has the font or not.

Word and LibreOffice break the lines themselves. What is counted here is never fewer lines than they make.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

MM = 25.4 / 72
"""A point in millimetres."""

LINE = 1.2
"""Height of a line, in sizes of the font."""

_BOLD = 1.05
_SPACE = 0.23
_WIDE = 1.0
_PICTOGRAM = 1.4
_OTHER = 0.75  # of scripts that are not in the table
_WIDTHS = {  # of the letters of Calibri, in hundredths of its size, rounded up
    24: " 'ijlìíîïĩīĭįıĵĺļіїј",
    25: ",¹łſ‘’‚‛",
    26: ".I·ÌÍÎÏĨĪĬĮİ·ΊΙΪІЇ",
    27: ":;ľ",
    28: "ΐίιϊ",
    30: "`´",
    31: "()-[]f¸",
    32: "J{}ĴЈ",
    33: "!¡",
    34: "t°²³ţ‹›",
    35: "rŕŗřťŧζгѓ",
    38: "ŀξ",
    39: "/\\τт",
    40: "sz¨¯śŝşšźżžѕ‖",
    41: "\"ª″",
    42: "Γς“”„‟",
    43: "LcºçćĉċčĹĻĽŁχЃГзс",
    44: "xх",
    45: "γνэє",
    46: "FSkvyýÿķĸŚŜŞŠŷΣέεκЅуў",
    47: "?Z|¿ĳŹŻŽΖλкчьќ",
    48: "agàáâãäåāăąĝğġģЗавя",
    49: "ETYÈÉÊËÝĒĔĖĘĚŢŤŦŶŸΈΎΕΤΥΫЀЁЕТ‽",
    50: "#*+<=>^_e~¢¤¦§¬±×èéêë÷ēĕėęěΞеѐё–‗†‡•‾",
    51: "$0123456789£¥®ρ‒€",
    52: "KPX«»ÞĶΚΡΧРХл",
    53: "bdhnopqußðñòóôõöøùúûüþĥńņňŋōŏőũūŭůűųδοόЎУопрџ",
    54: "CÇĆĈĊČħήβηθσБСЬбнъћ",
    55: "BRµĿŔŖŘΒΰμυϋύЄЌВКЭийцђѝ",
    56: "đπЧЯд‼",
    57: "VďΔάα",
    58: "AÀÁÂÃÄÅĀĂĄĲŉΆΑΛА",
    59: "¶‴",
    62: "DĎЋЏЛЪ",
    63: "HÐĐĤŊΉΗΠЂНПф",
    64: "G¼ĜĞĠĢЦ",
    65: "NUÑÙÚÛÜŃŅŇŨŪŬŮŰŲΝЍДИЙ",
    66: "Ħφ",
    67: "OÒÓÔÕÖØŌŎŐΌΏΘΟΩОы",
    68: "Q½¾м",
    69: "&ж",
    70: "ωώФ…",
    71: "ψ™",
    72: "%wŵ",
    73: "шю",
    75: "Ψщ",
    76: "Φљ",
    77: "ÆЫњ",
    78: "æ",
    80: "m",
    81: "Ж",
    84: "©",
    85: "œ",
    86: "MΜМ",
    87: "ŒШ",
    88: "ЉЊЮ",
    89: "WŴЩ",
    90: "@",
    91: "—―",
    104: "‰",
}
# where a word that is longer than a line may be broken before the line is full
_JOINTS = re.compile(r"(?<=[-\u2010\u2013/\\\\_.,;:?!&=+|@)\]}])")


class _Letters(dict[str, float]):
    """Width of each letter in sizes of the font; of one not seen before it is worked out once."""

    def __missing__(self, letter: str) -> float:
        if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            wide = 0.0
        elif letter >= "\U0001f000" and letter < "\U00020000":
            wide = _PICTOGRAM
        else:
            wide = _WIDE if unicodedata.east_asian_width(letter) in "WFA" else _OTHER
        self[letter] = wide
        return wide


_LETTERS = _Letters({letter: hundredths / 100 for hundredths, letters in _WIDTHS.items() for letter in letters})
_letter = _LETTERS.__getitem__


def width(text: str) -> float:
    """The width of a text on one line, in sizes of the font."""
    return sum(map(_letter, text))


@dataclass(slots=True)
class Text:
    """A text on one line, spaced by single blanks, whose words are measured once, to be laid out in many widths."""

    text: str
    bold: bool = False
    width: float = field(init=False)  # on one line, in sizes of the font
    words: list[tuple[float, float, str]] = field(init=False, repr=False)  # width, space before, letters

    def __post_init__(self) -> None:
        factor = _BOLD if self.bold else 1.0
        self.words = []
        for word in filter(None, self.text.split(" ")):
            pieces: Iterable[str] = (word,) if word.isascii() else _pieces(word)
            for place, piece in enumerate(pieces):
                space = _SPACE if self.words and not place else 0.0
                self.words.append((sum(map(_letter, piece)) * factor, space, piece))
        self.width = sum(wide + space for wide, space, _ in self.words)

    def lines(self, room: float, size: float) -> int:
        """How many lines it takes at most: `room` in millimetres, `size` of the font in points. 0 for no text."""
        room /= size * MM
        if not self.words:
            return 0
        if self.width <= room:
            return 1
        if len(self.words) > self.text.count(" ") + 1:
            room -= _WIDE  # no line of Chinese or Japanese begins with a full stop: the letter before it goes along
        count, used = 1, 0.0
        for wide, space, piece in self.words:
            if used and used + space + wide <= room:
                used += space + wide
            elif wide <= room:
                count, used = count + bool(used), wide
            else:
                more, used = self._broken(piece, room)
                count += more
        return count

    def _broken(self, word: str, room: float) -> tuple[int, float]:
        """How many lines a word that is too long for one adds, and how much of the last one it fills."""
        factor = _BOLD if self.bold else 1.0
        count, used = 1, 0.0
        for piece in _JOINTS.split(word):
            wide = sum(map(_letter, piece)) * factor
            if used + wide <= room:
                used += wide
                continue
            count += bool(used)
            full, used = divmod(wide, max(room - _PICTOGRAM, _PICTOGRAM))
            count += int(full)
        return count, used + _PICTOGRAM  # what the broken lines lost to letters that no longer fitted

    def height(self, room: float, size: float) -> float:
        """In millimetres."""
        return self.lines(room, size) * size * LINE * MM

    def cut(self, most: float) -> Text:
        """The same where it is no wider than `most` sizes of the font; else its beginning and an ellipsis."""
        if self.width <= most:
            return self
        begun = self.text[:bisect(list(accumulate(map(_letter, self.text))), most - 1.0)]
        whole = begun.rpartition(" ")[0]
        return Text((whole if 2 * len(whole) > len(begun) else begun).rstrip(" ,;:.") + "\u2026", self.bold)


def _pieces(word: str) -> Iterator[str]:
    """A word in pieces between which a line may end: every East Asian letter is one."""
    begun = ""
    for letter in word:
        if unicodedata.east_asian_width(letter) in "WF":
            if begun:
                yield begun
            yield letter
            begun = ""
        else:
            begun += letter
    if begun:
        yield begun
