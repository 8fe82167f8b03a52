"""In which language a workbook is: what may be asked for, and what it then says of itself."""

from __future__ import annotations

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import listing
from ncr_toolkit.common.translation import LANGUAGES, code_of

STAYS_ENGLISH = "names of sheets, of countries and of standards, and the messages of ncr, stay English"


def workbook_language(name: str) -> str:
    """What the setting *Language of this workbook* says for a language that somebody names in any way; '' for ''.
    Raises CannotRun for one that workbooks do not speak."""
    code = code_of(name) if name else None
    if name and code is None:
        raise CannotRun(f"Workbooks do not speak {name!r}: choose {listing(LANGUAGES.values(), 'or')}.")
    return LANGUAGES[code] if code else ""
