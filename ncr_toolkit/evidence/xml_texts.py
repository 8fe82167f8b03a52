"""Texts in XML of unknown origin: properties of Office files, XMP packets (ISO 16684-1) of pictures and PDFs."""

from __future__ import annotations

from lxml import etree

from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.safe_xml import parse, plain_xml
from ncr_toolkit.common.text import one_line

LONGEST = 120


def tree(content: bytes) -> etree._Element | None:
    """The root, None for what is no XML or brings definitions of its own, as no Office program writes them."""
    try:
        return parse(content)
    except PackageError:
        return None


def holds_definitions(content: bytes) -> bool:
    """Whether that is why there is nothing to be read in it."""
    try:
        plain_xml(content)
    except PackageError as error:
        return error.reason is Reason.DOCTYPE
    return False


def texts(root: etree._Element | None, *names: str) -> list[str]:
    """The texts of the elements with one of these names, whatever their prefix; each once."""
    if root is None:
        return []
    elements = (each for name in names for each in root.iter(f"{{*}}{name}"))
    found = (shown("".join(map(str, each.itertext()))) for each in elements)
    return list(dict.fromkeys(text for text in found if text))


def shown(text: str) -> str:
    """A value on one line, cut where a report would drown in it."""
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST - 3]}..."


def xmp(content: bytes) -> dict[str, list[str]]:
    """What an XMP packet says, by a name of ours: people, programs' names are left out."""
    start, end = content.find(b"<x:xmpmeta"), content.find(b"</x:xmpmeta>")
    root = tree(content[start:end + len(b"</x:xmpmeta>")] if 0 <= start < end else content)
    if root is None:
        return {}
    found = {"author": texts(root, "creator"), "place": texts(root, "GPSLatitude", "GPSLongitude", "City", "Location"),
             "owner": texts(root, "OwnerName", "SerialNumber")}
    for each in root.iter("{*}Description"):  # the same values may stand as attributes
        for key, value in each.attrib.items():
            name = etree.QName(key).localname
            if name in ("GPSLatitude", "GPSLongitude", "City", "Location"):
                found["place"].append(shown(str(value)))
            elif name in ("OwnerName", "SerialNumber"):
                found["owner"].append(shown(str(value)))
    return {name: list(dict.fromkeys(values)) for name, values in found.items() if values}
