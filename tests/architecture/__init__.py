"""Tests of the shape of the code: layers, sizes, names, and what the packages contain."""
