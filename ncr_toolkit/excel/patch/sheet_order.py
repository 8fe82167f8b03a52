"""The order in which the parts of a worksheet stand behind its cells (ECMA-376 Part 1, 18.3.1.99): Excel refuses any
other."""

from __future__ import annotations

from lxml import etree

_ORDER = ("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
          "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
          "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
          "extLst")


def put_in_order(sheet: etree._Element, part: etree._Element) -> None:
    """Put a part that a worksheet lacks, from its links on, before the first of those that stand behind it."""
    behind = _ORDER[_ORDER.index(etree.QName(part).localname) + 1:]
    following = next((each for each in sheet if isinstance(each.tag, str)
                      and etree.QName(each).localname in behind), None)
    if following is None:
        sheet.append(part)
    else:
        following.addprevious(part)
