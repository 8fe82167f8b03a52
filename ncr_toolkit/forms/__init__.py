"""Forms that the certification body supplied: what they ask for is found, and filled from the register.

`load` reads a form once; `Form.fill` answers one finding with it. A form is filled in three ways, and may need all of
them: tags (`tags.py`), content controls and form fields (`controls.py`, `fields.py`), labels beside free places
(`labels.py`). `tick_boxes.py` ticks.
"""

from __future__ import annotations

from ncr_toolkit.forms.form import Filled, Form, load

__all__ = ["Filled", "Form", "load"]
