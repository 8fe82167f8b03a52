"""The fishbone as a picture: how many drawings it takes, and the words for what they show.

Texts stand in full as long as the drawing stays on its page: first the letters get smaller, then the bones are shared
out over several drawings, then long texts are cut, and what even then finds no room stands in the table alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from ncr_toolkit.common.translation import gettext, ngettext, pgettext, within
from ncr_toolkit.core.model import Bone
from ncr_toolkit.word.drawings.drawing import Drawing
from ncr_toolkit.word.drawings.fishbone_layout import Limb, Twig, arrange, fits
from ncr_toolkit.word.drawings.text_size import Text
from ncr_toolkit.word.script import right_to_left

SIZES = (8.5, 8.0, 7.5, 7.0)
"""Sizes of the letters that are tried, in points; smaller ones are not read on paper."""

_BONES = (8, 6, 4)  # that one drawing holds: the fewer, the wider the texts
_FEWEST = 2  # the same, where the page is very narrow
_CUTS = (150.0, 80.0, 45.0, 30.0)  # sizes of the font; the first is about 300 letters
_TWIGS = 5  # of a bone, where it has to be shared out
_MOST = 16  # bones, over all drawings
_PROBLEM = 110.0  # sizes of the font that the problem may take
_NAME = 36.0  # and the name of a bone
_RANK = ("Root cause", "Contributes", "To be checked", "", "Ruled out")
_LONGEST = 450  # characters of a text that are looked at
_ALT = 1500  # and of what is said in words


@dataclass(frozen=True, slots=True)
class FishbonePicture:
    """A drawing, and what has to be said under it."""

    drawing: Drawing
    under: str


def pictures(bones: Sequence[Bone], problem: str, room: tuple[float, float]) -> list[FishbonePicture]:
    """The fishbone of one finding. `room`: the most that a drawing may be wide and high, in millimetres."""
    limbs = _limbs(bones)
    if not limbs:
        return []
    head = Text(" ".join(problem.split()), bold=True).cut(_PROBLEM)
    shown, size = _fitting(limbs, head, room)
    left_out = sum(len(limb.twigs) for limb in limbs) - sum(len(limb.twigs) for part in shown for limb in part)
    return [_picture(part, head, room, size, (place, len(shown)), left_out) for place, part in enumerate(shown, 1)]


def _picture(limbs: list[Limb], head: Text, room: tuple[float, float], size: float, place: tuple[int, int],
             left_out: int) -> FishbonePicture:
    number, of = place
    name = gettext("Fishbone") if of == 1 else gettext("Fishbone {number} of {all}", number=number, all=of)
    width, height, shapes = arrange(limbs, head, room[0], size)
    notes = [f"{name}."] if of > 1 else []
    if any(twig.is_cut for limb in limbs for twig in limb.twigs):
        notes.append(gettext("What ends in \u2026 stands in full in the table."))
    if left_out and number == of:
        notes.append(ngettext("{count} further possible cause only in the table.",
                              "{count} further possible causes only in the table.", left_out))
    return FishbonePicture(Drawing(name, _alt(name, limbs, head), width, height, shapes), " ".join(notes))


def _limbs(bones: Sequence[Bone]) -> list[Limb]:
    """The bones in the order in which they were typed, each with its causes."""
    found: dict[str, list[Twig]] = {}
    for bone in bones:
        found.setdefault(" ".join(bone.typed("category").split()), []).append(_twig(bone))
    return [Limb(Text(pgettext("choice", name) or gettext("No category"), bold=True).cut(_NAME), tuple(twigs))
            for name, twigs in found.items()]


def _twig(bone: Bone) -> Twig:
    cause, because, verdict, to = (" ".join(bone.typed(name).split())
                                   for name in ("cause", "sub_cause", "verdict", "leads_to"))
    if not cause:
        cause, because = because or "\u2013", ""
    said = cause if not to else f"{cause} ({to})" if right_to_left(cause) else f"{to}: {cause}"
    more = because if not because or right_to_left(because) else gettext("because: {reason}", reason=because)
    return Twig(Text(_begun(said), bold=verdict == "Root cause"), Text(_begun(more)), verdict,
                is_cut=max(len(said), len(more)) > _LONGEST)


def _begun(text: str) -> str:
    """Not more of a text than can ever be shown, so that a whole page of it costs no time."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "\u2026"


