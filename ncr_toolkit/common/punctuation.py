"""What stands between the words of a document: each language has stops of its own, and says where a space goes."""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.common.translation import gettext, pgettext


def beside(label: str, text: str) -> str:
    """A label and what it is of: "Step: text"; in French with a space before the colon."""
    return gettext("{label}: {text}", label=label, text=text)


def sentence(text: str) -> str:
    """A text that ends with one full stop."""
    return gettext("{text}.", text=text.rstrip(".\u3002"))


def with_commas(texts: Iterable[str]) -> str:
    """Those that are not blank, with commas between them."""
    return pgettext("between", ", ").join(filter(None, texts))


def with_semicolons(texts: Iterable[str]) -> str:
    """Those that are not blank, with semicolons between them."""
    return pgettext("between", "; ").join(filter(None, texts))
