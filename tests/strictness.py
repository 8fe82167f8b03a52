"""What makes Excel offer to repair a workbook, and no schema tells: references, names, counts and order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)$")


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with the package, in words; empty where nothing is."""
    package = zipfile.ZipFile(io.BytesIO(data))
    return [fault for look in (_members, _relations, _workbook, _sheets) for fault in look(package)]


def _parse(package: zipfile.ZipFile, name: str):
    return etree.fromstring(package.read(name))


def _members(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    yield from (f"{name} stands in the package twice" for name in _twice(names))
    types = _parse(package, "[Content_Types].xml")
    parts = [each.get("PartName") for each in types if each.get("PartName")]
    endings = {each.get("Extension", "").lower() for each in types}
    yield from (f"{part} has a type and is not there" for part in parts if part.lstrip("/") not in names)
    yield from (f"{name} has no type" for name in names if f"/{name}" not in parts and name != "[Content_Types].xml"
                and name.rpartition(".")[2].lower() not in endings)


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part by id: kind and target; '' for a place outside."""
    path = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
    if path not in package.namelist():
        return {}
    found = {}
    for each in _parse(package, path):
        inside = each.get("TargetMode") != "External"
        target = posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), each.get("Target"))).lstrip("/")
        found[each.get("Id")] = (each.get("Type").rpartition("/")[2], target if inside else "")
    return found


def _relations(package: zipfile.ZipFile) -> Iterator[str]:
    for name in [each for each in package.namelist() if each.endswith(".xml") and "/_rels/" not in each]:
        known = _targets(package, name)
        yield from (f"{name} leads to {target}, which is not there" for kind, target in known.values()
                    if target and target not in package.namelist())
        used = {value for each in _parse(package, name).iter() if isinstance(each.tag, str)
                for key, value in each.attrib.items() if key.startswith(REL)}
        yield from (f"{name} uses the relation {id}, which it does not have" for id in used - known.keys())


def _workbook(package: zipfile.ZipFile) -> Iterator[str]:
    book = _parse(package, "xl/workbook.xml")
    sheets = [each.get("name") for each in book.iter(f"{MAIN}sheet")]
    yield from (f"the sheet name {name!r} is not allowed" for name in sheets
                if not name or len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name[0] == "'" or name[-1] == "'")
    yield from (f"two sheets have the number {number}"
                for number in _twice(each.get("sheetId") for each in book.iter(f"{MAIN}sheet")))
    if all(each.get("state", "visible") != "visible" for each in book.iter(f"{MAIN}sheet")):
        yield "every sheet is hidden"
    yield from (f"the name {each.get('name')} belongs to sheet {each.get('localSheetId')}, which is not there"
                for each in book.iter(f"{MAIN}definedName") if int(each.get("localSheetId", "0")) >= len(sheets))
    yield from (f"two sheets are called {name}" for name in _twice(map(str.casefold, sheets)))
    yield from (f"the name {name} is defined twice" for name, _ in _twice(
        (each.get("name", "").casefold(), each.get("localSheetId")) for each in book.iter(f"{MAIN}definedName")))
    for each in book.iter(f"{MAIN}definedName"):
        text = each.text or ""
        if not text or "#REF!" in text or not re.match(r"(_xlnm\.)?[A-Za-z_\\][\w.\\]*$", each.get("name", "")):
            yield f"the name {each.get('name')} refers to {text or 'nothing'}"
        for quoted, plain in re.findall(r"(?:'((?:[^']|'')+)'|\b([A-Za-z_]\w*))!", text):
            if (quoted.replace("''", "'") or plain) not in sheets:
                yield f"the name {each.get('name')} leads to the sheet {quoted or plain}, which is not there"


def _sheets(package: zipfile.ZipFile) -> Iterator[str]:
    styles = _parse(package, "xl/styles.xml")
    looks = len(styles.find(f"{MAIN}cellXfs"))
    dxfs = len(styles.find(f"{MAIN}dxfs") if styles.find(f"{MAIN}dxfs") is not None else ())
    for each in styles.iter():
        if each.get("count") and int(each.get("count")) != len(each):
            yield f"styles: {etree.QName(each).localname} counts {each.get('count')} and holds {len(each)}"
    texts: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        texts = ["".join(each.itertext())
                 for each in _parse(package, "xl/sharedStrings.xml").iterchildren(f"{MAIN}si")]
    tables: list[tuple[str, str]] = []
    for kind, path in _targets(package, "xl/workbook.xml").values():
        if kind == "worksheet":
            sheet = _parse(package, path)
            cells = {cell.get("r"): cell for cell in sheet.iter(f"{MAIN}c")}
            yield from (f"{path}: {fault}" for fault in _cells(sheet, looks, len(texts)))
            yield from (f"{path}: {fault}" for fault in _rules(sheet, dxfs))
            areas = []
            for kind_of, target in _targets(package, path).values():
                if kind_of == "table":
                    table = _parse(package, target)
                    tables.append((table.get("id"), table.get("name")))
                    areas.append(table.get("ref"))
                    yield from (f"{target}: {fault}" for fault in _table(table, cells, texts))
            joined = [each.get("ref") for each in sheet.iter(f"{MAIN}mergeCell")]
            yield from (f"{path}: {one} is merged within the table {two}" for one in joined for two in areas
                        if _overlap(one, two))
            yield from (f"{path}: the tables {one} and {two} overlap" for one, two in combinations(areas, 2)
                        if _overlap(one, two))
            yield from (f"{path}: an auto filter of its own beside a table's" for _ in sheet.iter(f"{MAIN}autoFilter")
                        if areas)
    names = {each.get("name", "").casefold() for each in _parse(package, "xl/workbook.xml").iter(f"{MAIN}definedName")}
    yield from (f"{name} is the name of a table and of an area" for _, name in tables if name.casefold() in names)
    for place, word in ((0, "number"), (1, "name")):
        yield from (f"two tables have the {word} {value}" for value in
                    _twice(table[place].casefold() for table in tables))


def _twice(values) -> list:
    return [value for value, count in Counter(values).items() if count > 1]


def _spot(reference: str) -> tuple[int, int]:
    letters, row = CELL.match(reference).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(row), column


def _cells(sheet, looks: int, shared: int) -> Iterator[str]:
    rows = [int(row.get("r")) for row in sheet.iter(f"{MAIN}row")]
    yield from (f"row {two} comes after row {one}" for one, two in pairwise(rows) if two <= one)
    for row in sheet.iter(f"{MAIN}row"):
        if float(row.get("ht", "0")) > 409.5:
            yield f"row {row.get('r')} is higher than Excel bears"
        spots = [_spot(cell.get("r")) for cell in row]
        yield from (f"cells of row {row.get('r')} are in disorder" for one, two in pairwise(spots) if two <= one)
        yield from (f"a cell of row {spot[0]} stands in row {row.get('r')}" for spot in spots
                    if spot[0] != int(row.get("r")))
        if row.get("s") and int(row.get("s")) >= looks:
            yield f"row {row.get('r')} has a format that is not there"
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.findtext(f"{MAIN}v")
        if int(cell.get("s", "0")) >= looks:
            yield f"{cell.get('r')} has a format that is not there"
        if cell.get("t") == "s" and int(value) >= shared:
            yield f"{cell.get('r')} has a text that is not there"
        if cell.get("t") in (None, "n") and value:
            float(value)
    yield from (f"{cell.get('r')} holds more than 32,767 characters" for cell in sheet.iter(f"{MAIN}c")
                if len("".join(cell.itertext())) > 32_767)
    columns = [(int(each.get("min")), int(each.get("max"))) for each in sheet.iter(f"{MAIN}col")]
    yield from (f"the columns {two} come after {one}" for one, two in pairwise(columns) if two[0] <= one[1])
    yield from (f"column {each.get('min')} has a format that is not there" for each in sheet.iter(f"{MAIN}col")
                if int(each.get("style", "0")) >= looks)
    merged = [each.get("ref") for each in sheet.iter(f"{MAIN}mergeCell")]
    yield from (f"the merged cells {one} and {two} overlap" for one, two in combinations(merged, 2)
                if _overlap(one, two))


def _overlap(one: str, two: str) -> bool:
    (top, left), (bottom, right) = _corners(one)
    (above, west), (below, east) = _corners(two)
    return top <= below and above <= bottom and left <= east and west <= right


def _corners(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    first, _, last = area.partition(":")
    return _spot(first), _spot(last or first)


def _rules(sheet, dxfs: int) -> Iterator[str]:
    for rule in sheet.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId") and int(rule.get("dxfId")) >= dxfs:
            yield "a colour rule has a format that is not there"
        if rule.get("type") == "expression" and not (rule.findtext(f"{MAIN}formula") or "").strip():
            yield "a colour rule has no formula"
    most = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
    taken: list[str] = []
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        yield from (f"{rule.get('sqref')}: {name} has more than {limit} characters" for name, limit in most.items()
                    if len(rule.get(name, "").replace("_x000a_", " ")) > limit)
        formula = rule.findtext(f"{MAIN}formula1") or ""
        if rule.get("type") == "list" and (not formula or len(formula) > 255):
            yield f"{rule.get('sqref')}: a list of {len(formula)} characters"
        yield from (f"{rule.get('sqref')}: a formula of more than 255 characters" for place in ("formula1", "formula2")
                    if len(rule.findtext(f"{MAIN}{place}") or "") > 255)
        taken += rule.get("sqref").split()
    yield from (f"two validations at {one} and {two}" for one, two in combinations(taken, 2) if _overlap(one, two))
    for holder in sheet.iter(f"{MAIN}dataValidations", f"{MAIN}mergeCells", f"{MAIN}tableParts"):
        if holder.get("count") and int(holder.get("count")) != len(holder):
            yield f"{etree.QName(holder).localname} counts {holder.get('count')} and holds {len(holder)}"
    if sum(1 for _ in sheet.iter(f"{MAIN}hyperlink")) > 65_530:
        yield "more links than Excel bears"
    for link in sheet.iter(f"{MAIN}hyperlink"):
        if not link.get(f"{REL}id") and not link.get("location"):
            yield f"the link at {link.get('ref')} leads nowhere"


def _table(table, cells, texts: list[str]) -> Iterator[str]:
    columns = [column.get("name") for column in table.iter(f"{MAIN}tableColumn")]
    yield from (f"two columns are called {name}" for name in _twice(map(str.casefold, columns)))
    (top, left), (bottom, right) = _corners(table.get("ref"))
    if right - left + 1 != len(columns) or bottom <= top:
        yield f"{table.get('ref')} is not the area of {len(columns)} columns"
    at = {_spot(reference): cell for reference, cell in cells.items()}
    for place, name in enumerate(columns):
        cell = at.get((top, left + place))
        shown = None if cell is None else _text(cell, texts)
        if shown != name:
            yield f"the header of column {name!r} is {shown!r}"


def _text(cell, texts: list[str]) -> str | None:
    if cell.get("t") == "s":
        number = int(cell.findtext(f"{MAIN}v"))
        return texts[number] if number < len(texts) else None
    inline = cell.find(f"{MAIN}is")
    return cell.findtext(f"{MAIN}v") if inline is None else "".join(inline.itertext())
