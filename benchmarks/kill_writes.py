"""Every command that writes, stopped at each call to the system by which it changes files, and at random moments.

    python benchmarks/kill_writes.py                 each call by each signal, and random moments up to 200 a command
    python benchmarks/kill_writes.py 1000            up to 1000
    python benchmarks/kill_writes.py 0 check run     only these commands, and only the calls
    python benchmarks/kill_writes.py 200 --no-more demo    200 of a command that makes so many calls that each takes
                                                     hours: half of them at calls, evenly spread, half at random

The signals are SIGKILL (nothing is tidied up), SIGTERM (a service is stopped) and SIGINT (Ctrl+C). After each the
register is as it was or whole with the results in it, every file that is seen is one that a whole run makes, and what
is final is noted as made to be sent. After SIGTERM and SIGINT nothing hidden is left, no process goes on, and the
exit code is one that is promised; after SIGKILL that holds once the same command was run once more, and then all is as
it is where nothing was stopped. It needs a system that can fork.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pypdf import PdfWriter

from ncr_toolkit.exports import FORMATS
from ncr_toolkit.runs.sent_log import sent_of
from tests.commands import ran, warm
from tests.conftest import TODAY
from tests.crashes import CALLS
from tests.excel_forms import car_form
from tests.forms import mixed_form
from tests.parcels import house
from tests.replies import answered, send, unsent
from tests.reports import cards
from tests.shares import Filled
from tests.trackers import LOG, semicolons, workbook

DAY = ("--today", str(TODAY))
MAP = ("--map", "log.toml")  # without one a second import is refused, as decisions of the first would be lost
SINGLE = {name: each.ending for name, each in FORMATS.items() if each.ending}
COMMANDS = {
    "new": ("new", "new.xlsx", "--force", *DAY), "check": ("check", "register.xlsx", "-o", "a.txt", "--force", *DAY),
    "write-back": ("check", "register.xlsx", "--write-back", *DAY),
    "marked": ("check", "register.xlsx", "--marked", "marked.xlsx", "--force", *DAY),
    "evidence": ("evidence", "register.xlsx", "--write-back", *DAY), "respond": ("respond", "register.xlsx", *DAY),
    "final": ("respond", "register.xlsx", "NC-2", "--final", *DAY),
    "in a form": ("respond", "register.xlsx", "NC-2", "--form", "form.docx", "--mapping", "labels.toml", "--annex",
                  "-o", "forms-filled", *DAY),
    "package": ("package", "register.xlsx", "NC-2", "-o", "a.zip", "--no-pdf", "--force", *DAY),
    "with PDFs": ("package", "register.xlsx", "NC-2", "-o", "b.zip", "--force", *DAY),
    "in a workbook": ("respond", "register.xlsx", "NC-2", "--form", "form.xlsx", "-o", "workbooks-filled", *DAY),
    "picture": ("form", "form.docx", "--picture", "form.pdf", "--force", *DAY),
    "import": ("import", "tracker.csv", "imported.xlsx", *MAP, "--force", *DAY),
    "import book": ("import", "tracker.xlsx", "imported.xlsx", *MAP, "--force", *DAY),
    "import report": ("import", "report.docx", "imported.xlsx", *MAP, "--force", *DAY),
    "export": ("export", "register.xlsx", "--to", "csv", "-o", "exported", *DAY),
    **{f"to {each}": ("export", "register.xlsx", "--to", each, "-o", f"exported{end}", "--force", *DAY)
       for each, end in SINGLE.items()},
    "run": ("run", "register.xlsx", "--yes", *DAY), "chase": ("chase", "register.xlsx", *DAY),
    "review": ("review", "register.xlsx", "--format", "html", "-o", "review.html", "--force", *DAY),
    "paper": ("review", "register.xlsx", "-o", "review.docx", "--force", *DAY),
    "upgrade": ("upgrade", "register.xlsx", "-o", "moved.xlsx", "--report", "moved.csv", "--force", *DAY),
    "compare": ("compare", "register.xlsx", "register.xlsx", "-o", "changes.html", "--force", *DAY),
    "sent": ("sent", "register.xlsx", "NC-2", "--on", str(TODAY), "--yes", *DAY),
    "extend": ("extend", "register.xlsx", "NC-1", "--until", "2027-03-01", "--reason", "Parts are late", "--write-back",
               "--yes", "--force", *DAY),
    "reply": ("reply", "returned.docx", "register.xlsx", "--write-back", *DAY),
    "merge": ("import", "log.csv", "register.xlsx", "--merge", "--map", "log.toml", *DAY),
    "mapping": ("form", "form.docx", "--write-mapping", "asked.toml", "--force", *DAY),
    "portfolio": ("portfolio", ".", "--jobs", "1", "--kept", "kept.json", "--format", "xlsx", "-o", "all.xlsx",
                  "--force", *DAY),
    "split": ("split", "register.xlsx", "-o", "new-parts", *DAY),
    "collect": ("collect", "parts", "register.xlsx", "--yes", *DAY),
    "ask": ("collect", "parts", "register.xlsx", "--dry-run", "--ask", "open.xlsx", "--force", *DAY),
    "fill": ("fill", "register.xlsx", "--yes", *DAY),
    "demo": ("demo",),
}
FINALS = {"final": "responses/", "package": "a.zip", "with PDFs": "b.zip"}
"""Where what is final lies, of commands that make some."""
OFFICE = """#!/bin/sh
sleep 0.2
while [ $# -gt 0 ]; do
    case "$1" in
    --outdir) shift; out="$1" ;;
    *.docx) cp "$(dirname "$0")/page.pdf" "$out/$(basename "$1" .docx).pdf" ;;
    esac
    shift
