"""Registers looked at in processes of their own: one that kills or hangs its process is told, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, TimeoutError, as_completed
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.portfolio import LIMIT
from ncr_toolkit.portfolio.facts import RegisterFacts, look_at

if TYPE_CHECKING:
    from distributed import Client

_TRIES = 2
"""How often a cluster may lose its worker over one register before that is given up."""


def looked_at(paths: Sequence[str], today: date, jobs: int = 1, limit: int = LIMIT) -> Iterator[RegisterFacts]:
    """The facts of every register, as they come, from `jobs` processes of this machine.

    Where the iteration ends early, the processes do, too.
    """
    from pebble import ProcessPool

    import ncr_toolkit.loader  # noqa: F401 - read once here: processes that are forks of this one have it then

    with ProcessPool(max_workers=max(1, min(jobs, len(paths)))) as pool:
        asked: dict[Future[RegisterFacts], str] = {
            pool.schedule(look_at, args=(path, today), timeout=limit): path for path in paths}
        try:
            for done in as_completed(asked):
                yield _told(done, asked.pop(done), limit)
        finally:
            if asked:
                pool.stop()  # type: ignore[no-untyped-call]


def _told(done: Future[RegisterFacts], path: str, limit: int) -> RegisterFacts:
    from pebble import ProcessExpired

    try:
        return done.result()
    except TimeoutError:
        return RegisterFacts(path, error=f"{path} was given up after {limit} seconds; {_alone(path)}")
    except ProcessExpired:
        return RegisterFacts(path, error=f"{path} ended the process that read it, for want of memory or because it is "
                                         f"damaged; {_alone(path)}")


def _alone(path: str) -> str:
    return f"look at it alone with: {to_type('check', Path(path))}"


def looked_at_by(scheduler: str, paths: Sequence[str], today: date) -> Iterator[RegisterFacts]:
    """The same from the workers of the Dask cluster at `scheduler` (tcp://host:8786), which must see the registers
    under the same paths. Raises CannotRun where there is no such cluster, or Dask is not installed."""
    client = _client(scheduler)
    try:
        from distributed import as_completed as as_they_come

        asked = {client.submit(look_at, path, today, pure=False, retries=_TRIES): path for path in paths}
        for done in as_they_come(list(asked)):
            path = asked.pop(done)
            yield done.result() if done.status == "finished" else RegisterFacts(
                path, error=f"{path} could not be looked at by the cluster ({type(done.exception()).__name__}); "
                            f"{_alone(path)}")
    finally:
        client.close()


def _client(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise CannotRun("For a cluster Dask is needed; install it with: pip install 'ncr-toolkit[cluster]'") from None
    try:
        return Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise CannotRun(f"No Dask scheduler answers at {scheduler} ({error}); start one with: dask scheduler") \
            from error
