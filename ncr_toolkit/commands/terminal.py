"""What commands do at the terminal: read what was named, say what is to know, show how far they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ncr_toolkit.common.progress import Progress

if TYPE_CHECKING:
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.forms import Form
    from ncr_toolkit.submission.sent_record import SentRecord
    from ncr_toolkit.word.template.template import Template

T = TypeVar("T")


def look(path: Path, today: date, previous: Path | None = None) -> Review:
    """Read a register and look at it on a day; what beside it is not as it was written is said. Raises CannotRun."""
    from ncr_toolkit.loader import load_review

    review = load_review(path, today, previous)
    warn((*_which_file(path, review), *review.troubles))
    return review


def speak(review: Review, language: str, *, form: bool = False) -> None:
    """Have the documents of a register made in that language; without one in that of its texts, and where they do not
    speak it, say so. `form`: nothing is made but a form of the body, which keeps its own."""
    if form:
        if language:
            warn(["A form keeps its own language, and what people typed theirs: --language does nothing with --form."])
        return
    from ncr_toolkit.common.text import listing
    from ncr_toolkit.common.translation import LANGUAGES, code_of

    review.documents_in = language
    if code_of(review.document_language) is None:
        warn([f"Documents do not speak {review.document_language}: their own words stand in English "
              f"({review.register.settings.cell('language')}). --language chooses "
              f"{listing(list(LANGUAGES.values())[1:], 'or')}."])


def assess(path: Path, today: date, previous: Path | None = None) -> Assessment:
    """The same, and every check. Raises CannotRun."""
    from ncr_toolkit.loader import load

    assessment = load(path, today=today, previous=previous)
    warn((*_which_file(path, assessment.review), *assessment.review.troubles))
    return assessment


def assess_one(path: Path, today: date, ids: Sequence[str]) -> tuple[Assessment, Finding]:
    """The register with the first finding of these ids, majors first, and every check of that one alone. Raises
    CannotRun."""
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.loader import judged

    review = look(path, today)
    finding = Assessment(review, [], judged=()).choose(ids)[0]
    return judged(review, [finding]), finding


def warn_of_sorting(path: Path, review: Review) -> None:
    """Say on stderr which columns were sorted alone since the last run: what is made of them would be wrong."""
    from ncr_toolkit.monthly.same_register import sorted_alone

    warn(sorted_alone(path, review.register))


def _which_file(path: Path, review: Review) -> Iterator[str]:
    """A sentence where the register is what a run keeps of it, as its evidence and the runs before lie elsewhere; or
    where another file may be the one that people work in."""
    from ncr_toolkit.monthly.same_register import other_files
    from ncr_toolkit.runs.ledger import ENTRY

    if not (path.parent / ENTRY).is_file():
        yield from other_files(path, review.register)
    else:
        yield (f"{path} is the copy that a run keeps, as it was on its day: its evidence lies beside the register "
               "itself and is not found here; name that one.")


def pages(style: Path | None, paper: str | None) -> Template:
    """The pages that --style and --paper ask for, read once. Raises CannotRun."""
    from ncr_toolkit.api import load_template
    from ncr_toolkit.common.errors import CannotRun

    if style and paper:
        raise CannotRun(f"The size of the paper is that of {style}; leave --paper out, or set the size in the "
                        "template.")
    template = load_template(style, paper=paper or "A4")
    warn(template.told)
    return template


def named_form(path: Path | None, mapping: Path | None, register: Path) -> Form | None:
    """The form of the body that --form and --mapping name, None without one. Raises CannotRun."""
    if path is None:
        if mapping is not None:
            raise click.UsageError("--mapping names the labels of a form; name the form with --form.")
        return None
    from ncr_toolkit.submission.responses import fillable

    return fillable(read_form(path, mapping, register))


def refuse_annex(annex: bool, form: Form | None) -> None:
    """Say that --annex is nothing without a form."""
    if annex and form is None:
        raise click.UsageError("--annex is about a form of the body; name the form with --form.")


def read_form(path: Path, mapping: Path | None, register: Path | None) -> Form:
    """A form of the body. Beside a register a mapping that is named is remembered, and without one the mapping that is
    remembered for the form is used; both are said. Raises CannotRun."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.forms import load, remembered
    from ncr_toolkit.forms.meaning.mapping import read, replies

    labels = read(mapping) if mapping is not None else None
    form = load(path, labels)
    warn(f"{path}: {sentence}" for sentence in form.led_out)
    if register is None or not register.exists():
        return form
    if mapping is None or labels is None:
        recalled = remembered.recall(form, register)
        say(recalled.told, err=True)
        return recalled.form
    try:
        say(filter(None, [remembered.remember(form, labels, register, replies(mapping))]), err=True)
    except CannotRun as error:
        warn([f"The mapping is not remembered: {error}"])
    return form


