"""Small things about text: counted words, and the characters that Word's XML cannot hold.

Which characters XML holds: XML 1.0, production 2 (Char).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ncr_toolkit.common.terminal_text import shown

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

LONGEST_CELL = 32_000
"""A cell of Excel holds 32,767 characters; what is longer would spill from a CSV file into the rows below."""

_BEFORE_A_FORMULA = re.compile(r"(?<![\s\"])[\s\"]*+(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CELL_ENDS = re.compile(r"(?<=[\t\n])")
"""A formula would begin at the start, and after what another country's Excel takes for the end of a cell."""


def csv_cell(text: str | None) -> str:
    """Text that a spreadsheet shows and does not run: a leading = + - @ is kept behind a space."""
    return fitting_cell(_BEFORE_A_FORMULA.sub(_held, allowed(text or "")))


def _held(found: re.Match[str]) -> str:
    """What stands before the sign of a formula, with a space wherever a cell might begin."""
    begins = found.start() == 0 or found.string[found.start() - 1] == ";"
    return " " * begins + _CELL_ENDS.sub(" ", found[0])


def fitting_cell(text: str) -> str:
    """`text`, cut where a cell of Excel ends. Excel counts as UTF-16 does: an emoji is two characters."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    return text.encode("utf-16-le")[:2 * LONGEST_CELL].decode("utf-16-le", errors="ignore")


def forbidden(text: str) -> list[str]:
    """The characters of `text` that XML 1.0 forbids, as U+000B and so on."""
    return [f"U+{ord(found):04X}" for found in _FORBIDDEN.findall(text)]


def allowed(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids; CR LF and CR become a line break."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """`text` on one line, without the control characters that a terminal or a mail program would obey."""
    return " ".join(shown(allowed(text)).split())


_HOLLOW = re.compile(r"\W*(?:tb[acd]|n\W?a|none|nil|todo|to be (?:done|determined|defined|confirmed)|unknown|open|"
                     r"not known|x+)?\W*", re.IGNORECASE)


def hollow(text: str) -> bool:
    """Whether a text only holds the place of one: "-", "?", "tbd", "n/a"."""
    return _HOLLOW.fullmatch(text) is not None


def plural(number: int, word: str, many: str = "") -> str:
    """"1 day", "12 days"; `many` where it is not made by an s."""
    return f"{number} {word}" if number == 1 else f"{number} {many or f'{word}s'}"


def short(text: str, most: int = 60) -> str:
    """A text in quotes, on one line, as it fits into a message."""
    line = one_line(text)
    return f"'{line}'" if len(line) <= most else f"'{line[:most - 3]}...'"


def cut(text: str, most: int) -> str:
    """A text on one line; what is longer ends at a word with an ellipsis."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    begun = plain[:most - 1]
    space = begun.rfind(" ")
    return (begun[:space] if space > most // 2 else begun).rstrip(" ,;:.") + "\u2026"


def in_a_sentence(name: str) -> str:
    """A heading as it stands within a sentence: with a small letter, but for an abbreviation ("AI system")."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def listing(texts: Iterable[str], last: str = "and") -> str:
    """"one, two and three"."""
    *most, end = texts
    return f"{', '.join(most)} {last} {end}" if most else end


def several(texts: Sequence[str], most: int, total: int | None = None) -> str:
    """"one, two and 12 more": the first `most`. `total`: how many there are, where `texts` holds only the first."""
    more = (len(texts) if total is None else total) - most
    return listing([*texts[:most], f"{more} more"] if more > 0 else texts)


def quoted(texts: Iterable[str], most: int = 6) -> str:
    """"'human error' and 'forgot'"; of many the first `most`."""
    every = [f"'{text}'" for text in texts]
    return listing(every) if len(every) <= most else f"{', '.join(every[:most])} ..."


def width_of(text: str) -> int:
    """How many Latin letters are as wide: signs of Chinese and Japanese are as wide as two."""
    return len(text) if text.isascii() else len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
