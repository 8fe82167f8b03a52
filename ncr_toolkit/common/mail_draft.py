"""A message that a mail program opens as a draft (.eml). It is never sent from here.

RFC 5322 (an address is written in atoms, 3.2.3); X-Unsent is Outlook's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

_ATOM = r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+"  # without = and ?: an encoded word in an address becomes headers of its own
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: `kind` is its type below application/."""

    name: str
    kind: str
    content: bytes


def is_address(text: str) -> bool:
    """Whether a text is one address to which a mail can be written."""
    return _ADDRESS.fullmatch(text) is not None


def draft(to: str, subject: str, lines: Iterable[str], html: str, day: date, mark: str,
          attached: Iterable[Attachment] = ()) -> bytes:
    """A draft with its text as plain lines and, unless that is '', as HTML. `to`: an address, or '' for the person to
    fill in; `mark`: what tells it from any other.

    The same words give the same bytes.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    if to:
        message["To"] = to
    message["Date"] = datetime.combine(day, time(8), UTC)
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    for each in attached:
        message.add_attachment(each.content, maintype="application", subtype=each.kind, filename=each.name)
    digest = hashlib.sha256(mark.encode(errors="replace")).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"ncr-{digest}-{number}")
    return message.as_bytes()
