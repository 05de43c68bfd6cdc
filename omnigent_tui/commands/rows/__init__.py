"""The rows of the command table, one module per concern; each has `ROWS`."""
