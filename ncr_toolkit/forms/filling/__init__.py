"""Each kind of place in a Word form found and filled: controls, fields, boxes, labels, lines, rows, signatures."""
