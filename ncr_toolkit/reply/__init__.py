"""The answer of the certification body, read out of the document that came back, and entered into the register."""
