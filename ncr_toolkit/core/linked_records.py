"""What a finding is linked with, a risk entry, an assessment, an incident, a model, and of which day each is.

The day stands in the cell itself, "AIA-009 v3 of 2026-05-04": whoever names two assessments names two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow
from ncr_toolkit.core.cell_parts import lines
from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.schema import Why, column_names

IMPACT, SOA, INCIDENT, MODEL = column_names(Finding, "impact_assessment_reference", "soa_reference",
                                            "incident_reference", "model_version")
LINKED = column_names(Finding, "risk_reference", IMPACT, SOA, INCIDENT, MODEL)
"""The columns that name a record which is kept elsewhere, and may say of which day it is."""

_DAY = re.compile(r"""(?<![^\W_])(?<![./-])(?: \d{4}[-./]\d{1,2}[-./]\d{1,2} | \d{1,2}[-./]\d{1,2}[-./]\d{4}
    | \d{1,2}(?:\.|st|nd|rd|th)?[ ./-](?:de[ ])?[^\W\d_]{3,10}\.?[ ./-](?:de[ ])?\d{4}
    | [^\W\d_]{3,10}\.?[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ]\d{4}
    | \d{4}[年년][ ]?\d{1,2}[月월][ ]?\d{1,2}[日일] )(?![^\W_]|[/-]|\.\d)""", re.IGNORECASE | re.VERBOSE)
"""What may be a day within a text, with all four figures of its year; "INC-2026-03-12" and "2.4.1" are none."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LEADS = frozenset(("of", "from", "since", "dated", "on", "renewed", "vom", "seit", "du", "de", "del", "desde"))
_ELSEWHEN = frozenset((
    "next", "until", "till", "due", "expires", "closed", "bis", "nächste", "fällig", "geschlossen",
    "jusqu", "prochain", "prochaine", "échéance", "clos", "hasta", "próxima", "próximo", "vence", "cerrado", "fino",
    "prossima", "prossimo", "scade", "chiuso"))
"""A day behind one of these, or a word after it, is not that of which the record is: "next review 2027-05-04"."""
_NONE = re.compile(r"(?:none|nil|no incidents?|keine?r?|aucune?|ningun[oa]?|nessun[oa]?)\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:v|ver|version|rev|revision|release)\.?\s?\d[\w.]*|(?<![\w.])\d++\.\d[\w.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One record that a cell names."""

    name: str  # without its day: "AIA-009 v3"
    days: tuple[date, ...]  # of which it says to be
    unclear: tuple[Unclear, ...]  # what reads like a day, and is none or may be two

    @property
    def versions(self) -> frozenset[str]:
        """The versions that it names, by their figures: "3" and "2.4" of "AIA-009 v3 of model 2.4"."""
        return frozenset(map(_figures, _VERSION.findall(self.name)))

    @property
    def identity(self) -> str:
        """What it is called however its version is written: the same for "AIA-009 v3" and "AIA-009, version 3"."""
        plain = _VERSION.sub(lambda found: f" v{_figures(found[0])} ", self.name)
        return " ".join(re.findall(r"[\w.-]+", fold(plain)))


def _figures(version: str) -> str:
    """The figures of a version: "3" of "rev. 3."."""
    return re.sub(r"^[a-z.\s]+", "", fold(version)).rstrip(".")


def links(finding: Finding, name: str) -> tuple[Link, ...]:
    """The records that a column of a finding names; none where it is blank, or only holds the place of one."""
    text = finding.typed(name)
    return _links(text) if text else ()


def latest(finding: Finding, name: str, today: date) -> date | None:
    """The last day up to today of which a record of this column says to be; None where none says so."""
    return max((day for link in links(finding, name) for day in link.days if day <= today), default=None)


def is_undated(finding: Finding, name: str) -> bool:
    """Whether records are named, and none says of which day it is."""
    found = links(finding, name)
    return bool(found) and not any(link.days or link.unclear for link in found)


@lru_cache(maxsize=4096)  # several checks ask of the same cells
def _links(text: str) -> tuple[Link, ...]:
    named = (part for part in lines(text) if not holds_a_place(part) and not _NONE.match(part.strip()))
    return tuple(map(_link, named))


def holds_a_place(text: str) -> bool:
    """Whether a text only holds the place of a record, in any of the languages known: "-", "TBD", "to be updated"; a
    name or a number is more."""
    return hollow(text) or (not any(map(str.isdigit, text)) and any(
        listed.holds(text.strip()) for listed in (prose.anywhere().stopgap, prose.anywhere().alone)))


def _link(text: str) -> Link:
    found = [(match, read) for match in _DAY.finditer(text) if _is_meant(match[0], read := read_text(match[0]))
             and not _ELSEWHEN & set(re.findall(r"[^\W\d_]+", text[:match.start()].casefold())[-2:])]
    days = tuple(read for _, read in found if not isinstance(read, Unclear))
    unclear = tuple(read for _, read in found if isinstance(read, Unclear))
    return Link("".join(_without(text, [match for match, _ in found])).strip(" ,;()"), days, unclear)


def _is_meant(text: str, read: date | Unclear) -> bool:
    """Numbers with strokes may be those of a file; what is written as a day only can be meant as one."""
    return not isinstance(read, Unclear) or read.why is not Why.NOT_A_DATE or _ISO.fullmatch(text) is not None


def _without(text: str, days: list[re.Match[str]]) -> Iterator[str]:
    """What stands around the days, without the word that leads to each."""
    at = 0
    for match in days:
        before = text[at:match.start()].rstrip(" ,(")
        rest, _, last = before.rpartition(" ")
        yield rest if fold(last) in _LEADS else before
        at = match.end()
    yield text[at:]
