"""Tables with a header row and one row for each action, step, cause or proof."""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.grid import Grid, has_box, has_control, has_tag, is_free_cell
from ncr_toolkit.forms.survey.header_rows import head as head_of
from ncr_toolkit.forms.survey.label_meaning import about, label_texts, meaning
from ncr_toolkit.forms.survey.sections import subject
from ncr_toolkit.forms.survey.walk import Seat


@dataclass(frozen=True, slots=True)
class RowTable:
    """Such a table: which rows of the register it takes, and which of their fields in which column."""

    name: str  # "actions"
    label: str  # the words of its header row
    header: int
    first: int
    last: int
    columns: dict[int, str]
    unknown: dict[int, str]  # by the column in which they stand


def find(table: Grid, header: int, words: Vocabulary, seat: Seat) -> RowTable | None:
    """The table that begins with this header row, None where it begins none."""
    row = table.cells[header]
    said = {cell.column: head_of(cell) for cell in row if not cell.continued or cell.title}
    if len(said) < 2 or not all(said.values()) or any(has_tag(each) or has_box(each) for each in said.values()) \
            or is_of_a_finding(said, words):
        return None
    ids = {cell.column: cell.id for cell in row}
    theirs = {cell.column for cell in row if words.part(cell.over) == "auditor" or words.heads_auditor(cell.over)}
    ours = {column: each for column, each in said.items() if column not in theirs}
    groups = {rows for cell in row if (rows := about(cell.over, words)) in words.columns}
    named = subject(table.where, words) if table.whole != table.where and not seat.section.title else ""
    section = (named or seat.section.about) if not groups else groups.pop() if len(groups) == 1 else ""
    best = _of_mapping(ours, ids, words) or _of_section(ours, section, words) \
        or (None if groups else _of_headers(ours, words)) or _of_some_action(ours, section, seat.behind, words)
    if best is None:
        return None
    name, fields = best
    for column, id in ids.items():  # a mapping that names the place of a header
        rows, _, field = words.mapped_ids.get(id, "").partition(".")
        if rows == name and field in ROWS[name].fields:
            fields[column] = field
    last = _last(table, header, [place for place, field in fields.items() if field != "id"], words)
    told = _anchored(ours, name, words) or _is_generic(ours, name, words) or any(map(words.is_mapped, ours.values()))
    if last == header or (last == header + 1 and last + 1 < len(table.cells) and not told):
        return None  # a label over its room among others
    free = {place for place in fields if all(is_free_cell(cell, words) for row in table.cells[header + 1:last + 1]
                                             for cell in row if cell.column == place)}
    if last == header + 1 and any(map(has_control, table.cells[last])):
        return None  # each of its labels has a control of its own
    columns = {place: field for place, field in fields.items() if place in free}  # numbers may stand there already
    room = {cell.column for row in table.cells[header + 1:last + 1] for cell in row if is_free_cell(cell, words)}
    unknown = {place: each for place, each in said.items() if place not in fields and place in room}
    return RowTable(name, " | ".join(said.values()), header, header + 1, last, columns, unknown)


def _of_mapping(said: dict[int, str], ids: dict[int, str], words: Vocabulary) -> tuple[str, dict[int, str]] | None:
    """What the rows are by a mapping that names the place of a header: "T1.R2.C1" = "corrections"."""
    named = {column: name for column, id in ids.items() if (name := words.mapped_ids.get(id, "")) in words.columns}
    if len(named) != 1:
        return None
    column, name = named.popitem()
    return name, {**_fields(said, name, words), **{column: next(iter(ROWS[name].first), "")}}


def _of_section(said: dict[int, str], section: str, words: Vocabulary) -> tuple[str, dict[int, str]] | None:
    """What the rows are by what their section or group of columns is about: "Action" means the containment under D3,
    and the corrective action under D5."""
    name = section if section in words.columns else ""
    if not name or _own(said, words) not in ("", name):
        return None
    fields = _fields(said, name, words)
    return (
        (name, fields)
        if len(fields) >= 2 and (_means(said, name, words) or _is_generic(said, name, words))
        else None
    )


def _own(said: dict[int, str], words: Vocabulary) -> str:
    """The rows that a header names by itself, whatever the section: "Corrective action"."""
    names = [
        names[0] for each in said.values() if len(names := meaning(each, words)[1]) == 1 and names[0] in words.columns
    ]
    return names[0] if names else ""


def _is_generic(said: dict[int, str], name: str, words: Vocabulary) -> bool:
    return any(words.here(head, name) == name for each in said.values() for head in label_texts(each))


def _of_headers(said: dict[int, str], words: Vocabulary) -> tuple[str, dict[int, str]] | None:
    """What the rows are by their headers alone."""
    mapped = {words.mapped.get(plain(each), "") for each in said.values()} & set(words.columns)
    own = _own(said, words)
    if not mapped and own in words.alike and len(fields := _fields(said, own, words)) >= 2:
        return own, fields
    found = [
        (name, _fields(said, name, words))
        for name in words.columns
        if name in mapped or (not mapped and name not in words.alike)
    ]
    dated = any(attribute(each, words)[1] == "due" for each in said.values())  # what is to be done, and proves nothing
    best = [
        (name, fields)
        for name, fields in found
        if len(fields) >= 2
        and (name in mapped or (_means(said, name, words) and not (dated and name == "evidence")))
    ]
    best.sort(key=lambda each: -len(each[1]))
    return None if not best or (len(best) > 1 and len(best[0][1]) == len(best[1][1])) else best[0]


