"""One thin file a command: read, call one function, show, exit."""
