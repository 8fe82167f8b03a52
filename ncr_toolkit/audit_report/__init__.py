"""The certification body's audit report: its findings and the auditor's words, each with its place.

`word_parts` and `pdf_parts` make lines and rows of a file, `labels` knows what stands beside a value, `headings`,
`lines` and `tables` find numbers and values, `located` which belong to which finding, `comparison` which finding of a
register that is. What is not located is not guessed.
"""