def _of_some_action(said: dict[int, str], section: str, behind: str, words: Vocabulary) \
        -> tuple[str, dict[int, str]] | None:
    """What the rows are where a header asks for some action in words of its own, and others for its owner or days:
    "Action décidée | Chargé | Délai". Without a section they are the corrective actions, unless another answer stands
    before them. `behind`: the rows that the label before them was about."""
    name = section if section in words.alike else "actions"
    heads = [column for column, each in said.items() if words.other_action(each) or (
        behind in (name, "causes") and any(words.here(head, name) == name for head in label_texts(each))) or (
        name == section and _asks_openly(each, words))]
    if len(heads) != 1 or (name != section and behind not in ("", "causes", "actions")) or section == "effects":
        return None
    fields = {column: field for column, field in _fields(said, name, words).items() if column != heads[0]}
    asked = {attribute(said[column], words)[1] for column in fields} & {"owner", "due", "done_on"}
    return (name, {heads[0]: ROWS[name].first[0], **fields}) if len(asked) > 1 else None


def _asks_openly(label: str, words: Vocabulary) -> bool:
    """Whether a header is a question of which nothing is known: "What will be done to rectify"."""
    said = plain(label).partition(" ")[0]
    return said in words.asking and not words.names(label) and not words.asks(label) and not words.left(label)


def attribute(label: str, words: Vocabulary) -> tuple[str, str]:
    """The label and what it asks of the answer before it ("owner", "due"), '' where it asks nothing of the kind."""
    for head in label_texts(label):
        if asked := words.asks(head):
            return head.strip(), asked
    return label, ""


def is_of_a_finding(said: dict[int, str], words: Vocabulary) -> bool:
    """Whether a row stands for a whole finding: it asks for the finding's own words, or for correction and action."""
    names = [(each, meaning(each, words)[1]) for each in said.values() if not _counts_actions(each, said, words)]
    single = [asked[0] for each, asked in names if len(asked) == 1 and not (
        asked[0] == "finding.process" and plain(each) in words.anchors.get("actions", ()))]  # "Activity", of an action
    steps = {"corrections", "steps", "containment"} & set(single)
    return any(each.startswith("finding.") and each != "finding.extent" for each in single) \
        or bool(steps and "actions" in single)


def _counts_actions(label: str, said: dict[int, str], words: Vocabulary) -> bool:
    """Whether "CAPA ref." stands among the headers of actions, with who acts and by when: there it counts those."""
    return "id" in words.columns["actions"].get(plain(label), ()) and any(
        plain(each) in words.anchors["actions"] for each in said.values()) and any(
        attribute(each, words)[1] in ("owner", "due") for each in said.values())


def _fields(said: dict[int, str], name: str, words: Vocabulary) -> dict[int, str]:
    """The fields that the columns stand for, were the rows of that kind; a field stands once."""
    known = words.columns[name]
    found: dict[int, str] = {}
    for place, each in said.items():
        if both := _both_fields(place, each, name, words, found):
            found |= both
            continue
        for head in label_texts(each):
            proof = "evidence" if words.names(head) == ("evidence",) and name != "evidence" else ""
            asked = words.attributes_of.get(name, {}).get(words.asks(head) or proof, "")
            named = (asked,) if asked and words.in_brackets(head) else known.get(plain(head), ()) or (asked,)
            fields = [field for field in named if field and field not in found.values()]
            mapped = words.mapped.get(plain(head), "")
            if mapped == name or (not fields and (words.here(head, name) == name or words.names(head) == (name,))):
                fields = [first] if (first := next(iter(ROWS[name].first), "")) not in found.values() else []
            elif mapped.partition(".")[0] in ROWS and mapped.partition(".")[2]:
                fields = [field for field in [_asked(mapped, name, words)] if field]
            if fields:
                found[place] = fields[0]
                break
    return found


def _both_fields(place: int, label: str, name: str, words: Vocabulary, found: dict[int, str]) -> dict[int, str]:
    """The two fields of a column such as "Owner / due date", joined; nothing where one of them is not known."""
    fields = [_fields({0: half}, name, words).get(0, "") for half in words.two(label)]
    free = all(fields) and len({*fields}) == len(fields) and not {*fields} & {*found.values()}
    return {place: ", ".join(fields)} if fields and free else {}


def first_field(label: str, name: str, words: Vocabulary) -> str:
    """The field of rows that a label stands for, '' where that is not known."""
    if name not in words.columns:
        return ""
    return next(
        (
            found
            for each in words.variants(plain(label), label)
            if (found := _fields({0: each}, name, words).get(0, ""))
        ),
        "",
    )


def _asked(mapped: str, name: str, words: Vocabulary) -> str:
    """The field of rows that a mapping asks for; one of other rows asks the same of these."""
    rows, _, field = mapped.partition(".")
    if rows == name:
        return field if field in ROWS[name].fields else ""
    asked = next((each for each, own in words.attributes_of.get(rows, {}).items() if own == field), "")
    return words.attributes_of.get(name, {}).get(asked, "")


def _anchored(said: dict[int, str], name: str, words: Vocabulary) -> bool:
    """Whether a header says what the rows are about, by the words of such headers."""
    return any(plain(head) in words.anchors[name] for each in said.values() for head in label_texts(each))


def _means(said: dict[int, str], name: str, words: Vocabulary) -> bool:
    """The same by whatever words ask for these rows."""
    return _anchored(said, name, words) or any(
        words.names(head) == (name,) for each in said.values() for head in label_texts(each))


def _last(table: Grid, header: int, places: list[int], words: Vocabulary) -> int:
    """The last of the rows under the header that are built like it and free where it matters."""
    shape = [(cell.column, cell.span) for cell in table.cells[header]]
    last = header
    for row in table.cells[header + 1:]:
        free = {cell.column for cell in row if is_free_cell(cell, words)}
        if [(cell.column, cell.span) for cell in row] != shape or not set(places) <= free:
            break
        last += 1
    return last
