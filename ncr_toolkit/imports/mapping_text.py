"""The mapping as a file that a person edits: what is open, what each line means, and the names that may be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Known
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import listing
from ncr_toolkit.core.foreign_words import TAKEN
from ncr_toolkit.core.model import Finding
from ncr_toolkit.imports.apart import WAYS
from ncr_toolkit.imports.mapping import DAY_FIRST, LEAVE, MONTH_FIRST, OWN, Mapping, quoted
from ncr_toolkit.imports.zone import AS_WRITTEN

if TYPE_CHECKING:
    from ncr_toolkit.core.packs import Pack

_MOST_OF_A_NOTE, _NAME = 140, 36
_SECTIONS = {
    "grade": "Your words for a grade. Write {grades};\n# \"leave\" leaves out the rows that have it.",
    "status": "Your words for a status. Write {statuses}.",
    "people": "Who stands as owner. Write the name of one person, as it is to stand on the sheet People.",
}
_UNDECIDED = "\"\" is not decided: the cell stays empty, and your word goes to 'Internal note'."


@dataclass(frozen=True)
class About:
    """What the file says of itself."""

    made_from: tuple[str, ...]
    again: str  # the command that imports by it; '' where there is none
    ways: tuple[str, ...]  # in which some column could be taken apart
    pack: Pack


def lines(mapping: Mapping, about: About, samples: Known[tuple[str, str], Sequence[str]],
          notes: Known[tuple[str, str], str]) -> Iterator[str]:
    """The mapping as the lines of its file. `samples` and `notes`: what stands behind a line, by table and header, or
    by section and word."""
    yield from _head(mapping, about)
    yield from _days(mapping)
    for section, told in _SECTIONS.items():
        given: dict[str, str] = getattr(mapping, section)
        if given:
            grades, statuses = (listing(Finding.SHEET.by_name[name].choices, "or") for name in ("grade", "status"))
            yield from ("", f"# {told.format(grades=grades, statuses=statuses)}", f"# {_UNDECIDED}", f"[{section}]")
            yield from (f"{quoted(word)} = {quoted(ours)}{_behind(notes.get((section, word), ''))}"
                        for word, ours in given.items())
    for name, table in mapping.tables.items():
        yield from ("", f"[tables.{quoted(name)}]", f"header_row = {table.header_row}  # the row with the headers")
        of_all = (("grade", table.grade), ("status", table.status))
        yield from (f"{what} = {quoted(value)}  # of all its findings" for what, value in of_all if value)
        if table.leave:
            yield "leave = true"
        yield from ("", *_about_columns(about), f"[tables.{quoted(name)}.columns]")
        yield from (f"{quoted(header)} = {quoted(key)}{_behind('; '.join(samples.get((name, header), [])))}"
                    for header, key in table.columns.items())
    yield from _names(about.pack)


def _head(mapping: Mapping, about: About) -> Iterator[str]:
    yield f"# What becomes of {listing(about.made_from or ('your file',))} in the register."
    yield "#"
    yield "# Left of \"=\" stands a column or a word of your file, right of it what it becomes, and behind \"#\" some"
    yield "# of what stands there. Change what is right of \"=\", between the quotes, and save this file."
    if about.again:
        yield from ("# Then import again:", "#", f"#   {about.again}", "#")
    asked = [" ".join(each.split()) for each in mapping.asked]
    yield "# To be decided by you:" if asked else "# Nothing is open. Change only what is wrong."
    yield from (f"#   - {each}" for each in asked)


def _days(mapping: Mapping) -> Iterator[str]:
    yield from ("", f"# In dates such as 05/06/2026: \"{DAY_FIRST}\" or \"{MONTH_FIRST}\"; other dates do not need it.",
                f"dates = {quoted(mapping.dates)}")
    if mapping.zoned or mapping.zone:
        yield from ("", "# Where you are, as times such as 2026-03-01T22:00:00Z are another day elsewhere: \"+01:00\",",
                    f"# \"Europe/Lisbon\", or \"{AS_WRITTEN}\".", f"zone = {quoted(mapping.zone)}")


def _about_columns(about: About) -> Iterator[str]:
    yield "# Where each column goes: a name of the list at the end of this file,"
    yield f"# \"{OWN}\" (kept to the right of ours, under its own header), or \"{LEAVE}\" (not taken)."
    yield from (f"# {quoted(way)} takes a cell apart: {WAYS[way]}." for way in about.ways)


def _names(pack: Pack) -> Iterator[str]:
    """The names that may be written, each with its column."""
    yield from ("", "# The columns of the register, and the name to write for each:")
    for kind in TAKEN:
        yield from ("#", f"# {kind.SHEET.name}")
        yield from (f"#   {column.key:<{_NAME}} {pack.header(column)}" for column in kind.SHEET.typed_columns)


def _behind(note: str) -> str:
    plain = " ".join(note.split())
    return f"  # {plain[:_MOST_OF_A_NOTE]}" if plain else ""
