"""Ways of writing a workbook that change nothing of what it says: each changes the parts of a package at random."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.packages import MAIN

Parts = dict[str, bytes]
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_XML = (".xml", ".rels")
_TEXT = re.compile(rb">([^<>&]+)<")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"<]*)"')
_TAG = re.compile(rb"<(?![?!/])[^<>]+>")


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def sheets(parts: Parts) -> list[str]:
    return [name for name, content in parts.items() if b"<sheetData" in content]


def _some(parts: Parts, chance: random.Random) -> list[str]:
    """Some parts in XML: most often sheets and the list of texts."""
    names = [name for name in parts if name.endswith(_XML)]
    return chance.sample(names, chance.randint(1, min(6, len(names))))


def _once(content: bytes, pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes],
          chance: random.Random, most: int = 30) -> bytes:
    """Some of the places where a pattern is found, changed; the first tag and the declaration stay."""
    start = content.find(b">", content.find(b"<", content.find(b"?>") + 1)) + 1
    found = list(pattern.finditer(content, start))
    for each in sorted(chance.sample(found, min(most, len(found))), key=lambda each: -each.start()):
        content = content[:each.start()] + change(each) + content[each.end():]
    return content


def renamed(parts: Parts, chance: random.Random) -> None:
    """A part of the workbook under another name, and everything that leads to it."""
    name = chance.choice([name for name in parts if name.startswith("xl/") and name.endswith(".xml")])
    folder, _, file = name.rpartition("/")
    other = chance.choice([f"workbook{chance.randint(2, 99)}.xml", f"part {chance.randint(1, 99)}.xml", "TEXTS.xml"])
    parts[f"{folder}/{other}"] = parts.pop(name)
    if (own := f"{folder}/_rels/{file}.rels") in parts:
        parts[f"{folder}/_rels/{other}.rels"] = parts.pop(own)
    address = other.replace(" ", "%20").encode()
    for each in [each for each in parts if each.endswith(".rels")]:
        parts[each] = re.sub(rb'(Target="(?:[^"]*/)?)' + re.escape(file.encode()) + b'"', rb"\g<1>" + address + b'"',
                             parts[each])
    parts[_TYPES] = parts[_TYPES].replace(f'"/{name}"'.encode(), f'"/{folder}/'.encode() + address + b'"')


def other_case(parts: Parts, chance: random.Random) -> None:
    """Names in the zip in other letters than in the relations."""
    for name in chance.sample(list(parts), chance.randint(1, len(parts))):
        parts[chance.choice((str.upper, str.lower, str.swapcase))(name)] = parts.pop(name)


def other_slashes(parts: Parts, chance: random.Random) -> None:
    for name in chance.sample(list(parts), chance.randint(1, len(parts))):
        parts[chance.choice(("/", "")) + name.replace("/", chance.choice("/\\"))] = parts.pop(name)


def roundabout(parts: Parts, chance: random.Random) -> None:
    """Targets from the root, or by way of folders."""
    name = "xl/_rels/workbook.xml.rels"
    if name in parts:
        way = chance.choice((b"/xl/", b"../xl/", b"./", b"worksheets/../", b"/xl/./theme/../"))
        parts[name] = re.sub(rb'Target="(?=[a-z])', b'Target="' + way, parts[name])


def stale_texts(parts: Parts, chance: random.Random) -> None:
    """The list of texts under another name, and under the customary one another list."""
    texts = parts.get("xl/sharedStrings.xml")
    if texts is None:
        return
    parts["xl/texts.xml"] = texts
    parts["xl/sharedStrings.xml"] = re.sub(rb">[^<>]{2,}</t>", b">Major</t>", texts)
    for name in ("xl/_rels/workbook.xml.rels", _TYPES):
        parts[name] = parts[name].replace(b"sharedStrings.xml", b"texts.xml")


def utf16(parts: Parts, chance: random.Random) -> None:
    for name in _some(parts, chance):
        text = re.sub(r"^\ufeff?<\?xml.*?\?>\s*", "", parts[name].decode("utf-8-sig"))
        mark = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>'
        parts[name] = (mark + text).encode(chance.choice(("utf-16", "utf-16-be", "utf-16-le"))) \
            if chance.random() < 0.5 else (mark + text).encode("utf-16")


def latin(parts: Parts, chance: random.Random) -> None:
    for name in _some(parts, chance):
        text = re.sub(r"^\ufeff?<\?xml.*?\?>\s*", "", parts[name].decode("utf-8-sig"))
        parts[name] = ('<?xml version="1.0" encoding="iso-8859-1"?>' + text).encode("iso-8859-1", "xmlcharrefreplace")


def prefixed(parts: Parts, chance: random.Random) -> None:
    """The namespace of a part under a prefix."""
    names = [name for name in parts if name.endswith(_XML) and b'xmlns="' + MAIN.encode() + b'"' in parts[name][:600]
             and b'xmlns="' not in parts[name][600:]]
    for name in chance.sample(names, min(len(names), chance.randint(1, 4))):
        prefix = chance.choice((b"x:", b"main:", b"ns-0:", b"a.b:"))
        content = re.sub(rb"<(/?)(?=[A-Za-z][A-Za-z0-9]*[\s/>])", rb"<\1" + prefix, parts[name])
        parts[name] = content.replace(b'xmlns="' + MAIN.encode(), b"xmlns:" + prefix[:-1] + b'="' + MAIN.encode(), 1)


def comments(parts: Parts, chance: random.Random) -> None:
    remark = chance.choice((b"<!-- a remark -->", b'<!--<c r="A5" t="s"><v>3</v></c></sheetData>-->', b"<?pi some?>"))
    for name in _some(parts, chance):
        if chance.random() < 0.5:
            parts[name] = _once(parts[name], _TEXT, lambda each: each[0][:2] + b"<!--x-->" + each[0][2:], chance)
        parts[name] = _once(parts[name], re.compile(rb"(?<=>)(?=<)"), lambda _: remark, chance)


def cdata(parts: Parts, chance: random.Random) -> None:
    for name in _some(parts, chance):
        parts[name] = _once(parts[name], _TEXT, lambda each: b"><![CDATA[" + each[1] + b"]]><", chance)


def references(parts: Parts, chance: random.Random) -> None:
    """Characters by their number."""
    def change(each: re.Match[bytes]) -> bytes:
        text = each[1].decode("utf-8")
        place = chance.randrange(len(text))
        number = chance.choice((f"&#{ord(text[place])};", f"&#x{ord(text[place]):X};"))
        return f">{text[:place]}{number}{text[place + 1:]}<".encode()

    for name in _some(parts, chance):
        parts[name] = _once(parts[name], _TEXT, change, chance)


def attributes(parts: Parts, chance: random.Random) -> None:
    """Other quotes, another order, other blanks."""
    def change(each: re.Match[bytes]) -> bytes:
        head, close = re.match(rb"<[\w:.-]+", each[0])[0], b"/>" if each[0].endswith(b"/>") else b">"
        pairs = _ATTRIBUTE.findall(each[0])
        chance.shuffle(pairs)
        quote = b"'" if chance.random() < 0.5 and not any(b"'" in value for _, value in pairs) else b'"'
        blank = chance.choice((b" ", b"\n", b"  ", b"\t"))
        return head + b"".join(blank + name + b"=" + quote + value + quote for name, value in pairs) + close

    for name in _some(parts, chance):
        parts[name] = _once(parts[name], _TAG, change, chance)


def no_places(parts: Parts, chance: random.Random) -> None:
    """Cells without a place that follow the one before, in rows from A on without a gap."""
    for name in chance.sample(sheets(parts), 2):
        for row in list(re.finditer(rb"<row r=.*?</row>", parts[name], re.DOTALL))[:8]:
            columns = re.findall(rb'<c r="([A-Z]+)', row[0])
            if all(len(each) == 1 and each[0] == 65 + number for number, each in enumerate(columns)):
                parts[name] = parts[name].replace(row[0], re.sub(rb'<c r="[A-Z]+[0-9]+"', b"<c", row[0]))


def disorder(parts: Parts, chance: random.Random) -> None:
    """Cells of a row, and rows of a sheet, in another order."""
    for name in chance.sample(sheets(parts), 2):
        def turned(row: re.Match[bytes]) -> bytes:
            cells = re.findall(rb"<c [^>]*/>|<c .*?</c>", row[2], re.DOTALL)
            chance.shuffle(cells)
            return row[1] + b"".join(cells) + b"</row>"

        parts[name] = _once(parts[name], re.compile(rb"(<row [^>]*[^/>]>)(.*?)</row>", re.DOTALL), turned, chance, 3)
        if chance.random() < 0.5:
            rows = re.search(rb"<sheetData>(.*)</sheetData>", parts[name], re.DOTALL)
            each = re.findall(rb"<row [^>]*/>|<row .*?</row>", rows[1], re.DOTALL) if rows else []
            chance.shuffle(each)
            if rows:
                parts[name] = parts[name].replace(rows[1], b"".join(each))


def blanks(parts: Parts, chance: random.Random) -> None:
    """Blanks round numbers, and lines between elements."""
    for name in chance.sample(sheets(parts), 2):
        parts[name] = _once(parts[name], re.compile(rb"<v>([0-9.]+)</v>"),
                            lambda each: b"<v> " + each[1] + b"\n</v>", chance)
        parts[name] = _once(parts[name], re.compile(rb"(?<=</c>)(?=<)"), lambda _: b"\r\n  ", chance)


def exponents(parts: Parts, chance: random.Random) -> None:
    for name in chance.sample(sheets(parts), 2):
        parts[name] = _once(parts[name], re.compile(rb'(<c r="[A-Z0-9]+"(?: s="[0-9]+")?>)<v>([1-9][0-9]{1,8})</v>'),
                            lambda each: each[1] + b"<v>" + f"{int(each[2]) / 10:.1f}E+01".encode() + b"</v>", chance)


def inline(parts: Parts, chance: random.Random) -> None:
    """Texts of the common list that stand in their cells, in runs."""
    texts = re.findall(rb"<si>(.*?)</si>", parts.get("xl/sharedStrings.xml", b""), re.DOTALL)

    def change(each: re.Match[bytes]) -> bytes:
        text = texts[int(each[2])]
        if chance.random() < 0.5 and text.count(b"<t") == 1 and b"<r>" not in text:
            text = b"<r><rPr><b/></rPr>" + text + b"</r>"
        if chance.random() < 0.3:
            text += b'<rPh sb="0" eb="1"><t>spoken</t></rPh><phoneticPr fontId="1"/>'
        return each[1] + b't="inlineStr"><is>' + text + b"</is></c>"

    for name in chance.sample(sheets(parts), 3) if texts else ():
        parts[name] = _once(parts[name], re.compile(rb'(<c r="[A-Z0-9]+"(?: s="[0-9]+")? )t="s"><v>([0-9]+)</v></c>'),
                            change, chance, 60)


REWRITINGS = (renamed, other_case, other_slashes, roundabout, stale_texts, utf16, latin, prefixed, comments, cdata,
              references, attributes, no_places, disorder, blanks, exponents, inline)
_LAST = (stale_texts, utf16, latin, other_case, other_slashes)
"""What must come after all others, which look for parts by name and change them as bytes."""


def rewritten(parts: Parts, seed: int) -> tuple[list[str], bytes]:
    """The names of one to three rewritings, and the package that they make."""
    chance, parts = random.Random(seed), dict(parts)
    chosen = chance.sample(REWRITINGS, chance.randint(1, 3))
    chosen.sort(key=lambda each: _LAST.index(each) if each in _LAST else -1)
    if utf16 in chosen and latin in chosen:
        chosen.remove(latin)
    for each in chosen:
        each(parts, chance)
    return [each.__name__ for each in chosen], packed(parts)
