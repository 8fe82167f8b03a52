"""What several commands share: their options, reading a register, and an output folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ncr_toolkit.assessment import Assessment
    from ncr_toolkit.register import Review

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day typed as 2026-06-30."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value)) if len(str(value)) == 10 else self.fail("")
        except (ValueError, click.UsageError):
            raise click.UsageError(f"'{value}' is not a day; type it as 2026-06-30.") from None


def today_option(command: F) -> F:
    """The option --today: the one way in for the clock."""
    option = click.option("--today", type=Day(), default=date.today, show_default="this day",
                          help="Look at the register as on this day.")
    return option(command)


def register_argument(command: F) -> F:
    """The argument REGISTER."""
    return click.argument("register", type=click.Path(path_type=Path))(command)


def look(path: Path, today: date, previous: Path | None = None) -> Review:
    """Read a register (and an earlier copy of it) and look at it on a day. Raises CannotRun."""
    from ncr_toolkit import packs
    from ncr_toolkit.excel.reader import read_register
    from ncr_toolkit.register import Review

    register = read_register(path)
    earlier = read_register(previous) if previous else None
    name = register.settings.pack
    pack = packs.load(name if name in packs.known() else packs.DEFAULT)
    return Review(register, pack, today, evidence_folder(path, register.settings.evidence_folder), earlier)


def evidence_folder(register: Path, name: str) -> Path:
    """The evidence folder beside the workbook: as the register names it, `evidence` by default."""
    return register.resolve().parent / (name.replace("\\", "/") or "evidence")


def assess(path: Path, today: date, previous: Path | None = None) -> Assessment:
    """Read, look, and run every check. Raises CannotRun."""
    from ncr_toolkit.assessment import Assessment
    from ncr_toolkit.checks.run import run

    review = look(path, today, previous)
    return Assessment(review, run(review))


def show(text: str, out: Path | None, *, force: bool) -> None:
    """Print a report, or write it to a file."""
    from ncr_toolkit.files import write_whole

    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text.encode("utf-8"), force=force)
        click.echo(f"Written to {out}.", err=True)


def watched() -> bool:
    """Whether somebody watches the terminal: then a progress bar helps."""
    return sys.stderr.isatty()
