"""Mappings that were made once serve the same form again: each is kept, with its form, in a folder beside the register.

A mapping belongs to the form for which it was made. Where that form has changed since, only what stands for a place
that is there unchanged is used; what is not used, and which places are new, is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name, write_whole
from ncr_toolkit.common.text import plural
from ncr_toolkit.forms.form import Form, load
from ncr_toolkit.forms.meaning import mapping
from ncr_toolkit.forms.meaning.mapping import quoted
from ncr_toolkit.forms.meaning.vocabulary import is_id
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.places import Act, Place

FOLDER = "forms"
_ALIKE = 0.6  # of the lines of two forms, from which on one counts as a later edition of the other
_HEAD = ("# What the labels of {form} mean. ncr uses it by itself for this form, which lies beside it.\n"
         "# You may edit it; delete both files and it is forgotten.\n\n")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A form with the mapping that is remembered for it."""

    form: Form
    labels: Mapping[str, str]  # what is used of it
    told: tuple[str, ...] = ()  # in sentences: which mapping, what of the form is new, what is not used


@dataclass(frozen=True, slots=True)
class _Kept:
    """A mapping in the folder, and the form for which it was made."""

    path: Path
    form: Form

    @property
    def labels(self) -> dict[str, str]:
        return mapping.read(self.path)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is remembered for a form that was filled and came back."""

    path: Path  # the mapping
    form: Path  # the blank form
    labels: Mapping[str, str]


def settled(shape: Sequence[str], register: Path) -> Settled | None:
    """What is remembered for the form of which a filled one has this shape: most of the lines of the blank one stand in
    it. Raises CannotRun where a mapping of the folder was edited and names nothing."""
    there = Counter(shape)
    shares = [((there & Counter(each.form.shape)).total() / max(1, len(each.form.shape)), each)
              for each in _kept(register)]
    share, kept = max(shares, key=lambda each: each[0], default=(0.0, None))
    return Settled(kept.path, kept.form.path, kept.labels) if kept is not None and share >= _ALIKE else None


def recall(form: Form, register: Path) -> Recalled:
    """`form`, read without a mapping, with what is remembered for it beside the register. Raises CannotRun where a
    mapping of the folder was edited and names nothing."""
    kept = list(_kept(register))
    same = next((each for each in kept if each.form.fingerprint == form.fingerprint), None)
    if same is not None:
        return _recalled(form, same, register, changed=False)
    near = max(kept, key=lambda each: _likeness(form, each.form), default=None)
    if near is None or _likeness(form, near.form) < _ALIKE:
        return Recalled(form, {})
    return _recalled(form, near, register, changed=True)


def remember(form: Form, labels: Mapping[str, str], register: Path, replies: Mapping[str, str] | None = None) -> str:
    """Keep a mapping, and the form, beside the register; `replies`: what it says of the auditor's part. Gives what to
    say of it, '' where it is kept already.

    Raises CannotRun where the folder cannot be written.
    """
    folder, replies = register.resolve().parent / FOLDER, replies or {}
    if not labels and not replies:
        return ""
    path = next((each.path for each in _kept(register) if each.form.fingerprint == form.fingerprint),
                folder / f"{safe_name(form.path.stem, longest=80)}-{form.fingerprint[:8]}.toml")
    if path.is_file() and mapping.read(path) == dict(labels) and mapping.replies(path) == dict(replies):
        return ""
    write_whole(path.with_suffix(form.suffix), form.path.read_bytes(), force=True)
    write_whole(path, _text(_HEAD.format(form=" ".join(form.path.name.split())), labels, replies), force=True)
    return f"The mapping is remembered ({FOLDER}/{path.name}): ncr uses it by itself for this form from now on."


def remember_replies(kept: Settled, replies: Mapping[str, str]) -> str:
    """Add what a mapping says of the auditor's part to the one that is kept for the form. Gives what to say of it, ''
    where it is kept already. Raises CannotRun where the folder cannot be written."""
    known = mapping.replies(kept.path)
    every = {**known, **replies}
    if every == known:
        return ""
    lines = kept.path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    head = "".join(takewhile(lambda line: line.startswith("#"), lines))
    write_whole(kept.path, _text(f"{head}\n", kept.labels, every), force=True)
    return f"What it says of the auditor's part is remembered ({FOLDER}/{kept.path.name})."


def _text(head: str, labels: Mapping[str, str], replies: Mapping[str, str]) -> bytes:
    return (head + _lines(labels) + (f"\n[{mapping.REPLY}]\n{_lines(replies)}" if replies else "")).encode()


def _lines(entries: Mapping[str, str]) -> str:
    return "".join(f"{quoted(label)} = {quoted(name)}\n" for label, name in entries.items())


def _kept(register: Path) -> Iterator[_Kept]:
    """Every mapping of the folder whose form lies beside it and can be read."""
    folder = register.resolve().parent / FOLDER
    for path in sorted(folder.glob("*.toml")):
        beside = next((each for each in sorted(folder.glob("*")) if each.stem == path.stem and each != path), None)
        try:
            if beside is not None:
                yield _Kept(path, load(beside))
        except CannotRun:
            continue


def _likeness(one: Form, other: Form) -> float:
    """How much of the lines of two forms is the same, from 0 to 1."""
    here, there = Counter(one.shape), Counter(other.shape)
    return 2 * (here & there).total() / max(1, here.total() + there.total())


def _recalled(form: Form, kept: _Kept, register: Path, *, changed: bool) -> Recalled:
    labels, name = kept.labels, f"{FOLDER}/{kept.path.name}"
    old, new = load(kept.path.with_suffix(form.suffix), labels).places, load(form.path, labels).places
    if not changed and [_key(each) for each in old] == [_key(each) for each in new] \
            and [each.id for each in old] == [each.id for each in new]:
        return Recalled(load(form.path, labels), labels, (f"The mapping remembered for this form is used ({name}).",))
    fits, lost = _carried(labels, old, new)
    told = [f"The mapping remembered for this form is used ({name})."]
    if changed:
        told = [*_changes(old, new, name)]
    told += [f'  not used: {quoted(label)} = {quoted(labels[label])}: {why}' for label, why in lost]
    return Recalled(load(form.path, fits), fits, tuple(told))


def _changes(old: list[Place], new: list[Place], name: str) -> Iterator[str]:
    """What became other since the mapping was made."""
    here, there = Counter(map(_key, new)), Counter(map(_key, old))
    come, gone = (here - there).total(), (there - here).total()
    told = [f"{plural(come, 'place')} {'is' if come == 1 else 'are'} new"] if come else []
    told += [f"{plural(gone, 'place')} {'is' if gone == 1 else 'are'} gone"] if gone else []
    yield (f"This form has changed since the mapping was made ({name}): "
           f"{', '.join(told) or 'its places are the same'}. The mapping is used for those that are the same.")
    extra = here - there
    for place in reversed(new):  # of equal places the last ones count as new
        if extra[_key(place)]:
            extra[_key(place)] -= 1
            yield f"  new: {place.where} '{' '.join(place.label.split())}' ({place.id})"


def _key(place: Place) -> Key:
    """By what a place is known again, wherever it stands now."""
    return (str(place.act), *map(plain, (place.label, place.question, place.section, place.row)))


def _carried(labels: Mapping[str, str], old: list[Place],
             new: list[Place]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What of a mapping fits the places of another edition, and the entries that do not, each with the reason."""
    ids, fits, lost = _moved(old, new), dict[str, str](), []
    for label, name in labels.items():
        if is_id(label):
            if label.strip() in ids:
                fits[ids[label.strip()]] = name
            else:
                lost.append((label, "its place is gone, or stands otherwise"))
            continue
        before, after = _concerned(label, old), _concerned(label, new)
        if Counter(map(_key, before)) == Counter(map(_key, after)):
            fits[label] = name
        elif still := [ids[each.id] for each in before if each.id in ids and _is_simple(each, label)]:
            fits |= dict.fromkeys(still, name)
        else:
            lost.append((label, f"the label stood at {plural(len(before), 'place')} and stands at {len(after)} now"))
    return fits, lost


def _moved(old: list[Place], new: list[Place]) -> dict[str, str]:
    """The id of each place by the one that it had: only of those that are there once, or as often as before."""
    before, after = _by_key(old), _by_key(new)
    return {one: other for key, ids in before.items() if len(ids) == len(after.get(key, ()))
            for one, other in zip(ids, after[key], strict=True)}


def _by_key(places: Iterable[Place]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for place in places:
        found.setdefault(_key(place), []).append(place.id)
    return found


def _concerned(label: str, places: Iterable[Place]) -> list[Place]:
    """The places of which a label of a mapping says something."""
    word = plain(label)
    return [each for each in places
            if word in (plain(each.label), plain(each.question), *map(plain, each.label.split(" | ")))]


def _is_simple(place: Place, label: str) -> bool:
    """Whether what a label means can be said of its place alone."""
    return place.act is not Act.ROWS and plain(place.label) == plain(label)
