"""What the answer says: what was done at once, extent, causes, actions, changes."""
