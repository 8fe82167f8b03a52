"""Saved pages of websites: whether one shows what it was saved for, or only asks to sign in, or shows nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST = 256 * 1024
_FEW, _SCRIPT = 150, 2048  # words that a page to sign in has at most; letters of a script that may draw something
_BEGINNINGS = ("<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<script", "<!-- saved from url")
_SEEN = ("img", "svg", "canvas", "video", "audio", "iframe", "object", "embed", "picture", "input", "textarea")
_UNSEEN = ("script", "style", "template", "noscript", "head", "title")

_SIGN_IN = re.compile("|".join((
    r"(?:please )?(?:sign|log)[ -]?(?:in|on)(?: (?:to|with|page|form|required|options)\b.{0,60})?", "login(?: page)?",
    "single sign[ -]on", "sso", "authentication required", "enter (?:your )?password",
    "forgot(?:ten)? (?:your )?password",
    r"(?:bitte |jetzt )?anmelden", "bei .{1,60} anmelden", "anmeldung(?: erforderlich)?", "einloggen",
    "(?:se )?connecter", "connexion", "s.identifier", "identifiez-vous", "identification",
    "iniciar sesi[oó]n", "acceder", "iniciar sess[aã]o", "entrar", "accedi", "accesso", "inloggen", "aanmelden",
    "logga in", "log ind", "logg inn", "kirjaudu(?: sis[aä][aä]n)?", "zaloguj(?: si[eę])?",
    "logowanie")), re.IGNORECASE)
_ERROR = re.compile("|".join((
    r"(?:error |http |fehler |erreur )?[45]\d\d(?:[ :-].{0,60})?", "(?:page |file |site )?not found", "forbidden",
    "access (?:is )?(?:denied|required)", "unauthori[sz]ed", "you need (?:access|permission)", "request access",
    "(?:your )?session (?:has )?(?:expired|timed out)", "service unavailable", "bad gateway", "internal server error",
    "this (?:site|page) can.?t be reached", "(?:privacy|server) error", "redirecting.{0,20}", "object moved",
    "seite nicht gefunden", "zugriff verweigert", "sitzung abgelaufen", "page introuvable", "acc[eè]s refus[eé]",
    "p[aá]gina no encontrada", "acceso denegado", "pagina non trovata", "accesso negato")), re.IGNORECASE)
"""What pages of that kind are called: the whole title, or a part of it between strokes."""
_STROKES = re.compile(r"(?<!\s)(?:\s+[-|:\u2013\u2014\u00b7\u2022]\s+|\s*[|\u00b7\u2022]\s*)|[.!]$")


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """Why a page is no proof; `blank`: it shows nothing at all."""

    message: str
    fix: str
    certain: bool
    blank: bool = False


SAVE = "Sign in, open the page that proves it, and print it to a PDF with its address and the day."
_MESSAGE = ("Open the page again, and save what proves it; if this very message is the proof, say so in the title of "
            "the row.")
_PRINT = "Open the page in the browser, wait until it is there, and print it to a PDF; or take a screenshot."


def page_start(head: bytes) -> str | None:
    """The beginning of a web page as text; None for what is none."""
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if utf16 else "utf-8-sig", "replace").lstrip()
    return text if text[:40].casefold().startswith(_BEGINNINGS) else None


def subject(head: bytes) -> str:
    """The title of a page that a browser has saved in one file (.mhtml); '' for what is none."""
    if not head.startswith(b"From: <Saved by "):
        return ""
    found = re.search(rb"^Subject: (?:=\?utf-8\?Q\?)?([^\r\n]{1,300}?)(?:\?=)?\r?$", head, re.MULTILINE | re.IGNORECASE)
    text = found[1].decode("utf-8", "replace") if found else ""
    return re.sub(r"=([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), text)


def is_gate_title(title: str) -> bool:
    """Whether a page of that title asks to sign in, or says that there is nothing to be seen."""
    return _is(_SIGN_IN, title) or _is(_ERROR, title)


def _is(kind: re.Pattern[str], title: str) -> bool:
    plain = " ".join(title[:300].split())
    return any(kind.fullmatch(part.strip()) for part in (plain, *_STROKES.split(plain)) if part.strip())


def verdict(path: Path, start: str) -> PageVerdict | None:
    """What a saved page is instead of a proof; None where nothing speaks against it."""
    from lxml import etree

    with path.open("rb") as stream:
        data = stream.read(MOST)
    root = etree.fromstring(data, etree.HTMLParser(no_network=True, recover=True))
    if root is None:
        return None
    title = " ".join((root.findtext(".//title") or "").split())
    words, rows = _words(root), len(root.findall(".//tr"))
    password = any((each.get("type") or "").casefold() == "password" for each in root.iter("input"))
    if len(words) <= _FEW and rows < 4:
        if password or _is(_SIGN_IN, title):
            named = f" ('{title[:80]}')" if title else ""
            return PageVerdict(f"is only the page of a website that asks to sign in{named}", SAVE, certain=True)
        if _is(_ERROR, title):
            return PageVerdict(f"is a page that says '{title[:80]}'", _MESSAGE, certain=False)
    if not words and not any(root.find(f".//{name}") is not None for name in _SEEN):
        return _empty(root, whole=len(data) < MOST)
    return None


def _empty(root: _Element, *, whole: bool) -> PageVerdict | None:
    scripts = root.findall(".//script")
    if sum(len(each.text or "") for each in scripts) > _SCRIPT or not whole:
        return None  # it may draw what it shows
    if scripts:
        return PageVerdict("is only the frame of a web page: it shows nothing without the website", _PRINT,
                           certain=False, blank=True)
    return PageVerdict("is an empty page", _PRINT, certain=True, blank=True)


def _words(root: _Element) -> list[str]:
    """The first words of the page that one sees."""
    found: list[str] = []
    for each in root.iter():
        if isinstance(each.tag, str) and each.tag not in _UNSEEN and each.text:
            found += each.text.split()
        parent = each.getparent()
        if each.tail and parent is not None and parent.tag not in _UNSEEN:
            found += each.tail.split()
        if len(found) > _FEW:
            break
    return found
