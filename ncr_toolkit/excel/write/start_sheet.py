"""The sheet Start here: what the workbook is, where to begin, what to do every month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.text import width_of
from ncr_toolkit.common.translation import ENGLISH, gettext, gettext_noop, pgettext, spoken
from ncr_toolkit.core import model
from ncr_toolkit.core.schema import Record, Step
from ncr_toolkit.excel.write.content import Content, quoted
from ncr_toolkit.excel.write.formats import DARK, DUE_SOON, ENDED, INK, LIGHT, LINK, MARKED, OVERDUE, QUIET, Formats
from ncr_toolkit.excel.write.print_setup import set_page

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "Start here"
TITLES = (NAME, "Dashboard", "Finding card")
"""The pages that the workbook makes by itself, as they are called in English."""
_WIDTHS = (2, 24, 74, 15, 15, 15, 15, 16, 2)
_ONE_LINE = 86
"""So many letters of a text stand on one line of the widest column."""

_ROUTE: tuple[tuple[str, Step, str, tuple[type[Record] | str, ...]], ...] = (
    (gettext_noop("Set up once"), Step.OVERVIEW,
     gettext_noop("Your organisation and its days, the people who own findings, the audits."),
     (model.Settings, model.Person, model.Audit)),
    (Step.LOG, Step.LOG,
     gettext_noop("One row for each finding: the auditor's words, one owner, the two dates of the report."),
     (model.Finding,)),
    (Step.CONTAIN, Step.CONTAIN,
     gettext_noop("What was done at once: limit the harm, put right what was seen."),
     (model.Containment,)),
    (Step.ANALYSE, Step.ANALYSE,
     gettext_noop("Ask why until you reach something you can change; then write the cause down."),
     (model.FiveWhys, model.Bone, model.Probe, model.Cause)),
    (Step.ACT, Step.ACT,
     gettext_noop("For each cause an action with one owner and one date; for each action its proof."),
     (model.Action, model.Evidence)),
    (Step.CLOSE, Step.CLOSE,
     gettext_noop("See whether it worked. For a Major also: the re-audit plan and the sign-off."),
     (model.Effect, model.ReadinessStep, model.SignOff)),
    (Step.KEEP, Step.KEEP,
     gettext_noop("What was learned, which dates moved, what the body replied, which checks were set aside."),
     (model.Lesson, model.Extension, model.Reply, model.Decision, model.CheckSetting)),
    (gettext_noop("See where it stands"), Step.OVERVIEW,
     gettext_noop("The figures of the day, one finding on a page, what the last check found."),
     ("Dashboard", "Finding card", model.Result)),
)
"""The way through the workbook: step, what to do, where."""

_MONTHLY = (
    (gettext_noop("Fill in what happened"),
     gettext_noop("Work done, proof, dates, decisions. The command enters what follows from other cells."),
     "ncr fill {file}"),
    (gettext_noop("Check"),
     gettext_noop("Names every cell that does not fit, in this workbook itself. Close it first."),
     "ncr check {file} --write-back"),
    (gettext_noop("Mend"),
     gettext_noop("Open the workbook: the sheet Check results leads to each cell; those cells are coloured."), ""),
    (gettext_noop("See what is near"),
     gettext_noop("What is overdue, due soon or reopened, Majors first; for the team, owner by owner."),
     "ncr due {file} --by owner"),
    (gettext_noop("Answer"),
     gettext_noop("One Word response for each finding; it says what it still lacks."), "ncr respond {file}"),
    (gettext_noop("Send"),
     gettext_noop("Letter, answers, evidence and a draft of the mail; only what is ready goes in."),
     "ncr package {file}"),
    (gettext_noop("Note that it went out"),
     gettext_noop("Enters the day, the status and the decision of the answers that were sent."),
     "ncr sent {file} --on today"),
    (gettext_noop("Keep it"),
     gettext_noop("All of it at once, compared with last month, reminders too; kept in a folder."),
     "ncr run {file}"),
)
"""The monthly routine: what, why, and the command; without one it is done in the workbook."""

FILE_NAME = "register_file"
_PLACE = f'CELL("filename",{quoted(model.Settings.SHEET.name)}!$A$1)'
_FILE = (f'IFERROR(MID({_PLACE},FIND("[",{_PLACE})+1,FIND("]",{_PLACE})-FIND("[",{_PLACE})-1),IFERROR(TRIM(RIGHT('
         f'SUBSTITUTE(LEFT({_PLACE},FIND("\'#$",{_PLACE})-1),"/",REPT(" ",250)),250)),"{{unsaved}}"))')
"""The name of the workbook's own file, as Excel and as LibreOffice tell where it lies."""
_UNSAVED = "REGISTER.xlsx"

_LEGEND = (
    (OVERDUE, "Overdue", gettext_noop("A deadline has passed; 'Where it stands' gives the days.")),
    (DUE_SOON, "Due soon", gettext_noop("A deadline comes within the days set on the sheet Register.")),
    (ENDED, "Closed", gettext_noop("Closed, withdrawn or done.")),
    (MARKED, "Look here", gettext_noop("The last check found something in this cell; see Check results.")),
    ({"italic": True, "font_color": "#4D4D4D", "bg_color": "#D9D9D9"}, "Computed",
     gettext_noop("A grey heading: fills itself in.")),
)


_NOTES = (
    gettext_noop("ncr is typed in a terminal, in the folder of this file. A click on a cell shows what belongs into "
                 "it, with an example."),
    gettext_noop("You may sort, filter, move, hide and add columns, and add sheets of your own. Leave the hidden first "
                 "row of each sheet as it is: the tool finds its columns by it."),
    gettext_noop("If this workbook behaves oddly: ncr doctor {file} tells what happened to it."))


