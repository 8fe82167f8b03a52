"""Drawings that stay sharp and can be edited in Word: the fishbone and the timeline."""
