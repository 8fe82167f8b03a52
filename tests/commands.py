"""Running the command as people do: a process of its own each time, with its own folder, output and exit code.

Where the system can fork, the process is a copy of this one, which has everything imported already, and knows what the
commands keep in memory of files that never change (templates, words, fonts): that is all it saves. Elsewhere, and with
NCR_TESTS_FORK=0, a new interpreter is started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

LONGEST = 120  # seconds
FORKS = hasattr(os, "fork") and os.environ.get("NCR_TESTS_FORK") != "0"


def ran(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """`ncr` with these words, run in that folder to its end."""
    if not FORKS:
        return subprocess.run([sys.executable, "-m", "ncr_toolkit", *words], cwd=folder, capture_output=True, text=True,
                              encoding="utf-8", timeout=LONGEST, check=False)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _become_ncr(words, folder, out, err)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return subprocess.CompletedProcess(list(words), code, _text(out), _text(err))


WARMING = """
    check {register} {day} --format html -o {out}.html
    due {register} {day}
    chase {register} {day} -o {out}-chase
    respond {register} {day} -o {out}-answers
    evidence {register} {day}
    package {register} {day} -o {out}.zip --no-pdf
    review {register} {day} -o {out}.docx
    upgrade {register} {day} -o {out}.xlsx
    run {register} {day} --yes
    history {register}
    doctor {register}
    explain DAT003
"""


def warm(folder: Path) -> None:
    """Import and keep in memory, once for all copies of this process, what each would import and make anew.

    A copy that answers on one finding costs a fifth of the time then (measured: 0.13 s for 0.75 s).
    """
    from click.testing import CliRunner

    from ncr_toolkit.cli import group
    from tests.conftest import TODAY
    from tests.parcels import house

    register = house("startup", folder)
    for line in WARMING.strip().splitlines():
        words = line.format(register=register, out=folder / "warm", day=f"--today {TODAY}").split()
        done = CliRunner().invoke(group, words)
        assert done.exit_code in (0, 1), f"ncr {line.strip()}: {done.output}"


def _become_ncr(words: Sequence[str], folder: Path, out: BinaryIO, err: BinaryIO) -> None:
    """End this copy as `python -m ncr_toolkit` would: it never returns to the test."""
    import signal

    code = 70  # of what went wrong here, and not in ncr
    try:
        signal.alarm(LONGEST)
        os.chdir(folder)
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - its number is what counts
            os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8", closefd=False)
                                             for number, mode in ((0, "r"), (1, "w"), (2, "w")))
        sys.argv = ["ncr", *words]
        from ncr_toolkit.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _text(file: BinaryIO) -> str:
    """What was written, with line ends as a terminal shows them."""
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")
