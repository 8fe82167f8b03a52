"""E-mails kept as files (.eml): whom they name, and what they carry.

Headers as in RFC 5322, attachments as in RFC 2183.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import MAIL, EvidenceNote, Topic
from ncr_toolkit.evidence.ole_files import told_people
from ncr_toolkit.evidence.xml_texts import shown

HEAD, BODY = 256 * 1024, 5 * 1024 * 1024
_ATTACHED = re.compile(rb"^content-disposition:\s*attachment\b(?:[^\r\n]|\r?\n[ \t]){0,2000}?filename=\"?([^\"\r\n;]+)",
                       re.IGNORECASE | re.MULTILINE)


def mail_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about an e-mail. Only its beginning is read."""
    from email.parser import BytesHeaderParser
    from email.utils import getaddresses

    with path.open("rb") as stream:
        content = stream.read(BODY)
    header = BytesHeaderParser().parsebytes(re.split(rb"\r?\n\r?\n", content[:HEAD], maxsplit=1)[0])

    def named(*headers: str) -> list[str]:
        values = [str(value)[:20_000] for name in headers for value in header.get_all(name, [])]
        return [shown(address or name) for name, address in getaddresses(values) if address or name]

    yield from told_people(list(dict.fromkeys(named("from", "sender", "reply-to", "to", "cc"))))
    if secret := named("bcc"):
        yield EvidenceNote(Level.WARNING, Topic.MAIL, f"tells who had a blind copy: {quoted(secret, 5)}", MAIL)
    carried = [shown(name.decode("utf-8", "replace")) for name in _ATTACHED.findall(content)]
    if carried:
        yield EvidenceNote(Level.WARNING, Topic.ATTACHED,
                           f"carries {plural(len(carried), 'attachment')}, not looked into: "
                           f"{quoted(carried, 4)}", MAIL)
