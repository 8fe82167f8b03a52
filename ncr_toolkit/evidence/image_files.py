"""What pictures and videos tell beside what one sees: where, when, with which camera, by whom.

Tags as in TIFF 6.0 and Exif (CIPA DC-008); 0x9C9B to 0x9C9D are Windows' own. Chunks as in the PNG specification (W3C).
The place in a video is written as ISO 6709 has it, in user data of QuickTime files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import PHOTO, VIDEO, EvidenceNote, Topic, damaged
from ncr_toolkit.evidence.xml_texts import shown, xmp

HEAD = 16 * 1024 * 1024
ENDS = 2 * 1024 * 1024
LARGEST_EXIF = 1024 * 1024
MOST_POINTS = 1_000_000_000
_GPS, _DETAILS = 0x8825, 0x8769  # the directories of Exif: GPS, and its own
_PEOPLE = (  # Artist, XPAuthor, Copyright, CameraOwnerName
    (0x013B, "artist"), (0x9C9D, "author"), (0x8298, "copyright"), (0xA430, "camera of"))
_REMARKS = (0x010E, 0x9C9B, 0x9C9C, 0x9286)  # ImageDescription, XPTitle, XPComment, UserComment
_TAKEN = (0x9003, 0x0132)  # DateTimeOriginal, DateTime
_CAMERA, _SERIAL = (0x010F, 0x0110), 0xA431  # Make and Model, BodySerialNumber
_PLACE = ((2, 4), ((1, "N"), (3, "E")))  # GPSLatitude and GPSLongitude, and what each is counted from
_LOCATION = re.compile(rb"([+-]\d{1,2}\.\d+)([+-]\d{1,3}\.\d+)(?:[+-]\d+\.\d+)?(?:CRS[\w]+)?/")


def picture_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about a JPEG, PNG, TIFF, WebP or GIF. The picture itself is never unpacked."""
    from PIL import Image

    with path.open("rb") as file:
        large = path.stat().st_size > HEAD
        stream: BinaryIO = io.BytesIO(file.read(HEAD)) if large else file
        try:
            with _large_ones(Image), Image.open(stream) as image:
                exif, packet = _facts(image, stream)
        except Image.DecompressionBombError:
            yield EvidenceNote(Level.WARNING, Topic.ARCHIVE, "claims to be a picture of more points than programs open",
                               "Open it once; if that fails, take a smaller copy.")
            return
        except Exception:
            yield damaged("no picture can be read from it")
            return
        yield from exif_notes(exif)
        yield from _packet_notes(packet, known=bool(exif))


@contextmanager
def _large_ones(library: Any) -> Iterator[None]:
    """Phones take pictures of 200 million points, which the library refuses to unpack; here nothing is unpacked."""
    most, library.MAX_IMAGE_PIXELS = library.MAX_IMAGE_PIXELS, MOST_POINTS // 2  # it refuses from twice as many on
    try:
        yield
    finally:
        library.MAX_IMAGE_PIXELS = most


def _facts(image: Any, stream: BinaryIO) -> tuple[Any, bytes]:
    """The EXIF block and the XMP packet of an opened picture."""
    from PIL import Image

    if image.format != "PNG":  # for others it is read with the head; of a PNG the whole picture would be unpacked
        packet = image.info.get("xmp", b"")
        return image.getexif(), packet if isinstance(packet, bytes) else str(packet).encode()
    exif, found = Image.Exif(), png_chunks(stream)
    if b"eXIf" in found:
        exif.load(found[b"eXIf"])
    text = found.get(b"iTXt", b"")
    return exif, text[text.find(b"<x:xmpmeta"):] if b"<x:xmpmeta" in text else b""


def png_chunks(stream: BinaryIO) -> dict[bytes, bytes]:
    """The small chunks of a PNG by kind; the picture's own are skipped."""
    stream.seek(8)
    found: dict[bytes, bytes] = {}
    for _ in range(10_000):
        head = stream.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            break
        size = int.from_bytes(head[:4], "big")
        if head[4:] in (b"eXIf", b"iTXt") and size <= LARGEST_EXIF:
            found[head[4:]] = found.get(head[4:], b"")[:LARGEST_EXIF] + stream.read(size)
            stream.seek(4, 1)
        else:
            stream.seek(size + 4, 1)
    return found


def hidden_exif_notes(path: Path) -> Iterator[EvidenceNote]:
    """The same for pictures that are not opened here (HEIC of phones): their EXIF block is found by its beginning."""
    from PIL import Image

    with path.open("rb") as stream:
        content = stream.read(HEAD)
    for found in islice(re.finditer(rb"Exif\0\0(?=II\*\0|MM\0\*)", content), 5):
        exif = Image.Exif()
        try:
            exif.load(content[found.start():found.start() + LARGEST_EXIF])
        except Exception:  # any bytes at all may stand there
            continue
        yield from exif_notes(exif)
        return


