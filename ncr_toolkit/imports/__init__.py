"""Findings out of what people have: another register, a list, a table in a letter. What is not certain is asked or
left, never guessed.

`sources` makes grids of cells of any file, `tables` finds the table in a grid, `core.foreign_words` knows what
headers and values mean, `mapping` is what a person decides (a TOML file), `conversion` makes rows of a register by it.
"""
