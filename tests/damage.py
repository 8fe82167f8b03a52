"""Files as accidents, other programs and attackers leave them: one function damages whatever it is given, by dice."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

ODD = ("", " ", "0", "-1", "1e400", "NaN", "2.5", "99999999999999999999", "9" * 4400, "abc", "A0", "XFD1048577",
       "A1:XFD1048576", "true", "rId999", "../../../etc/passwd", "http://example.org/", "file:///etc/passwd",
       "\u202eabc", "a\u0301\u200b\ufeff", "\U0001f600" * 40, "=1+1", "#REF!", "2026-02-30", "0000-00-00", "9999-12-31",
       "31/12/99", "NC-1", "NC-1; NC-2;;", "{{ finding }}", "{% for x in y %}", "x" * 33_000, "a\nb\tc", "\u00a0",
       "&#0;", "&amp;lt;")
MAIL = ("@", "a@", "a@b@c", "a b@example.org", "ä@müller.de", "a@example.org\nBcc: b@example.org", "<a@example.org>",
        "A, B <a@example.org>; c@example.org", "a" * 400 + "@example.org", "a@" + "b." * 200 + "org", "\u202ea@b.org")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"<>]*)"')
_TEXT = re.compile(rb">([^<>]+)</")
_EMPTY_ELEMENT = re.compile(rb"<[\w:]+(?:\s[^<>]*)?/>")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?>[^<>]*</\1>")

Damage = Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The content with one to three damages: of a zip more often within, where it still opens."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        inside = _opens(content) and dice.random() < 0.9
        content = _members(content, dice) if inside else dice.choice(_BYTES)(content, dice)
    return content


def _opens(content: bytes) -> bool:
    """Whether it is a zip that opens: an earlier damage may have left no more than its end."""
    try:
        zipfile.ZipFile(io.BytesIO(content)).close()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return True


def _flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 3, 30)) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[:dice.randrange(len(content) + 1)]


def _piece_twice(content: bytes, dice: random.Random) -> bytes:
    first, last = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first:]


def _line_gone(content: bytes, dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:(gone := dice.randrange(len(lines) or 1))] + lines[gone + 1:])


def _odd_word(content: bytes, dice: random.Random) -> bytes:
    """Another value for one word, number or quoted text."""
    return _replaced(content, rb'"[^"\n]*"|[\w.-]+', dice, dice.choice(ODD + MAIL).encode(errors="replace"))


def _nothing(content: bytes, dice: random.Random) -> bytes:
    return dice.choice((b"", b"\0" * 40, b"\xff\xfe", b"[" * 9000, b"{}", b"[]", b"null"))


_BYTES: tuple[Damage, ...] = (_flipped, _cut, _piece_twice, _line_gone, _odd_word, _nothing)


def _replaced(content: bytes, pattern: bytes | re.Pattern[bytes], dice: random.Random, new: bytes,
              group: int = 0) -> bytes:
    """The content with one of the places that the pattern finds replaced."""
    places = [found.span(group) for found in re.finditer(pattern, content)]
    if not places:
        return content
    first, last = dice.choice(places)
    return content[:first] + new + content[last:]


# In a package


def _members(content: bytes, dice: random.Random) -> bytes:
    """The package with one of its members damaged, gone, renamed, twice or in the place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        try:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
        except Exception:  # damaged before
            return _flipped(content, dice)
    if not parts:
        return content
    at, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    name, part = parts[at]
    match dice.choice(("xml",) * 12 + ("gone", "renamed", "twice", "swapped", "bytes")):
        case "xml":
            parts[at] = name, _xml(part, dice)
        case "gone":
            del parts[at]
        case "renamed":
            parts[at] = dice.choice((name.upper(), "/" + name, "../" + name, name + "x", name.replace("/", "\\"))), part
        case "twice":
            parts.append((name, _xml(part, dice)))
        case "swapped":
            parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], part)
        case "bytes":
            parts[at] = name, dice.choice(_BYTES)(part, dice)
    return _packed(parts)


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # names that are there twice are meant
        for name, part in parts:
            package.writestr(name, part)
    return stream.getvalue()


def _xml(part: bytes, dice: random.Random) -> bytes:
    """A part that is still XML, mostly, with an attribute, a text or an element made odd, gone or twice."""
    odd = dice.choice(MAIL if dice.random() < 0.2 else ODD).encode("utf-8", "xmlcharrefreplace")
    escaped = odd.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")
    match dice.randrange(6):
        case 0 | 1:
            return _replaced(part, _ATTRIBUTE, dice, escaped, 2)
        case 2:
            return _replaced(part, _TEXT, dice, escaped, 1)
        case 3:
            return _replaced(part, _ATTRIBUTE, dice, b"")
        case 4:
            return _replaced(part, dice.choice((_EMPTY_ELEMENT, _ELEMENT)), dice, b"")
        case _:
            elements = [found.group() for found in re.finditer(_ELEMENT, part)] or [b""]
            return _replaced(part, dice.choice((_EMPTY_ELEMENT, _ELEMENT)), dice, dice.choice(elements) * 2)
