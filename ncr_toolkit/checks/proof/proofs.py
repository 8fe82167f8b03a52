"""Proofs: whether the files are of use as proof: of something done, to be found, unchanged, and readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ncr_toolkit.checks.proof.evidence_files import found_of, no_proof_of, why_closed
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.folder import plain_fingerprint
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import listing, several
from ncr_toolkit.core.model import Action, Evidence, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

NAMED = 8
"""How many findings that a file serves a message names."""

PAPER = ("Document", "Model card")
"""Kinds of evidence that say what shall be, not what was."""


def file_of(proof: Evidence, review: Review) -> Path | None:
    """The file of a proof, where it is there and has content."""
    found = found_of(proof, review)
    return found.path if found is not None and found.path is not None and found.trouble is None else None


@check("EVD012", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_paper(finding: Finding, review: Review) -> Iterator[Fault]:
    """All evidence is documents, and none shows that they are used

    Why: A new procedure shows a plan. The auditor wants to see it in use: a log, a record, a test.
    Fix: Add a record from the time since: what was done by the new document, when, and by whom.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | **NC-1**   | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Kind     | Baseline |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | Document |          |
        | E-2         | NC-1       | CA-1     | Log      | Yes      |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
        | CA-2      | NC-2       |            |

        Evidence
        | Evidence ID | Finding ID | Supports | Kind     |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | Document |
        | E-2         | NC-1       | CA-1     | Record   |
        | E-3         | NC-2       | CA-2     | Document |
    """
    proofs = [proof for proof in review.of(Evidence, finding) if proof.baseline != "Yes"]
    done = any(not action.blank("done_on") for action in review.of(Action, finding))
    if done and proofs and all(proof.kind in PAPER for proof in proofs):
        yield fault(finding, "id", f"All evidence of {finding.label} is documents ({listing(sorted((proof.label for proof in proofs), key=natural))}); "
                                   "none shows that they are used.")


@check("EVD013", Evidence, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def which_page(proof: Evidence, review: Review) -> Iterator[Fault]:
    """A file serves several findings, and no page is named

    Why: The auditor opens the file for one finding and does not know where to look.
    Fix: Write in 'Page or cell' where in the file this point is shown.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Evidence
        | Evidence ID | Finding ID | File or link | Page or cell |
        |---|---|---|---|
        | E-1         | NC-1       | log.txt      | **(empty)**  |
        | E-2         | NC-2       | LOG.txt      | page 4       |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Evidence
        | Evidence ID | Finding ID | File or link             | Page or cell |
        |---|---|---|---|
        | E-1         | NC-1       | log.txt                  | page 3       |
        | E-2         | NC-2       | log.txt                  | page 4       |
        | E-3         | NC-1       | https://wiki.example/log |              |
        | E-4         | NC-2       | https://wiki.example/log |              |
        | E-5         | NC-1       | own.txt                  |              |
        | E-6         | NC-1       | own.txt                  |              |
    """
    if not proof.blank("place") or proof.blank("file") or _plain(proof).startswith("http"):
        return
    users = review.once(_users).get(_plain(proof), {})
    others = [label for folded, label in islice(users.items(), NAMED + 1) if folded != fold(proof.finding)]
    if others:
        served = several(others, NAMED, len(users) - 1)
        yield fault(proof, "place", f"'{proof.typed('file')}' also serves {served}; no page says which point it shows here.")


def _plain(proof: Evidence) -> str:
    return fold(proof.typed("file").replace("\\", "/").removeprefix("./"))


def _users(review: Review) -> dict[str, dict[str, str]]:
    """The findings that use a file, by the file's name: folded id and id as typed, in the order of their ids."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for proof in review.register.all(Evidence):
        if review.finding(proof) is not None:
            found[_plain(proof)].setdefault(fold(proof.finding), proof.finding)
    return {file: dict(sorted(users.items(), key=lambda user: natural(user[1]))) for file, users in found.items()}


@check("EVD014", Evidence, blocks=Purpose.PROOF)
def changed(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence has changed since it was recorded

    Why: The fingerprint was taken of another content. What the auditor opens is not what was recorded as proof.
    Fix: Put the recorded file back; if the new one is the proof, empty 'Fingerprint' so that it is recorded again.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: The evidence folder, and recorded fingerprints.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link | Fingerprint                                                          |
        |---|---|---|---|
        | E-1         | NC-1       | log.txt      | **e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link | Fingerprint                                                      |
        |---|---|---|---|
        | E-1         | NC-1       | log.txt      | 6152f18d28b86c5021bdae2fac6c08d252e983906ce902b5cc099bdd5c1042b4 |
        | E-2         | NC-1       | gone.txt     | 6152f18d28b86c5021bdae2fac6c08d252e983906ce902b5cc099bdd5c1042b4 |
        | E-3         | NC-1       | log.txt      |                                                                  |
    """
    path = file_of(proof, review) if proof.known("sha256") else None
    if path is None:
        return
    found = review.fingerprints[path]
    if found and found != plain_fingerprint(proof.sha256):
        yield fault(proof, "sha256", f"'{proof.file}' has changed since it was recorded as evidence {proof.label}.")


@check("EVD015", Evidence, level=Level.WARNING, blocks=Purpose.NEVER)
def same_bytes(proof: Evidence, review: Review) -> Iterator[Fault]:
    """Two evidence files hold the same

    Why: A copy under another name looks like two proofs, and is one. Often the wrong file was copied.
    Fix: Put the right file in the place of the copy; or name the one file in both rows, each with its page.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | log.txt      |
        | E-2         | NC-1       | **copy.txt** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | log.txt      |
        | E-2         | NC-1       | log.txt      |
        | E-3         | NC-1       | other.txt    |
    """
    path = file_of(proof, review)
    first = review.once(_copies).get(path) if path is not None else None
    if first is not None and path is not None:
        yield fault(proof, "file", f"'{proof.file}' holds the same as '{first.file}' of {first.label} ({first.cell('file').ref}).")


def _copies(review: Review) -> dict[Path, Evidence]:
    """For each file that is a copy of an earlier one the proof of that one. Only files of one size are read."""
    proofs = sorted(review.register.all(Evidence), key=lambda proof: proof.label, reverse=True)
    paths = {path: proof for proof in proofs if (path := file_of(proof, review))}
    sizes: dict[int, list[Path]] = defaultdict(list)
    for path in reversed(paths):
        sizes[path.stat().st_size].append(path)
    content, copies = review.fingerprints, {}
    for group in sizes.values():
        seen: dict[str, Path] = {}
        for path in group if len(group) > 1 else ():
            first = seen.setdefault(content[path], path)
            if first is not path:
                copies[path] = paths[first]
    return copies


@check("EVD016", Evidence, blocks=Purpose.PROOF)
def not_what_its_name_says(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file does not open as what its name says

    Why: A file that does not open, or has no page, proves nothing; the auditor sends the answer back.
    Fix: Save it again from the program it comes from, and open it once before you send it.
    Source: Certification bodies' practice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link   |
        |---|---|---|
        | E-1         | NC-1       | **broken.pdf** |
        | E-2         | NC-1       | **empty.pdf**  |
        | E-3         | NC-1       | **form.docx**  |
        | E-4         | NC-1       | **shot.png**   |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | page.pdf     |
        | E-2         | NC-1       | log.txt      |
    """
    path = file_of(proof, review)
    found = no_proof_of(proof, review) if path is not None else None
    wrong = why_closed(path, review) if path is not None and not (found and found.certain) else ""
    if wrong:
        yield fault(proof, "file", f"'{proof.file}' {wrong}.")
