"""LibreOffice, started once for all the files it converts: most of what a small file costs is the start."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

START = 60
CONVERT = 180
"""Seconds that it may take, on a busy machine."""

EMPTY = "private:factory/swriter"
"""A document that stays open: without one, LibreOffice ends after the first files it was handed."""


class Office:
    """A LibreOffice of our own, with a profile of its own, that waits for files without a window.

    Another `soffice` with the same profile hands its files over to it and waits until they are converted.
    """

    def __init__(self, program: str, profile: Path) -> None:
        self.profile = profile
        self._words = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        self._waiting: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_) -> None:
        self._stop()

    def convert(self, path: Path, kind: str, folder: Path, *more: Path) -> Path:
        """Save the files as another kind in the folder; gives the path of the first. It ends anew what does not end."""
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"{path.stem}.{kind}"
        self._start()
        words = [*self._words, "--convert-to", kind, "--outdir", str(folder), str(path), *map(str, more)]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=CONVERT)
        except subprocess.TimeoutExpired:
            self._stop()
            raise
        assert made.exists(), f"LibreOffice made no {made}"
        return made

    def _start(self) -> None:
        if self._waiting and self._waiting.poll() is None:
            return
        taken = self.profile / ".lock"  # it lies there as soon as files can be handed over
        taken.unlink(missing_ok=True)
        self._waiting = subprocess.Popen([*self._words, EMPTY], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                         start_new_session=True)
        late = time.monotonic() + START
        while not taken.exists():
            assert self._waiting.poll() is None and time.monotonic() < late, "LibreOffice does not start"
            time.sleep(0.05)

    def _stop(self) -> None:
        if self._waiting is None or self._waiting.poll() is not None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self._waiting.pid, how)  # the program itself is a child of what was started
                self._waiting.wait(timeout=10)
                return
