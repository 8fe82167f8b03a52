"""From a file to a register, a look at it on a day, and what the checks find: the one way in for every command."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from ncr_toolkit.checks.not_checked import not_checked
from ncr_toolkit.checks.run import run, run_again, run_alone
from ncr_toolkit.checks.settled_file import keep, known_of
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import beside, fingerprint
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack, body_rules
from ncr_toolkit.core.packs.body_rules import BodyRules
from ncr_toolkit.core.packs.own_file import own_file
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.memory_load import memory_of
from ncr_toolkit.runs.sent_log import sent_of


def load_register(path: Path | str) -> Register:
    """Read a register as it stands in the workbook at `path`: nothing judged, nothing guessed.

    What could not be read for certain is kept as typed (`Register.unread()`), and every record knows its cells.
    Raises CannotRun, in one plain sentence, where the file is missing, damaged, encrypted or no register.
    """
    return read_register(Path(path))


def load_review(path: Path | str, today: date, previous: Path | str | None = None) -> Review:
    """Read a register, and look at it on the day `today` with what lies beside it: the evidence folder, what the kept
    runs remember, and what was sent. `previous` is an earlier copy of the register to compare with.

    Where something beside the register is not as it was written, `Review.troubles` says so in sentences, and it is
    left out. Raises CannotRun.
    """
    if type(today) is not date:
        raise CannotRun(f"The day must be a date, for example date(2026, 6, 30); it is {today!r}.")
    return _looked_at(load_register(path), Path(path), today, load_register(previous) if previous else None)


def load_both(old: Path, new: Path, today: date) -> tuple[Review, Review]:
    """Two registers, each as `load_review` does it; what is the same file byte for byte is read once. Raises
    CannotRun."""
    before = load_review(old, today)
    same = fingerprint(new) == before.register.sha256
    register = replace(before.register, path=str(new)) if same else load_register(new)
    return before, _looked_at(register, new, today, None)


def _looked_at(register: Register, path: Path, today: date, earlier: Register | None) -> Review:
    pack, unreadable = _pack(register, path.resolve().parent)
    own = register.settings.typed("id")
    memory, trouble = memory_of(path, own, today)
    sent, lost = sent_of(path, own)
    rules, unread = _own_rules(register, path.resolve().parent)
    return Review(register, pack, today, beside(path.resolve().parent, register.settings.evidence_folder), earlier,
                  memory, sent, tuple(filter(None, (trouble, lost, unread, unreadable))), rules, path.resolve().parent)


def _pack(register: Register, folder: Path) -> tuple[Pack, str]:
    """The pack that the register names, the usual one where it names none, and why its own file could not be read."""
    try:
        return packs.of_register(register.settings.pack, folder) or packs.load(packs.DEFAULT), ""
    except CannotRun as error:
        return packs.load(packs.DEFAULT), str(error)


def _own_rules(register: Register, folder: Path) -> tuple[BodyRules | None, str]:
    """The rules of the body in the file beside the register that it names, and why they could not be read."""
    file = own_file(register.settings.typed("body_rules"), folder)
    try:
        return body_rules.read(file) if file else None, ""
    except CannotRun as error:
        return None, str(error)


def load(path: Path | str, *, today: date, previous: Path | str | None = None) -> Assessment:
    """Read a register, look at it on the day `today`, and run every check.

    `previous` is an earlier copy of the register: what vanished or was changed in silence since is a problem then.
    Nothing here reads the clock; give `date.today()` for this day. Raises CannotRun.
    """
    return judged(load_review(path, today, previous))


def judged(review: Review, findings: Sequence[Finding] | None = None) -> Assessment:
    """What every check finds in a register that is looked at; of these findings alone, where not all are asked for."""
    return Assessment(review, run(review, findings=findings), not_checked=tuple(not_checked(review)),
                      judged=None if findings is None else tuple(findings))


def judged_again(review: Review) -> Assessment:
    """As `judged`, for somebody who checks the same register again and again: what was settled before, and goes by
    nothing that has changed, is not looked at anew (`checks/settled.py`). What leaves the house is always `judged`."""
    path = Path(review.register.path)
    known = known_of(path)
    problems, settled = run_again(review, known)
    if settled != known:
        keep(path, settled)
    return Assessment(review, problems, not_checked=tuple(not_checked(review)))


def judged_by(review: Review, codes: Collection[str]) -> Assessment:
    """What the checks of these codes find, and what is wrong with the file itself, as `Assessment.only` has it.

    The other checks run when something is asked that needs them: how far an answer is, or how much is not listed.
    """
    blind = tuple(each for each in not_checked(review) if each.code in codes)
    found = run_alone(review, codes)
    return Assessment(review, [problem for problem in found if problem.code in codes or problem.level is Level.ERROR],
                      partial(run, review), blind)
