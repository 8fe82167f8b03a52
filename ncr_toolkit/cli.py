"""The click group, exit codes, and the only place that speaks to the terminal itself.

Commands are loaded when they are called: `ncr --help` needs nothing but click.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from ncr_toolkit import __version__
from ncr_toolkit.errors import CannotRun

COMMANDS = ("demo", "new", "check", "due", "respond", "explain")
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
    for stream in (sys.stdout, sys.stderr):  # a Windows console of an old code page must not end in a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = group.main(prog_name="ncr", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        code = _say("stopped; nothing was left half written.")
    except click.ClickException as error:
        code = _say(error.format_message())
    except CannotRun as error:
        code = _say(str(error))
    except BrokenPipeError:  # the reader of our output, `| head` for one, has gone
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> int:
    click.echo(f"ncr: {sentence}", err=True)
    return 2
