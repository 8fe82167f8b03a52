"""The list of a package for programs: `manifest.json`. Its shape is a contract: fields are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ncr_toolkit.common.version import __version__
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.evidence_files import Proof

FILE, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = 1
CODE_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a package."""

    name: str  # with `/`
    size: int
    sha256: str


def manifest(contents: Contents, files: Iterable[Packed], pdfs: dict[str, str], forms: dict[str, str],
             combined: str = "") -> bytes:
    """The manifest. `files`: every file of the package but the manifest and the sums. `pdfs`, `forms`: by the name of
    the response. `combined`: the PDF with all of it, '' without one."""
    review = contents.assessment.review
    settings = review.register.settings
    found = {
        "format": FORMAT,
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "day": review.today.isoformat(),
        "stage": contents.served,
        "organisation": settings.typed("organisation"),
        "certificate": settings.typed("certificate_number"),
        "certification_body": settings.typed("certification_body"),
        "register_id": settings.typed("id"),
        "combined": combined or None,
        "findings": [_finding(item, pdfs, forms) for item in contents.items],
        "files": [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in files],
    }
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode(errors="replace")


def _finding(item: PackedAnswer, pdfs: dict[str, str], forms: dict[str, str]) -> dict[str, Any]:
    record = item.finding
    return {"id": record.typed("id"), "grade": record.typed("grade"), "reference": record.typed("reference"),
            "title": record.typed("title"), "version": item.version, "stage": item.readiness.stage,
            "serves_as": "decision" if item.readiness.settled else str(item.purpose),
            "plan_ready": item.readiness.plan_ready,
            "proof_ready": item.readiness.proof_ready, "answer": item.print, "response": item.response,
            "pdf": pdfs.get(item.response), "form": forms.get(item.response),
            "evidence": [_proof(proof) for proof in item.proofs]}


def _proof(proof: Proof) -> dict[str, Any]:
    row = proof.row
    return {"id": row.typed("id"), "supports": row.typed("supports"), "title": row.typed("title"),
            "kind": row.typed("kind"), "dated": row.typed("dated"), "place": row.typed("place"),
            "baseline": row.typed("baseline"), "file": proof.name or None, "link": proof.link or None,
            "sha256": proof.sha256 or None, "size": proof.size if proof.name else None}


def code(sha256: str) -> str:
    """What people tell each other of a package by another way: the beginning of the fingerprint of its manifest, which
    holds those of all files. 64 bits are more than anybody finds by trying for one package.

    >>> code("3f9a27c1d8e0b45f" + "0" * 48)
    '3F9A-27C1-D8E0-B45F'
    """
    digits = sha256[:CODE_DIGITS].upper()
    return "-".join(digits[at:at + 4] for at in range(0, CODE_DIGITS, 4))


def sums(files: Iterable[Packed]) -> bytes:
    """The fingerprints as `sha256sum -c` reads them."""
    return "".join(f"{each.sha256}  {each.name}\n" for each in files).encode(errors="replace")
