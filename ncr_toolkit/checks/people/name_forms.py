"""Names of people as other programs write them: "Lima, Ana", "Ana Lima (QA)", "Dr. Ana Lima", "ana.lima@acme.example"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Person
from ncr_toolkit.core.register import Review

_BESIDE = re.compile(r"(?<!\s)\s*[(\[<{][^()\[\]<>{}]{0,80}[)\]>}]?")
_TITLES = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms|mx|dipl|ing|herr|frau|mme|sr|sra|ir|drs)\b\.?[\s-]*)+", re.IGNORECASE)
_TAIL = re.compile(r"(?<!\s)(?:\s+[-\u2013\u2014]\s+.*$|\s*,\s*(?:ph\.?d|msc|mba|m\.?d|bsc|cissp|qa|it)\b\.?$)", re.IGNORECASE)


def person_meant(text: str, review: Review) -> str:
    """The one person of the sheet People whom a name in another form means; '' where it is nobody's, or several's."""
    people = review.register.all(Person)
    mails = {fold(person.email): person.label for person in people if person.known("email")}
    for address in re.findall(r"(?<![\w.+-])[\w.+-]++@[\w.-]{1,80}", text):
        if fold(address) in mails:
            return mails[fold(address)]
    known = {fold(person.label): person.label for person in people}
    found = {known[fold(form)] for form in _forms(text) if fold(form) in known}
    others = [name for form, name in known.items() if form in fold(text) and name not in found]
    return found.pop() if len(found) == 1 and not others else ""


def _forms(text: str) -> Iterator[str]:
    """The ways in which one may read a name: without what stands beside it, turned round at its comma."""
    line = " ".join(text.split())[:200]
    for plain in dict.fromkeys((line, _BESIDE.sub("", line), _TAIL.sub("", line), _TAIL.sub("", _BESIDE.sub("", line)))):
        for name in dict.fromkeys((plain, _TITLES.sub("", plain))):
            yield name.strip(" ,")
            first, comma, last = name.partition(",")
            if comma and "," not in last:
                yield f"{_TITLES.sub('', last.strip())} {first.strip()}"
            if "@" in name:
                yield name.partition("@")[0].replace(".", " ").replace("_", " ")
            if "." in name and " " not in name:
                yield name.replace(".", " ")
