"""What to know about the evidence of a package before it leaves the house; nothing of it is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.inspect import notes_of
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.evidence_files import Proof

_SECRET = re.compile(r"[?&;#](?:access_?)?(?:token|key|sig|signature|secret|pass(?:word)?|pwd)=", re.IGNORECASE)
"""What in a link may open a door to whoever reads it."""


def worth_knowing(contents: Contents) -> tuple[list[str], int]:
    """Sentences about what the body cannot open, or should perhaps not get; and how many smaller things there are
    (names of people, times), which `ncr evidence` lists."""
    said: list[str] = []
    small = 0
    for item in contents.items:
        for proof in item.proofs:
            said += _of_proof(item, proof, contents.assessment.review)
            notes = notes_of(proof.path) if proof.path else []
            small += sum(note.level is Level.INFO for note in notes)
            said += [f"{proof.row.file} {note.message}. {note.fix} ({proof.row.cell('file')})" for note in notes
                     if note.level is not Level.INFO]
    return said, small


def _of_proof(item: PackedAnswer, proof: Proof, review: Review) -> Iterator[str]:
    row = proof.row
    if proof.link and _SECRET.search(proof.link):
        yield f"The link of {row.label} may hold a key or password, and whoever gets the package reads it. " \
              f"({row.cell('file')})"
    first, slash, _ = row.file.replace("\\", "/").partition("/")
    other = review.find(Finding, first) if proof.path and slash else None
    if other is not None and other is not item.finding:
        yield f"{row.file} lies in the folder of {other.label}, and goes along with {item.id}: look whether it " \
              f"belongs there. ({row.cell('file')})"
