"""Forms that the certification body supplied: what they ask for is found, and filled from the register.

`load` reads a form once; `Form.fill` answers one finding with it. `meaning` knows what words of a form ask for,
`survey` finds every place, `filling` and `tags` answer each kind of place, `docx` reads and writes the file.
"""

from __future__ import annotations

from ncr_toolkit.forms.form import Filled, Form, load

__all__ = ["Filled", "Form", "load"]
