"""Tests of the command table and of the keys in it."""
