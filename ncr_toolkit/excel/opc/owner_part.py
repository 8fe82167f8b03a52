"""A part of a register: the workbook that an owner gets with the rows that are theirs, and how it is known again.

It says so in a defined name of the workbook, which Excel and LibreOffice keep whatever is done to its sheets.
"""

from __future__ import annotations

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, title_of

MARK = "ncr_part"
"""The defined name; its text is the number of the part."""
INTRODUCTION = "Your part"
"""The sheet that it opens with."""
ROW_KEY = "part.row"
"""What stands in the hidden row of keys above the column that says which row each one was."""
ROW_HEADER = "Row (leave as it is)"


def part_number(package: WorkbookPackage) -> str:
    """The number of the part that a workbook is; '' where it is none. Raises CannotRun where its list of sheets is
    damaged."""
    listed = package.part(package.workbook)
    if MARK.encode() not in listed:
        return ""
    named = {each.get("name"): each.text or "" for each in parse(package.name, listed).iter("{*}definedName")}
    return named.get(MARK, "").strip().strip('"')


def refuse_part(package: WorkbookPackage) -> None:
    """Raise CannotRun where a workbook that was taken for a register is a part of one."""
    if not part_number(package):
        return
    title = title_of(package)
    raise CannotRun(f"{package.name} is no register but a part of one, for its owner to fill in"
                    f"{f' ({title})' if title else ''}; name the register. What was filled in is brought into it by "
                    f"`{to_type('collect', package.name, 'REGISTER.xlsx')}`.")
