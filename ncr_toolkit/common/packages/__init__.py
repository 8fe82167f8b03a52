"""Zip packages and the packages of the Open Packaging Conventions (.docx, .xlsx, .pptx), read and written here alone.

`limits` is the table of what is too large; `reader` opens a package and gives its parts; `safe_xml` parses a part;
`relations` says where a part leads, and what kind each part is; `writer` packs, `replace_parts` changes some parts of
a package and keeps the others as they are.

Specifications: ISO/IEC 29500-2 (= ECMA-376 Part 2, Open Packaging Conventions) and PKWARE's APPNOTE.TXT (zip).
"""