def exif_notes(exif: Any) -> Iterator[EvidenceNote]:
    """The facts of an EXIF block."""
    details, place = _part(exif, _DETAILS), _part(exif, _GPS)
    every = {**dict(exif), **details}
    if where := _place(place):
        yield EvidenceNote(Level.WARNING, Topic.PLACE, f"holds the place where it was taken ({where})", PHOTO)
    elif place:
        yield EvidenceNote(Level.INFO, Topic.PLACE, "holds data of a satellite receiver, but no place that can be read",
                           PHOTO)
    if people := [f"{word} {text}" for tag, word in _PEOPLE if (text := _text(every.get(tag)))]:
        yield EvidenceNote(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(people)}", PHOTO)
    camera = " ".join(text for tag in _CAMERA if (text := _text(every.get(tag))))
    serial = _text(every.get(_SERIAL))
    if camera or serial:
        yield EvidenceNote(Level.INFO, Topic.DEVICE, f"names the camera: {camera or 'unknown'}"
                           f"{f', serial number {serial}' if serial else ''}", PHOTO)
    if remarks := [text for tag in _REMARKS if (text := _text(every.get(tag)))]:
        yield EvidenceNote(Level.INFO, Topic.COMMENTS, f"holds a remark: '{shown(' / '.join(remarks))}'", PHOTO)
    if taken := next((text for tag in _TAKEN if (text := _text(every.get(tag)))), ""):
        yield EvidenceNote(Level.INFO, Topic.TIME, f"holds the time it was taken ({_time(taken)})", PHOTO)


def _part(exif: Any, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:
        return {}


def _text(value: Any) -> str:
    """A value of EXIF as text; '' for what is none."""
    if isinstance(value, (bytes, tuple)):
        raw = value if isinstance(value, bytes) else bytes(n for n in value if isinstance(n, int) and 0 <= n < 256)
        if raw[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
            raw = raw[8:]
        wide = raw[1::2].count(0) > len(raw) // 4
        value = raw.decode("utf-16-le" if wide else "utf-8", "replace")
    text = str(value or "").strip("\0 \n")
    return shown(text) if any(sign.isalnum() for sign in text) and "\ufffd" not in text else ""


def _time(text: str) -> str:
    """2026:05:02 14:03:11 as people write it."""
    found = re.match(r"(\d{4}):(\d\d):(\d\d)(.*)", text)
    return f"{found[1]}-{found[2]}-{found[3]}{found[4]}" if found else text


def _place(gps: dict[int, Any]) -> str:
    """"38.7 N, 9.1 W"; '' where there is none."""
    try:
        values = [sum(float(part) / 60 ** power for power, part in enumerate(gps[tag])) for tag in _PLACE[0]]
        north, east = (str(gps.get(tag, default)).strip("\0 ") for tag, default in _PLACE[1])
    except Exception:
        return ""
    if any(not 0 <= abs(value) <= 180 for value in values) or not any(values):
        return ""
    return f"{abs(values[0]):.1f} {north}, {abs(values[1]):.1f} {east}"


def _packet_notes(packet: bytes, *, known: bool) -> Iterator[EvidenceNote]:
    """What an XMP packet says, where no EXIF block has said it."""
    found = xmp(packet) if packet and not known else {}
    if found.get("place"):
        yield EvidenceNote(Level.WARNING, Topic.PLACE,
                           f"holds the place where it was taken ({', '.join(found['place'][:3])})",
                           PHOTO)
    if people := found.get("author", []) + found.get("owner", []):
        yield EvidenceNote(Level.INFO, Topic.PEOPLE, f"names people or a camera: {', '.join(people[:3])}", PHOTO)


def video_notes(path: Path) -> Iterator[EvidenceNote]:
    """The place of a video of a phone; it stands at the beginning or the end."""
    with path.open("rb") as stream:
        content = stream.read(ENDS)
        size = path.stat().st_size
        if size > ENDS:
            stream.seek(max(size - ENDS, ENDS))
            content += stream.read(ENDS)
    marks = [content.find(mark) for mark in (b"\xa9xyz", b"location.ISO6709")]
    for found in _LOCATION.finditer(content) if max(marks) >= 0 else ():
        north, east = float(found[1]), float(found[2])
        where = f"{abs(north):.1f} {'N' if north >= 0 else 'S'}, {abs(east):.1f} {'E' if east >= 0 else 'W'}"
        yield EvidenceNote(Level.WARNING, Topic.PLACE, f"holds the place where it was taken ({where})", VIDEO)
        return
