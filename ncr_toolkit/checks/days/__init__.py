"""Days that can be, deadlines, extensions, and the life of the certificate."""
