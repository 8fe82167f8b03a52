"""What CONTRIBUTING.md promises: a check is one function, a column one field, and everything else follows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "ncr_toolkit"
SHOWN = re.search(r"```python\n(.*?)```", (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
"""The check that CONTRIBUTING.md shows."""

COLUMN = '    witnessed: str = choice("Witnessed", "Whether somebody else saw it.", YES_NO, 12, later=True)\n'

CHECK = '''

@check("IDN999", Finding, level=Level.WARNING)
def nobody_saw_it(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nobody else saw it

    Why: Two pairs of eyes see more than one.
    Fix: Ask somebody who was there.

    Bad:

        Findings
        | Finding ID | Witnessed |
        |---|---|
        | NC-1       | **No**    |

    Good:

        Findings
        | Finding ID | Witnessed |
        |---|---|
        | NC-1       | Yes       |
    """
    if finding.witnessed == "No":
        yield fault(finding, "witnessed", f"Nobody else saw {finding.label}.")
'''

FOLLOWS = '''
import io, sys
from datetime import date
from pathlib import Path

import openpyxl
from click.testing import CliRunner

import ncr_toolkit
from ncr_toolkit import guide
from ncr_toolkit.cli import group
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.writer import register_bytes

folder = Path(sys.argv[1])
assert Path(ncr_toolkit.__file__).is_relative_to(folder), ncr_toolkit.__file__


def ncr(*words):
    return CliRunner().invoke(group, [str(word) for word in words]).output


rows = {Finding: [{"id": "NC-1", "site": "Lisbon", "witnessed": "No", "owner": "Ana Lima"},
                  {"id": "NC-2", "witnessed": "Nobody"}, {"id": "NC-3"}]}
path = folder / "register.xlsx"
path.write_bytes(register_bytes(packs.load("iso42001"), today=date(2026, 6, 30), settings={"id": "R-1"}, rows=rows))

sheet = openpyxl.load_workbook(path)["Findings"]
(column,) = [cell.column for cell in sheet[1] if cell.value == "finding.witnessed"]
letter = openpyxl.utils.get_column_letter(column)
assert sheet.cell(1, column - 1).value == "finding.site" and sheet.cell(3, column).value == "Witnessed"
(shown,) = [each for each in sheet.data_validations.dataValidation if f"{letter}4" in each.sqref]
assert shown.type == "list" and "Whether somebody else saw it." in shown.prompt, "the prompt and the drop-down"

register = read_register(path)
first, second, third = register.findings
assert (first.witnessed, first.site, first.owner) == ("No", "Lisbon", "Ana Lima"), "the reader; nothing moved over"
assert str(first.cell("witnessed")) == f"Findings!{letter}4" and third.blank("witnessed")
assert second.typed("witnessed") == "Nobody" and "witnessed" in second.unread

again = [{name: each.typed(name) for name in ("id", "site", "witnessed", "owner") if each.typed(name)}
         for each in register.findings]
assert again == rows[Finding], "the round trip"

found = ncr("check", path, "--select", "IDN999", "--today", "2026-06-30")
assert f"{letter}4" in found and "Nobody else saw NC-1." in found and "Nobody else saw NC-3" not in found, found
assert "IDN999" in ncr("check", path, "--today", "2026-06-30")
assert f"{letter}5" in ncr("check", path, "--select", "CEL006", "--today", "2026-06-30"), "what cannot be read is told"
told = ncr("explain", "IDN999")
assert "Two pairs of eyes" in told and ">>No<<" in told, told
assert "| Witnessed | one of: Yes, No | Whether somebody else saw it. | `finding.witnessed` |" in guide.guide()
assert "#### IDN999 Nobody else saw it" in guide.guide()
assert "The title only repeats the reference" in ncr("explain", "IDN014"), "the check that CONTRIBUTING.md shows"
'''


def test_a_check_is_one_function_and_a_column_one_field(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "ncr_toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    model, family = tmp_path / "ncr_toolkit/core/model.py", tmp_path / "ncr_toolkit/checks/register/identity.py"
    before, site, after = model.read_text(encoding="utf-8").partition('    site: str = text("Site"')
    line, _, rest = after.partition("\n")
    model.write_text(f"{before}{site}{line}\n{COLUMN}{rest}", encoding="utf-8")
    family.write_text(f"{family.read_text(encoding='utf-8')}{CHECK}\n\n{SHOWN[1]}", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", FOLLOWS, tmp_path], cwd=tmp_path, capture_output=True, text=True,
                          encoding="utf-8", env=os.environ | {"PYTHONPATH": str(tmp_path)}, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
