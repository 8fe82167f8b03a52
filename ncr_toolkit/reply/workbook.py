"""An Excel form that came back, opened to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.text import short
from ncr_toolkit.excel.opc.package import parse, relations
from ncr_toolkit.forms.xlsx.form_book import FormBook, read

_NOTES = {"comments": "comment", "threadedComment": "threadedComment"}
"""Parts with what people note at cells (ECMA-376 Part 1, 18.7; [MS-XLSX] 2.6.205), and their elements."""


@dataclass
class ReturnedWorkbook:
    """A workbook that came back: never a response of ours, which is a Word document."""

    path: Path
    body: FormBook

    @property
    def shape(self) -> Sequence[str]:
        """What makes it the same form as the blank one."""
        return self.body.texts

    @property
    def remarks(self) -> list[str]:
        """Comments and the texts of drawn boxes, which stand in no cell and are read by nobody but a person."""
        return [f"{what} says {short(said)}" for what, said in self._noted() if said]

    def _noted(self) -> Iterator[tuple[str, str]]:
        package = self.body.package
        for sheet in self.body.sheets:
            for kind, part in relations(package, sheet.path).values():
                if part not in package.members or kind not in (*_NOTES, "drawing"):
                    continue
                root = parse(package.name, package.part(part))
                if kind in _NOTES:
                    for each in root.iter(f"{{*}}{_NOTES[kind]}"):
                        yield f"a comment at {sheet.name}!{each.get('ref', '')}", _said(each)
                    continue
                for each in root.iter("{*}sp"):
                    shown = each.find("{*}nvSpPr/{*}cNvPr")
                    if shown is None or shown.get("hidden") not in ("1", "true"):  # of a check box, which is read
                        yield f"a text box on the sheet '{sheet.name}'", _said(each)


def _said(holder: etree._Element) -> str:
    return " ".join("".join(each.text or "" for each in holder.iter("{*}t", "{*}text")).split())


def open_workbook(path: Path, data: bytes) -> ReturnedWorkbook:
    """The workbook in `data`. Raises CannotRun, in one sentence, for what is none that can be read."""
    return ReturnedWorkbook(path, read(path, data, to_fill=False))
