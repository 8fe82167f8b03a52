"""What several commands share: their options, reading a register, and an output folder."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.word.template.template import Template

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day typed as 2026-06-30."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            raise click.UsageError(f"'{value}' is not a day; type it as 2026-06-30.") from None


class PathArgument(click.Path):
    """A path that says something: an empty one would mean the current folder by accident."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            raise click.UsageError("A name is missing: the file or folder to write to is empty.")
        try:
            str(value).encode()
        except UnicodeEncodeError:
            raise click.UsageError("The name of the file or folder holds a broken character; rename it.") from None
        return super().convert(value, param, ctx)


def today_option(command: F) -> F:
    """The option --today: the one way in for the clock."""
    option = click.option("--today", type=Day(), default=date.today, show_default="this day",
                          help="Look at the register as on this day.")
    return option(command)


def page_options(command: F) -> F:
    """The options --style and --paper of what is written as a Word document."""
    style = click.option("--style", type=PathArgument(), metavar="TEMPLATE.docx",
                         help="The company's Word template (.docx, "
                         ".dotx): its styles, header, footer, logo and page are taken; its text, macros and properties "
                         "are not.")
    paper = click.option("--paper", type=click.Choice(["A4", "Letter"]), help="Size of the paper.  [default: A4, or "
                         "what the template has]")
    return style(paper(command))


def page(style: Path | None, paper: str | None) -> Template:
    """The page and look that --style and --paper ask for, read once. Raises CannotRun."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.word.template import template

    if style is None:
        return template.own_template(paper or "A4")
    if paper:
        raise CannotRun(f"The size of the paper is that of {style}; leave --paper out, or set the size in the "
                        "template.")
    made = template.load(style)
    for sentence in made.told:
        click.echo(f"! {sentence}", err=True)
    return made


def register_argument(command: F) -> F:
    """The argument REGISTER."""
    return click.argument("register", type=PathArgument())(command)


def look(path: Path, today: date, previous: Path | None = None) -> Review:
    """Read a register (and an earlier copy of it) and look at it on a day, with what the kept runs remember of it.

    Raises CannotRun.
    """
    from ncr_toolkit.common.folder import beside
    from ncr_toolkit.core import packs
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.excel.read.reader import read_register
    from ncr_toolkit.runs.memory_load import memory_of
    from ncr_toolkit.runs.sent_log import sent_of

    register = read_register(path)
    earlier = read_register(previous) if previous else None
    pack = packs.by_standard(register.settings.pack) or packs.load(packs.DEFAULT)
    memory, trouble = memory_of(path, register.settings.typed("id"), today)
    sent, lost = sent_of(path, register.settings.typed("id"))
    for sentence in filter(None, (trouble, lost)):
        click.echo(f"! {sentence}", err=True)
    return Review(register, pack, today, beside(path.resolve().parent, register.settings.evidence_folder), earlier,
                  memory, sent)


def assess(path: Path, today: date, previous: Path | None = None) -> Assessment:
    """Read, look, and run every check. Raises CannotRun."""
    from ncr_toolkit.checks.run import run
    from ncr_toolkit.core.assessment import Assessment

    review = look(path, today, previous)
    return Assessment(review, run(review))


def show(text: str, out: Path | None, *, force: bool, sources: tuple[Path | None, ...]) -> None:
    """Print a report, or write it to a file: never over one of the registers it was made from."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.files import write_whole

    if out is not None and out.exists() and any(source and out.samefile(source) for source in sources):
        raise CannotRun(f"{out} is the register itself; give the report another name.")
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text.encode("utf-8"), force=force)
        click.echo(f"Written to {out}.", err=True)


def refuse_in_use(out: Path, *used: Path | None, folders: Iterable[Path | None] = ()) -> None:
    """Raise CannotRun where a result would take the place of a file that it is made from, or lie in a folder of which
    every file counts (evidence, what was sent, the kept runs)."""
    from ncr_toolkit.common.errors import CannotRun

    if out.exists() and any(each and each.exists() and out.samefile(each) for each in used):
        raise CannotRun(f"{out} is a file that this is made from; give the result another name.")
    for folder in folders:
        if folder is not None and folder.is_dir() and out.resolve().is_relative_to(folder.resolve()):
            raise CannotRun(f"{folder} holds what counts as evidence or as a record; put the result elsewhere.")


def own_folders(register: Path, review: Review) -> list[Path | None]:
    """The folders beside a register of which every file counts."""
    home = register.resolve().parent
    evidence = review.folder if review.folder and review.folder.resolve() != home else None  # it may be the same one
    return [evidence, home / "sent", home / "runs"]


def tell_gaps(finding: str, stage: str, gaps: Iterable[str]) -> None:
    """Say that a finding is not ready, and every reason."""
    click.echo(f"{finding} is not ready for the {stage}:", err=True)
    for gap in gaps:
        click.echo(f"  - {gap}", err=True)


def user() -> str:
    """Who runs the command, as the system knows the person."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without a user has none
        return "unknown"


def watched() -> bool:
    """Whether somebody watches the terminal: then a progress bar helps."""
    return sys.stderr.isatty()
