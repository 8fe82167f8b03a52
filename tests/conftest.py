"""Fixtures that several test files share."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from ncr_toolkit.excel.write.content import Content
from tests import samples
from tests.commands import FORKS, ran, warm
from tests.libreoffice import Office
from tests.tables import parse, save

TODAY = date(2026, 6, 30)
FEW_ROWS, PREPARED = 12, Content.prepared
MANY = 8
"""Tests that run `ncr`, from which on it pays to prepare for them."""

# The same examples every time, and as long as they take: a slow or busy machine must not turn a test red.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

gc.set_threshold(50_000, 20, 50)  # workbooks are many small objects without cycles: looking for those costs time


MEMORY, ROOM = Path("/dev/shm"), 3 * 2**30
"""Where Linux keeps files in memory, and how much must be free there."""


def _write_into_memory(config: pytest.Config) -> None:
    """Let the tests' files lie in memory where there is room: the tool waits for the disk when it replaces a file, and
    thousands of folders come and go. `--basetemp` and TMPDIR say otherwise."""
    free = shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
    if free > ROOM and config.option.basetemp is None and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None  # None: asked for anew


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Many tests run on every processor, each with the tests that lie beside them, which share fixtures; one file, one
    test and the debugger in one process. `-n` says otherwise."""
    option = config.option
    _write_into_memory(config)
    if hasattr(config, "workerinput") or not hasattr(option, "numprocesses"):
        return
    few = len(config.args) <= 2 and all(Path(word.partition("::")[0]).suffix == ".py" for word in config.args)
    alone = few or option.usepdb or option.trace or option.collectonly
    if option.numprocesses is None and option.dist == "no" and not alone:
        option.numprocesses, option.maxprocesses = "auto", option.maxprocesses or 8
    if option.numprocesses and option.dist == "no":
        option.dist = "worksteal"


@pytest.fixture
def workbook(tmp_path):
    """A function: Markdown tables -> path of a real workbook."""

    def make(markdown: str, name: str = "register.xlsx", **more) -> Path:
        return save(parse(markdown), tmp_path / name, **more)

    return make


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Nothing is kept in the cache folder of who runs the tests, nor taken from it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _few_rows():
    """Registers are made with a few prepared rows a sheet: hundreds cost most of the time of writing, reading and
    converting one, and change nothing that most tests ask. `with all_rows():` makes them as people get them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Content, "prepared", lambda self, kind: max(min(kind.SHEET.rows, FEW_ROWS), len(self.of(kind))))
        yield


@contextmanager
def all_rows():
    """Make registers with all the rows that people get."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Content, "prepared", PREPARED)
        yield


@pytest.fixture(scope="session", autouse=True)
def _warm(_few_rows, request, tmp_path_factory):
    """Where many tests run `ncr`, each worker does once what every copy of it would do anew (tests/commands.py)."""
    if FORKS and sum("ncr" in item.fixturenames for item in request.session.items) > MANY:
        warm(tmp_path_factory.mktemp("warm"))


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A function: open a file, or several at once, in LibreOffice and save it as another kind; skipped where
    LibreOffice is missing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed; .ci/run installs it")
    with Office(program, tmp_path_factory.getbasetemp() / "office-profile") as started:
        yield started.convert


@pytest.fixture(scope="session")
def saved_sample(office, tmp_path_factory):
    """The register of the sample as LibreOffice saves it; nobody may change it."""
    folder = tmp_path_factory.mktemp("saved-sample")
    return office(samples.lay_out(folder), "xlsx", folder / "saved")


@pytest.fixture
def ncr(tmp_path):
    """A function: run the command as people do; gives the finished process."""

    def run(*words: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        if words[:1] == ("run",) and "--today" in words:  # days of tests do not go by the clock
            words = (*words, "--yes")
        return ran([*map(str, words)], folder or tmp_path)

    return run
