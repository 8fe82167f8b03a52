"""Many registers at once: each looked at in a process of its own, and rolled up into one picture."""
