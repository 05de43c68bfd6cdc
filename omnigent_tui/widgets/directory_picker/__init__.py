"""Choosing a directory on a host: a line-based list, its rows, and the list all such choices are made with."""
