"""The language that a document speaks: its own texts by catalogues, days and listings as Babel writes them.

English is the source and needs neither. A catalogue is `locale/CODE/LC_MESSAGES/ncr_toolkit.po`, as gettext has them
(GNU gettext manual, "The Format of PO Files"); `python -m ncr_toolkit.generate` renews what is listed in it, and
compiles it. What people typed is never translated.
"""

from __future__ import annotations

import gettext as catalogues
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib import resources

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "ja": "Japanese"}
"""The languages of documents, by their codes (ISO 639-1)."""
_OWN_NAMES = {"de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "ja": "日本語"}
LOCALES = {ENGLISH: "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "ja": "ja-JP"}
"""How Word names them, for its spelling (BCP 47)."""
_COUNTRY = re.compile(r"(?<=^[a-z]{2})[-_]\w+$|\([^()]*\)$", re.IGNORECASE)
DOMAIN = "ncr_toolkit"
FOLDER = "locale"

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def code_of(name: str) -> str | None:
    """The code of a language that is called by its code, its English name or its own, with a country or without:
    "de-AT", "English (UK)", "francais"; None where documents do not speak it. '' is English."""
    wanted = _plain(_COUNTRY.sub("", name.strip()))
    if not wanted:
        return None if name.strip() else ENGLISH
    every = {code: (code, LANGUAGES[code], _OWN_NAMES.get(code, "")) for code in LANGUAGES}
    return next((code for code, names in every.items() if wanted in map(_plain, names)), None)


def _plain(name: str) -> str:
    """A name without its accents, in small letters."""
    parts = unicodedata.normalize("NFKD", fold(name.strip()))
    return "".join(part for part in parts if not unicodedata.combining(part))


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Within it the functions below speak the language of that name; English, where documents do not speak it."""
    token = _spoken.set(code_of(name) or ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


def gettext(text: str, /, **values: object) -> str:
    """`text` in the language that is spoken, with `values` in its {places}; as it is, where nobody translated it."""
    found = _catalogue(_spoken.get()).gettext(text) if text else ""  # of nothing it would give its head
    return found.format(**values) if values else found


def pgettext(context: str, text: str) -> str:
    """The same of a word that means one thing in one place and another elsewhere: a header, a choice. '' stays ''."""
    return _catalogue(_spoken.get()).pgettext(context, text) if text else ""


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for so many, with the number in the place {count}, and `values` in theirs."""
    return _catalogue(_spoken.get()).ngettext(one, many, count).format(count=count, **values)


def in_every_language(text: str) -> tuple[str, ...]:
    """`text` as documents in each of the languages have it, English first."""
    return tuple(_catalogue(code).gettext(text) for code in LANGUAGES)


def word_in(code: str, context: str, word: str) -> str:
    """A word of a context in the language of that code."""
    return _catalogue(code).pgettext(context, word)


def word_in_every_language(context: str, word: str) -> tuple[str, ...]:
    """A word of a context in each of the languages, English first; each wording once."""
    return tuple(dict.fromkeys((word, *(word_in(code, context, word) for code in LANGUAGES)))) if word else ()


def gettext_noop(text: str) -> str:
    """A text that is translated where it is shown: here it is only marked."""
    return text


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """The two texts of `ngettext`, marked."""
    return one, many


def day(value: date) -> str:
    """A day: 2026-06-30 in English, else as the language writes it: 30.06.2026."""
    if _spoken.get() == ENGLISH:
        return value.isoformat()
    from babel.dates import format_date

    return format_date(value, "medium", locale=_spoken.get())


def weekday(value: date) -> str:
    """The day of the week: Saturday."""
    from babel.dates import format_date

    return format_date(value, "EEEE", locale=_spoken.get())


def within(word: str) -> str:
    """A choice as it stands within a sentence: with a small letter, but in German, whose nouns keep theirs."""
    return word if _spoken.get() == "de" else word.lower()


def and_listing(texts: Iterable[str], last: str = "and") -> str:
    """ "one, two and three"; `last`: "or" for a choice; '' of none."""
    every = list(texts)
    if not every or _spoken.get() == ENGLISH:
        return listing(every, last) if every else ""
    from babel.lists import format_list

    return format_list(every, style="or" if last == "or" else "standard", locale=_spoken.get())


@cache
def _catalogue(code: str) -> catalogues.NullTranslations:
    """The compiled catalogue of a language; one that gives back what it is asked for, where there is none."""
    file = resources.files("ncr_toolkit") / FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if code == ENGLISH or not file.is_file():
        return catalogues.NullTranslations()
    with file.open("rb") as stream:
        return catalogues.GNUTranslations(stream)
