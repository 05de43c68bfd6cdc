"""Widgets, each on a stage of its own."""
