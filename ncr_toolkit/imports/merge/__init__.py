"""An import that goes into a register that people have worked in since.

`memory` is what the import before took, `same_rows` finds each row of the source again, `records` each record in the
register, `three_ways` compares what the source said, says now, and what stands there; `written` writes it.
"""