def write_start(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the page, and name the formula of the file's own name."""
    book.define_name(FILE_NAME, "=" + _FILE.format(unsaved=_UNSAVED))
    sheet.hide_gridlines(2)
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    _head(sheet, content, formats)
    row = _section(sheet, 3, gettext("The way through this workbook"), formats)
    for step in _ROUTE:
        _step(sheet, row, *step, formats=formats)
        row += 1
    row = _section(sheet, row + 1, gettext("Every month"), formats)
    for number, (what, why, command) in enumerate(_MONTHLY, start=1):
        _routine(sheet, row, f"{number}  {gettext(what)}", gettext(why), command, formats=formats)
        row += 1
    row = _section(sheet, row + 1, gettext("What the colours mean"), formats)
    for look, word, meaning in _LEGEND:
        sheet.set_row(row, 18)
        box = formats.get(**{**look, "align": "center", "valign": "vcenter"})
        sheet.write_string(row, 1, pgettext("choice", word), box)
        sheet.write_string(row, 2, gettext(meaning), formats.get(font_color=INK, valign="vcenter", indent=1))
        row += 1
    for row, note in enumerate(_NOTES, start=row + 1):  # noqa: B020 - the row goes on below
        _command(sheet, row, 1, gettext(note), formats.get(italic=True, font_color=QUIET))
    sheet.set_tab_color(DARK[Step.OVERVIEW])
    set_page(sheet, NAME, content)
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _head(sheet: Worksheet, content: Content, formats: Formats) -> None:
    dark = DARK[Step.OVERVIEW]
    for row, height in ((0, 36), (1, 22)):
        sheet.set_row(row, height)
        for column in range(len(_WIDTHS)):
            sheet.write_blank(row, column, None, formats.get(bg_color=dark))
    sheet.write_string(0, 1, gettext("Register of audit findings"),
                       formats.get(bold=True, font_size=22, font_color="#FFFFFF", bg_color=dark, valign="vcenter"))
    pack = content.pack
    sheet.write_string(1, 1, f"{pack.standard}  \u00b7  {pack.title}  \u00b7  "
                       + gettext("clause {number}", number=pack.corrective_action),
                       formats.get(font_color="#FFFFFF", bg_color=dark, valign="top"))


def _shrunk() -> dict[str, bool]:
    """Letters as small as a longer word wants them; of an English one its column is wide enough."""
    return {} if spoken() == ENGLISH else {"shrink": True}


def _fitted() -> dict[str, Any]:
    """The same of a text that stands in a little."""
    return _shrunk() or {"indent": 1}


def _section(sheet: Worksheet, row: int, title: str, formats: Formats) -> int:
    look = formats.get(bold=True, font_size=12, font_color=DARK[Step.OVERVIEW], bottom=2,
                       bottom_color=DARK[Step.OVERVIEW])
    for column in range(1, len(_WIDTHS) - 1):
        sheet.write_blank(row, column, None, look)
    sheet.write_string(row, 1, title, look)
    sheet.set_row(row, 22)
    return row + 1


def _routine(sheet: Worksheet, row: int, what: str, why: str, command: str, *, formats: Formats) -> None:
    """One line of the monthly routine, with the command as it is typed: the workbook knows its own name."""
    long = bool(command) and width_of(why) > _ONE_LINE
    sheet.set_row(row, 32 if long else 20)
    sheet.write_string(row, 1, what, formats.get(bold=True, font_color=INK, valign="vcenter", **_fitted()))
    sheet.write_string(row, 2, why, formats.get(font_color=INK, valign="vcenter", indent=1, text_wrap=long))
    if command:
        _command(sheet, row, 3, command, formats.get(font_name="Consolas", font_size=10, valign="vcenter"))


def _command(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    """A text in which `{file}` is the name of this file, in the quotes that every shell wants around blanks."""
    before, names, after = text.partition("{file}")
    if not names:
        sheet.write_string(row, column, text, form)
        return
    start, end = (part.replace('"', '""') for part in (before, after))
    formula = f'="{start}"""&{FILE_NAME}&"""{end}"'
    sheet.write_formula(row, column, formula, form, text.format(file=f'"{_UNSAVED}"'))


def _step(sheet: Worksheet, row: int, title: str, step: Step, meaning: str, places: tuple[type[Record] | str, ...],
          *, formats: Formats) -> None:
    """One line of the way: the step in its colour, what to do, links to its sheets."""
    line = {"valign": "vcenter", "bottom": 1, "bottom_color": "#FFFFFF"}
    sheet.set_row(row, 32)
    look = formats.get(bold=True, font_color="#FFFFFF", bg_color=DARK[step], **_fitted(), **line)
    sheet.write_string(row, 1, pgettext("step", title) if title == step else gettext(title), look)
    plain = {"bg_color": LIGHT[step], **line}
    sheet.write_string(row, 2, gettext(meaning), formats.get(font_color=INK, text_wrap=True, indent=1, **plain))
    for column in range(3, len(_WIDTHS) - 1):
        sheet.write_blank(row, column, None, formats.get(**plain))
    for column, place in enumerate(places, start=3):
        name = place if isinstance(place, str) else place.SHEET.name
        cell = "A1" if isinstance(place, str) else "C5" if place is model.Settings else "A4"
        sheet.write_url(row, column, f"internal:{quoted(name)}!{cell}",
                        formats.get(**LINK, bold=True, **_shrunk(), **plain), pgettext("sheet", name), name)
