"""What stands in the index of a package, whether it is a workbook or a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.translation import day, gettext, gettext_noop
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.evidence_files import Proof
from ncr_toolkit.word.case import printed
from ncr_toolkit.word.front_page import stage_words

FINDINGS, EVIDENCE = gettext_noop("Findings"), gettext_noop("Evidence")


@dataclass(frozen=True, slots=True)
class IndexLink:
    """A text that leads somewhere: to a file of the package, or `outside` of it."""

    text: str
    target: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class IndexTable:
    """One table of the index: its columns with their widths in characters, and its rows. Its name and headers are
    English: who shows them asks `gettext`."""

    name: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str | IndexLink]]


def title(contents: Contents) -> str:
    """What the index is called."""
    review = contents.assessment.review
    organisation = review.register.settings.typed("organisation")
    if not organisation:
        return gettext("Answers of {day}", day=day(review.today))
    return gettext("Answers of {organisation} of {day}", organisation=organisation, day=day(review.today))


def tables(contents: Contents, pdfs: dict[str, str], forms: dict[str, str],
           annexed: Collection[str] = ()) -> tuple[IndexTable, IndexTable]:
    """The findings with their responses, then their evidence, in the order of the package. `annexed`: responses that
    are the annex of the body's form."""
    return _findings(contents, pdfs, forms, annexed), _evidence(contents)


def _findings(contents: Contents, pdfs: dict[str, str], forms: dict[str, str],
              annexed: Collection[str]) -> IndexTable:
    columns = [(gettext_noop("Finding"), 16.0), (gettext_noop("Grade"), 13.0), (gettext_noop("Reference"), 12.0),
               (gettext_noop("Title"), 44.0), (gettext_noop("Version"), 9.0), (gettext_noop("Holds"), 14.0),
               (gettext_noop("Response"), 34.0)]
    possible = ((gettext_noop("As PDF"), pdfs), (gettext_noop("Body's form"), forms))
    more = [(title, of) for title, of in possible if of]
    rows = [[*_finding(item, annex=item.response in annexed), *(_to(of.get(item.response, "")) for _, of in more),
             str(len(item.proofs))] for item in contents.items]
    columns += [*((title, 34.0) for title, _ in more), (gettext_noop("Evidence"), 10.0)]
    return IndexTable(FINDINGS, columns, rows)


def _finding(item: PackedAnswer, *, annex: bool) -> list[str | IndexLink]:
    record = item.finding
    holds = stage_words(item.readiness)
    more = " " + gettext("(annex of the body's form)") if annex else ""
    return [item.id, *(printed(record, name) for name in ("grade", "reference", "title")), str(item.version), holds,
            _to(item.response, more)]


def _to(name: str, more: str = "") -> str | IndexLink:
    return IndexLink(name.rpartition("/")[2] + more, name) if name else ""


def _evidence(contents: Contents) -> IndexTable:
    columns = [(gettext_noop("Finding"), 16.0), (gettext_noop("Evidence"), 12.0), (gettext_noop("Supports"), 14.0),
               (gettext_noop("Title"), 44.0), (gettext_noop("Kind"), 13.0), (gettext_noop("File"), 40.0),
               (gettext_noop("Page or cell"), 14.0), (gettext_noop("Dated"), 12.0), (gettext_noop("Shows"), 13.0),
               ("SHA-256", 36.0)]
    return IndexTable(EVIDENCE, columns, [_proof(item, proof) for item in contents.items for proof in item.proofs])


def _proof(item: PackedAnswer, proof: Proof) -> list[str | IndexLink]:
    row = proof.row
    where = IndexLink(proof.link, proof.link, outside=True) if proof.link else _to(proof.name)
    before = gettext("state before") if row.baseline == "Yes" else ""
    return [item.id, *(printed(row, name) for name in ("id", "supports", "title", "kind")), where,
            row.typed("place"), printed(row, "dated"), before, proof.sha256]
