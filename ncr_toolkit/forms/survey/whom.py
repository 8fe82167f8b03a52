"""How a form says which finding a row, column, block or sheet is about: by its number, or by its words."""

from __future__ import annotations

import re
from typing import NamedTuple

from ncr_toolkit.common.names import fold


class Whom(NamedTuple):
    """The finding that is answered."""

    id: str
    words: str = ""  # its statement of nonconformity

    def is_numbered(self, said: str) -> bool:
        """Whether its number stands in a text: "NC-1 (Major)" and "nc 1" are NC-1, "NC-1.2" and "NC-10" are not."""
        parts = r"\W*".join(map(re.escape, re.findall(r"\w+", fold(self.id))))
        return bool(parts) and re.search(rf"(?<!\w)(?<!\w[.\-/]){parts}(?![.\-/]?\w)", fold(said)) is not None

    def is_worded(self, said: str) -> bool:
        """Whether a text is its statement."""
        return bool(said.strip()) and fold(said) == fold(self.words)