def warn(sentences: Iterable[str]) -> None:
    """Say on stderr what somebody should know."""
    for sentence in sentences:
        click.echo(f"! {sentence}", err=True)


def say(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines; with `err` on stderr."""
    for line in lines:
        click.echo(line, err=err)


def refuse_output(out: Path | None, *used: Path | None, reviews: Iterable[Review] = (), force: bool = False,
                  example: str = "", is_workbook: bool = False) -> None:
    """Raise CannotRun where a result cannot be written to `out`, before the work is done: over a file that it is made
    from (`used`), among what counts as evidence or as a record, over another file unless `force`, or over a workbook
    if it is none. None is the terminal."""
    from ncr_toolkit.common.output_paths import real, refuse_existing, refuse_in_use, refuse_workbook
    from ncr_toolkit.common.unfinished import clear_away
    from ncr_toolkit.runs.kept_folders import refuse_kept

    if out is None:
        return
    refuse_in_use(out, *used)
    if not is_workbook:
        refuse_workbook(out)
    clear_away(real(out).parent)  # also where nothing will be written there
    refuse_existing(out, force=force, example=example)
    refuse_kept(out, *reviews)


def show(text: str, out: Path | None, *, force: bool) -> None:
    """Print a report, or write it to a file that `refuse_output` has let pass."""
    from ncr_toolkit.common.files import write_whole

    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text.encode("utf-8"), force=force)
        click.echo(f"Written to {out}.", err=True)


def shows_colour() -> bool:
    """Whether stdout is a terminal that shows colours and may (no-color.org: NO_COLOR, with any value, says no)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def user() -> str:
    """Who runs the command, as the system knows the person."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without a user has none
        return "unknown"


def record_of(register: Path) -> SentRecord:
    """The record beside a register, in the name of who runs the command and at this moment."""
    from ncr_toolkit.submission.sent_record import SentRecord

    return SentRecord(register, user(), datetime.now().astimezone())


def agreed(register: Path, *, yes: bool) -> None:
    """Ask whether what was shown is to be entered; `yes`: it was said already. Raises CannotRun where nobody can be
    asked, click.Abort where it is not meant."""
    from ncr_toolkit.common.errors import CannotRun

    if yes:
        return
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun(f"nothing was written: add --yes to enter this into {register}, or --dry-run to look only.")
    click.confirm(f"Enter this into {register}?", abort=True, err=True)


class Bars(Progress):
    """Progress as bars on stderr, where somebody watches."""

    def each(self, items: Sequence[T], label: str) -> Iterable[T]:
        with self._bar(items, label=label) as bar:
            yield from bar

    @contextmanager
    def amount(self, total: int, label: str) -> Iterator[Callable[[int], object]]:
        with self._bar(length=total, label=label) as bar:
            yield bar.update

    def _bar(self, *what: Any, **more: Any) -> Any:
        return click.progressbar(*what, file=sys.stderr, hidden=not sys.stderr.isatty(), **more)
