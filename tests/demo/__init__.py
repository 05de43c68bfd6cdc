"""Tests of the embedded demo server over real HTTP."""
