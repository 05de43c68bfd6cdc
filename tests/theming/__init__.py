"""Tests of the theme files and of what the loader refuses."""
