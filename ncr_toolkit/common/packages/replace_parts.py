"""A zip package with some parts replaced or added; all others keep their packed bytes as they are.

Written as PKWARE's APPNOTE.TXT has it: local file header (4.3.7), central directory (4.3.12), end record (4.3.16).
"""

from __future__ import annotations

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip

_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL_NAMES = struct.Struct("<HH")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_SIZES_BELOW = 1 << 3  # the flag of a member whose sizes stand after its content
_UTF8 = 1 << 11
_PIECE = 1 << 18


class PackedParts:
    """The members of a package as they lie in its bytes, to be written again as often as one likes.

    What the package is has been looked at when it was opened: there are no limits here.
    """

    def __init__(self, data: bytes) -> None:
        with open_zip(data, OWN) as package:
            infos = [member.info for member in package.members]
        view = memoryview(data)
        self._members = [(info, _packed(view, info)) for info in infos]

    def with_parts(self, changes: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
        """The package with the members of `changes` replaced, new ones added at its end. What is large may come in
        pieces: they are packed one by one.

        Every other member keeps its packed content, its place in the order, its time and its attributes.
        """
        out, directory, left, count = io.BytesIO(), io.BytesIO(), dict(changes), len(self._members)
        for member, packed in self._members:
            if member.filename in left:
                _write(out, directory, *_pack(member, left.pop(member.filename)))
            else:
                _write(out, directory, member, packed)
        for name, content in left.items():
            member, count = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), count + 1
            member.create_system = 0
            _write(out, directory, *_pack(member, content))
        start, size = out.tell(), directory.tell()
        out.write(directory.getvalue())
        out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0))
        return out.getvalue()


def with_parts(data: bytes, changes: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """The package `data` with some members replaced or added, once (`PackedParts.with_parts`)."""
    return PackedParts(data).with_parts(changes)


def _packed(data: memoryview, member: zipfile.ZipInfo) -> memoryview:
    """The packed content of a member, as it lies in the file."""
    names, extra = _LOCAL_NAMES.unpack_from(data, member.header_offset + 26)
    start = member.header_offset + _LOCAL.size + names + extra
    return data[start:start + member.compress_size]


def _pack(member: zipfile.ZipInfo, content: bytes | Iterable[bytes]) -> tuple[zipfile.ZipInfo, bytes]:
    """`content` packed, after `member` with its sizes and sum."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed, size, crc = io.BytesIO(), 0, 0
    for piece in [content] if isinstance(content, bytes) else _larger(content):
        packed.write(packer.compress(piece))
        size, crc = size + len(piece), zlib.crc32(piece, crc)
    packed.write(packer.flush())
    member = copy.copy(member)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.file_size, member.compress_size, member.CRC = size, packed.tell(), crc
    return member, packed.getvalue()


def _larger(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces put together: to pack each of a hundred thousand small ones takes twice as long."""
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _write(out: io.BytesIO, directory: io.BytesIO, member: zipfile.ZipInfo, packed: bytes | memoryview) -> None:
    """Write a member, and its line of the directory at the end of the package."""
    try:
        name, flags = member.filename.encode("ascii"), member.flag_bits & ~_SIZES_BELOW & ~_UTF8
    except UnicodeEncodeError:
        name, flags = member.filename.encode("utf-8"), member.flag_bits & ~_SIZES_BELOW | _UTF8
    year, month, day, hour, minute, second = member.date_time
    when = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
    version, offset = max(member.extract_version, 20), out.tell()
    out.write(_LOCAL.pack(b"PK\x03\x04", version & 0xFF, version >> 8, flags, member.compress_type, *when, member.CRC,
                          member.compress_size, member.file_size, len(name), 0))
    out.write(name)
    out.write(packed)
    directory.write(_CENTRAL.pack(b"PK\x01\x02", max(member.create_version, 20), member.create_system, version & 0xFF,
                                  version >> 8, flags, member.compress_type, *when, member.CRC, member.compress_size,
                                  member.file_size, len(name), 0, len(member.comment), 0, member.internal_attr,
                                  member.external_attr, offset))
    directory.write(name)
    directory.write(member.comment)
