"""The profile that LibreOffice is started with: nothing is fetched, nothing runs, nothing is updated.

What a document links to was taken out before it gets here; this holds where something was overlooked. Names of the
settings: officecfg/registry/schema of LibreOffice; what a version does not know it passes over.
"""

from __future__ import annotations

from pathlib import Path

_NOBODY = "127.0.0.1"
_NO_PORT = "9"  # discard (RFC 863): a proxy that is not there, so that no request leaves the machine
_SETTINGS = (
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),  # very high: none, whoever signed it
    ("Common/Load", "UpdateDocMode", "0"),  # never
    ("Writer/Content/Update", "Link", "0"),  # never
    ("Writer/Content/Update", "Field", "false"),
    ("Calc/Content/Update", "Link", "2"),  # never
    ("Common/Filter/PDF/Export", "UseTaggedPDF", "true"),  # read aloud in its order
    ("Common/Filter/PDF/Export", "ExportBookmarks", "true"),
    ("Common/Filter/PDF/Export", "ExportLinksRelativeFsys", "true"),  # no link tells where it was made
)
_PROXY = (("ooInetProxyType", "2"), ("ooInetNoProxy", ""),
          *((f"ooInet{kind}Proxy{what}", value) for kind in ("HTTP", "HTTPS", "FTP")
            for what, value in (("Name", _NOBODY), ("Port", _NO_PORT))))


def write(profile: Path) -> None:
    """Make the folder of a profile with these settings in it."""
    user = profile / "user"
    user.mkdir(parents=True)
    items = [*((f"/org.openoffice.Office.{path}", name, value) for path, name, value in _SETTINGS),
             *(("/org.openoffice.Inet/Settings", name, value) for name, value in _PROXY)]
    lines = "\n".join(f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
                      f"<value>{value}</value></prop></item>" for path, name, value in items)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{lines}\n</oor:items>\n", encoding="utf-8")
