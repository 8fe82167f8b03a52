"""Our formulas in the words of one workbook: its headers, by its standard and language, and its choices."""

from __future__ import annotations

import re
from functools import cache

from ncr_toolkit.common.translation import spoken
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.packs import Pack

_IN_TABLE = re.compile(r"\btbl\w++\[(?:'.|[^'\[\]])++\]")
_TEXT = re.compile(r'"(<>)?([^"]*)"')


def formula_in_words(text: str, pack: Pack) -> str:
    """A formula as it must read in a workbook of this standard and of the language that is spoken: columns of tables by
    the headers that they have in it, and the choices that it compares with, or shows, in its language."""
    columns, words = _words(pack, spoken())
    text = _IN_TABLE.sub(lambda found: columns.get(found[0], found[0]), text)
    return _TEXT.sub(lambda found: f'"{found[1] or ""}{words.get(found[2], found[2])}"', text)


@cache
def _words(pack: Pack, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """By the name that a column of a table has in our formulas its name in those of the workbook; and the same of the
    texts that they compare with. The language is the one that is spoken."""
    columns = {kind.SHEET.in_table(column.name): kind.SHEET.in_table(column.name, workbook_words.header(column, pack))
               for kind in SHEETS for column in kind.SHEET.columns}
    return columns, workbook_words.formula_words()
