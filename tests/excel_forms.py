"""Excel forms as bodies send them, made for the tests with XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that `fill` has filled."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        fill(made)
    return stream.getvalue()


def grid(*rows: tuple[str | None, ...], widths: tuple[float, ...] = (), lines: bool = True, **sheets) -> bytes:
    """One sheet of texts; None stands for no cell at all, '' for a blank one with lines around."""
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("Form")
        look = made.add_format({"border": int(lines), "text_wrap": True, "valign": "top"})
        for place, width in enumerate(widths or (24,) * max(map(len, rows))):
            sheet.set_column(place, place, width)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text, look)
                elif text is not None and lines:
                    sheet.write_blank(number, place, None, look)
    return book(fill)


def car_form() -> bytes:
    """A corrective action request on one sheet: merged cells, boxes in letters, drop-downs, a part of the auditor."""
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("CAR")
        lists = made.add_worksheet("Lists")
        lists.write_column(0, 0, ["Major NC", "Minor NC", "OFI"])
        lists.hide()
        head = made.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
        name = made.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True, "valign": "top"})
        room = made.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        day = made.add_format({"border": 1, "num_format": "dd/mm/yyyy", "align": "left"})
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 5, 15)
        title = made.add_format({"bold": True, "font_size": 16, "align": "center", "border": 1})
        sheet.merge_range("A1:F1", "CORRECTIVE ACTION REQUEST (CAR)", title)
        for row, (left, right) in enumerate((("CAR No.", "Date raised"), ("Organisation", "Certificate No."),
                                             ("Standard / clause", "Grading")), start=1):
            sheet.write(row, 0, left, name)
            sheet.merge_range(row, 1, row, 2, "", room)
            sheet.write(row, 3, right, name)
            sheet.merge_range(row, 4, row, 5, "", day if right == "Date raised" else room)
        sheet.data_validation("E4", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
        sheet.write(4, 0, "Repeat finding?", name)
        sheet.merge_range("B5:F5", "\u2610 Yes   \u2610 No", room)
        sheet.merge_range("A6:F6", "Part A  Details of nonconformity", head)
        sheet.merge_range("A7:F9", "", room)
        sheet.merge_range("A10:F10", "Part B  To be completed by the organisation", head)
        for row, label in ((10, "Correction"), (12, "Root cause"), (14, "Corrective action")):
            sheet.merge_range(row, 0, row + 1, 0, label, name)
            sheet.merge_range(row, 1, row + 1, 5, "", room)
        sheet.write(16, 0, "Name:", name)
        sheet.merge_range("B17:C17", "", room)
        sheet.write(16, 3, "Signature:", name)
        sheet.merge_range("E17:F17", "", room)
        sheet.merge_range("A18:F18", "Part C  For certification body use only", head)
        sheet.write(18, 0, "Corrective action accepted?", name)
        sheet.merge_range("B19:F19", "\u2610 Yes   \u2610 No", room)
        sheet.write(19, 0, "Auditor", name)
        sheet.merge_range("B20:C20", "", room)
        sheet.write(19, 3, "Date", name)
        sheet.merge_range("E20:F20", "", day)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return book(fill)


def log_form() -> bytes:
    """A list of all findings: the auditor fills column 1 to 3 and the last two, the client columns 4 to 7."""
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("NC log")
        head = made.add_format({"bold": True, "bg_color": "#BDD7EE", "border": 1, "text_wrap": True, "valign": "top"})
        room = made.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write("A1", "Nonconformity log", made.add_format({"bold": True, "font_size": 14}))
        heads = ("NC No.", "Clause", "Nonconformity", "Correction", "Root cause", "Corrective action",
                 "Target date", "Auditor's decision", "Verified by auditor on")
        for place, text in enumerate(heads):
            sheet.write(2, place, text, head)
        rows = (("NC-0", "7.2", "No records of competence", "Done", "Nobody asked", "Matrix"),
                ("NC-1", "8.4", "No test was made"), ("NC-2", "9.2", "No audit"))
        for number in range(8):
            for place in range(len(heads)):
                given = rows[number][place] if number < len(rows) and place < len(rows[number]) else None
                sheet.write(3 + number, place, given, room)
        sheet.set_column(0, 1, 9)
        sheet.set_column(2, 5, 28)
        sheet.set_column(6, 8, 14)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
    return book(fill)


def eight_d_form() -> bytes:
    """An 8D report, in German: sections by steps, tables of rows, a sheet of instructions, unlocked cells only."""
    def fill(made: xlsxwriter.Workbook) -> None:
        told = made.add_worksheet("Anleitung")
        told.write("A1", "Bitte das Blatt '8D' ausf\u00fcllen und zur\u00fccksenden.")
        sheet = made.add_worksheet("8D")
        head = made.add_format({"bold": True, "bg_color": "#C6E0B4", "border": 1})
        name = made.add_format({"border": 1, "bold": True})
        room = made.add_format({"border": 1, "text_wrap": True, "valign": "top", "locked": False})
        day = made.add_format({"border": 1, "num_format": "dd.mm.yyyy", "locked": False})
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, 4, 18)
        sheet.merge_range("A1:E1", "8D-Report", made.add_format({"bold": True, "font_size": 18}))
        pairs = (("Abweichungsnummer", "Lieferant"), ("Titel", "Festgestellt am"))
        for row, (left, right) in enumerate(pairs, start=1):
            sheet.merge_range(row, 0, row, 1, left, name)
            sheet.write_blank(row, 2, None, room)
            sheet.write(row, 3, right, name)
            sheet.write_blank(row, 4, None, day if right.endswith("am") else room)
        row = 4
        for step, title, kind in (("D2", "Problembeschreibung", "text"), ("D3", "Sofortma\u00dfnahmen", "rows"),
                                  ("D4", "Ursachenanalyse", "text"), ("D5", "Abstellma\u00dfnahmen", "rows"),
                                  ("D8", "Abschluss", "sign")):
            sheet.write(row, 0, step, head)
            sheet.merge_range(row, 1, row, 4, title, head)
            row += 1
            if kind == "text":
                sheet.merge_range(row, 0, row + 2, 4, "", room)
                row += 3
            elif kind == "rows":
                for place, label in enumerate(("Nr.", "Ma\u00dfnahme", "Verantwortlich", "Termin", "Erledigt am")):
                    sheet.write(row, place, label, name)
                for number in range(1, 4):
                    sheet.write(row + number, 0, number, name)
                    for place in range(1, 5):
                        sheet.write_blank(row + number, place, None, day if place > 2 else room)
                row += 4
            else:
                sheet.merge_range(row, 0, row, 1, "Unterschrift", name)
                sheet.write_blank(row, 2, None, room)
                sheet.write(row, 3, "Datum", name)
                sheet.write_blank(row, 4, None, day)
        sheet.protect("secret")
    return book(fill)
