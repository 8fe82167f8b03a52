"""The certification body's audit report: its findings and the auditor's words, each with its place.

`word_parts` and `pdf_parts` make lines and rows of a file, `labels` knows what stands beside a value, `headings` and
`tables` find numbers and values, `located` which belong to which finding. What is not located is not guessed.
"""
