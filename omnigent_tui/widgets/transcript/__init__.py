"""The line-based transcript."""
