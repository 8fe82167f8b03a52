"""What of a sheet only a person can fill in: lists and boxes that float over it, and cells that are locked.

Form controls of older Excel: ECMA-376 Part 4, 19.4.2.12 (ObjectType); ActiveX: [MS-OFORMS] 2.1 for the class ids; drawn
text boxes: ECMA-376 Part 1, 20.5.2.29.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import Naming
from ncr_toolkit.forms.survey.places import FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.walk import FormSurvey
from ncr_toolkit.forms.xlsx.anchors import corner, middle, shape_number
from ncr_toolkit.forms.xlsx.check_boxes import SHAPE
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet
from ncr_toolkit.forms.xlsx.sheet_grid import Layout, SheetGrid

_KIND = re.compile(rb"""ObjectType=["'](\w+)["']""")
_ANCHOR = re.compile(rb"<x:Anchor>([^<]*)</x:Anchor>")
_ENTRIES = re.compile(rb"<x:FmlaRange>([^<]+)![^<!]+</x:FmlaRange>")
_ID = re.compile(rb"""\bid=["'][^"']*?(\d+)["']""")
_CONTROLS = {b"Drop": "a drop-down list", b"List": "a list to choose from", b"Edit": "a box to type in",
             b"EditBox": "a box to type in", b"Spin": "a spin button", b"Scroll": "a scroll bar"}
_ACTIVE = {"8BD21D10": "a box to type in", "8BD21D20": "a list to choose from", "8BD21D30": "a drop-down list",
           "8BD21D40": "a box to tick", "8BD21D50": "an option button", "8BD21D60": "a toggle button",
           "79176FB0": "a spin button", "DFD181E0": "a scroll bar"}
"""Beginnings of the class ids of the controls in which something is chosen or typed."""
_NAMED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class ByHand:
    """One thing that is not filled, in words, and the cell over which it stands."""

    at: Address
    what: str

    @property
    def why(self) -> str:
        return f"{self.what}; fill it in by hand, in Excel"


def floating(package: WorkbookPackage, path: str) -> list[ByHand]:
    """The controls of the sheet in the part `path` in which something is chosen or typed, but for check boxes and
    options of older Excel, and its blank text boxes."""
    related = relations(package, path)
    shapes = [shape[0] for kind, part in related.values() if kind == "vmlDrawing" and part in package.members
              for shape in SHAPE.finditer(package.raw(part))]
    found = [ByHand(where, f"it is {_CONTROLS[kind[1]]} over the sheet (a form control)") for shape in shapes
             if (kind := _KIND.search(shape)) and kind[1] in _CONTROLS and (where := _place(shape)) is not None]
    return sorted([*found, *_active(package, path, related, shapes), *_drawn(package, related)],
                  key=lambda each: each.at)


def _place(shape: bytes) -> Address | None:
    """The cell in which a shape begins, by its middle height."""
    found = _ANCHOR.search(shape)
    return middle(found[1].decode("ascii", "replace")) if found else None


def _active(package: WorkbookPackage, path: str, related: dict[str, tuple[str, str]],
            shapes: list[bytes]) -> Iterator[ByHand]:
    """The ActiveX controls, each where its shape stands."""
    if not any(kind == "control" for kind, _ in related.values()):
        return
    places = {int(id[1]): where for shape in shapes if (id := _ID.search(shape)) and (where := _place(shape))}
    done = set()
    for each in parse(package.name, package.part(path)).iter("{*}control"):
        kind, part = related.get(each.get(_NAMED, ""), ("", ""))
        number = shape_number(each)
        if kind == "control" and part in package.members and number not in done:  # newer Excel names each twice
            done.add(number)
            known = str(parse(package.name, package.part(part)).xpath("string(@*[local-name()='classid'])"))
            if what := _ACTIVE.get(known.strip("{}")[:8].upper()):
                yield ByHand(places.get(number, Address(0, 0)), f"it is {what} over the sheet (an ActiveX control)")


def _drawn(package: WorkbookPackage, related: dict[str, tuple[str, str]]) -> Iterator[ByHand]:
    """Text boxes in which nothing stands."""
    for kind, part in related.values():
        if kind != "drawing" or part not in package.members:
            continue
        for anchor in parse(package.name, package.part(part)).iterchildren("{*}twoCellAnchor", "{*}oneCellAnchor"):
            box, start = anchor.find("{*}sp"), corner(anchor, "from")
            if box is not None and start is not None and any(
                    each.get("txBox") in ("1", "true") for each in box.iter("{*}cNvSpPr")) \
                    and not any((each.text or "").strip() for each in box.iter("{*}t")):
                yield ByHand(start, "it is a text box over the sheet")


def sources_of(package: WorkbookPackage, path: str) -> Iterator[str]:
    """The folded names of the sheets on which the entries of the sheet's floating lists stand."""
    for kind, part in relations(package, path).values():
        if kind == "vmlDrawing" and part in package.members:
            for found in _ENTRIES.finditer(package.raw(part)):
                yield found[1].decode("utf-8", "replace").strip("'").replace("''", "'").casefold()


@dataclass
class HandPlaces:
    """The places of a form that only a person can fill in."""

    words: Vocabulary
    survey: FormSurvey
    marks: Marks
    floating: Mapping[str, list[ByHand]]  # by the name of the sheet

    def places(self, found: Iterable[tuple[Sheet, Layout, SheetGrid]], known: Iterable[Place]) -> list[Place]:
        """One for each, with the label beside it. `known`: the places that are found already."""
        taken = {place.id.partition(".")[0] for place in known}
        made = []
        for sheet, layout, grid in found:
            cells = {layout.spots[cell.element].area.first: cell for row in grid.cells for cell in row
                     if not cell.continued}
            for each in [*self.floating[sheet.name], *self._locked(sheet, cells)]:
                label = cells.get(_label_of(sheet, each.at) or each.at)
                place = self._place(f"{sheet.name}!{Area(each.at, each.at).ref}", each, label)
                if place.id not in taken:
                    made.append(place)
        return made

    def _locked(self, sheet: Sheet, cells: Mapping[Address, GridCell]) -> Iterator[ByHand]:
        """Where a protected sheet keeps what we have to say from its room."""
        for label, cell in cells.items() if sheet.protected else ():
            seat = self.survey.seats.get(cell.paragraphs[0])
            if seat is not None and not seat.auditor and meaning(cell.said, self.words)[1] \
                    and (where := locked(sheet, label)) is not None:
                yield ByHand(where, "its cell is locked in the protected sheet")

    def _place(self, id: str, found: ByHand, label: GridCell | None) -> Place:
        seat = self.survey.seats.get(label.paragraphs[0]) if label is not None else None
        if label is None or seat is None:
            return Place(FoundBy.FIELD, id, "", why=found.why, id=id)
        meant = Naming(self.words).of(label.said, seat)
        place = Place(FoundBy.FIELD, id, meant.label, meant.names, found.why, id=id)
        locate(place, seat)
        place.mark = self.marks.mark(label.element)
        return place


def locked(sheet: Sheet, label: Address) -> Address | None:
    """The blank cell with lines beside a label, or below it, that a protected sheet keeps from being filled; None where
    there is none."""
    area = sheet.area(label)
    for where in (Address(label.row, area.last.column + 1), Address(area.last.row + 1, label.column)):
        if sheet.blank(where) and sheet.format(where).locked and len(sheet.format(where).lines) >= 3:
            return where
        if not sheet.blank(where) or not sheet.format(where).locked:
            return None
    return None


def _label_of(sheet: Sheet, where: Address) -> Address | None:
    """The text at the left of a cell, else right above it."""
    left = [each for each in sheet.cells if each.row <= where.row <= sheet.area(each).last.row
            and each.column < where.column]
    above = Address(where.row - 1, where.column)
    return max(left, key=lambda each: each.column) if left else above if above in sheet.cells else None
