"""Tests of omnigent_tui.wire against real local servers."""