done
"""
"""Instead of LibreOffice, that would take most of the time: a program that makes PDFs in the same way."""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
HIDDEN = (".part", ".new-", ".lock")


def watched(real: Callable[..., object], calls: list[int], at: int, number: int) -> Callable[..., object]:
    """A call to the system that is counted, and before which the signal comes if it is number `at`."""
    def call(*given: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] == at:
            os.kill(os.getpid(), number)
        return real(*given, **more)

    return call


def watch(calls: list[int], at: int, number: int) -> None:
    for name, home in CALLS.items():
        setattr(home, name, watched(getattr(home, name), calls, at, number))
    opened, counted = io.open, watched(io.open, calls, at, number)
    io.open = lambda file, mode="r", *more, **named: (  # type: ignore[assignment]
        opened if set(mode) <= set("rbt") else counted)(file, mode, *more, **named)


def child(words: tuple[str, ...], folder: Path, temporary: Path, at: int, number: int = signal.SIGKILL) -> int:
    """The number of a process that runs a command, and gets a signal before call number `at`; 0 for not at all, and
    then it writes how many calls there were."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # one that comes as soon as it lives waits for its own handler
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return process
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what is in its background without
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        os.chdir(folder)
        tempfile.tempdir = str(temporary)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        calls = [0]
        watch(calls, at, number)
        sys.argv = ["ncr", *words]
        from ncr_toolkit.cli import main

        main()
    except SystemExit as end:
        if not at:
            (temporary / "calls").write_text(str(calls[0]))
        os._exit(int(end.code or 0))
    except BaseException:
        os._exit(70)
    os._exit(71)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def goes_on(process: int) -> bool:
    """Whether a process that this one has started still lives, some moments later: it is ended then."""
    for _ in range(100):
        try:
            os.killpg(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(process, signal.SIGKILL)
    return True


def seen(folder: Path) -> dict[str, str]:
    """What a person sees: every file that is not hidden, by what it holds."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
            if not any(part.startswith(".") for part in name.parts)}


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if any(mark in path.name for mark in HIDDEN)]


def untouched(folder: Path, base: Path, temporary: Path) -> bool:
    """Whether not one byte is other than before: what runs next runs as if nothing had been."""
    def every(home: Path) -> dict[Path, bytes]:
        return {path.relative_to(home): path.read_bytes() if path.is_file() else b"" for path in home.rglob("*")}

    return not any(temporary.iterdir()) and every(folder) == every(base)


def is_whole(path: Path) -> bool:
    """Whether a zip, a workbook or a document can be read to its end; of other files, whether there is anything."""
    if path.suffix in (".zip", ".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None
    return path.stat().st_size > 0


def broken(folder: Path, before: dict[str, str], whole: dict[str, str]) -> list[str]:
    """The files that are new or changed, and half; `whole`: what lies there where nothing was stopped."""
    changed = [name for name, print_ in seen(folder).items() if print_ not in (before.get(name), whole.get(name))]
    lost = [name for name in before if not (folder / name).exists()]
    return lost + [name for name in changed if not is_whole(folder / name)]


def noted(folder: Path) -> set[str]:
    """The fingerprints of what stands in the record as made to be sent."""
    sent = sent_of(folder / "register.xlsx", "R-1")[0]
    return {answer.sha256 for id in sent.ids for answer in sent.of(id)}


def at_odds(name: str, folder: Path, base: Path) -> list[str]:
    """What looks final and is in no record, and what is noted there and does not lie in its place."""
    if name not in FINALS:
        return []
    lying = {file: print_ for file, print_ in seen(folder).items() if file.startswith(FINALS[name])}
    record = noted(folder) - noted(base)
    return [file for file, print_ in lying.items() if not (base / file).exists() and print_ not in record] \
        + sorted(record - set(lying.values()))


def unlike(wholes: list[dict[str, str]], end: dict[str, str]) -> list[str]:
    """The files that are not there, or not as they are where nothing was killed, once or twice: of those that are
    always the same then."""
    names = min((each.keys() ^ end.keys() for each in wholes), key=len)
    same = {name: print_ for name, print_ in wholes[0].items() if all(each.get(name) == print_ for each in wholes)}
    return sorted(names) + sorted(name for name, print_ in same.items() if end.get(name, print_) != print_)


class Kills:
    """One command, stopped in every way."""

    def __init__(self, name: str, base: Path, place: Path) -> None:
        self.name, self.words, self.base, self.place = name, COMMANDS[name], base, place
        self.found: Counter[str] = Counter()
        self.wholes: list[dict[str, str]] = []
        self.calls = 0
        for _ in range(2):
            start = time.perf_counter()
            self.once(signal.SIGKILL, whole=True)
            self.lasting = (time.perf_counter() - start) / 2

    def once(self, number: int, at: int = 0, seconds: float = 0, *, whole: bool = False) -> None:
        """Stop it before that call, or after so many seconds, and run it once more."""
        shutil.rmtree(self.place, ignore_errors=True)
        folder, temporary = Path(shutil.copytree(self.base, self.place / "work")), self.place / "temporary"
        temporary.mkdir()
        before, process = seen(folder), child(self.words, folder, temporary, at, number)
        if seconds:
            time.sleep(seconds)
            os.kill(process, number)
        first = ended(process)
        running = goes_on(process)
        self.calls = max(self.calls, int(made.read_text() or 0) if (made := temporary / "calls").exists() else 0)
        self.wholes.extend([seen(folder)] if whole else [])
        left = hidden(folder) + [path.name for path in temporary.glob("ncr-*")]
        wrong = {"half or lost": broken(folder, before, self.wholes[0]),
                 "final or noted alone": at_odds(self.name, folder, self.base),
                 "goes on": running, "left by a signal": left if first >= 0 else [],
                 "odd exit code": first if first not in (0, 1, 2, -number) else 0}
        if untouched(folder, self.base, temporary):
            self.found["nothing changed at all"] += 1
        else:
            code = ended(child(self.words, folder, temporary, 0))
            self.wholes.extend([seen(folder)] if whole else [])
            wrong |= {"next run refused": code not in (0, 1),
                      "other than without a kill": unlike(self.wholes, seen(folder)),
                      "left by the next run": hidden(folder) + [path.name for path in temporary.glob("ncr-*")]}
        self.found["stopped"] += not whole
        self.found[f"{signal.Signals(number).name} {first}"] += not whole
        self.found["left hidden by the kill"] += bool(left)
        for what in wrong:
            self.found[what] += bool(wrong[what])
        if any(wrong.values()):
            print(f"  {self.name} by {signal.Signals(number).name} at {at or seconds}: ended {first}, "
                  f"{ {what: told for what, told in wrong.items() if told} }", flush=True)


def kills(name: str, base: Path, place: Path, number: int, *, no_more: bool) -> Counter[str]:
    """Stop one command before each call by each signal, and at random moments up to `number` times in all; `no_more`
    than these, so that not every call may have its turn."""
    dice, all_of_it = random.Random(name), Kills(name, base, place)
    every = [(at, each) for at in range(1, all_of_it.calls + 1) for each in SIGNALS]
    for at, each in every[::len(every) * 2 // number + 1] if no_more and len(every) * 2 > number else every:
        all_of_it.once(each, at)
    for _ in range(number - all_of_it.found["stopped"]):
        all_of_it.once(dice.choice(SIGNALS), seconds=dice.uniform(0.02, 1.1) * all_of_it.lasting)
    return all_of_it.found


def share_out(base: Path) -> None:
    """Parts for owners, of which one is filled in: a cell, and a new row."""
    ran(["split", "register.xlsx", "-o", "parts", *DAY], base)
    with Filled(max((base / "parts").glob("*.xlsx"), key=lambda path: path.stat().st_size)) as part:
        finding = part.sheet("finding").cell(4, 1).value
        part.type(finding, finding__consequences="some more were called, and told on the same day")
        part.add("action", id="CA-90", finding=finding, what="teach the whole team once more")


def office(folder: Path) -> None:
    """Put OFFICE before all other programs."""
    folder.mkdir()
    pages = PdfWriter()
    pages.add_blank_page(595, 842)
    pages.write(folder / "page.pdf")
    (folder / "soffice").write_text(OFFICE, encoding="utf-8")
    (folder / "soffice").chmod(0o755)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def main() -> None:
    number = int(sys.argv[1]) if sys.argv[1:] else 200
    with tempfile.TemporaryDirectory() as made:
        warm(Path(made) / "warm")  # what is imported and read here need not be in each child
        base = Path(made) / "base"
        send(house("startup", base, change=unsent), "NC-1", folder="answers")
        (base / "returned.docx").write_bytes(answered(next(base.glob("answers/*.docx")).read_bytes(), "Plan accepted"))
        (base / "form.docx").write_bytes(mixed_form())
        (base / "log.csv").write_text("ID,Finding,Grade\nN-9,Minutes name no decision,Minor\n", "utf-8")
        (base / "log.toml").write_text("", "utf-8")
        (base / "labels.toml").write_text('"Site" = "finding.site"\n', encoding="utf-8")
        (base / "form.xlsx").write_bytes(car_form())
        cards(base / "report.docx")
        workbook(base / "tracker.xlsx", Findings=LOG)
        share_out(base)
        semicolons(base / "tracker.csv")
        (base / "evidence" / "no row names it.txt").write_text("The list of June", encoding="utf-8")
        office(Path(made) / "office")
        shutil.copy(base / "register.xlsx", base / f"register backup {date(2026, 1, 1)}.xlsx")
        names = [name for name in sys.argv[2:] if name != "--no-more"]
        for name in names or COMMANDS:
            print(f"{name:<12}", dict(kills(name, base, Path(made) / "place", number,
                                            no_more="--no-more" in sys.argv)), flush=True)


if __name__ == "__main__":
    main()
