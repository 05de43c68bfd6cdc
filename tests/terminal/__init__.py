"""Tests of the terminal layer, most of them in a real pseudo-terminal."""
