"""References of other standards, known by their form: a number that is no clause of this one is often another one's."""

from __future__ import annotations

import re

_FORMS: tuple[tuple[str, str], ...] = (
    (r"3\.(?:[1-9]|1[0-7])\.\d{1,2}e?", "NIST SP 800-171"),
    (r"(?:ac|at|au|ca|cm|cp|ia|ir|ma|mp|pe|pl|pm|ps|pt|ra|sa|sc|si|sr)-\d{1,2}(?: ?\(\d{1,2}\))*", "NIST SP 800-53"),
    (r"(?:gv|id|pr|de|rs|rc)\.[a-z]{2}(?:-\d{1,2})?", "the NIST Cybersecurity Framework"),
    (r"(?:govern|map|measure|manage)[ -]?\d(?:\.\d{1,2})?", "the NIST AI Risk Management Framework"),
    (r"cc[1-9]\.\d{1,2}|pi1\.[1-5]|a1\.[1-3]|c1\.[12]|p[1-8]\.\d", "the SOC 2 criteria"),  # A5.2 is a control of ISO
    (r"(?:ac|at|au|ca|cm|ia|ir|ma|mp|pe|ps|ra|sc|si)\.l[123]-[\d.]+", "CMMC"),
    (r"(?:art|article|artikel)\.? ?\d{1,3}(?: ?\(\d{1,2}\))*", "a law, such as the GDPR or the EU AI Act"),
    (r"a\.(?:9|1[0-8])\.\d{1,2}\.\d{1,2}", "ISO/IEC 27001:2013"),
    (r"(?:org|op|mp)\.[a-z]{2,4}\.\d{1,2}", "the Spanish ENS"),
    (r"(?:orp|con|ops|der|app|sys|ind|net|inf|isms)\.\d(?:\.[a-z0-9.]+)?", "BSI IT-Grundschutz"),
)
_COMPILED = tuple((re.compile(form, re.IGNORECASE), name) for form, name in _FORMS)


def reads_like(reference: str) -> str:
    """The standard that a reference reads like by its form; '' where it reads like none known here."""
    plain = " ".join(reference.split())
    return next((name for form, name in _COMPILED if form.fullmatch(plain)), "")
