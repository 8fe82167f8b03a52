"""How fast all of it is: one command makes the registers, measures every row beside the libraries that do the same or
less, and prints the table.

    python benchmarks/table.py --write     and writes it into benchmarks/README.md, with the plot of how it grows
    python benchmarks/table.py --quick     small registers; some minutes instead of half an hour
    python benchmarks/table.py --sizes 1000 10000 50000        growth up to 50,000 findings; an hour

Figures are seconds of the processor, the least of several in turns; the ratios are what counts on another machine. What
needs a library that is not installed (pandera, frictionless) is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import acts
from growth_plot import drawn
from measure import Cost, NotMeasuredError, apart, command, cost, exponent, in_turns
from registers import ALIKE, SAMPLE, Row, alike_rows, real_rows, short_rows, write

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.write.writer import register_bytes

HERE = Path(__file__).parent
TODAY = ("--today", str(acts.DAY))
GROWTH, TABLE = "growth.svg", "README.md"


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    what: str
    figures: str  # as measured
    against: str
    found: float
    goal: float | None  # at most; None: only told

    @property
    def cells(self) -> tuple[str, ...]:
        kept = "" if self.goal is None else "yes" if self.found <= self.goal else "no"
        return (self.what, self.against, "" if self.goal is None else f"{self.goal:g}", f"**{self.found:.3g}**",
                self.figures, kept)


@dataclass
class Bench:
    """The registers, and how large they are."""

    folder: Path
    real: int
    short: int
    sizes: list[int]
    times: int

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.xlsx"

    def ratio(self, what: str, against: str, goal: float | None, ours: Callable[[], Cost],
              theirs: Callable[[], Cost], times: int = 0) -> Line:
        """Our seconds as a multiple of theirs."""
        found = in_turns({"ours": ours, "theirs": theirs}, times or self.times)
        mine, other = found["ours"], found["theirs"]
        return Line(what, f"{mine.seconds:.2f} s : {other.seconds:.2f} s; {mine.megabytes:.0f} MB : "
                    f"{other.megabytes:.0f} MB", against, mine.seconds / other.seconds, goal)


def reading(bench: Bench) -> Iterator[Line]:
    """Reading and checking, beside who only reads."""
    for name, size, goal in (("real", bench.real, 8), ("short", bench.short, 4)):
        path, texts = bench.path(name), "texts of 200 to 1,500 characters" if name == "real" else "texts of a line"
        found = in_turns({"check": lambda path=path: cost(partial(acts.check, path)),
                          "read": lambda path=path: cost(partial(acts.read, path)),
                          "calamine": lambda path=path: cost(partial(acts.calamine, path))}, bench.times)
        base, check = found["calamine"], found["check"]
        for what, mine, most in (("checked", check, goal), ("read alone", found["read"], None)):
            yield Line(f"{size:,} findings, {texts}: {what}", f"{mine.seconds:.2f} s : {base.seconds:.2f} s",
                       "calamine, bare values", mine.seconds / base.seconds, most)
        yield Line(f"{size:,} findings, {texts}: memory", f"{check.megabytes:.0f} MB : {base.megabytes:.0f} MB",
                   "the bare values", check.megabytes / base.megabytes, 1.5)
    path = bench.path("short")
    yield bench.ratio(f"{bench.short:,} findings: checked", "openpyxl, read-only values", 0.3,
                      lambda: cost(partial(acts.check, path)), lambda: cost(partial(acts.openpyxl_values, path)), 1)


def cells(bench: Bench) -> Iterator[Line]:
    """Types and choices of one sheet, beside who does that alone."""
    path = bench.path("cells")
    apart(lambda: write(path, ((kind, rows if kind is Finding else []) for kind, rows in short_rows(bench.short))))
    for name, theirs in (("pandera", acts.pandera), ("frictionless", acts.frictionless)):
        yield bench.ratio(f"types and choices of {bench.short:,} findings", name, 1,
                          lambda: cost(partial(acts.cells_checked, path)),
                          lambda theirs=theirs: cost(partial(theirs, path)))


def start(bench: Bench) -> Iterator[Line]:
    """What everybody waits for: the sample, the help."""
    bare = ("-c", "import click\n@click.group()\n@click.version_option('1')\ndef main(): pass\nmain()")
    installed = ("-c", "from ncr_toolkit.cli import main\nmain()")  # as pip has it made
    few = max(bench.times * 2, 5)
    for word in ("--help", "--version"):
        yield bench.ratio(f"ncr {word}", "a bare click group", 1.15,
                          lambda word=word: command(bench.folder, word, program=installed),
                          lambda word=word: command(bench.folder, word, program=bare), few)
    every = ("-c", "from ncr_toolkit.checks.registry import catalogue; import ncr_toolkit.loader; catalogue()")
    for what, more in (("ncr check --anew", ("--anew",)), ("ncr check once more", ())):
        line = bench.ratio(f"{what} of the sample, 22 findings", "importing alone", None,
                           lambda more=more: command(SAMPLE.parent, "check", SAMPLE.name, *more, *TODAY),
                           lambda: command(bench.folder, program=every), few)
        yield line
        yield Line(f"{line.what}: seconds in all", line.figures, "", float(line.figures.split()[0]), 0.3)


def writing(bench: Bench) -> Iterator[Line]:
    """Registers made, results written back, responses."""
    for what, findings in (("a blank register", 0), (f"a register of {bench.real:,} findings", bench.real)):
        yield bench.ratio(f"{what} written", "the same values by XlsxWriter alone", 1.5,
                          lambda findings=findings: cost(partial(acts.new, findings)),
                          lambda findings=findings: cost(partial(acts.xlsxwriter, findings)))
    yield bench.ratio(f"results written back, {bench.real:,} findings", "openpyxl, load and save", 0.08,
                      lambda: cost(partial(acts.write_back, bench.path("made"))),
                      lambda: cost(partial(acts.openpyxl_saved, bench.path("made"))), 1)
    yield bench.ratio("the sample's largest response, 20 times", "docxtpl, the same text", 0.15,
                      lambda: cost(partial(acts.responses, SAMPLE, theirs=False)),
                      lambda: cost(partial(acts.responses, SAMPLE, theirs=True)))


def fewer(bench: Bench) -> Iterator[Line]:
    """What needs less than all."""
    path = bench.path("real").name
    for words, goal in ((("check", path, "--select", "CEL", "--format", "csv"), 0.3), (("due", path, "--brief"), 0.3)):
        yield bench.ratio(f"ncr {' '.join(words).replace(path, 'REGISTER')}", "ncr check --anew", goal,
                          lambda words=words: command(bench.folder, *words, *TODAY),
                          lambda: command(bench.folder, "check", path, "--anew", *TODAY), 1)
    for words, goal in ((("check", path), 0.3), (("respond", "made.xlsx"), 0.2), (("run", "made.xlsx", "--yes"), 0.3)):
        first = command(bench.folder, *words, *TODAY)
        again = command(bench.folder, *words, *TODAY)
        yield Line(f"ncr {words[0]} once more, nothing changed", f"{again.seconds:.2f} s : {first.seconds:.2f} s; "
                   f"{again.megabytes:.0f} MB : {first.megabytes:.0f} MB", "the first time",
                   again.seconds / first.seconds, goal)


def large(bench: Bench) -> Iterator[Line]:
    """Commands that hold whole workbooks."""
    apart(lambda: write(bench.path("other"), (
        (kind, [{name: other(found, number) for name, found in row.items()} for number, row in enumerate(rows)])
        for kind, rows in short_rows(bench.short))))
    for what, words in (("check", ("check", "short.xlsx", *TODAY)),
                        ("compare, the same", ("compare", "short.xlsx", "short.xlsx")),
                        ("compare, nearly all differs", ("compare", "short.xlsx", "other.xlsx")),
                        ("doctor", ("doctor", "short.xlsx")),
                        ("upgrade", ("upgrade", "short.xlsx", "-o", "up.xlsx", "--force"))):
        used = command(bench.folder, *words)
        yield Line(f"ncr {what}, {bench.short:,} findings: MB", f"{used.seconds:.1f} s, {used.megabytes:.0f} MB", "",
                   used.megabytes, 500)


def other(found: object, number: int) -> object:
    """What stands there in nearly the same register, in which nearly every text and day differs."""
    if isinstance(found, date):
        return found.replace(year=found.year + 1)
    return f"{found} Seen again in week {number % 52}." if isinstance(found, str) and " " in found else found


Grown = dict[str, list[tuple[int, float]]]


def growth(bench: Bench, grown: Grown) -> Iterator[Line]:
    """The power with which the time grows, also where findings have much in common."""
    kinds: dict[str, Callable[[int], Iterator[tuple[type[Record], list[Row]]]]] = {
        "texts that differ": short_rows, **{what: partial(alike_rows, what=what) for what in ALIKE}}
    for what, rows in kinds.items():
        sizes = bench.sizes if what == "texts that differ" else [size for size in bench.sizes if size <= 10_000]
        seconds = []
        for size in sizes:
            path = bench.path("grown")
            apart(lambda rows=rows, size=size, path=path: write(path, rows(size)))
            seconds.append(cost(partial(acts.check, path)).seconds)
        grown[what] = list(zip(sizes, seconds, strict=True))
        yield Line(f"growth from {sizes[0]:,} to {sizes[-1]:,} findings, {what}: exponent",
                   " / ".join(f"{each:.1f}" for each in seconds) + " s", "1: linear", exponent(sizes, seconds), 1.05)


GROUPS = (start, reading, cells, writing, fewer, large)


def measured(bench: Bench, wanted: list[str], grown: Grown) -> Iterator[Line | str]:
    """Every line, and what could not be measured."""
    for group in (*GROUPS, partial(growth, grown=grown)):
        name = group.func.__name__ if isinstance(group, partial) else group.__name__
        if wanted and name not in wanted:
            continue
        try:
            yield from group(bench)
        except NotMeasuredError as why:
            yield f"{name}: the rest is not measured here ({why})."


def shown(lines: list[Line]) -> str:
    """The table as markdown."""
    head = ("what", "against", "goal, at most", "measured", "ours : theirs", "kept")
    rows = (head, ("---",) * len(head), *(each.cells for each in lines))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--real", type=int, default=1000, help="findings with texts of real length")
    asked.add_argument("--short", type=int, default=10_000, help="findings with texts of a line")
    asked.add_argument("--sizes", type=int, nargs="*", default=[1000, 3000, 10_000], help="findings to see the growth")
    asked.add_argument("--write", action="store_true", help=f"write {TABLE} and {GROWTH}")
    asked.add_argument("--times", type=int, default=3, help="how often each is measured")
    asked.add_argument("--only", nargs="*", default=[], help="groups: start reading cells writing fewer large growth")
    given = asked.parse_args()
    if given.quick:
        given.real, given.short, given.sizes, given.times = 100, 400, [100, 200, 400], 1
    grown: Grown = {}
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = place  # what is kept from one check to the next
        bench = Bench(Path(place), given.real, given.short, given.sizes, given.times)
        apart(partial(prepare, bench))
        text = told(measured(bench, given.only, grown))
    print(text)
    if given.write and grown:
        (HERE / GROWTH).write_text(drawn(grown), encoding="utf-8")
        made = f"Made by `python benchmarks/table.py {' '.join(sys.argv[1:])}`."
        (HERE / TABLE).write_text(f"# How fast it is\n\n{made}\n{text}\n\n![Seconds by findings]({GROWTH})\n",
                                  encoding="utf-8")


def prepare(bench: Bench) -> None:
    """Write the registers that several groups need."""
    write(bench.path("real"), real_rows(bench.real))
    write(bench.path("short"), short_rows(bench.short))
    bench.path("made").write_bytes(register_bytes(packs.load("iso42001"), today=acts.DAY, settings={"id": "BENCH"},
                                                  rows=dict(real_rows(bench.real))))


def told(found: Iterable[Line | str]) -> str:
    """The day, the machine and the table as markdown; each line is printed on stderr as it comes."""
    lines, notes = [], [f"{date.today()}, {machine()}, Python {platform.python_version()}."]
    for each in found:
        if isinstance(each, Line):
            lines.append(each)
            print(" | ".join(each.cells), file=sys.stderr, flush=True)
        else:
            notes.append(each)
    return "\n\n".join([" ".join(notes), shown(lines)])


def machine() -> str:
    """The processors, and how busy they are with other things."""
    about = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in about.read_text().splitlines()
             if line.startswith("model name")] if about.exists() else []
    return f"{os.cpu_count()} x {(names or [platform.processor()])[0]}, load {os.getloadavg()[0]:.0f}"


if __name__ == "__main__":
    main()
