"""Arguments and options that several commands have, each described once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

MOST_NAMED = 6
"""So many registers are named where one is to be chosen."""

F = TypeVar("F", bound=Callable[..., Any])


TODAY_WORD = "today"


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day typed as 2026-06-30, or in another way that allows one reading; or the word today."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if str(value).strip().casefold() == TODAY_WORD:
            return date.today()
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            return self._other(str(value))

    def _other(self, value: str) -> date:
        from ncr_toolkit.core.dates import read_text

        found = read_text(value)
        if isinstance(found, date):
            return found
        if found.readings:
            raise click.UsageError(f"'{value}' may mean {' or '.join(found.readings)}; type the day that you mean so.")
        raise click.UsageError(f"'{value}' is not a day; type it as 2026-06-30.")


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
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise click.UsageError(f"{path} is a pipe or a device and no file; name a file or a folder.")
        return path


class EndingArgument(PathArgument):
    """A file that is there; one of its endings may be left out."""

    def __init__(self, *endings: str) -> None:
        super().__init__()
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path: Path = super().convert(value, param, ctx)
        whole = (path.with_name(path.name + ending) for ending in self.endings if path.name and not path.exists())
        return next((each for each in whole if each.is_file()), path)


class RegisterArgument(EndingArgument):
    """A register; its ending may be left out. A file to double-click stands for the register that it names."""

    def __init__(self) -> None:
        super().__init__(".xlsx", ".xlsm")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from ncr_toolkit.desktop.launchers import register_of

        path: Path = super().convert(value, param, ctx)
        return register_of(path) or path


class NewWorkbook(PathArgument):
    """A workbook to be written; a name without an ending gets it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path: Path = super().convert(value, param, ctx)
        return path.with_name(f"{path.name}.xlsx") if path.name and not path.suffix and not path.is_dir() else path


class LateHelp(click.Option):
    """An option whose help is put together only when it is shown, since what it names is read from files."""

    def __init__(self, *names: Any, late_help: Callable[[], str], **more: Any) -> None:
        super().__init__(*names, **more)
        self._late_help = late_help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self._late_help()
        return super().get_help_record(ctx)


def pack_names() -> str:
    """The help of --pack, with the standards there are."""
    from ncr_toolkit.common.text import listing
    from ncr_toolkit.core.packs import DEFAULT, known

    return f"The standard: {listing(known(), 'or')}, or the file of a pack of your own (.toml).  [default: {DEFAULT}]"


_REGISTER = "The register; .xlsx may be left out."


def register_argument(command: F) -> F:
    """The argument REGISTER."""
    return click.argument("register", type=RegisterArgument(), help=_REGISTER)(command)


def register_or_only_one(command: F) -> F:
    """The argument REGISTER; without it the only register of the folder is meant, and named."""
    return click.argument("register", type=RegisterArgument(), required=False, callback=_or_only_one,
                          help=f"{_REGISTER} Without it the only register of this folder.")(command)


def _or_only_one(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    if value is not None or ctx.resilient_parsing:  # while the Tab key completes, nothing is looked for
        return value or Path()
    from ncr_toolkit.excel.opc.registers import parts_in, registers_in

    found = registers_in(Path())
    if not found and parts_in(Path()):
        raise click.UsageError("In this folder lie parts of a register for their owners, and no register: name it.")
    if not found:
        raise click.UsageError("There is no workbook in this folder: name the register, or make one with: "
                               "ncr new findings.xlsx")
    if len(found) > 1:
        from ncr_toolkit.common.text import several

        names = several([path.name for path in found], MOST_NAMED)
        raise click.UsageError(f"There are several registers in this folder ({names}): name the one that you mean.")
    click.echo(f"The register is {found[0].name}, the only one in this folder.", err=True)
    return found[0]


def beside(register: Path, name: str) -> Path:
    """Where a command writes that was told no place: beside the register, named from here where that is below."""
    place, here = register.resolve().parent / name, Path.cwd().resolve()
    return place.relative_to(here) if place.is_relative_to(here) else place


def ids_argument(command: F) -> F:
    """The argument [ID]...: of findings; without any, all that are meant."""
    return click.argument("ids", nargs=-1, metavar="[ID]...", help="Only the findings with these IDs.")(command)


def today_option(command: F) -> F:
    """The option --today: the one way in for the clock."""
    option = click.option("--today", type=Day(), default=date.today, show_default="this day",
                          help="Look at the register as on this day.")
    return option(command)


def report_options(forms: Iterable[str], help: str = "How to report.") -> Callable[[F], F]:
    """The options --format (the first of `forms` unless said otherwise), -o and --force of what is a report."""
    every = list(forms)
    shape = click.option("--format", "form", type=click.Choice(every, case_sensitive=False), default=every[0],
                         show_default=True, help=help)
    output = click.option("-o", "--output", type=PathArgument(), help="Write the report to this file.")
    force = click.option("--force", is_flag=True, help="Replace the file of -o if it exists.")
    return lambda command: shape(output(force(command)))


def page_options(command: F) -> F:
    """The options --style and --paper of what is written as a Word document."""
    style = click.option("--style", type=PathArgument(), metavar="TEMPLATE.docx",
                         help="The company's Word template (.docx, .dotx): its styles, header, footer, logo and page "
                         "are taken; its text, macros and properties are not.")
    paper = click.option("--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False),
                         help="Size of the paper.  [default: A4, or what the template has]")
    return style(paper(command))


def language_option(command: F) -> F:
    """The option --language of what is written for the body."""
    option = click.option("--language", cls=LateHelp, late_help=_document_languages, type=DocumentLanguage(),
                          default="", metavar="LANGUAGE")
    return option(command)


def _document_languages() -> str:
    """The help of --language, with the languages there are."""
    from ncr_toolkit.common.text import listing
    from ncr_toolkit.common.translation import LANGUAGES

    return (f"The language of the documents: {listing(LANGUAGES.values(), 'or')}. A form of the body keeps its own.  "
            "[default: Language of the texts, on the sheet Register]")


class DocumentLanguage(click.ParamType[str]):
    """A language that documents speak, by its code, its English name or its own."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from ncr_toolkit.common.text import listing
        from ncr_toolkit.common.translation import LANGUAGES, code_of

        code = code_of(value)
        if code is None:
            self.fail(f"documents do not speak {value!r}: choose {listing(LANGUAGES.values(), 'or')}.", param, ctx)
        return LANGUAGES[code] if value else ""


def stage_option(command: F) -> F:
    """The option --stage: what answers are to be ready for."""
    option = click.option("--stage", type=click.Choice(["plan", "proof"], case_sensitive=False),
                          help="What it is to be ready for: a plan to be accepted, or proof of the work done.  "
                          "[default: what is wanted now: of a Minor its plan until that is accepted, of a Major both]")
    return option(command)


def form_options(help: str) -> Callable[[F], F]:
    """The options --form, with what it does in `help`, --mapping and --annex."""
    form = click.option("--form", "form_path", type=PathArgument(), metavar="FORM", help=help)
    mapping = click.option("--mapping", type=PathArgument(), metavar="LABELS.toml",
                           help="Labels of the form that ncr does not know.")
    annex = click.option("--annex", is_flag=True,
                         help="Where an answer does not fit into its place of the form, refer there to our response.")
    return lambda command: form(mapping(annex(command)))
