"""Measurements: both sides of every ratio in one run, so that a busy machine slows both."""
