"""Packs: the data of one standard, and nothing but data. A new standard is one more TOML file beside this one; a person
may keep one of their own beside the register."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

from ncr_toolkit.common.disk import fingerprint
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.packs import body_rules, days_off, pack_file, prose
from ncr_toolkit.core.packs.own_file import own_file
from ncr_toolkit.core.packs.pack import PARTS, Grade, Pack, Question
from ncr_toolkit.core.schema import Column

__all__ = ["DEFAULT", "PARTS", "Grade", "Pack", "Question", "before", "by_standard", "for_new", "headers", "known",
           "load", "named", "names", "of_register", "others", "source", "standards"]

DEFAULT = "iso42001"

STANDARD = r"(?:(?:iso|iec|en|din|bs|nf|une?|uni)\b[ /-]*+)*+\d{4,5}(?!\.)(?::[12]\d{3}(?!\d|\.\d))?+"
"""A standard as people write it, with or without its year, as a pattern: "ISO/IEC 27001:2022", "ISO 27001", "27001"."""
_STANDARD = re.compile(r"\D*(\d{4,5})(?::(\d{4}))?")


@cache
def known() -> tuple[str, ...]:
    """The names of all packs that come along."""
    folder = resources.files(__package__)
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


def source(name: str) -> str:
    """The text of the file of a pack that comes along."""
    return (resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")


@cache
def load(name: str) -> Pack:
    """The pack of that name.

    Raises CannotRun when there is none.
    """
    if name not in known():
        raise CannotRun(f"There is no standard pack {name!r}; choose one of {', '.join(known())}.")
    return pack_file.made(source(name), name, f"{name}.toml")


def named(text: str) -> Pack:
    """The pack that a person means: "iso42001", "ISO 42001", "ISO/IEC 42001:2023", "42001".

    Raises CannotRun when there is none.
    """
    plain = re.sub("[^a-z0-9]|iec", "", fold(text)).removeprefix("iso")
    meant = (name for name in known() if re.fullmatch(rf"{name.removeprefix('iso')}(?:[12]\d{{3}})?", plain))
    return load(next(meant, text))


def for_new(text: str, register: Path) -> tuple[Pack, Path | None]:
    """The pack that a person means for a register that is still to be made, and the file of one's own that has to be
    copied beside it. Raises CannotRun, also where another file of that name lies there."""
    if not text.casefold().endswith(".toml"):
        return named(text), None
    path = Path(text) if Path(text).exists() else register.parent / Path(text).name
    pack, there = pack_file.read(path), register.parent / path.name
    if not there.exists():
        return pack, path
    if not there.is_file() or fingerprint(there) != fingerprint(path):
        raise CannotRun(f"{there} is another file than {path}, and a register finds its pack beside itself: give one "
                        "of the two another name.")
    return pack, None


@cache
def by_standard(text: str) -> Pack | None:
    """The pack with that name, or of the standard with that name, with or without its year; None if there is none.

    A standard without a year is the one in force; one of another year is another standard.
    """
    plain = fold(text).rstrip(": ")
    if plain in known():
        return load(plain)
    named = _STANDARD.fullmatch(plain) if re.fullmatch(STANDARD, plain) else None
    return next((pack for pack in map(load, known()) if plain == fold(pack.standard)
                 or (named and named[1] == pack.number and named[2] in (None, pack.standard.rpartition(":")[2]))), None)


def before(text: str) -> Pack | None:
    """The pack of the edition that comes before the one of that name; None where no pack knows of such a one."""
    return next((pack for pack in map(load, known())
                 if pack.next_edition is not None and fold(pack.next_edition.standard) == fold(text)), None)


def of_register(text: str, folder: Path | None) -> Pack | None:
    """The pack that a register in this folder names: one that comes along, or a file of one's own beside it; None where
    there is none of that name. Raises CannotRun where the file cannot be read."""
    own = own_file(text, folder) if folder is not None else None
    return pack_file.read(own) if own else by_standard(text)


def standards(own: Pack) -> tuple[str, ...]:
    """The standards a finding may be raised against, the register's own first: audits are often of several at once."""
    return (own.standard, *(pack.standard for pack in others(own)))


def others(own: Pack) -> list[Pack]:
    """The packs of the other standards."""
    return [pack for pack in map(load, known()) if pack.id != own.id and fold(pack.standard) != fold(own.standard)]


def headers(column: Column) -> tuple[str, ...]:
    """What a column is called in workbooks of any standard that comes along, its own name first."""
    return tuple(dict.fromkeys((column.header, *(load(name).header(column) for name in known()))))


def names(own: Pack, source: str) -> tuple[str, ...]:
    """The values of a column whose list comes from the pack (`Column.source`)."""
    lists: dict[str, Callable[[], tuple[str, ...]]] = {
        "standards": lambda: standards(own), "references": lambda: tuple(own.references),
        "bones": lambda: own.bones, "questions": lambda: tuple(question.id for question in own.questions),
        "languages": prose.names, "bodies": body_rules.names, "countries": days_off.countries}
    return lists[source]()
