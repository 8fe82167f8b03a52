"""What goes to the certification body in one file, and whether such a file is whole."""
