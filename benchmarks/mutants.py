"""Conditions of the code are turned, one at a time, and the tests are run: what no test notices is printed.

    python benchmarks/mutants.py                      100 turned conditions, spread evenly over the rooms below
    python benchmarks/mutants.py --number 300         more of them; the first 100 are the same
    python benchmarks/mutants.py --room runs compare  only in these rooms
    python benchmarks/mutants.py --file core/status.py checks/days/dates.py
    python benchmarks/mutants.py --only compare/matching.py:40 checks/days/dates.py:12   of the 100 those in these lines
    python benchmarks/mutants.py --seed 2             others than those of seed 1
    python benchmarks/mutants.py --list               what would be turned; no test is run

What is turned: `<` and `<=`, `==` and `!=`, `in` and `not in`, `is` and `is not`, `and` and `or`, a `not` left out, a
number of a comparison or sum one more or one less, `return True` and `return False`. It works on a copy in a temporary
folder. Every room has its own tests (`TESTS`), the fastest first, without LibreOffice; the first red one ends the look
at a mutant, and so does a run four times as long as the plain one. Each run is a fork of one process that has the large
libraries loaded. Linux and macOS only. Ends with 1 if more than `--most` (5) survived.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import importlib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pytest", "hypothesis", "_hypothesis_pytestplugin", "openpyxl", "xlsxwriter", "docx", "lxml.etree", "click",
         "python_calamine", "rapidfuzz", "jsonschema")
SOURCES = {  # the rooms, and their files
    "status": ("core/status.py",), "breakdown": ("core/breakdown.py",), "problem": ("core/problem.py",
                                                                                   "core/assessment.py"),
    "checks": ("checks/*/*.py",), "runs": ("runs/*.py",), "compare": ("compare/*.py", "compare/kinds/*.py"),
    "submission": ("submission/*.py",),
}
TESTS = {  # what looks at a room: names of tests/test_*.py; a file of checks is first tried on its own pages
    "status": ("status", "breakdown", "readiness", "settings"),
    "breakdown": ("breakdown_tables", "breakdown", "status"),
    "problem": ("problem", "readiness", "settings"),
    "checks": ("check_edges", "check_properties", "settings", "readiness"),
    "runs": ("ledger_parts", "archive", "memory", "sent", "history", "run"),
    "compare": ("compare_likeness", "compare", "compare_everything", "compare_reports", "history", "run", "sent",
                "catalogue"),  # checks ask `compare/previous.py`
    "submission": ("package_parts", "pdf_export", "verify_forged", "verify", "package", "sent"),
}
OWN = ("catalogue", "seeded_defects")  # whose tests carry the codes of the checks in their names
SWAPS: dict[type[ast.AST], tuple[str, str]] = {  # how it is written, and what is written instead
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="), ast.In: ("in", "not in"), ast.NotIn: (r"not\s+in", "in"), ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"), ast.And: ("and", "or"), ast.Or: ("or", "and"),
}


NEWLINE = b"\n"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One place of a file that is turned: the bytes from `start` to `end` become `instead`."""

    room: str
    path: Path  # within the package
    start: int
    end: int
    instead: bytes
    text: bytes  # of the file, as it was when it was looked at

    @property
    def turned(self) -> bytes:
        return self.text[:self.start] + self.instead + self.text[self.end:]

    @property
    def place(self) -> str:
        """`core/status.py:55`."""
        return f"{self.path.as_posix()}:{self.text.count(NEWLINE, 0, self.start) + 1}"

    @property
    def told(self) -> str:
        """The place, and its line before and after."""
        first, last = self.text.rfind(NEWLINE, 0, self.start) + 1, self.text.find(NEWLINE, self.end)
        before = self.text[first:last].decode().strip()
        after = (self.text[first:self.start] + self.instead + self.text[self.end:last]).decode().strip()
        return f"{self.place}\n    - {before}\n    + {after}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of pytest: a file of tests, and which of them."""

    file: str
    only: str = ""

    @property
    def words(self) -> list[str]:
        return [self.file, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not office",
                "-W", "ignore::pytest.PytestAssertRewriteWarning", *(("-k", self.only) if self.only else ())]


