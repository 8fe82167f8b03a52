"""Two files that change places in one step, so that what is replaced can be looked at afterwards.

A rename says nothing of what it replaces: another program may have saved there since the last look.
"""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any

from ncr_toolkit.common import disk, system

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD of fcntl.h, RENAME_EXCHANGE of renameat2(2)
_NOT_OFFERED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def swap(one: Path, other: Path) -> bool:
    """Let two files change places in one step; False, and nothing has happened, where the system or the drive cannot.
    Raises OSError, also where one of them is missing."""
    act = _call() if system.HERE is system.System.LINUX else None
    if act is None:
        return False
    if act(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_OFFERED:
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _call() -> Any:
    """The call of Linux, None where an older library of C has none."""
    try:
        act = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    act.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return act


def swap_known(new: Path, place: Path, sha256: str) -> bool | None:
    """Let a new file change places with the one that has that fingerprint. False, and all is as before, where what
    stood there, looked at before the step and after it, was another one; None where no step does this.

    Afterwards `new` is the name of what stood there. Raises OSError.
    """
    if place.is_symlink():  # what it leads to may be another thing where `new` is
        return None
    try:
        if disk.fingerprint(place) != sha256:
            return False
        if not swap(new, place):
            return None
    except FileNotFoundError:
        return False
    if disk.fingerprint(new) == sha256:
        return True
    swap(new, place)
    return False
