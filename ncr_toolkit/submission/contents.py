"""What belongs into a package: which findings, and of each its response and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ncr_toolkit.common.files import safe_name, unique_names
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.letter_parts import LetterPart, lacking_parts
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.sent import Rows
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.core.status import is_internal, is_open
from ncr_toolkit.runs.sent_compare import is_at_the_body, print_of, replaced, rows_of, version
from ncr_toolkit.submission.evidence_files import Proof, proofs
from ncr_toolkit.word.response import file_names

RESPONSES = "responses"
_LONGEST_ID = 60  # bytes of a folder name


@dataclass(frozen=True)
class PackedAnswer:
    """One finding in a package."""

    finding: Finding
    readiness: Readiness
    purpose: Purpose  # what it serves as
    version: int
    replaces: bool  # the body has another answer, which this one follows
    rows: Rows = field(repr=False)
    print: str  # fingerprint of the answer
    response: str  # name of its response in the package
    proofs: tuple[Proof, ...]

    @property
    def id(self) -> str:
        return self.finding.label


@dataclass(frozen=True)
class Refused:
    """A finding that does not go into the package, and all that stands in its way."""

    finding: Finding
    purpose: str  # what it was to be ready for
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """All of a package but its index and fingerprints."""

    assessment: Assessment
    items: tuple[PackedAnswer, ...]
    refused: tuple[Refused, ...]

    @property
    def letter_lacks(self) -> list[LetterPart]:
        """What the letter that goes with it does not say, since the register does not know it."""
        return lacking_parts((item.finding for item in self.items), self.assessment.review)

    @property
    def letter_is_draft(self) -> bool:
        """Whether it lacks something without which it must not be sent."""
        return any(part.needed for part in self.letter_lacks)

    @property
    def served(self) -> str:
        """What the answers in it serve as: "plan", "proof", or "plan and proof" where they differ; "decision" where no
        answer is a formal one."""
        formal = {str(item.purpose) for item in self.items if item.readiness.stage is not Stage.DECIDED}
        return " and ".join(sorted(formal)) or "decision"


def waiting(assessment: Assessment) -> list[Finding]:
    """The findings that the body waits for: open, not of an audit of one's own, and not answered already."""
    return [finding for finding in waited_for(assessment.answered, assessment)
            if not is_at_the_body(finding, assessment.review)]


def waited_for(findings: Iterable[Finding], assessment: Assessment) -> list[Finding]:
    """Those of the findings that a body has to decide on, whether it has their answers by now or not."""
    return [finding for finding in findings
            if is_open(finding) and not is_internal(finding, assessment.review)]


def contents(assessment: Assessment, findings: Iterable[Finding],
             purpose: Purpose | None = None) -> Contents:
    """What goes into a package of these findings; those that are not ready for `purpose` (without one: for what is
    wanted of each now), or whose evidence cannot be packed, are refused with every reason."""
    every = assessment.review.register.findings
    names = file_names(every)
    folders = dict(zip((finding.at.row for finding in every), _folders(every), strict=True))
    items, refused = [], []
    for finding in findings:
        found, wrong = proofs(finding, folders[finding.at.row], assessment.review)
        readiness = assessment.readiness(finding)
        if gaps := _without_twins(readiness.missing(purpose), wrong):
            refused.append(Refused(finding, purpose or readiness.serves_as, gaps))
            continue
        rows = rows_of(finding, assessment.review)
        replaces = replaced(finding, assessment.review) is not None
        items.append(PackedAnswer(finding, readiness, purpose or readiness.wanted,
                                  version(finding, assessment.review), replaces, rows, print_of(rows),
                                  f"{RESPONSES}/{names[finding.at.row]}", tuple(found)))
    return Contents(assessment, tuple(items), tuple(refused))


def _without_twins(gaps: Sequence[str], wrong: Sequence[str]) -> tuple[str, ...]:
    """The gaps, and what is wrong with files in cells of which no gap speaks: one fault, one message."""
    return (*gaps, *(each for each in wrong if not any(gap.endswith(each[each.rindex("("):]) for gap in gaps)))


def _folders(findings: Sequence[Finding]) -> list[str]:
    return unique_names([safe_name(finding.label, longest=_LONGEST_ID) for finding in findings])