# --- what can be turned

class Source:
    """A file, and the places of it that can be turned."""

    def __init__(self, text: bytes) -> None:
        self.text, self.tree = text, ast.parse(text)
        self._starts = [0, *(match.end() for match in re.finditer(b"\n", text))]

    def places(self) -> Iterator[tuple[int, int, bytes]]:
        """Start, end and what to write instead; places within an f-string are left alone."""
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, ast.JoinedStr):
                waiting.extend(ast.iter_child_nodes(node))
                yield from self._of(node)

    def _of(self, node: ast.AST) -> Iterator[tuple[int, int, bytes]]:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for left, kind, right in zip(sides, node.ops, sides[1:], strict=False):
                yield from self._between(left, kind, right)
            yield from chain.from_iterable(map(self._number, sides))
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from self._between(left, node.op, right)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start = self._at(node)[0]
            yield start, start + len("not"), b""
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
            yield from chain(self._number(node.left), self._number(node.right))
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and type(node.value.value) is bool:
            yield *self._at(node.value), str(not node.value.value).encode()

    def _number(self, node: ast.AST) -> Iterator[tuple[int, int, bytes]]:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield *self._at(node), str(node.value + 1).encode()
            if node.value > 0:
                yield *self._at(node), str(node.value - 1).encode()

    def _between(self, left: ast.AST, kind: ast.AST, right: ast.AST) -> Iterator[tuple[int, int, bytes]]:
        start, end = self._at(left)[1], self._at(right)[0]
        written, instead = SWAPS[type(kind)]
        edge = r"\b" if written[0].isalpha() else ""
        if found := re.search((edge + written + edge).encode(), re.sub(rb"#[^\n]*", _blanks, self.text[start:end])):
            yield start + found.start(), start + found.end(), instead.encode()

    def _at(self, node: ast.AST) -> tuple[int, int]:
        return (self._starts[node.lineno - 1] + node.col_offset,  # type: ignore[attr-defined]
                self._starts[node.end_lineno - 1] + node.end_col_offset)  # type: ignore[attr-defined]


def _blanks(found: re.Match[bytes]) -> bytes:
    return b" " * len(found[0])


def mutants_of(room: str, path: Path) -> list[Mutant]:
    """Every mutant of a file that is still Python, in the order of the file."""
    text, found = (ROOT / "ncr_toolkit" / path).read_bytes(), []
    for start, end, instead in sorted(set(Source(text).places())):
        mutant = Mutant(room, path, start, end, instead, text)
        try:
            ast.parse(mutant.turned)
        except SyntaxError:
            continue
        found.append(mutant)
    return found


def drawn(rooms: list[str], files: list[str], number: int, seed: int) -> list[Mutant]:
    """So many mutants, each room's turn in order, and within a room each file's; the same for the same seed."""
    package = ROOT / "ncr_toolkit"
    every = []
    for room in rooms:
        paths = sorted(path.relative_to(package) for each in SOURCES[room] for path in package.glob(each))
        mine = [mutants_of(room, path) for path in paths if not files or path.as_posix() in files]
        for found in mine:
            random.Random(f"{seed} {room} {found[0].path if found else ''}").shuffle(found)
        random.Random(f"{seed} {room}").shuffle(mine)
        every.append(_in_turn(mine))
    return _in_turn(every)[:number]


def _in_turn(lists: list[list[Mutant]]) -> list[Mutant]:
    return [each for turn in zip_longest(*lists) for each in turn if each is not None]


# --- running the tests

