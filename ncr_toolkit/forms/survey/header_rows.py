"""Headers of two rows: a group of columns has a header of its own, and each of its columns one below it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, has_tag

_GROUPS = 2


def name_columns(table: Grid) -> None:
    """Give the cells of each lower header row what stands over them: `over` the header of their group, `title` that of
    a column whose header takes both rows."""
    for number, (upper, lower) in enumerate(pairwise(table.cells)):
        under = table.cells[number + 2] if number + 2 < len(table.cells) else []
        if _are_headers(upper, lower, under):
            for cell in lower:
                above = _above(upper, cell)
                said = above.said if above is not None else ""
                if cell.continued:
                    cell.title = said
                elif above is not None:
                    cell.over = said


def join_headers(table: Grid) -> None:
    """Let a header take all columns that its room takes: where the cells under it are merged, its own often are not."""
    for upper, lower in pairwise(table.cells):
        starts = {cell.column: cell for cell in lower if not cell.said}
        blank = [cell for cell in upper if not cell.said and not cell.continued]
        wide = [(cell, room) for cell in upper if cell.said and cell.span == 1
                and (room := starts.get(cell.column)) is not None and room.span > 1]
        covered = {column for cell, room in wide for column in range(cell.column + 1, cell.column + room.span)}
        under = {column for cell in blank for column in range(cell.column, cell.column + cell.span)}
        if wide and blank and len(upper) - len(blank) > 1 and under == covered and len(starts) == len(lower):
            for cell, room in wide:
                cell.span = room.span
            upper[:] = [cell for cell in upper if cell not in blank]


def raise_captions(table: Grid, is_caption: Callable[[str], bool]) -> None:
    """Put a row that only says who fills in the columns over it above their headers, where such rows mostly stand."""
    for number in range(1, len(table.cells) - 1):
        upper, lower, under = table.cells[number - 1:number + 2]
        if len(lower) < len(upper) and all(cell.said and is_caption(cell.said) for cell in lower) \
                and all(cell.said for cell in upper) and not any(cell.said for cell in under) \
                and [(cell.column, cell.span) for cell in upper] == [(cell.column, cell.span) for cell in under]:
            table.swap(number - 1, number)


def head(cell: GridCell) -> str:
    """The words of a column's header, in one line."""
    return cell.title or cell.said


def _are_headers(upper: list[GridCell], lower: list[GridCell], under: list[GridCell]) -> bool:
    """Whether two rows are the header of the rows below: texts throughout, at least one of them over several."""
    if len(upper) < 2 or len(lower) <= len(upper) or any(cell.continued for cell in upper) \
            or [(cell.column, cell.span) for cell in lower] != [(cell.column, cell.span) for cell in under]:
        return False
    texts = [*(cell.said for cell in upper), *(cell.said for cell in lower if not cell.continued)]
    if not all(texts) or any(has_box(each) or has_tag(each) for each in texts) or all(cell.said for cell in under):
        return False
    above = [_above(upper, cell) for cell in lower]
    wide = sum(each.span > 1 for each in upper)  # with two groups, one of a single column is a group, too
    return all(one is not None and (one.span == cell.span if cell.continued else one.span > cell.span or (
        wide >= _GROUPS and not cell.said.isdigit())) for one, cell in zip(above, lower, strict=True))


def _above(upper: list[GridCell], cell: GridCell) -> GridCell | None:
    return next((each for each in upper if each.column <= cell.column
                 and cell.column + cell.span <= each.column + each.span), None)
