"""Links: proof that lies elsewhere, where nobody has looked, and where the auditor may not get in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ncr_toolkit.checks.proof.files import located
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Evidence
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_BEHIND_A_DOOR = re.compile(
    r"(?:.+\.)?(?:sharepoint\.(?:com|us|cn|de)|onedrive\.live\.com|onedrive\.com|1drv\.ms|office\.com|office365\.com|"
    r"microsoft365\.com|teams\.microsoft\.com|drive\.google\.com|docs\.google\.com|sheets\.google\.com|dropbox\.com|"
    r"box\.com|icloud\.com|atlassian\.net|notion\.so|notion\.site|slack\.com|workdrive\.zoho\.(?:com|eu)|egnyte\.com|"
    r"sharefile\.(?:com|eu)|service-now\.com)", re.IGNORECASE)
"""Hosts whose documents are for those who sign in, or for whom they were shared."""


@check("EVD025", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def link_for_the_house_alone(proof: Evidence, review: Review) -> Iterator[Fault]:
    """A link is all there is as proof, or leads to where one has to sign in

    Why: The tool opens no link, so nobody has looked whether it shows anything. The auditor may have no access, and what
    it leads to may be another thing tomorrow. A package holds the link alone.
    Fix: Export what it leads to (PDF, Excel), put the file into the evidence folder, and write its name here.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | File or link                               |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | **https://wiki.example.org/gate**          |
        | E-2         | NC-1       | NC-1     | **https://acme.sharepoint.com/:b:/s/EaBc** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | File or link                  |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | https://wiki.example.org/gate |
        | E-2         | NC-1       | CA-1     | log.txt                       |
    """
    if not _is_link(proof):
        return
    alone = _only_links(proof, review)
    host = (urlsplit(proof.file.strip()).hostname or "") if located(proof, review).trouble is None else ""
    if _BEHIND_A_DOOR.fullmatch(host):
        whose = f" It is the only proof of {alone}." if alone else ""
        yield fault(proof, "file", f"The link leads to {host}, where the auditor has to sign in, and it was not opened "
                                   f"here.{whose}")
    elif alone:
        yield fault(proof, "file", f"A link is the only proof of {alone}; it was not opened here, and the auditor may "
                                   "not be able to open it.")


def _is_link(proof: Evidence) -> bool:
    return proof.known("file") and fold(proof.file).startswith("https:")


def _only_links(proof: Evidence, review: Review) -> str:
    """The action that this proof supports, where every proof of it is a link; '' else."""
    action, finding = review.find(Action, proof.supports), review.finding(proof)
    if action is None or finding is None or proof.baseline == "Yes":
        return ""
    same = (each for each in review.of(Evidence, finding) if each.baseline != "Yes"
            and fold(each.supports) == fold(proof.supports))
    return action.label if all(map(_is_link, same)) else ""
