"""`ncr schedule`: the monthly run as a task of the operating system."""

from __future__ import annotations

from pathlib import Path

import click

from ncr_toolkit.commands.options import register_argument
from ncr_toolkit.commands.terminal import say


@click.command("schedule")
@register_argument
@click.option("--day", type=click.IntRange(1, 28), help="The day of the month.  [default: the last one on Windows, "
              "elsewhere the first]")
@click.option("--make", is_flag=True, help="Make the task; without it what is to be typed is shown.")
def command(register: Path, day: int | None, make: bool) -> None:
    """Have the computer run `ncr run` every month.

    Shows what is to be typed (schtasks on Windows, launchd on macOS, cron elsewhere), with all paths whole and quoted;
    with --make it is done. Made again, the task of a register is replaced.

    \b
    Example:
      ncr schedule findings.xlsx
      ncr schedule findings.xlsx --day 3 --make
    """
    from ncr_toolkit.common import system
    from ncr_toolkit.desktop.monthly_task import MonthlyTask, scheduler, usual_day
    from ncr_toolkit.loader import load_register

    load_register(register)  # what is none is told now, and not at seven in the morning
    task = MonthlyTask(register.resolve(), day or usual_day(system.HERE))
    keeper = scheduler(system.HERE)
    if make:
        keeper.make(task)
        say([f"{task.register} is run {task.when} from now on (the task '{task.name}').",
             f"To end that: {keeper.to_undo(task)}"])
        return
    say([f"To have {task.register} run {task.when}:", "", *keeper.to_do(task), "",
         f"Or let ncr do it: {_again(register, day)}"])


def _again(register: Path, day: int | None) -> str:
    from ncr_toolkit.common.shell import to_type

    return to_type("schedule", register, *(("--day", str(day)) if day else ()), "--make")
