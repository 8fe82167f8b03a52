"""What stands in the index of a package, whether it is a workbook or a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ncr_toolkit.core.several import in_one_line
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.evidence_files import Proof

FINDINGS, EVIDENCE = "Findings", "Evidence"


@dataclass(frozen=True, slots=True)
class IndexLink:
    """A text that leads somewhere: to a file of the package, or `outside` of it."""

    text: str
    target: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class IndexTable:
    """One table of the index: its columns with their widths in characters, and its rows."""

    name: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str | IndexLink]]


def title(contents: Contents) -> str:
    """What the index is called."""
    review = contents.assessment.review
    return f"Answers of {review.register.settings.typed('organisation') or 'the organisation'} of {review.today}"


def tables(contents: Contents, pdfs: dict[str, str], forms: dict[str, str],
           annexed: Collection[str] = ()) -> tuple[IndexTable, IndexTable]:
    """The findings with their responses, then their evidence, in the order of the package. `annexed`: responses that
    are the annex of the body's form."""
    return _findings(contents, pdfs, forms, annexed), _evidence(contents)


def _findings(contents: Contents, pdfs: dict[str, str], forms: dict[str, str],
              annexed: Collection[str]) -> IndexTable:
    columns = [("Finding", 16.0), ("Grade", 13.0), ("Reference", 12.0), ("Title", 44.0), ("Version", 9.0),
               ("Holds", 14.0), ("Response", 34.0)]
    more = [(title, of) for title, of in (("As PDF", pdfs), ("Body's form", forms)) if of]
    rows = [[*_finding(item, annex=item.response in annexed), *(_to(of.get(item.response, "")) for _, of in more),
             str(len(item.proofs))] for item in contents.items]
    return IndexTable(FINDINGS, [*columns, *((title, 34.0) for title, _ in more), ("Evidence", 10.0)], rows)


def _finding(item: PackedAnswer, *, annex: bool) -> list[str | IndexLink]:
    record = item.finding
    holds = item.readiness.words.capitalize()
    return [item.id, *(in_one_line(record, name) for name in ("grade", "reference", "title")), str(item.version), holds,
            _to(item.response, " (annex of the body's form)" if annex else "")]


def _to(name: str, more: str = "") -> str | IndexLink:
    return IndexLink(name.rpartition("/")[2] + more, name) if name else ""


def _evidence(contents: Contents) -> IndexTable:
    columns = [("Finding", 16.0), ("Evidence", 12.0), ("Supports", 14.0), ("Title", 44.0), ("Kind", 13.0),
               ("File", 40.0), ("Page or cell", 14.0), ("Dated", 12.0), ("Shows", 13.0), ("SHA-256", 36.0)]
    return IndexTable(EVIDENCE, columns, [_proof(item, proof) for item in contents.items for proof in item.proofs])


def _proof(item: PackedAnswer, proof: Proof) -> list[str | IndexLink]:
    row = proof.row
    where = IndexLink(proof.link, proof.link, outside=True) if proof.link else _to(proof.name)
    before = "state before" if row.baseline == "Yes" else ""
    return [item.id, *(row.typed(name) for name in ("id", "supports", "title", "kind")), where,
            row.typed("place"), row.typed("dated"), before, proof.sha256]
