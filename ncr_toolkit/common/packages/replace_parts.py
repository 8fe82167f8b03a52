"""A zip package with some parts replaced or added; all others keep their packed bytes as they are.

Written as PKWARE's APPNOTE.TXT has it: local file header (4.3.7), central directory (4.3.12), end record (4.3.16).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip

_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL_NAMES = struct.Struct("<HH")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_SIZES_BELOW = 1 << 3  # the flag of a member whose sizes stand after its content
_UTF8 = 1 << 11


def with_parts(data: bytes, changes: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """The package `data` with the members of `changes` replaced, new ones added at its end. What is large may come in
    pieces: they are packed one by one.

    Every other member keeps its packed content, its place in the order, its time and its attributes. What `data` is
    has been looked at when it was opened: there are no limits here.
    """
    with open_zip(data, OWN) as package:
        members = [member.info for member in package.members]
    out, directory = io.BytesIO(), io.BytesIO()
    left = dict(changes)
    for member in members:
        packed = _packed(data, member)
        if member.filename in left:
            packed = _pack(member, left.pop(member.filename))
        _write(out, directory, member, packed)
    for name, content in left.items():
        member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        member.create_system = 0
        _write(out, directory, member, _pack(member, content))
    start, size = out.tell(), directory.tell()
    count = len(members) + sum(1 for name in changes if name not in {member.filename for member in members})
    out.write(directory.getvalue())
    out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0))
    return out.getvalue()


def _packed(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """The packed content of a member, as it lies in the file."""
    names, extra = _LOCAL_NAMES.unpack_from(data, member.header_offset + 26)
    start = member.header_offset + _LOCAL.size + names + extra
    return data[start:start + member.compress_size]


def _pack(member: zipfile.ZipInfo, content: bytes | Iterable[bytes]) -> bytes:
    """`content` packed, its sizes and sum put into `member`."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed, size, crc = io.BytesIO(), 0, 0
    for piece in [content] if isinstance(content, bytes) else content:
        packed.write(packer.compress(piece))
        size, crc = size + len(piece), zlib.crc32(piece, crc)
    packed.write(packer.flush())
    member.compress_type = zipfile.ZIP_DEFLATED
    member.file_size, member.compress_size, member.CRC = size, packed.tell(), crc
    return packed.getvalue()


def _write(out: io.BytesIO, directory: io.BytesIO, member: zipfile.ZipInfo, packed: bytes) -> None:
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
