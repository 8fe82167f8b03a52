"""The words of a workbook in the languages it may speak: headers, choices, prompts, and what a cell may say instead.

A workbook is written within `speaking(language)`; one is read by the words of all languages at once, so that nobody
has to say in which it was made. Keys, sheet names and what people typed are the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import in_a_sentence
from ncr_toolkit.common.translation import (
    ENGLISH,
    LANGUAGES,
    code_of,
    gettext,
    ngettext,
    pgettext,
    speaking,
    word_in,
    word_in_every_language,
)
from ncr_toolkit.core import breakdown, clocks, next_step, packs
from ncr_toolkit.core.model import SHEETS, Finding
from ncr_toolkit.core.next_step import ALL_FILLED
from ncr_toolkit.core.packs.pack import EXAMPLE, Pack
from ncr_toolkit.core.schema import Column, Sheet

STATES = ("Overdue", "Due soon", "Done", "Not counted")
"""What computed columns say besides the choices of others."""
V = TypeVar("V")
BONES = "bones"
"""The list of a pack of which people may choose, or write their own."""


def header(column: Column, pack: Pack) -> str:
    """What a column is called in a workbook of this standard, in the language that is spoken."""
    return pgettext("column", pack.header(column))


@cache
def headers(column: Column) -> tuple[str, ...]:
    """What a column is, or was, called in workbooks of any standard that comes along and any language, its own name
    first."""
    every = (each for name in packs.headers(column) for each in word_in_every_language("column", name))
    return tuple(dict.fromkeys((column.header, *column.formerly, *every)))


def header_in(column: Column, code: str) -> str:
    """The column's own header in the language of that code."""
    return word_in(code, "column", column.header)


def in_workbook(column: Column, pack: Pack, language: str) -> str:
    """What a column is called in a workbook of this standard, in the language of that name."""
    return word_in(code_of(language) or ENGLISH, "column", pack.header(column))


def as_named_there(text: str, pack: Pack, language: str) -> str:
    """A message with the columns and choices that it quotes ('Done on') as a workbook in the language of that name
    calls them: who reads it looks for them there."""
    code = code_of(language) or ENGLISH
    if code == ENGLISH or "'" not in text:
        return text
    quoted, words = _quoted(pack, code)
    return quoted.sub(lambda found: f"'{words[found[1]]}'", text)


@cache
def _quoted(pack: Pack, code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the quoted columns and choices of a standard, and what each is in the language of that code."""
    words = {word: word_in(code, "choice", word) for kind in SHEETS for column in kind.SHEET.columns
             for word in column.choices}
    words |= {name: word_in(code, "column", name) for kind in SHEETS for column in kind.SHEET.columns
              for name in (column.header, pack.header(column))}
    longest = sorted(words, key=len, reverse=True)
    return re.compile(f"'({'|'.join(map(re.escape, longest))})'"), words


def help(column: Column, pack: Pack) -> str:
    """What a column says of itself."""
    told, example = told_parts(pack.help(column))
    words = pgettext("help", told)
    return f"{words} {gettext('Example: {example}', example=pgettext('example', example))}" if example else words


def told_parts(told: str) -> tuple[str, str]:
    """The help of a column without its example, and the example; each is translated by itself."""
    words, _, example = told.partition(EXAMPLE)
    return words.strip(), example


def about(sheet: Sheet, pack: Pack) -> str:
    """What a sheet says of itself."""
    return pgettext("about", pack.about(sheet))


@cache
def band_words(sheet: Sheet) -> frozenset[str]:
    """What the template writes into the title band, folded, in any language: no data, wherever the columns have
    moved."""
    words = (("sheet", sheet.name), ("about", sheet.about), *(("band", band.name) for band in sheet.bands))
    return frozenset(fold(each) for context, word in words for each in word_in_every_language(context, word))


def choices(column: Column, pack: Pack) -> tuple[str, ...]:
    """The choices that the drop-down of a column offers."""
    return tuple(pgettext("choice", word) for word in pack.choices(column))


def is_of_choices(column: Column) -> bool:
    """Whether a column may hold words of ours, which are others in another language."""
    return bool(column.choices or column.words or column.source == BONES)


def shown(column: Column, value: str) -> str:
    """A value of a column as a workbook of the language that is spoken shows it: a choice, in whatever language it is
    written, by its word there; what is no choice, and one that only differs in case, as it is. A bone may be a word of
    somebody's own, so that of another language stays."""
    if not is_of_choices(column):
        return value
    choice = value if column.source == BONES and value in _bones() else meant(column).get(fold(value), "")
    word = pgettext("choice", choice)
    return word if choice and fold(word) != fold(value) else value


def in_cell(column: Column, value: V) -> V | str:
    """The same of whatever stands in a cell: only a text may be a choice."""
    return shown(column, value) if isinstance(value, str) else value


@cache
def meant(column: Column) -> dict[str, str]:
    """By every wording of a choice of a column, folded, in any language, the choice itself; English first."""
    words = (*column.choices, *column.words)
    found = {fold(each): word for word in words for each in word_in_every_language("choice", word)}
    return found | {fold(word): word for word in words}


@cache
def _bones() -> frozenset[str]:
    """The bones of all packs."""
    return frozenset(bone for name in packs.known() for bone in packs.load(name).bones)


def bones_in(language: str) -> dict[str, str]:
    """By each bone in the language of that name, folded, the bone in English."""
    with speaking(language):
        return {fold(pgettext("choice", bone)): bone for bone in sorted(_bones())}


def step(words: str) -> str:
    """A next step, `Name one Owner (Findings)`: the sheet keeps its name, which its tab has in all languages."""
    told, sheet = _step_parts().get(words, (words, ""))
    said = pgettext("next step", told)
    return f"{said} ({sheet})" if sheet else said


def step_words() -> list[str]:
    """Every next step, without its sheet."""
    return list(dict.fromkeys(_step_parts().get(each, (each, ""))[0] for each in next_step.STEPS))


@cache
def _step_parts() -> dict[str, tuple[str, str]]:
    """Every next step that is on a sheet: what to do, and the name of the sheet."""
    return {part.step: (part.words, part.kind.SHEET.name) for part in next_step.PARTS}


def ranking_title(ranking: breakdown.Ranking, pack: Pack) -> str:
    """The title of a ranking in English, with its column as the standard calls it."""
    column = Finding.SHEET.column(ranking.column)
    name = pack.header(column)
    return ranking.title if name == column.header else ranking.title.replace(column.header, in_a_sentence(name))


def late(days: int) -> tuple[str, str]:
    """What stands before and after the number of days by which a finding is late."""
    before, _, after = ngettext("Overdue {count} day", "Overdue {count} days", days).partition(str(days))
    return before, after


def late_in_every_language(days: int) -> list[str]:
    """The words of a finding that is so many days late, in each language, of one and of several days."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            found += [f"{before}{days}{after}" for before, after in (late(1), late(2))]
    return found


def formula_texts() -> Iterator[str]:
    """Every word that a formula may compare with, or show: choices, and what computed columns say."""
    for kind in SHEETS:
        for column in kind.SHEET.columns:
            yield from column.choices
    yield from STATES
    yield from (clock.name for clock in (*clocks.CLOCKS, clocks.REVISED))


def formula_words() -> dict[str, str]:
    """By each text that our formulas compare with, or show, the same in the language that is spoken."""
    found = {word: pgettext("choice", word) for word in formula_texts()}
    (before, one), (_, many) = late(1), late(2)
    return found | {"Overdue ": before, " day": one, " days": many, ALL_FILLED: step(ALL_FILLED)}
