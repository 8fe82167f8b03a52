"""The click group, exit codes, and the only place that speaks to the terminal itself.

Commands are loaded when they are called: `ncr --help` needs nothing but click.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from importlib import import_module
from keyword import iskeyword

import click

from ncr_toolkit.commands.output_streams import discard, make_ready
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.stopping import stop_at_once, stop_like_ctrl_c
from ncr_toolkit.common.version import __version__

COMMANDS = {
    "demo": "Show the tool at work on a fictional company.",
    "new": "Make a blank register with its evidence folder.",
    "import": "Make a register out of the findings that you have elsewhere.",
    "export": "Take the findings to where they are needed.",
    "fill": "Enter into the register what follows from other cells.",
    "check": "Name every problem with its cell and what to do.",
    "due": "List what is overdue, due soon and reopened, majors first.",
    "split": "Make a small workbook for each owner to fill in.",
    "collect": "Bring together what the owners filled in.",
    "chase": "Write a reminder for each owner, and a calendar of all dates.",
    "respond": "Write one Word response a finding.",
    "form": "Show what a form of the certification body asks for.",
    "reply": "Read what the certification body wrote back.",
    "evidence": "Look after the evidence folder before it leaves the house.",
    "package": "Pack the answers for the certification body into one zip.",
    "sent": "Enter into the register that answers went out.",
    "extend": "Draft a request for more time.",
    "verify": "Tell whether a package is whole, and its answers still match.",
    "review": "Write the paper for the management review.",
    "run": "Do all of a month at once: check, compare, answer, and keep it.",
    "compare": "Tell what changed from the register OLD to the register NEW.",
    "history": "List the kept runs, and tell whether one was changed since.",
    "portfolio": "Check many registers, and roll them up.",
    "explain": "Tell what a check looks for, why, and what to do.",
    "doctor": "Tell what happened to the workbook since it was made.",
    "upgrade": "Move a register into today's template, word for word.",
    "schedule": "Have the computer run `ncr run` every month.",
    "completion": "Print what makes the Tab key complete commands and options.",
}
"""In the order of the help: each is a module of `commands` with a click command `command`, whose help begins so. To
read these lines from the modules took the help longer than all the rest."""


def module_of(name: str) -> str:
    """The module of a command: of its name, unless that is a word of Python's own."""
    return f"{name}_" if iskeyword(name) else name


class Commands(click.Group):
    """A group that imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ncr_toolkit.commands.{module_of(name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) \
            -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, _understood(ctx, args))


def _understood(ctx: click.Context, args: list[str]) -> list[str]:
    """What was typed as a command and what belongs to it: in any case, `help`, or a workbook that was dragged onto ncr,
    which is checked. Raises click.UsageError, with the command that was perhaps meant."""
    name, rest = args[0].casefold(), args[1:]
    if name == "help" and not rest:
        click.echo(ctx.get_help())
        ctx.exit(0)
    if name == "help":
        return [*_understood(ctx, rest[:1]), "--help"]
    if name in COMMANDS:
        return [name, *rest]
    if name.endswith((".xlsx", ".xlsm")) and os.path.exists(args[0]):
        return ["check", *args]
    from difflib import get_close_matches

    meant = "".join(get_close_matches(name, COMMANDS, n=1))
    raise click.UsageError(f"There is no command {args[0]!r}{f'; did you mean {meant}? The' if meant else '; the'} "
                           f"commands are {', '.join(COMMANDS)}.")


@click.group(cls=Commands, invoke_without_command=True,
             context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="ncr")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Audit findings in Excel, checked, and answered in Word.

    \b
    Begin with a look at a filled register and what the tool makes of it:
      ncr demo
    Then make a register of your own, fill it in Excel, and check it:
      ncr new findings.xlsx
      ncr check findings.xlsx
    In a folder with one register, ncr alone tells where it stands and what to do next.
    """
    if ctx.invoked_subcommand is None:
        from ncr_toolkit.commands.here import here

        here(date.today())


def main() -> None:
    """Run the command line. Exit codes: 0 no error found, 1 at least one, 2 the command could not run."""
    make_ready()
    try:
        stop_like_ctrl_c()
        if os.environ.get("_NCR_COMPLETE", "").startswith("powershell"):
            import_module("ncr_toolkit.desktop.powershell")  # click knows the other shells by itself
        code = group.main(prog_name="ncr", standalone_mode=False)
        sys.stdout.flush()
        stop_at_once()
    except BaseException as error:
        stop_at_once()
        code = _told(error)
    _leave(code if isinstance(code, int) else 0)


def _told(error: BaseException) -> int:  # noqa: PLR0911 - one line a kind of ending
    """Say in one sentence why a command ended, and give its exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return 2
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return _say("stopped; no file is half written.")
    if isinstance(error, click.ClickException):
        return _say(" ".join(error.format_message().split()))
    if isinstance(error, CannotRun):
        return _say(str(error))
    if isinstance(error, OSError):
        return _say(f"{error.filename or 'the output'} cannot be used: {error.strerror or error}.")
    if isinstance(error, SystemExit) or os.environ.get("NCR_TRACEBACK"):
        raise error
    return _say(f"this is a fault of ncr itself, not of your register ({type(error).__name__}: {error}); no file is "
                "half written. Please report it with what the setting NCR_TRACEBACK=1 shows.")


def _leave(code: int) -> None:
    """End the process with that code, also where what is left of the output cannot be written any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            discard(stream)
    sys.exit(code)


def _say(sentence: str) -> int:
    click.echo(f"ncr: {sentence}", err=True)
    return 2
