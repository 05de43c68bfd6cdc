"""Tests of settings, server resolution, tokens, the state file and the log."""
