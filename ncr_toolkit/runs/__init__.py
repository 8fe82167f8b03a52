"""What is kept beside a register: the monthly runs, what they remember, and the record of what was sent."""