def _fitting(limbs: list[Limb], head: Text, room: tuple[float, float]) -> tuple[list[list[Limb]], float]:
    """The bones of each drawing and the size of letters with which all of them fit."""
    parts: list[list[Limb]] = []
    for parts, sizes in _ways(limbs, [most for most in _BONES if fits(most, room[0])] or [_FEWEST]):
        for size in sizes:
            if all(arrange(part, head, room[0], size, only_height=True)[1] <= room[1] for part in parts):
                return parts, size
    return parts, SIZES[-1]


def _ways(limbs: list[Limb], bones: list[int]) -> Iterator[tuple[list[list[Limb]], Sequence[float]]]:
    """What is tried, the best first: bones by drawing, and sizes of letters. `bones`: how many a drawing may hold."""
    for cut in _CUTS:
        whole = [limb.cut(cut) for limb in limbs]
        split = [part for limb in whole for part in _parts(limb, limb.twigs)]
        for version in (whole, split)[:1 + (len(split) > len(whole))]:
            for most in bones:
                if len(version) <= 2 * most or most == _FEWEST:
                    yield _shared(version, most), SIZES
    short = [limb.cut(_CUTS[-1]) for limb in limbs]
    for twigs in range(_TWIGS, 0, -1):
        chosen = _chosen(short, twigs)
        for most in bones:
            yield _shared(chosen, most), SIZES[-1:]


def _shared(limbs: list[Limb], most: int) -> list[list[Limb]]:
    """Bones by drawing, `most` in each and in all about as many."""
    each = ceil(len(limbs) / ceil(len(limbs) / most))
    return [limbs[start:start + each] for start in range(0, len(limbs), each)]


def _chosen(limbs: list[Limb], each: int) -> list[Limb]:
    """As many causes as there is room for, the root causes first; a bone of more than `each` is shared out."""
    every = sorted(((place, number) for place, limb in enumerate(limbs) for number in range(len(limb.twigs))),
                   key=lambda place: _rank(limbs[place[0]].twigs[place[1]]))
    kept: dict[int, list[int]] = {}
    bones = 0
    for place, number in every:
        begins = len(kept.get(place, ())) % each == 0
        if bones + begins <= _MOST:
            kept.setdefault(place, []).append(number)
            bones += begins
    return [part for place, limb in enumerate(limbs) if place in kept
            for part in _parts(limb, [limb.twigs[number] for number in sorted(kept[place])], each)]


def _rank(twig: Twig) -> int:
    return _RANK.index(twig.verdict) if twig.verdict in _RANK else _RANK.index("")


def _parts(limb: Limb, twigs: Sequence[Twig], most: int = _TWIGS) -> list[Limb]:
    """A bone, or several of that name where it has more causes than one bears."""
    count = ceil(len(twigs) / most)
    if count == 1:
        return [Limb(limb.name, tuple(twigs))]
    each = ceil(len(twigs) / count)
    names = [gettext("{name} ({number}\u00a0of\u00a0{all})", name=limb.name.text, number=number, all=count)
             for number in range(1, count + 1)]
    return [Limb(Text(name, bold=True), tuple(twigs[number * each:(number + 1) * each]))
            for number, name in enumerate(names)]


def _alt(name: str, limbs: list[Limb], head: Text) -> str:
    """What a drawing shows, in words."""
    count = sum(len(limb.twigs) for limb in limbs)
    bones = " ".join(f"{limb.name.text}: {'; '.join(map(_spoken, limb.twigs))}." for limb in limbs)
    causes = ngettext("{count} possible cause", "{count} possible causes", count)
    on = ngettext("{count} bone", "{count} bones", len(limbs))
    text = gettext("{name}: {causes} on {bones} lead to the problem: {problem}. {all}", name=name, causes=causes,
                   bones=on, problem=head.text.rstrip("."), all=bones)
    if len(text) <= _ALT:
        return text
    return f"{text[:_ALT].rpartition(' ')[0]} \u2026 " + gettext("All stand in the table.")


def _spoken(twig: Twig) -> str:
    told = f"{twig.cause.text.rstrip('.')}, {twig.because.text}" if twig.because.text else twig.cause.text
    return told.rstrip(".") + (f" ({within(pgettext('choice', twig.verdict))})" if twig.verdict else "")
