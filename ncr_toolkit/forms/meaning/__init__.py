"""What a form asks in words: labels of each language, answers of the register, the mapping file. No file format."""
