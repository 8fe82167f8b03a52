"""The certification body's audit report: its findings and the auditor's words, each with its place.

`word_parts` and `pdf_parts` make lines and rows of a file, a PDF's in the order in which `page_columns` reads them and,
where lines draw a table, cell by cell: `pdf_pieces` what a page shows, `pdf_rules` the cells, `pdf_layout` and
`pdf_blocks` the page set anew, `pdf_tables` the rows, also overleaf. `labels` knows what stands beside a value,
`headings`, `values_in_lines`, `tables`, `lists_in_tables` and `ticks` find numbers and values, `unnumbered` lines that
begin as a finding does, `locator` which belong to which finding, `announced` how many there are said to be, `told` what
comes of it, `agreement` what two ways of reading have in common, `comparison` which finding of a register that is,
`references` which clause of which standard. What is not located is not guessed.
"""
