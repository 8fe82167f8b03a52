"""The click group, exit codes, and the only place that speaks to the terminal itself.

Commands are loaded when they are called: `ncr --help` needs nothing but click.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from importlib import import_module

import click

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import shown
from ncr_toolkit.common.version import __version__

COMMANDS = ("demo", "new", "check", "due", "chase", "respond", "form", "evidence", "package", "verify", "review", "run",
            "compare", "history", "portfolio", "explain", "doctor", "upgrade")
"""In the order of the help: each is a module of `commands` with a click command `command`."""


class Commands(click.Group):
    """A group that imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ncr_toolkit.commands.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) \
            -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            known = ", ".join(COMMANDS)
            raise click.UsageError(f"There is no command {args[0]!r}; the commands are {known}.") from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="ncr")
def group() -> None:
    """Audit findings in Excel, checked, and answered in Word.

    \b
    Begin with a look at a filled register and what the tool makes of it:
      ncr demo
    Then make a register of your own, fill it in Excel, and check it:
      ncr new findings.xlsx
      ncr check findings.xlsx
    """


def main() -> None:
    """Run the command line. Exit codes: 0 no error found, 1 at least one, 2 the command could not run."""
    _speak_utf8()
    try:
        code = group.main(prog_name="ncr", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        code = _told(error)
    _leave(code if isinstance(code, int) else 0)


def _speak_utf8() -> None:
    """What goes into a file or a pipe is UTF-8 and keeps its line ends, also on Windows, where the old code page would
    lose letters; a terminal keeps its own encoding and must not end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="")
        if stream.isatty() or stream is sys.stderr:  # what goes into a file or another program is kept letter by letter
            stream.write = _only_shown(stream.write)  # type: ignore[method-assign]


def _only_shown(write: Callable[[str], int]) -> Callable[[str], int]:
    """`write` for people's eyes: whatever a cell or a file name holds, a terminal obeys none of it."""
    def written(text: str) -> int:
        write(shown(text))
        return len(text)

    return written


def _told(error: BaseException) -> int:  # noqa: PLR0911 - one line a kind of ending
    """Say in one sentence why a command ended, and give its exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):  # the reader of our output, `| head` for one, has gone
        return 0
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
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _say(sentence: str) -> int:
    click.echo(f"ncr: {sentence}", err=True)
    return 2
