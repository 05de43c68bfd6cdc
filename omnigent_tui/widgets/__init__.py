"""Widgets that draw what they are handed and post messages; they never fetch."""
