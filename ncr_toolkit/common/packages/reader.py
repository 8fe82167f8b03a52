"""A zip package opened and read within limits, whatever somebody has done to it.

Zip as in PKWARE's APPNOTE.TXT: local file header (4.3.7), central directory (4.3.12), end record (4.3.16), general
purpose flags (4.4.4), compression methods (4.4.5). Open XML packages (ISO/IEC 29500-2) are such zips.
"""

from __future__ import annotations

import errno
import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PureWindowsPath
from typing import Self

from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import Limits
from ncr_toolkit.common.packages.relations import part_key, part_keys

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OverflowError,
           RuntimeError)
"""What reading a zip that was damaged, or made to do harm, ends in; and OSError, see `_as_error`."""

_CHUNK = 1 << 20
_HEADER = struct.Struct("<4s22x2H")  # of a member: its mark, and the lengths of its name and of what follows on that
_HEADER_MARK, _END_MARK = b"PK\x03\x04", b"PK\x05\x06"
_END_LENGTH = 22  # of the end record without a comment
_ENCRYPTED, _UTF8 = 1 << 0, 1 << 11  # flags
_OFFICE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip, as the central directory has it."""

    info: zipfile.ZipInfo
    end: int  # where what follows on it begins

    @property
    def name(self) -> str:
        return self.info.filename

    @property
    def size(self) -> int:
        """Unpacked, as declared."""
        return self.info.file_size

    @property
    def offset(self) -> int:
        return self.info.header_offset

    @property
    def is_folder(self) -> bool:
        return self.info.is_dir()

    @property
    def is_link(self) -> bool:
        return stat.S_ISLNK(self.info.external_attr >> 16)

    @property
    def is_encrypted(self) -> bool:
        return bool(self.info.flag_bits & _ENCRYPTED)

    @property
    def is_stored(self) -> bool:
        """Whether it lies there unpacked."""
        return self.info.compress_type == zipfile.ZIP_STORED


def escapes(name: str) -> bool:
    """Whether a member of this name would be unpacked outside the folder that it is unpacked into."""
    plain, windows = name.replace("\\", "/"), PureWindowsPath(name)
    return plain.startswith("/") or bool(windows.drive or windows.root) or ".." in plain.split("/")


class ZipPackage:
    """An opened zip; `with` closes it."""

    def __init__(self, stream: io.BufferedReader, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._stream, self._archive, self.limits = stream, archive, limits
        self.left = limits.read
        infos, ends, end = archive.infolist(), dict[int, int](), archive.start_dir
        for info in sorted(infos, key=lambda each: each.header_offset, reverse=True):
            ends[id(info)], end = end, info.header_offset
        self.members = [Member(info, ends[id(info)]) for info in infos]  # in their order; a name may be there twice

    def step_into(self, folder: str) -> None:
        """Name the members as within that folder (`answers/`) at the top, as it was zipped as a whole; what lies beside
        it keeps its name. Before anything else is asked."""
        for member in self.members:
            member.info.filename = member.name.removeprefix(folder)  # its own header has the name as it was listed
        self.members = [member for member in self.members if member.name and not folder.startswith(member.name)]

    @cached_property
    def parts(self) -> dict[str, Member]:
        """Of two of one name the last, as programs that unpack take it."""
        return {member.name: member for member in self.members}

    @cached_property
    def keys(self) -> dict[str, str]:
        """The parts by what is compared of their names."""
        return part_keys(self.parts)

    def named(self, name: str) -> str:
        """The part of that name as it is written in the package; `name` itself where there is none."""
        return self.keys.get(part_key(name), name)

    @cached_property
    def size(self) -> int:
        """Of all members, unpacked, as declared."""
        return sum(member.size for member in self.members)

    def doubles(self) -> dict[str, int]:
        """How often each name is there that is there more than once, in small letters: capitals do not count."""
        counts = Counter(member.name.casefold() for member in self.members)
        return {name: count for name, count in counts.items() if count > 1}

    def is_bare(self) -> bool:
        """Whether nothing stands before the first member, in a comment of the zip, or behind its end."""
        infos = self._archive.infolist()
        if self._archive.comment or (infos and min(info.header_offset for info in infos)):
            return False
        self._stream.seek(max(self._stream.seek(0, io.SEEK_END) - _END_LENGTH, 0))
        return self._stream.read(len(_END_MARK)) == _END_MARK

    def excess(self) -> PackageError | None:
        """What is beyond the limits, as the members declare it; None where nothing is."""
        limits = self.limits
        for member in () if limits.ratio_of_all else self.members:
            if member.size > limits.part or _is_bomb(member.size, member.info.compress_size, limits):
                return PackageError(Reason.TOO_LARGE, part=member.name, size=member.size)
        packed = sum(member.info.compress_size for member in self.members)
        if self.size > limits.total or (limits.ratio_of_all and _is_bomb(self.size, packed, limits)):
            return PackageError(Reason.TOO_LARGE, size=self.size)
        return PackageError(Reason.TOO_MANY, size=self.size) if len(self.members) > limits.members else None

    def read(self, which: str | Member) -> bytes:
        """A member whole. Raises PackageError where it is not there, larger than the limits, locked or damaged."""
        member = self.parts.get(which) if isinstance(which, str) else which
        if member is None:
            raise PackageError(Reason.MISSING, part=str(which))
        if member.size > min(self.limits.part, self.left):
            self.left = self.left if member.size > self.limits.part else 0
            raise PackageError(Reason.TOO_LARGE, part=member.name, size=member.size)
        self.left -= member.size
        return b"".join(self.pieces(member))

    def pieces(self, member: Member) -> Iterator[bytes]:
        """A member piece by piece, never more than it declares, and with no limit but that.

        Raises PackageError where it is locked or damaged; that its sum is another one is known at its end.
        """
        if member.is_encrypted:
            raise PackageError(Reason.ENCRYPTED, f"File {member.name!r} is encrypted", part=member.name)
        if self.limits.only_office and member.info.compress_type not in _OFFICE_METHODS:
            raise PackageError(Reason.METHOD, part=member.name)
        size = crc = 0
        with _as_error(member.name):
            for piece in self._unpacked(member):
                size, crc = size + len(piece), zlib.crc32(piece, crc)
                if size > member.size:
                    raise zipfile.BadZipFile(f"File {member.name!r} is larger than it says")
                yield piece
            if size != member.size or crc != member.info.CRC:
                raise zipfile.BadZipFile(f"Bad CRC-32 for file {member.name!r}")

    def _unpacked(self, member: Member) -> Iterator[bytes]:
        start = self._start(member)
        if member.info.compress_type not in _OFFICE_METHODS:
            with self._archive.open(member.info) as stream:
                while piece := stream.read(_CHUNK):
                    yield piece
            return
        inflater = None if member.is_stored else zlib.decompressobj(-zlib.MAX_WBITS)
        for place in range(start, start + member.info.compress_size, _CHUNK):
            self._stream.seek(place)
            packed = self._stream.read(min(_CHUNK, start + member.info.compress_size - place))
            if not packed:  # cut off, and the rest would be looked for piece by piece
                return
            if inflater is None:
                yield packed
            while packed and inflater:
                yield inflater.decompress(packed, _CHUNK)
                packed = inflater.unconsumed_tail
        if inflater:
            yield inflater.flush()

    def _start(self, member: Member) -> int:
        """Where the content of a member begins. Its own header must say the same name as the central directory."""
        self._stream.seek(member.offset)
        mark, length, more = _HEADER.unpack(self._stream.read(_HEADER.size))
        if mark != _HEADER_MARK:
            raise zipfile.BadZipFile("Bad magic number for file header")
        name, listed = self._stream.read(length), member.info.orig_filename
        if name != listed.encode("utf-8" if member.info.flag_bits & _UTF8 else "cp437"):
            raise zipfile.BadZipFile(f"File name in directory {listed!r} and header {name!r} differ.")
        start: int = member.offset + _HEADER.size + length + more
        if start + member.info.compress_size > member.end:
            raise zipfile.BadZipFile(f"Overlapped entries: {member.name!r} (possible zip bomb)")
        return start

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Every member with what is in it, in their order."""
        return ((member.name, self.read(member)) for member in self.members)

    def close(self) -> None:
        self._archive.close()
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_zip(source: bytes | Path, limits: Limits) -> ZipPackage:
    """The zip that these bytes are, or that lies at this path.

    Raises PackageError where it is none or is larger than the limits, OSError where the file cannot be read.
    """
    stream = _Guarded(io.BytesIO(source) if isinstance(source, bytes) else io.FileIO(source), limits.directory)
    try:
        with _as_error(""):
            package = ZipPackage(stream, zipfile.ZipFile(stream), limits)
        stream.most = None
        if limits.at_once:
            _refuse(package)
    except BaseException:
        stream.close()
        raise
    return package


def _refuse(package: ZipPackage) -> None:
    if excess := package.excess():
        raise excess
    names = Counter(part_key(member.name) for member in package.members if not member.is_folder)
    if double := next((name for name, count in names.items() if count > 1), None):
        raise PackageError(Reason.DOUBLE, part=double)  # one program would read the first of them, the next the last


def _is_bomb(size: int, packed: int, limits: Limits) -> bool:
    return size > limits.suspect and size > limits.ratio * max(packed, 1)


class _Guarded(io.BufferedReader):
    """A file of which no piece larger than `most` is read: the central directory is taken into memory in one."""

    def __init__(self, raw: io.FileIO | io.BytesIO, most: int | None) -> None:
        super().__init__(raw)
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if self.most is not None and size is not None and size > self.most:
            raise PackageError(Reason.TOO_MANY, "its list of members is too long")
        return super().read(size)


@contextmanager
def _as_error(part: str) -> Iterator[None]:
    """Whatever a damaged zip ends in, as PackageError. An error of the drive stays what it is."""
    try:
        yield
    except _BROKEN as error:
        raise PackageError(Reason.DAMAGED, str(error), part=part) from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # of bz2, and of a place that no file has
            raise
        raise PackageError(Reason.DAMAGED, str(error), part=part) from error
