"""Labels within a line, with what stands behind each: "Name: Ana    Date: 2026-06-30"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_COLON = re.compile("[:\uff1a]")
_WORDS = 5  # of a label that stands within a line
_LONGEST = 80  # letters in which a label is looked for
_FILL = " \t_.\u2026\u2002\u00a0"

Known = Callable[[str], bool]
"""Whether a text is a label that is looked for."""


def inline_labels(said: str, known: Known) -> Iterator[tuple[str, str]]:
    """The known labels of a text with what follows each in it: "Name: Ana    Date: 2026-06-30"."""
    first = said.partition("\n")[0]
    if known(first.rstrip(" :\uff1a")):
        yield first.rstrip(" :\uff1a"), filled(said.partition("\n")[2])
        return
    found: list[tuple[int, int, str]] = []
    for colon in _COLON.finditer(said):
        start = max(found[-1][1] if found else 0, colon.start() - _LONGEST)
        before = said[start:colon.start()]
        words = list(re.finditer(r"\S+", before))[-_WORDS:]
        label = next((before[word.start():] for word in words if known(before[word.start():])), "")
        if label:
            found.append((colon.start() - len(label), colon.end(), label.strip()))
    for number, (_, end, label) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else len(said)
        yield label, filled(said[end:stop])


def filled(said: str) -> str:
    """What stands on the room to write on."""
    return "\n".join(line.strip().strip("_").strip() if line.strip(_FILL) else "" for line in said.split("\n")).strip()
