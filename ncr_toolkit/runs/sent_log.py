"""The record of what was sent: a folder `sent` beside the register, kept like the runs.

    findings.xlsx
    sent/runs.jsonl                 one line for each time something was made to be sent
    sent/2026-11-30/findings.xlsx   the register as it was
    sent/2026-11-30/sent.json       the answers, word for word, and the fingerprint of the package
    sent/2026-11-30/...             the responses

Registers that lie beside each other share the folder: each line tells whose it is.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ncr_toolkit.common import folder
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.core.figures import figures
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import FILE, Answer, Sent, decoded, encoded
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.ledger import LIST, Run, holds_runs, mark
from ncr_toolkit.runs.new_run import NewRun
from ncr_toolkit.runs.recovery import as_mended

FOLDER = folder.SENT
_WRITTEN = (".docx", ".xlsx", ".xlsm")  # a response, or a form of the body


def beside(register: Path) -> Archive:
    """The record beside a register."""
    return Archive(Archive.beside(register).folder.with_name(FOLDER), shared=True)


def sent_of(register: Path, register_id: str) -> tuple[Sent, str]:
    """What was sent of a register, and a sentence where part of the record is not as it was written ('' if all is)."""
    folder = beside(register).folder
    try:
        with plainly(folder, "read"):
            every, any_there = as_mended(folder), holds_runs(folder)
    except CannotRun as error:
        return Sent(), str(error)
    known = [line.run for line in every if line.run and is_of(line.run, register.name, register_id)]
    found = {run.name: _read(run) for run in known}
    broken = [str(folder / name / FILE) for name, answers in found.items() if answers is None]
    if any(line.run is None for line in every) or (any_there and not every):
        broken.insert(0, str(folder / LIST))
    trouble = (f"{', '.join(broken)}: not as it was written, so part of what was sent is left out; "
               f"`{to_type('history', folder)}` tells more.") if broken else ""
    return Sent(answer for answers in found.values() for answer in answers or ()), trouble


def documents_of(register: Path, register_id: str, id: str) -> list[tuple[Path, Answer]]:
    """The documents that were made to be sent as answers to a finding, as they were written, each with what it says;
    the last one first."""
    name, found = safe_name(id).casefold(), list[tuple[Path, Answer]]()
    for line in reversed(as_mended(beside(register).folder)):
        run = line.run
        if run is None or not is_of(run, register.name, register_id):
            continue
        answer = next((each for each in _read(run) or () if fold(each.id) == fold(id)), None)
        here = [run.folder / file for file, print in run.files.items() if file.casefold().endswith(_WRITTEN)
                and file.rpartition("/")[2].casefold().startswith(name) and _is_whole(run.folder / file, print)]
        found += [(path, answer) for path in sorted(here) if answer is not None]
    return found


def _is_whole(path: Path, print: str) -> bool:
    try:
        return mark(path.read_bytes()) == print
    except OSError:
        return False


def is_of(run: Run, register: str, register_id: str) -> bool:
    """Whether a line tells of this register: by its Register ID; where one has none, by the file's name."""
    if run.register_id and register_id:
        return run.register_id == register_id
    return run.register.casefold() == register.casefold()


def _read(run: Run) -> list[Answer] | None:
    """The answers of a line; None where they are not as they were written."""
    if FILE not in run.files:
        return None
    try:
        data = (run.folder / FILE).read_bytes()
    except OSError:
        return None
    return decoded(data) if mark(data) == run.files[FILE] else None


def entry(review: Review, register: Path, who: str, made_at: datetime, version: str) -> NewRun:
    """A new line of the record, used with `with`: kept when the block ends. Raises CannotRun like `Archive.new`."""
    return beside(register).new(register=register, register_id=review.register.settings.typed("id"), day=review.today,
                                made_at=made_at, who=who, version=version, sha256=review.register.sha256, earlier=True)


def note(line: NewRun, answers: list[Answer], review: Review) -> None:
    """Write the answers into a new line, and how the register stood."""
    line.write(FILE, encoded(answers))
    line.keep_figures(figures(review.register, review.today))
