"""Tests of the doctor against real servers of every kind."""
