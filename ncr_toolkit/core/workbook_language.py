"""In which language a workbook is: what may be asked for, and what it then says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import listing
from ncr_toolkit.common.translation import ENGLISH, LANGUAGES, code_of
from ncr_toolkit.core.packs import prose

STAYS_ENGLISH = "names of sheets, countries, languages and standards, and the messages of ncr, stay English"


def language_settings(name: str) -> dict[str, str]:
    """The settings of a register whose texts are in the language of that name: of the texts, and of the workbook, where
    it speaks it; none for ''. Raises CannotRun for a language that nobody knows."""
    found = prose.load(name) if name else None
    if name and found is None:
        raise CannotRun(f"{name!r} is no language that is known: choose {listing(prose.names(), 'or')}.")
    if found is None:
        return {}
    return {"language": found.name, "workbook_language": LANGUAGES[code_of(found.name) or ENGLISH]}


def told_language(settings: Mapping[str, str]) -> list[str]:
    """What there is to say of the language of a new workbook with these settings: what of it is English."""
    texts, book = settings.get("language", ""), settings.get("workbook_language", LANGUAGES[ENGLISH])
    if book != LANGUAGES[ENGLISH]:
        return [f"The workbook is in {book}; {STAYS_ENGLISH}."]
    return [f"Workbooks do not speak {texts} yet: this one is in English."] if texts not in ("", book) else []


def workbook_language(name: str) -> str:
    """What the setting *Language of this workbook* says for a language that somebody names in any way; '' for ''.
    Raises CannotRun for one that workbooks do not speak."""
    code = code_of(name) if name else None
    if name and code is None:
        raise CannotRun(f"Workbooks do not speak {name!r}: choose {listing(LANGUAGES.values(), 'or')}.")
    return LANGUAGES[code] if code else ""
