"""Subcommands for scripts: data alone goes to standard output, messages go to standard error."""
