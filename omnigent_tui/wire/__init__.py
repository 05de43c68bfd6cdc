"""Bytes to typed events and calls to typed answers; the only package that knows httpx."""
