"""Single sheets and cells of a workbook that somebody filled in, replaced without touching the rest."""
