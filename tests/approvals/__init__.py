"""Tests of the approvals: questions as forms, their checks, and the subcommands for scripts."""
