"""Names of files that break on somebody's computer, and endings that mail filters stop."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ncr_toolkit.common.files import safe_name
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import EvidenceNote, Topic

LONGEST = 200
"""Characters of a name with its folders: Windows bears 260 for the whole path, and a body unpacks somewhere deep."""

BLOCKED = (".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".msi", ".scr",
           ".hta", ".reg", ".cpl", ".pif", ".jar", ".lnk", ".url", ".scf", ".chm", ".iso", ".img", ".vhd", ".vhdx",
           ".dll", ".app", ".apk", ".gadget", ".xll", ".xlam", ".ppam", ".docm", ".dotm", ".xlsm", ".xltm", ".pptm",
           ".ppsm", ".potm", ".py", ".website", ".appref-ms", ".library-ms", ".inf", ".mde", ".ade", ".one")
"""Endings that Outlook or the usual mail filters stop."""

SHORTCUTS = (".lnk", ".url", ".website", ".webloc", ".desktop", ".appref-ms")
_MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm", ".potm", ".ppam")
_JUNK = re.compile(r"(~\$.*|\.~lock\..*#|\._.*|.*\.(tmp|temp|part|partial|crdownload|download|bak|swp)|"
                   r"(eh)?thumbs\.db|desktop\.ini|\.ds_store)", re.IGNORECASE)
_TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def is_junk(name: str) -> bool:
    """Whether a file was left behind by a program: a lock, a preview, half a download."""
    return _JUNK.fullmatch(name.rpartition("/")[2]) is not None


def trouble(name: str) -> str:
    """Why a relative name with / breaks on Windows, as the end of a sentence; '' if it does not."""
    parts = [part for part in name.rstrip("/").split("/") if part not in ("", ".")]
    if _TURNED.search(name):
        return "holds invisible signs that show its name backwards"
    if len(name) > LONGEST:
        return f"has a name of {len(name)} characters with its folders, too long for many computers"
    for part in parts:
        if re.search(r"[<>:\"|?*\\\x00-\x1f\x7f\ud800-\udfff]", part):
            return "has signs in its name that Windows does not allow"
        if part[-1] in " ." or part[0] == " ":
            return "has a name with a space or dot at an end, which Windows takes away"
        if safe_name(part).startswith("_") and not part.startswith("_"):
            return "has the name of a device of Windows, which cannot be saved there"
    return ""


def name_notes(name: str) -> Iterator[EvidenceNote]:
    """What is to be said about the name of a file by itself."""
    if why := trouble(name):
        yield EvidenceNote(Level.WARNING, Topic.NAME, why, "Rename the file, and correct its name in the register.")
    file = name.rpartition("/")[2].casefold()
    if "." not in file.strip("."):
        yield EvidenceNote(Level.WARNING, Topic.NAME, "has no ending such as .pdf, so that nobody's computer knows "
                           "how to open it", "Add the ending of its kind to the name, here and in the register.")
    if file.endswith(SHORTCUTS):
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED,
                           "is only a shortcut: it leads to a place that the body does not have, "
                           "and mail filters block it",
                           "Put the file itself into the folder; or write the https link into the register.")
    elif file.endswith(_MACROS):
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED, "is an Office file for macros, which mail filters block",
                           "Save it without macros (.docx, .xlsx, .pptx), or as a PDF.")
    elif file.endswith(BLOCKED):
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED, "is a program or script, which mail filters block",
                           "Take a screenshot or a log as proof; if the file itself is the proof, copy its text into "
                           "a .txt.")


def alike(names: Iterable[str]) -> dict[str, str]:
    """Names that Windows and Mac take for another one before them (by case, or by how accents are stored)."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[unicodedata.normalize("NFC", name).casefold()].append(name)
    return {other: group[0] for group in groups.values() for other in group[1:]}