class Copy:
    """A copy of the repository in which tests are run."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "copy"
        for name in ("ncr_toolkit", "tests", "samples", "workbook_templates", "benchmarks"):
            shutil.copytree(ROOT / name, self.root / name, ignore=shutil.ignore_patterns("__pycache__", "*.lock"))
        for path in (path for path in ROOT.iterdir() if path.is_file()):
            shutil.copy2(path, self.root)
        compileall.compile_dir(self.root, quiet=2)
        self._plain: dict[Stage, float] = {}

    def stages(self, room: str, path: Path) -> list[Stage]:
        """The runs that look at a file, the fastest first. Raises SystemExit where one is red on the plain code."""
        text = (ROOT / "ncr_toolkit" / path).read_text(encoding="utf-8")
        codes = re.findall(r'^@check\("(\w+)"', text, re.M) if room == "checks" else []
        stages = [Stage(f"tests/test_{name}.py") for name in TESTS[room]
                  if (self.root / f"tests/test_{name}.py").exists()]
        own = [Stage(f"tests/test_{name}.py", " or ".join(codes)) for name in OWN if codes]
        return sorted(own, key=self.seconds) + sorted(stages, key=self.seconds)

    def seconds(self, stage: Stage) -> float:
        """How long a run takes on the plain code."""
        if stage not in self._plain:
            started = time.monotonic()
            if self.run(stage, 1200, keep_bytecode=True):
                raise SystemExit(f"{stage.file} is red before anything is turned:\n{self.log.read_text()[-2000:]}")
            self._plain[stage] = time.monotonic() - started
        return self._plain[stage]

    @property
    def log(self) -> Path:
        return self.root.parent / "log.txt"

    def noticed(self, mutant: Mutant, stages: list[Stage]) -> str:
        """The tests that turn red, '' if all stay green."""
        path = self.root / "ncr_toolkit" / mutant.path
        cached = Path(importlib.util.cache_from_source(str(path)))
        cached.unlink(missing_ok=True)
        path.write_bytes(mutant.turned)
        try:
            return next((stage.file for stage in stages if self.run(stage, 4 * self.seconds(stage) + 10)), "")
        finally:
            path.write_bytes(mutant.text)

    def run(self, stage: Stage, limit: float, *, keep_bytecode: bool = False) -> bool:
        """Whether a run is red, or takes longer than `limit` seconds."""
        child = os.fork()
        if not child:
            self._child(stage, keep_bytecode)
        ends = time.monotonic() + limit
        while time.monotonic() < ends:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) not in (0, 5)  # 5: no test was chosen
            time.sleep(0.02)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return True

    def _child(self, stage: Stage, keep_bytecode: bool) -> None:
        code = 3
        try:
            os.setsid()
            with self.log.open("wb") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            os.chdir(self.root)
            sys.dont_write_bytecode = not keep_bytecode
            os.environ |= {"PYTHONPATH": str(self.root)} | ({} if keep_bytecode else {"PYTHONDONTWRITEBYTECODE": "1"})
            sys.path[:] = [str(self.root), *(each for each in sys.path if Path(each or ".").resolve() not in _OURS)]
            code = int(sys.modules["pytest"].main(stage.words))
        finally:
            os._exit(code)


_OURS = (ROOT, ROOT / "benchmarks")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", nargs="+", choices=list(SOURCES), default=list(SOURCES))
    parser.add_argument("--file", nargs="+", default=[], help="paths within ncr_toolkit")
    parser.add_argument("--only", nargs="+", default=[], help="of these, the ones in such a line: core/status.py:55")
    parser.add_argument("--most", type=int, default=5, help="how many may survive")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def main() -> int:
    words = options()
    chosen = [each for each in drawn(words.room, words.file, words.number, words.seed)
              if not words.only or each.place in words.only]
    if words.list:
        print("\n".join(each.told for each in chosen))
        return 0
    for name in HEAVY:
        importlib.import_module(name)
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        for number, mutant in enumerate(sorted(chosen, key=lambda each: (each.room, each.path, each.start)), 1):
            red = copy.noticed(mutant, copy.stages(mutant.room, mutant.path))
            print(f"{number}/{len(chosen)} {mutant.room} {red or 'SURVIVED'}", file=sys.stderr, flush=True)
            if not red:
                survivors.append(mutant)
                print(mutant.told, flush=True)
    print(f"\n{'room':12} turned survived")
    for room in words.room:
        turned, left = (sum(each.room == room for each in found) for found in (chosen, survivors))
        print(f"{room:12} {turned:6} {left:8}")
    print(f"{'all':12} {len(chosen):6} {len(survivors):8}")
    return len(survivors) > words.most


if __name__ == "__main__":
    sys.exit(main())
