"""A form as an Excel workbook."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages import ways_out
from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import WORKBOOK_FORM
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.excel.opc.detect import AS_XLSX
from ncr_toolkit.excel.opc.package import parse
from ncr_toolkit.excel.patch.workbook_parts import tag, xml
from ncr_toolkit.forms.filling.form_kind import SEVERAL, FormKind
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.xlsx import draft_header
from ncr_toolkit.forms.xlsx.cell_writer import CellWriter
from ncr_toolkit.forms.xlsx.check_boxes import ticked
from ncr_toolkit.forms.xlsx.fill_sheets import SheetFiller
from ncr_toolkit.forms.xlsx.form_book import FormBook, read
from ncr_toolkit.forms.xlsx.formats import Formats
from ncr_toolkit.forms.xlsx.search_sheets import Search
from ncr_toolkit.forms.xlsx.stamps import Stamps, without_print_areas


class ExcelForm(FormKind):
    """An .xlsx or .xlsm, or a template of one: only cells that are filled change, and what shows them."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Raises CannotRun for what is no workbook that may be filled."""
        self.path = path
        self.book: FormBook = read(path, data)
        self._leads_to = _leads_to(self.book)
        self.suffix = ".xlsm" if self.book.has_macros else ".xlsx"

    @property
    def facts(self) -> tuple[str, ...]:
        locked = [sheet.name for sheet in self.book.sheets if sheet.protected]
        return (*self._search.facts, *([SEVERAL] if self.several else []),
                *([f"{_listed(locked)} protected: only cells that are not locked are filled."] if locked else []),
                *(["Its macros stay as they are, and are not run."] if self.book.has_macros else []),
                *(f"Holds {each}, which stays as it is: nothing is fetched." for each in self._leads_to))

    @property
    def several(self) -> bool:
        return bool(self._search.logs or self._search.blocks)

    @property
    def led_out(self) -> tuple[str, ...]:
        """Nothing: formulas may need what leads out of a workbook, and no program here follows it."""
        return ()

    @property
    def places(self) -> list[Place]:
        return self._search.places

    def texts(self) -> Sequence[str]:
        return self.book.texts

    def search(self, words: Vocabulary) -> None:
        self.words = words
        self._search = Search(self.book, words)
        self._search.run()

    def stamped(self, colours: Mapping[int, str], legend: Mapping[str, str]) -> bytes:
        stamps = Stamps(self._search, colours, legend)
        changed, book = stamps.parts(), copy.deepcopy(self.book.book)
        if without_print_areas(book, stamps.cells):
            changed[self.book.package.workbook] = xml(book)
        return self.closed(with_parts(self.book.package.data, {**changed, **self._as_workbook(changed)}))

    def closed(self, content: bytes) -> bytes:
        with open_zip(content, WORKBOOK_FORM) as package:
            parts = {name: package.read(name) for name in package.parts}
        return with_parts(content, ways_out.close(parts).parts)

    def fill(self, answers: Answers, *, draft: bool) -> tuple[bytes, list[Outcome]]:
        book = self.book
        filler = SheetFiller(answers, self.words, self._search, book.package.date1904)
        outcomes = filler.run()
        formats = Formats(copy.deepcopy(book.formats.root))
        changed: dict[str, bytes] = {}
        for sheet in [*book.sheets, *book.hidden]:
            values = filler.values.get(sheet.name, {})
            if not values and not (draft and sheet in book.sheets):
                continue
            own = sheet.copied(formats)
            content = CellWriter(own, book.package.date1904).write(values, filler.fields.get(sheet.name, {}))
            if draft and sheet in book.sheets:
                draft_header.mark(own.root)
                content = xml(own.root)
            changed[sheet.path] = content
        changed |= ticked(book.package, filler.ticked, changed)
        if formats.changed:
            changed[book.formats_part] = formats.packed()
        changed |= {**self._as_workbook(changed), **self._recalculated(changed)}
        return with_parts(book.package.data, changed), outcomes

    def _as_workbook(self, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """The list of contents of what was a template, on top of `changed`."""
        if self.book.kind == self.book.kind_written:
            return {}
        root = parse(self.book.package.name, changed.get(CONTENT_TYPES) or self.book.package.part(CONTENT_TYPES))
        for each in root:
            if each.get("ContentType") == self.book.kind:
                each.set("ContentType", self.book.kind_written)
        return {CONTENT_TYPES: xml(root)}

    def _recalculated(self, changed: dict[str, bytes]) -> dict[str, bytes]:
        """The workbook, told to compute itself when it is opened: formulas may look at cells that were filled."""
        every = [*self.book.sheets, *self.book.hidden]
        if not changed or not any(cell.formula for sheet in every for cell in sheet.cells.values()):
            return {}
        root = copy.deepcopy(self.book.book)
        switch = root.find(tag(root, "calcPr"))
        if switch is None:
            return {}
        switch.set("fullCalcOnLoad", "1")
        return {self.book.package.workbook: xml(root)}


def _listed(names: list[str]) -> str:
    told = " and ".join(f"'{name}'" for name in names)
    return f"The sheets {told} are" if len(names) > 1 else f"The sheet {told} is"


def _leads_to(book: FormBook) -> list[str]:
    """What of a form leads out of it. Every part is read: one that is damaged would go along into what is filled.
    Raises CannotRun."""
    try:
        return ways_out.close({name: book.package.part(name) for name in book.package.members}).told
    except PackageError as error:
        raise CannotRun(f"{book.path} is damaged ({error}); {AS_XLSX}.") from error
