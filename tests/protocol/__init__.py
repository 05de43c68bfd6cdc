"""Tests of omnigent_tui.protocol: cleaning, decoding, and tolerance of odd server data."""
