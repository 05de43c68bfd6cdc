"""Measurements, run by `make bench` and never by pytest."""
