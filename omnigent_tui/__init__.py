"""omnigent-tui: the terminal client for the Omnigent agent server."""

__version__ = "0.1.0"
