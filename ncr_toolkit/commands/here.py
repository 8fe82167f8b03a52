"""`ncr` alone: where the register of this folder stands, and the one next step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ncr_toolkit.commands.options import MOST_NAMED
from ncr_toolkit.commands.terminal import assess, look, say

_BEGIN = """\
There is no register in this folder. To see one filled, and what is made of it:
  ncr demo
To begin one of your own, with its evidence folder:
  ncr new findings.xlsx
All commands: ncr --help"""

_MORE = ("Everything: ncr check", "All commands: ncr --help")


def here(today: date) -> None:
    """Say where the only register of this folder stands and what to do next; of several a line each; without one how
    to begin. Raises CannotRun where the only one cannot be read."""
    from ncr_toolkit.excel.opc.registers import parts_in, registers_in

    found = registers_in(Path())
    if not found:
        say(_parts(parts_in(Path())) or [_BEGIN])
    elif len(found) == 1:
        say(_whole(found[0], today))
    else:
        say([f"{len(found)} registers lie in this folder:", *(_line(path, today) for path in found[:MOST_NAMED]),
             *([f"  and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []),
             "Name the one that you mean, as in: ncr check NAME. All together: ncr portfolio ."])


def _parts(found: list[Path]) -> list[str]:
    """What to do with parts of a register where the register itself does not lie."""
    from ncr_toolkit.common.shell import to_type
    from ncr_toolkit.common.text import plural, several

    if not found:
        return []
    names = several([path.name for path in found], MOST_NAMED)
    return [f"In this folder {'lies' if len(found) == 1 else 'lie'} {plural(len(found), 'part')} of a register, for "
            f"{'its owner' if len(found) == 1 else 'their owners'} to fill in ({names}), and no register.",
            "Next: go to the folder of the register, and bring together what came back:",
            f"  {to_type('collect', 'FOLDER', 'REGISTER.xlsx', '--dry-run')}"]


def _whole(path: Path, today: date) -> list[str]:
    from ncr_toolkit.report.next_steps import next_steps
    from ncr_toolkit.report.readiness import counted
    from ncr_toolkit.report.text_lines import wrap
    from ncr_toolkit.report.uncounted import uncounted

    assessment = assess(path, today)
    if not assessment.findings:
        return [f"{path.name} holds no finding yet.",
                "Next: type the first one on the sheet Findings, below its header.", *_MORE]
    told = f"{path.name} on {today}: {_standing(assessment.figures)}. Answers: {counted(assessment)}."
    steps = next_steps(assessment, 1)
    following = f"Next: {steps[0]}" if steps else "Nothing is to be done now."
    return [*wrap(told), *wrap(uncounted(assessment.review.register)), *wrap(following), *_MORE]


def _line(path: Path, today: date) -> str:
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.core.figures import figures

    try:
        return f"  {path.name}: {_standing(figures(look(path, today).register, today))}"
    except CannotRun as error:
        return f"  {error}"


def _standing(figures: dict[str, int]) -> str:
    return f"{figures['open']} open, {figures['overdue']} overdue, {figures['due_soon']} due soon"
