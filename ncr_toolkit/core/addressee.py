"""To whom at the certification body an answer goes: the one address that the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ncr_toolkit.common.mail_draft import is_address
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.register import Review

_BETWEEN_ADDRESSES = re.compile(r"[\s<>()\[\],;:\"]")


def name_alone(text: str) -> str:
    """The name of a person or body, without an address that is typed beside it: "Eva Holm (eva@body.example)"."""
    return " ".join(word for word in text.split() if "@" not in word).strip(" ,;:<([-")


def addressee(audits: Iterable[Audit], review: Review) -> str:
    """The one address of the body that the register knows for these audits: of the lead auditor, by the sheet People,
    or typed beside the name of auditor or body; '' where there is none, or more than one."""
    audits = list(audits)
    people = filter(None, (review.person(name_alone(audit.typed("lead_auditor"))) for audit in audits))
    found = {person.typed("email").strip() for person in people}
    if not any(map(is_address, found)):
        cells = [audit.typed(name) for audit in audits for name in ("lead_auditor", "body")]
        cells.append(review.settings.typed("certification_body"))
        found = {word for cell in cells for word in _BETWEEN_ADDRESSES.split(cell)}
    addresses = sorted(filter(is_address, found))
    return addresses[0] if len(addresses) == 1 else ""
