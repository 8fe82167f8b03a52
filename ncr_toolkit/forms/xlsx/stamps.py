"""Small coloured numbers over the cells of a form, for its picture. They float: no row or column changes for them.

Drawings of sheets: ECMA-376 Part 1, 20.5.2; where a sheet names its drawing: 18.3.1.99; codes of headers: 18.3.1.39.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ncr_toolkit.common.packages.relations import CONTENT_TYPES, RELATIONS, TYPES, relations_part
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations
from ncr_toolkit.excel.patch.sheet_order import put_in_order
from ncr_toolkit.excel.patch.workbook_parts import DOCUMENT, tag, xml
from ncr_toolkit.forms.survey.places import Act, Place
from ncr_toolkit.forms.xlsx.draft_header import before_left
from ncr_toolkit.forms.xlsx.search_sheets import Search
from ncr_toolkit.forms.xlsx.sheet import Sheet, area_of

_MM = 36_000  # English metric units
_LETTER = 1.9  # mm of a common letter
_LINE = 4.6  # mm of a line
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMPTY = f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}"/>'
_STAMP = """<xdr:oneCellAnchor xmlns:xdr="{xdr}" xmlns:a="{a}"><xdr:from><xdr:col>{column}</xdr:col>
<xdr:colOff>{x}</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>{y}</xdr:rowOff></xdr:from>
<xdr:ext cx="{wide}" cy="{high}"/><xdr:sp macro="" textlink=""><xdr:nvSpPr>
<xdr:cNvPr id="{id}" name="ncr place {said}"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></xdr:spPr><xdr:txBody>
<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:p><a:pPr algn="ctr"/><a:r>
<a:rPr lang="en-GB" sz="700" b="1"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>
<a:latin typeface="Arial"/></a:rPr><a:t>{said}</a:t></a:r></a:p></xdr:txBody></xdr:sp>
<xdr:clientData/></xdr:oneCellAnchor>"""


@dataclass
class Stamps:
    """The parts of a workbook with a number over each place."""

    search: Search
    colours: Mapping[int, str]  # "C62828" by the number of the place
    legend: Mapping[str, str]  # what each colour means
    changed: dict[str, bytes] = field(default_factory=dict)
    cells: dict[str, list[Address]] = field(default_factory=dict)  # by sheet: where the numbers stand

    @property
    def package(self) -> WorkbookPackage:
        return self.search.book.package

    def parts(self) -> dict[str, bytes]:
        """The parts that change."""
        for number, sheet in enumerate(self.search.book.sheets):
            there = {place.number: place for place in reversed(self.search.places)
                     if place.number in self.colours and place.id.rpartition("!")[0] == sheet.name}
            root = sheet.copied(self.search.book.formats).root
            if there:
                self._drawn(sheet, root, number, [self._stamp(sheet, place) for place in there.values()])
            if self.legend:
                _fit(root)
                before_left(root, "  ".join(f"&K{colour}\u25a0 {said}" for colour, said in self.legend.items()))
            self.changed[sheet.path] = xml(root)
        return self.changed

    def _stamp(self, sheet: Sheet, place: Place) -> etree._Element:
        where, x, y = self._where(sheet, place)
        self.cells.setdefault(sheet.name, []).append(where)
        column = where.column
        while x > (wide := (sheet.width(column) * 7 + 5) * 0.2646) and column < where.column + 40:
            x, column = x - wide, column + 1
        said = str(place.number)
        return etree.fromstring(_STAMP.format(
            xdr=_XDR, a=_A, column=column, row=where.row, x=int(x * _MM), y=int(y * _MM), id=900_000 + place.number,
            wide=int((1.6 + 1.5 * len(said)) * _MM), high=int(2.9 * _MM), said=said, colour=self.colours[place.number]))

    def _where(self, sheet: Sheet, place: Place) -> tuple[Address, float, float]:
        """The cell in which the answer goes, and how far in it, in mm."""
        search = self.search
        if place.act is Act.ROWS and (rows := search.rows.get(place.mark)):
            first = next((each for each in rows[0] if each.column in place.columns), rows[0][0])
            return search.spots[first.element].spot.area.first, 0.3, 0.3
        if place.act is Act.TICK_CONTROL and place.mark in search.ticks:
            return search.ticks[place.mark].at, 0.0, 0.0
        targets = search.targets.get(place.mark, []) if place.act is not None else []
        if targets and place.act in (Act.LETTERS, Act.TICK_LETTERS):
            spot = targets[0].spot
            cell = sheet.cells.get(spot.area.first)
            lines = cell.text[:spot.start].count("\n") if cell is not None else 0
            return spot.area.first, max(place.letters[0] - spot.added, 0) * _LETTER, lines * _LINE
        if targets:
            return targets[0].spot.area.first, 0.3, 0.3
        area = area_of(place.id.rpartition("!")[2].partition(".")[0])
        return (area.first if area is not None else Address(0, 0)), 0.3, 0.3

    def _drawn(self, sheet: Sheet, root: etree._Element, number: int, stamps: list[etree._Element]) -> None:
        """Put the stamps into the drawing of a sheet, or into one of its own."""
        there = next((part for kind, part in relations(self.package, sheet.path).values()
                      if kind == "drawing" and part in self.package.members), "")
        drawing = parse(self.package.name, self.package.part(there)) if there else etree.fromstring(_EMPTY)
        drawing.extend(stamps)
        part = there or f"{posixpath.dirname(sheet.path)}/../drawings/ncrPlaces{number}.xml"
        part = posixpath.normpath(part)
        self.changed[part] = xml(drawing)
        if not there:
            id = self._related(sheet.path, part)
            self._listed(part)
            named = etree.Element(tag(root, "drawing"))
            named.set(f"{{{DOCUMENT}}}id", id)
            put_in_order(root, named)

    def _related(self, source: str, part: str) -> str:
        """Enter a drawing into the relations of a sheet; gives the id."""
        links, id = self.package.named(relations_part(source)), "rIdNcrPlaces"
        root = parse(self.package.name, self.package.part(links)) if links in self.package.members \
            else etree.fromstring(f'<Relationships xmlns="{RELATIONS}"/>')
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=id, Type=f"{DOCUMENT}/drawing", Target=f"/{part}")
        self.changed[links] = xml(root)
        return id

    def _listed(self, part: str) -> None:
        listed = self.package.named(CONTENT_TYPES)
        root = parse(self.package.name, self.changed.get(listed) or self.package.part(listed))
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=_TYPE)
        self.changed[listed] = xml(root)


def _fit(root: etree._Element) -> None:
    """Let a sheet be as wide as one page, so that labels and places stand on the same."""
    settings = root.find(tag(root, "sheetPr"))
    if settings is None:
        settings = etree.Element(tag(root, "sheetPr"))
        root.insert(0, settings)
    fits = settings.find(tag(root, "pageSetUpPr"))
    if fits is None:
        fits = etree.SubElement(settings, tag(root, "pageSetUpPr"))
    setup = root.find(tag(root, "pageSetup"))
    if fits.get("fitToPage") in ("1", "true") and (setup is None or setup.get("fitToWidth", "1") == "1"):
        return
    fits.set("fitToPage", "1")
    if setup is None:
        setup = etree.Element(tag(root, "pageSetup"))
        put_in_order(root, setup)
    setup.set("fitToWidth", "1")
    setup.set("fitToHeight", "0")


def without_print_areas(book: etree._Element, cells: Mapping[str, list[Address]]) -> bool:
    """Take the print areas away in which some of the cells of their sheet do not stand; whether there were any."""
    names = [each.get("name", "") for each in book.iter("{*}sheet")]
    gone = [each for each in _print_areas(book) if _leaves_out(each, names, cells)]
    for each in gone:
        holder = each.getparent()
        assert holder is not None
        holder.remove(each)
        if not len(holder):
            book.remove(holder)
    return bool(gone)


def _print_areas(book: etree._Element) -> Iterator[etree._Element]:
    return (each for each in list(book.iter("{*}definedName")) if each.get("name") == "_xlnm.Print_Area")


def _leaves_out(area: etree._Element, names: list[str], cells: Mapping[str, list[Address]]) -> bool:
    number = area.get("localSheetId", "")
    here = cells.get(names[int(number)], []) if number.isdecimal() and int(number) < len(names) else []
    parts = [found for each in (area.text or "").split(",") if (found := area_of(each.rpartition("!")[2]))]
    return not all(any(part.holds(where) for part in parts) for where in here)
