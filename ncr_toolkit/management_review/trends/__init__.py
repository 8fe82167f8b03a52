"""What the monthly runs tell together: counts over the months, how long things take, where findings gather.

Figures only: numbers, days and records, no words and no formats. `all_figures` makes them all.
"""
