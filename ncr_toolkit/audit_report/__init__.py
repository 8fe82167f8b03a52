"""The certification body's audit report: its findings and the auditor's words, each with its place.

`word_parts` and `pdf_parts` make lines and rows of a file, a PDF's in the order in which `page_columns` reads them;
`labels` knows what stands beside a value, `headings`, `values_in_lines` and `tables` find numbers and values, `located`
which belong to which finding, `agreement` what two ways of reading have in common, `comparison` which finding of a
register that is, `references` which clause of which standard. What is not located is not guessed.
"""
