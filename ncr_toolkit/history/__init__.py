"""The memory of a register: earlier runs, and what changed since."""
