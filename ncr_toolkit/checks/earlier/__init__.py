"""What an earlier copy of the register, or what was sent, says against this one."""
