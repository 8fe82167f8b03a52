"""`python -m ncr_toolkit` is `ncr`."""

from ncr_toolkit.cli import main

main()
