"""What a company should know of its template before a document on it goes to the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn

from ncr_toolkit.word.styles import HEIGHT, WIDTH
from ncr_toolkit.word.template.page_setup import TWIPS, PageSetup

ROOMY = 120
"""Millimetres of text from which on a response looks as it is meant to."""
_STATE = re.compile(
    r"\b(?:draft|preliminary|provisional|confidential|internal use|internal only|not for distribution|work in progress|"
    r"specimen|sample|entwurf|vorläufig\w*|vertraulich\w*|nur intern|interner gebrauch|muster|brouillon|provisoire|"
    r"confidentiel\w*|usage interne|borrador|provisional|confidencial|uso interno|bozza|provvisori[oa]|riservat[oa]|"
    r"confidenziale|rascunho|minuta|preliminar|concept|voorlopig|vertrouwelijk|intern gebruik|wersja robocza|projekt|"
    r"poufne|do użytku wewnętrznego)\b|草案|草稿|下書き|社外秘|機密|机密|内部资料|様式案", re.IGNORECASE)
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"


def page_told(name: str, page: PageSetup) -> Iterator[str]:
    """That the page of a template leaves little room, with what becomes of ten pages on it."""
    if page.text < ROOMY * TWIPS:
        pages = round(10 * WIDTH * HEIGHT * TWIPS * TWIPS / (page.text * page.column))
        yield (f"{name}: its page leaves {page.text / TWIPS:.0f} mm for text, and tables need {ROOMY} mm to be read "
               f"with ease; what takes 10 pages on our own takes about {pages} on it. Make its margins smaller.")


def state_told(name: str, bands: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """The words in headers and footers by which a document is a draft, or not meant for others. `bands`: what each is
    called, and its root."""
    found = dict.fromkeys((band, match) for band, root in bands for match in map(str, _STATE.findall(_words(root))))
    for band, word in found:
        yield (f"{name}: its {band} says '{word}', and so does every document that is written on it: take it out of "
               "the template before you send one to the body.")


def _words(root: Any) -> str:
    """The letters of a header, those of a WordArt too."""
    lines = ["".join(each.text or "" for each in line.iter(qn("w:t"))) for line in root.iter(qn("w:p"))]
    return "\n".join([*lines, *(each.get("string", "") for each in root.iter(_TEXTPATH))])
