"""The certification body's audit report: the findings in it, and the auditor's words, each with the place where it stands.

`word_parts` and `pdf_parts` make lines and rows of a file, `labels` knows what stands beside a value, `located` finds what
belongs to which finding. What is not located is not guessed from prose.
"""
