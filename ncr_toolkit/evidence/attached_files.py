"""The files within a file that is no zip package: attachments of e-mails (also of Outlook) and of PDFs, and what lies
in files of the old Office kind; each as its bytes, of which only those are given that may be a package or such a file.

E-mails as in RFC 2045; PDF streams as in ISO 32000-1, 7.3.8 and 7.11.4; attachments of Outlook as in [MS-OXMSG]
2.2.2.1 (PidTagAttachDataBinary); objects within old Office files as in [MS-OLEDS] 2.3.6 (Ole10Native).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from ncr_toolkit.common.packages.limits import EVIDENCE
from ncr_toolkit.evidence.ole_files import MOST_STREAMS

ZIP, PDF, OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
CARRIERS = (ZIP, PDF, OLE)
"""How the files begin that can be, or carry, a workbook."""
_IN_BASE64 = (b"UEsDB", b"JVBERi", b"0M8R4")
"""The same as an attachment is written."""
_MAIL = (".eml", ".mht", ".mbox")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT_HEAD = 2048  # bytes before the file in an object of the old kind: its name, twice
_START = 8  # bytes that tell a carrier
_TABLES = 1024  # bytes: before the first of a deflated stream stand its tables of codes (RFC 1951, 3.2.7)


def may_carry(name: str, start: bytes) -> bool:
    """Whether a file may be or carry a workbook: by its first bytes; of an e-mail, which begins as any text, by its
    name."""
    return start.startswith(CARRIERS) or name.casefold().endswith(_MAIL)


def within(content: bytes, name: str) -> Iterator[bytes]:
    """The files within an e-mail, a PDF or a file of the old Office kind; none within any other. Where they are larger
    together than anybody sends, the rest is left out."""
    look = next((each for start, each in _LOOKS.items() if content.startswith(start)),
                _of_mail if name.casefold().endswith(_MAIL) else _nothing)
    left = EVIDENCE.read
    for each in look(content):
        yield each
        left -= len(each)
        if left < 0:
            return


def _nothing(content: bytes) -> Iterator[bytes]:
    return iter(())


def _of_mail(content: bytes) -> Iterator[bytes]:
    if len(content) > EVIDENCE.part or not any(start in content for start in _IN_BASE64):
        return  # that it carries files is told in any case
    from email import message_from_bytes

    try:
        parts = list(message_from_bytes(content).walk())
    except RecursionError:  # in each other as no mail program writes them
        return
    for each in parts:
        payload = each.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload


def _of_pdf(content: bytes) -> Iterator[bytes]:
    """Its streams that begin as a carrier does, packed or not; of others only the first bytes are unpacked."""
    end = 0
    for found in _STREAM.finditer(content):
        if found.start() < end:
            continue
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        packed = memoryview(content)[found.end():end]
        if bytes(packed[:_START]).startswith(CARRIERS):
            yield bytes(packed)
        elif _unpacked(packed[:_TABLES], _START).startswith(CARRIERS):
            yield _unpacked(packed, EVIDENCE.part)


def _unpacked(packed: memoryview, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _of_ole(content: bytes) -> Iterator[bytes]:
    """Its streams that begin as a carrier does, after the name of a file where they have one."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            for path in file.listdir()[:MOST_STREAMS]:
                stream = file.openstream(path)
                head = stream.read(_OBJECT_HEAD)
                start = min((at for at in map(head.find, CARRIERS) if at >= 0), default=-1)
                if start >= 0:
                    yield (head + stream.read(EVIDENCE.part))[start:]
    except Exception:  # a damaged one can be wrong in any way; that it is damaged is told
        return


_LOOKS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {PDF: _of_pdf, OLE: _of_ole}
