"""Tests of the live layer against the demo server's process and against servers that misbehave byte by byte."""
