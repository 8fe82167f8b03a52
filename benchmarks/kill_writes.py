"""Every command that writes, killed at each call to the system by which it changes files, and at random moments.

    python benchmarks/kill_writes.py                 each call once, and 20 random moments a command
    python benchmarks/kill_writes.py 200             so many random moments
    python benchmarks/kill_writes.py 0 check run     only these commands, and only the calls

After each kill (SIGKILL: nothing is tidied up) the register is as it was or whole with the results in it, every file
that is seen is one that a whole run makes, and after the same command was run once more nothing hidden is left, beside
the register or among the system's temporary files, and all is as it is where nothing was killed. It needs a
system that can fork.
"""

from __future__ import annotations

import hashlib
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

from tests.conftest import TODAY
from tests.crashes import CALLS
from tests.parcels import house
from tests.replies import answered, send, unsent

DAY = ("--today", str(TODAY))
COMMANDS = {
    "new": ("new", "new.xlsx", "--force", *DAY), "check": ("check", "register.xlsx", "-o", "a.txt", "--force", *DAY),
    "write-back": ("check", "register.xlsx", "--write-back", *DAY),
    "marked": ("check", "register.xlsx", "--marked", "marked.xlsx", "--force", *DAY),
    "evidence": ("evidence", "register.xlsx", "--write-back", *DAY), "respond": ("respond", "register.xlsx", *DAY),
    "final": ("respond", "register.xlsx", "NC-1", "--final", *DAY),
    "package": ("package", "register.xlsx", "NC-1", "-o", "a.zip", "--no-pdf", "--force", *DAY),
    "run": ("run", "register.xlsx", "--yes", *DAY), "chase": ("chase", "register.xlsx", *DAY),
    "review": ("review", "register.xlsx", "--format", "html", "-o", "review.html", "--force", *DAY),
    "upgrade": ("upgrade", "register.xlsx", "-o", "moved.xlsx", "--force", *DAY),
    "compare": ("compare", "register.xlsx", "register.xlsx", "-o", "changes.html", "--force", *DAY),
    "sent": ("sent", "register.xlsx", "NC-2", "--on", str(TODAY), "--yes", *DAY),
    "reply": ("reply", "returned.docx", "register.xlsx", "--write-back", *DAY),
}
HIDDEN = (".part", ".new-", ".lock")


def watched(real: Callable[..., object], calls: list[int], at: int) -> Callable[..., object]:
    """A call to the system that is counted, and before which the process dies if it is number `at`."""
    def call(*given: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **more)

    return call


def child(words: tuple[str, ...], folder: Path, temporary: Path, at: int) -> int:
    """The number of a process that runs a command, and kills itself before call number `at`; 0 for not at all, and then
    it writes how many calls there were."""
    number = os.fork()
    if number:
        return number
    os.chdir(folder)
    tempfile.tempdir = str(temporary)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    calls = [0]
    for name, home in CALLS.items():
        setattr(home, name, watched(getattr(home, name), calls, at))
    sys.argv = ["ncr", *words]
    from ncr_toolkit.cli import main

    try:
        main()
    except SystemExit as end:
        (temporary / "calls").write_text(str(calls[0]))
        os._exit(int(end.code or 0))
    os._exit(70)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def seen(folder: Path) -> dict[str, str]:
    """What a person sees: every file that is not hidden, by what it holds."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
            if not any(part.startswith(".") for part in name.parts)}


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if any(mark in path.name for mark in HIDDEN)]


def is_whole(path: Path) -> bool:
    """Whether a zip, a workbook or a document can be read to its end; of other files, whether there is anything."""
    if path.suffix in (".zip", ".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None
    return path.stat().st_size > 0


def broken(folder: Path, before: dict[str, str]) -> list[str]:
    """The files that are new or changed, and half."""
    changed = [name for name, print_ in seen(folder).items() if before.get(name) != print_]
    lost = [name for name in before if not (folder / name).exists()]
    return lost + [name for name in changed if not is_whole(folder / name)]


def unlike(wholes: list[dict[str, str]], end: dict[str, str]) -> list[str]:
    """The files that are not there, or not as they are where nothing was killed, once or twice: of those that are
    always the same then."""
    names = min((each.keys() ^ end.keys() for each in wholes), key=len)
    same = {name: print_ for name, print_ in wholes[0].items() if all(each.get(name) == print_ for each in wholes)}
    return sorted(names) + sorted(name for name, print_ in same.items() if end.get(name, print_) != print_)


def kills(name: str, base: Path, place: Path, moments: int) -> Counter[str]:
    """Kill one command in every way; gives what was found."""
    dice, found, words, counted = random.Random(name), Counter[str](), COMMANDS[name], list[int]()
    wholes: list[dict[str, str]] = []

    def once(at: int, seconds: float = 0, *, whole: bool = False) -> None:
        shutil.rmtree(place, ignore_errors=True)
        folder, temporary = Path(shutil.copytree(base, place / "work")), place / "temporary"
        temporary.mkdir()
        before = seen(folder)
        process = child(words, folder, temporary, at)
        if seconds:
            time.sleep(seconds)
            os.kill(process, signal.SIGKILL)
        found["killed"] += ended(process) == -signal.SIGKILL
        made = temporary / "calls"
        counted.append(int(made.read_text()) if made.exists() else 0)
        found["half or lost"] += bool(wrong := broken(folder, before))
        found["left hidden by the kill"] += bool(hidden(folder) or list(temporary.glob("ncr-*")))
        wholes.extend([seen(folder)] if whole else [])
        code = ended(child(words, folder, temporary, 0))
        wholes.extend([seen(folder)] if whole else [])
        found["next run refused"] += code not in (0, 1)
        left = hidden(folder) + [path.name for path in temporary.glob("ncr-*")]
        found["hidden after the next run"] += bool(left)
        found["other than without a kill"] += bool(other := unlike(wholes, seen(folder)))
        if wrong or left or other or code not in (0, 1):
            print(f"  {name} at {at or seconds}: {wrong} {left} {other} {code}", flush=True)

    once(0, whole=True)
    start = time.perf_counter()
    once(0, whole=True)
    lasting = (time.perf_counter() - start) / 2
    for at in range(1, max(counted) + 1):
        once(at)
    for _ in range(moments):
        once(0, dice.uniform(0.3, 1.1) * lasting)
    return found


def main() -> None:
    moments = int(sys.argv[1]) if sys.argv[1:] else 20
    import ncr_toolkit.api  # noqa: F401 - what is imported here need not be in each child

    with tempfile.TemporaryDirectory() as made:
        base = Path(made) / "base"
        send(house("startup", base, change=unsent), "NC-1", folder="answers")
        (base / "returned.docx").write_bytes(answered(next(base.glob("answers/*.docx")).read_bytes(), "Plan accepted"))
        shutil.copy(base / "register.xlsx", base / f"register backup {date(2026, 1, 1)}.xlsx")
        for name in sys.argv[2:] or COMMANDS:
            print(f"{name:<12}", dict(kills(name, base, Path(made) / "place", moments)), flush=True)


if __name__ == "__main__":
    main()
