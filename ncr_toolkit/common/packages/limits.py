"""Every limit on what is unpacked, in one table: one row for each use, with the reason of each figure.

A declared size is compared before anything is unpacked, and nothing is unpacked further than its declared size: so
these limits hold for what is declared and for what is really there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

MB = 1024 * 1024
NONE = sys.maxsize


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a package is borne. All sizes are bytes, unpacked where nothing else is said."""

    directory: int  # of the list of members, which is taken into memory in one piece
    members: int  # how many there are
    part: int  # of one part that is read
    total: int  # of all parts together
    at_once: bool = True  # whether a package beyond `members`, `total`, `part` or `ratio` is refused when it is opened
    suspect: int = NONE  # below this no ratio of packing can hurt
    ratio: int = NONE  # how many times smaller a larger part may be packed
    ratio_of_all: bool = False  # whether `suspect` and `ratio` are meant of the package as a whole
    read: int = NONE  # of all that is read from one package, part by part
    only_office: bool = False  # whether only the ways of packing of Office files are borne: stored and deflated


DIRECTORY = 4 * MB
"""A member takes 46 bytes and its name there: that is 40,000 members with long names."""
MEMBERS = 20_000
"""No workbook, document or archive of proof that people make has as many."""

REGISTER_FILE = 250 * MB
"""Of a register as it lies on the disk, since it is taken into memory whole."""
REGISTER = Limits(
    DIRECTORY, MEMBERS,
    part=256 * MB,  # 10,000 findings with all that belongs to them are 1.3 million cells, of some 50 bytes
    total=512 * MB,  # pictures come on top
    suspect=32 * MB, ratio=150,  # worksheets pack 10 to 30 times; a bomb about 1,000 times
    only_office=True)

WORD_DOCUMENT = Limits(
    DIRECTORY, MEMBERS,
    part=200_000_000, total=200_000_000)  # all of it is held in memory, and pictures are packed already
"""A company's template, and the body's form."""

WORKBOOK_FORM = Limits(
    DIRECTORY, MEMBERS,
    part=64 * MB, total=200 * MB,  # a form is a few sheets; all of it is held in memory
    suspect=32 * MB, ratio=150, only_office=True)
"""The body's form as a workbook."""

EVIDENCE = Limits(
    DIRECTORY, MEMBERS, at_once=False,  # it is told in a note, and the other files are looked at
    part=32 * MB, read=128 * MB,  # properties, comments and the like; many small parts are as much as one large one
    total=2048 * MB, suspect=100 * MB, ratio=200, ratio_of_all=True)  # one log may pack better than any sheet
"""What lies in the evidence folder, whatever it is."""

SUBMISSION_LIST = 50_000_000
"""Of a list of files in a package for the body: of some 300,000 files."""
MANIFEST_LEAST, MANIFEST_A_MEMBER = 4 * MB, 16 * 1024
"""Of the manifest of such a package: it names every file once, and is taken apart whole, for which 25 times its size is
needed. So it may be as large as the members there are ask for, and not as a few bytes can be unpacked to."""
SUBMISSION = Limits(
    SUBMISSION_LIST, NONE,  # a file takes more room in the manifest than in the directory: one limit for both
    part=SUBMISSION_LIST,  # the manifest and the sums; files are compared piece by piece, up to their listed size
    total=NONE, at_once=False)
"""A package for the body, which may hold any number of large files of proof."""

ANY_NAMES = Limits(SUBMISSION_LIST, NONE, part=0, total=NONE, at_once=False)
"""Where only the names of the members are asked for."""

OWN = Limits(NONE, NONE, part=NONE, total=NONE, at_once=False)
"""What this program has made itself a moment ago, or has opened within limits before."""
